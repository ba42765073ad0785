"""Reading scoring schedules: what a file says, and every fault with its place."""

from pathlib import Path

import pytest

from benchmark.questionnaire.source import (
    questionnaire_folder,
    read_questionnaire,
    read_questionnaires,
)
from benchmark.scoring.schedule import (
    FIRST_HASH,
    FaultySchedule,
    first_schedule,
    fitting_versions,
    read_schedule,
    schedule_file,
    schedule_folder,
    schedule_from,
)

QUESTIONNAIRE = read_questionnaire(questionnaire_folder() / "management-practice-1.0.yaml")
GOOD = """\
title: Schedule of a test
version: "3.2"
questionnaire: management-practice
reason: A test needs one.
leads: 3
not_in_place: 1
section_share: 1/2
overall_share: 3/4
weights:
  patient-flow: 2
sections:
  partners: working-as-three
"""


def faults(folder: Path, text: str) -> list[str]:
    """Read a schedule that has faults; returns them as ``line:column message``."""
    path = folder / "scoring-3.2.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FaultySchedule) as caught:
        read_schedule(path, QUESTIONNAIRE)
    return [f"{each.line}:{each.column} {each.message}" for each in caught.value.faults]


def test_the_first_schedule_is_pinned() -> None:
    first = first_schedule()
    assert (first.version, first.section_share, first.overall_share) == ("1.0", "1/2", "7/10")
    assert (first.weights, first.sections, first.leads, first.not_in_place) == ({}, {}, 3, 1)
    assert first.content_hash == FIRST_HASH


def test_every_schedule_of_the_product_fits_a_questionnaire_of_the_product() -> None:
    versions = {path.stem.removeprefix("scoring-") for path in schedule_folder().glob("*.yaml")}
    fitting = [
        set(fitting_versions(schedule_folder(), each))
        for each in read_questionnaires(questionnaire_folder()).values()
    ]
    assert set().union(*fitting) == versions
    assert all("1.0" in each and len(each) > 1 for each in fitting)


def test_a_stored_schedule_comes_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "scoring-3.2.yaml"
    path.write_text(GOOD, encoding="utf-8")
    schedule = read_schedule(path, QUESTIONNAIRE)
    again = schedule_from(schedule.as_json())
    assert again == schedule
    assert again.content_hash == schedule.content_hash
    path.write_text("# a remark\n" + GOOD.replace("3/4", "'3/4'"), encoding="utf-8")
    assert read_schedule(path).content_hash == schedule.content_hash
    path.write_text(GOOD.replace("3/4", "4/5"), encoding="utf-8")
    assert read_schedule(path).content_hash != schedule.content_hash


FAULTS = [
    ("1/2", "50%", "7:16 'section_share' must be a share such as 1/2 or 7/10"),
    ("1/2", "0.5", "7:16 'section_share' must be a text; put quotes around it"),
    ("3/4", "5/4", "8:16 5/4 is more than all"),
    ("1/2", "1/0", "7:16 'section_share' must be a share such as 1/2 or 7/10"),
    ("leads: 3", "leads: 2", "5:8 'leads' must be 3"),
    ("not_in_place: 1", "not_in_place: 0", "6:15 'not_in_place' must be 1"),
    ("flow: 2", "flow: 0", "10:17 'patient-flow' is 0, at least 0.1"),
    ("flow: 2", "flow: many", "10:17 'patient-flow' must be a number, without quotes"),
    ("patient-flow: 2", "patient-flew: 2", "10:3 'patient-flew' is not a practice of"),
    ("working-as-three", "working-as-two", "12:13 'working-as-two' is not a section; did you mean"),
    (
        "working-as-three",
        "monitoring",
        "12:13 a norm was published for the section monitoring: it keeps its own",
    ),
    ("management-practice", "other", "3:16 the schedule fits other, not management-practice"),
    ("management-practice", "every", "3:16 a schedule that names practices fits one questionnaire"),
    ('"3.2"', "3.2", "2:10 'version' must be a text; put quotes around it"),
    ('"3.2"', '"3.3"', "2:10 the file of this version is named scoring-3.3.yaml"),
    ('"3.2"', "'three'", "2:10 'version' must be two numbers with a point"),
    ("leads: 3", "leeds: 3", "5:1 'leeds' is not a field here; did you mean 'leads'?"),
    (
        "  patient-flow: 2",
        "  patient-flow: 2\n  patient-flow: 3",
        "11:3 'patient-flow' stands here",
    ),
]


@pytest.mark.parametrize(("old", "new", "told"), FAULTS)
def test_a_fault_says_where_and_what(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in GOOD
    found = faults(tmp_path, GOOD.replace(old, new))
    assert [fault for fault in found if fault.startswith(told)], found


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("3/4", "5/4").replace("patient-flow", "patient-flew")
    assert len(faults(tmp_path, text.replace("working-as-three", "nowhere"))) == 3


def test_what_is_no_schedule_is_refused(tmp_path: Path) -> None:
    assert faults(tmp_path, "") == ["1:1 the file is empty"]
    assert "a scoring schedule is a group of fields" in faults(tmp_path, "- 1\n")[0]
    missing = faults(tmp_path, GOOD.partition("weights:")[0])
    assert any("'weights' is missing; write {} if there is none" in fault for fault in missing)


def test_a_section_cannot_be_emptied(tmp_path: Path) -> None:
    section = next(s for s in QUESTIONNAIRE.sections if s.key == "room-to-manage")
    moves = "".join(f"  {p.key}: working-as-three\n" for p in section.practices)
    text = GOOD.partition("sections:")[0] + "sections:\n" + moves
    assert faults(tmp_path, text) == ["11:1 no practice is left in 'room-to-manage'"]


def test_an_unknown_version_names_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(FaultySchedule, match=r"there is no schedule 9\.9; there is 1\.0, 1\.1"):
        schedule_file(schedule_folder(), "9.9")
    with pytest.raises(FaultySchedule, match=r"there is no schedule 9\.9$"):
        schedule_file(tmp_path, "9.9")
