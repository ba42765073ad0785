"""Answers from paper: kept as they are or not at all, and never over what a lead did on screen."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmark.assessment.calibrating import save_vignettes, vignette_levels
from benchmark.assessment.exporting import data_cut, submitted_answers
from benchmark.assessment.importing_responses import (
    CannotImport,
    PaperCounts,
    coordinator_for,
    record_responses,
)
from benchmark.assessment.responding import Content, Edit, answers_of, content_of, save, submit
from benchmark.database.people import Person
from benchmark.database.rounds import Round
from benchmark.database.session import transaction
from benchmark.export.answers import answers_sheet
from benchmark.export.sheets import Sheet
from benchmark.export.writing import UNFIT, csv_bytes, xlsx_bytes
from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.located import FaultyFile
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaires
from benchmark.scoring.answers import FORM_WORDS, NOTHING
from tests.databases import closing
from tests.servers import copied, fill, hand_in, response_of

COORDINATOR = "coordinator@north.example"
Written = Callable[..., Path]


def the_round(session: Session, trust: str = "ZZN") -> Round:
    return response_of(session, trust, "medicine", "clinical").round


def take_in(engine: Engine, file: Path, email: str = COORDINATOR) -> PaperCounts:
    with transaction(engine, writes=True) as session:
        asked = the_round(session)
        return record_responses(session, file, asked, coordinator_for(session, asked, email))


def lines(questionnaire: Questionnaire, *rows: tuple[str, ...]) -> str:
    """CSV with a row for each lead: division, role, then the same answer to every practice."""
    told = [",".join(("trust", "division", "role", *questionnaire.keys))]
    for division, role, *answers in rows:
        cells = answers if len(answers) > 1 else answers * len(questionnaire.keys)
        told.append(",".join(("ZZN", division, role, *cells)))
    return "\n".join(told)


@pytest.fixture
def written(tmp_path: Path, questionnaire: Questionnaire) -> Written:
    def write(*rows: tuple[str, ...]) -> Path:
        file = tmp_path / "paper.csv"
        file.write_text(lines(questionnaire, *rows), encoding="utf-8")
        return file

    return write


def test_a_complete_row_is_submitted_and_marked_with_who_entered_it(
    engine: Engine, written: Written, questionnaire: Questionnaire
) -> None:
    counts = take_in(engine, written(("Medicine", "clinical", "4"), ("medicine", "nursing", "")))
    assert str(counts) == (
        "1 submitted, 0 incomplete, 1 without answers\nsubmitted: medicine, clinical lead"
    )
    with transaction(engine, writes=False) as session:
        response = response_of(session, "ZZN", "medicine", "clinical")
        assert response.source == "paper"
        assert response.enterer is not None
        assert response.enterer.email == COORDINATOR
        assert response.submission is not None
        assert response.submission.submitted_by == response.entered_by
        assert response.submission.sheet == bytes([4] * len(questionnaire.keys))
        other = response_of(session, "ZZN", "medicine", "nursing")
        assert (other.source, other.entered_by, other.submission) == ("screen", None, None)


def test_an_incomplete_row_is_kept_and_a_second_file_completes_it(
    engine: Engine, written: Written, questionnaire: Questionnaire
) -> None:
    half = ["2"] * 26 + [""] * 4
    counts = take_in(engine, written(("surgery", "nursing", *half)))
    assert str(counts).splitlines()[1] == (
        "kept, not submitted: surgery, nursing lead, without "
        "protected-time, development, managers-valued and 1 more"
    )
    rest = ["5", *[""] * 25, *["not-applicable"] * 4]
    assert list(take_in(engine, written(("surgery", "nursing", *rest))).submitted.values()) == [
        "surgery, nursing lead"
    ]
    with transaction(engine, writes=False) as session:
        answers = answers_of(response_of(session, "ZZN", "surgery", "nursing"))
        levels = [answers[key].level for key in questionnaire.keys]
        assert levels == [5, *[2] * 25, *[-2] * 4]


def test_every_fault_is_told_with_row_and_column_and_nothing_is_kept(
    engine: Engine, tmp_path: Path
) -> None:
    file = tmp_path / "paper.csv"
    file.write_text(
        "trust,division,role,talent,telent,review,review:may-be-shared\n"
        "ZZN,medicine,clinical,6,,four,\n"
        "ZZS,medicne,nursing,1,,2,maybe\n"
        "ZZN,,matron,1,,2,\n"
        "ZZN,surgery,nursing,1,,2,\n"
        "ZZN,Surgery,NURSING,1,,2,yes\n"
        "ZZN,surgery,clinical,1,2\n"
    )
    with pytest.raises(FaultyFile) as faulty:
        take_in(engine, file)
    answers = "use one of 1, 2, 3, 4, 5, dont-know, not-applicable, not-in-place, or leave it empty"
    assert [str(fault).removeprefix(f"{file}:") for fault in faulty.value.faults] == [
        "1:telent: is not a column of management-practice-1.0; did you mean 'talent'?",
        f"2:review: 'four' is not an answer; {answers}",
        f"2:talent: '6' is not an answer; {answers}",
        "3:trust: 'ZZS' is not the trust of this round, ZZN",
        "3:review:may-be-shared: 'maybe' is neither yes nor no",
        "3:division: ZZN has no division 'medicne'; did you mean 'medicine'?",
        "4:division: is empty; fill it in or remove the line",
        "4:role: 'matron' is not a lead's role; use one of clinical, operational, nursing",
        "6:role: repeats the lead of line 5; remove one of the two",
        "7:review: the row has 5 cells, the header 7",
    ]
    with transaction(engine, writes=False) as session:
        assert not response_of(session, "ZZN", "surgery", "nursing").answers


def test_what_was_done_on_screen_is_refused_and_stays(
    engine: Engine, written: Written, questionnaire: Questionnaire
) -> None:
    with transaction(engine, writes=True) as session:
        hand_in(session, response_of(session, "ZZN", "medicine", "clinical"), questionnaire)
        begun = response_of(session, "ZZN", "medicine", "nursing")
        save(session, begun, "talent", Edit(Content(5, "mine"), 0))
    roles = ("clinical", "nursing", "operational")
    file = written(*(("medicine", role, "1") for role in roles))
    with pytest.raises(FaultyFile) as faulty:
        take_in(engine, file)
    assert [str(fault).removeprefix(f"{file}:") for fault in faulty.value.faults] == [
        "2:role: medicine, clinical lead: submitted on screen already, for good",
        "3:role: medicine, nursing lead: begun on screen already; they can be finished there only",
    ]
    with transaction(engine, writes=False) as session:
        (kept,) = response_of(session, "ZZN", "medicine", "nursing").answers
        assert content_of(kept) == Content(5, "mine")
        assert not response_of(session, "ZZN", "medicine", "operational").answers
    # empty rows of these leads are no fault: a template has a row for everybody
    assert take_in(engine, written(("medicine", "clinical", ""))).empty == 1


def test_the_same_file_twice_is_refused(engine: Engine, written: Written) -> None:
    file = written(("medicine", "clinical", "3"))
    take_in(engine, file)
    with pytest.raises(FaultyFile, match="2:role: medicine, clinical lead: submitted from paper"):
        take_in(engine, file)


def test_a_lead_whom_the_round_does_not_ask_is_refused(engine: Engine, written: Written) -> None:
    with transaction(engine, writes=True) as session:
        vacant = response_of(session, "ZZN", "medicine", "operational")
        vacant.people.clear()
    with pytest.raises(FaultyFile, match="2:role: medicine has no operational lead in this round"):
        take_in(engine, written(("medicine", "operational", "3")))


def test_an_answer_that_no_page_offers_is_kept_and_told(engine: Engine, written: Written) -> None:
    counts = take_in(engine, written(("medicine", "clinical", "not-in-place")))
    assert str(counts).endswith("does not offer them: 30; they score 1")


@pytest.mark.parametrize(
    ("email", "reason"),
    [
        ("coordinator@south.example", "is not a coordinator of ZZN today"),
        ("executive@north.example", "is not a coordinator of ZZN today"),
        ("nobody@north.example", "nobody who can sign in"),
        ("disabled@north.example", "nobody who can sign in"),
    ],
)
def test_only_a_coordinator_of_the_trust_enters_answers(
    engine: Engine, written: Written, email: str, reason: str
) -> None:
    with pytest.raises(CannotImport, match=reason):
        take_in(engine, written(("medicine", "clinical", "3")), email)


def test_only_an_open_round_takes_answers(engine: Engine, written: Written) -> None:
    with transaction(engine, writes=True) as session:
        the_round(session).opens_on = date(2020, 1, 1)
        the_round(session).closes_on = date(2020, 1, 31)
    with pytest.raises(CannotImport, match="is not open"):
        take_in(engine, written(("medicine", "clinical", "3")))


GIVEN = [level for level in FORM_WORDS if level != NOTHING]
TEXTS = st.sampled_from(
    ["", "=1+1", "'=1", " spaces ", "two\nlines", 'Ŵ, "quoted"', "#"]
) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12).filter(
    lambda text: not UNFIT.search(text) and "\r" not in text
)
CONTENTS = st.builds(Content, st.sampled_from(GIVEN), TEXTS, st.booleans())
LEADS = (("medicine", "clinical"), ("surgery", "nursing"))
SECOND = read_questionnaires(questionnaire_folder())["management-practice-1.1"]
KEYS_OF_SCENES = tuple(scene.key for scene in SECOND.vignettes)
LEVEL = st.integers(1, 5)
SCENES = st.tuples(  # on screen all of them, on paper any of them
    st.fixed_dictionaries(dict.fromkeys(KEYS_OF_SCENES, LEVEL)),
    st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS_OF_SCENES, LEVEL)),
).map(list)


@pytest.fixture(scope="module")
def model_of_second(sqlite_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a SQLite file to copy whose rounds use questionnaire 1.1."""
    folder = tmp_path_factory.mktemp("second")
    fill(copied(sqlite_model, folder), SECOND)
    return folder / "benchmark.sqlite"


@pytest.fixture
def scenes_engine(model_of_second: Path, tmp_path: Path) -> Iterator[Engine]:
    with closing(copied(model_of_second, tmp_path)) as opened:
        yield opened


def scene_file(folder: Path, *rows: tuple[str, str, str, tuple[str, ...]]) -> Path:
    """CSV: division, role, the same answer to every practice, then the levels of the scenes."""
    names = (*SECOND.keys, *(f"{scene}:scene" for scene in KEYS_OF_SCENES))
    told = [",".join(("division", "role", *names))]
    told += [
        ",".join((division, role, *[level] * len(SECOND.keys), *scenes))
        for division, role, level, scenes in rows
    ]
    file = folder / "scenes.csv"
    file.write_text("\n".join(told))
    return file


def test_scenes_on_paper_are_kept_and_those_left_out_are_told(
    scenes_engine: Engine, tmp_path: Path
) -> None:
    file = scene_file(
        tmp_path,
        ("medicine", "clinical", "3", ("2", "3", "5")),
        ("medicine", "nursing", "3", ("", "", "")),
        ("surgery", "nursing", "3", ("4", "", "")),
        ("surgery", "clinical", "", ("1", "", "")),
    )
    counts = take_in(scenes_engine, file)
    assert str(counts).splitlines()[0] == "3 submitted, 1 incomplete, 0 without answers"
    assert [line for line in str(counts).splitlines() if "leniency" in line] == [
        "submitted without three scenes: medicine, nursing lead; its leniency stays unknown",
        "submitted without two scenes: surgery, nursing lead; its leniency stays unknown",
    ]
    with transaction(scenes_engine, writes=False) as session:
        submitted = submitted_answers(session, the_round(session))
        kept = {e.lead.role: e.scenes for e in submitted if e.lead.division == "medicine"}
        begun = response_of(session, "ZZN", "surgery", "clinical")
        assert (vignette_levels(begun), begun.source) == ({KEYS_OF_SCENES[0]: 1}, "paper")
    assert kept == {"clinical": dict(zip(KEYS_OF_SCENES, (2, 3, 5), strict=True)), "nursing": {}}
    # the rest of the sheet comes in later; what is kept of a scene is not changed by a file
    other = scene_file(tmp_path, ("surgery", "clinical", "4", ("2", "3", "4")))
    with pytest.raises(FaultyFile, match="2:short-of-staff:scene: '2' is not the level that is"):
        take_in(scenes_engine, other)
    rest = scene_file(tmp_path, ("surgery", "clinical", "4", ("", "3", "4")))
    assert "leniency" not in str(take_in(scenes_engine, rest))
    with transaction(scenes_engine, writes=False) as session:
        done = response_of(session, "ZZN", "surgery", "clinical")
        assert vignette_levels(done) == dict(zip(KEYS_OF_SCENES, (1, 3, 4), strict=True))


def test_what_is_no_level_of_a_scene_is_told_with_row_and_column(
    scenes_engine: Engine, tmp_path: Path
) -> None:
    file = scene_file(
        tmp_path,
        ("medicine", "clinical", "3", ("6", "dont-know", "3.5")),
        ("medicine", "nursing", "3", ("0", "-1", " 3 ")),
    )
    with pytest.raises(FaultyFile) as faulty:
        take_in(scenes_engine, file)
    said = "is not a level of a scene; use one of 1, 2, 3, 4, 5 or leave it empty"
    first, second, third = (f"{scene}:scene" for scene in KEYS_OF_SCENES)
    assert [str(fault).removeprefix(f"{file}:") for fault in faulty.value.faults] == [
        f"2:{first}: '6' {said}",
        f"2:{second}: 'dont-know' {said}",
        f"2:{third}: '3.5' {said}",
        f"3:{first}: '0' {said}",
        f"3:{second}: '-1' {said}",
    ]
    with transaction(scenes_engine, writes=False) as session:
        assert submitted_answers(session, the_round(session)) == ()


def test_scenes_scored_on_screen_are_not_touched(scenes_engine: Engine, tmp_path: Path) -> None:
    with transaction(scenes_engine, writes=True) as session:
        begun = response_of(session, "ZZN", "medicine", "clinical")
        assert save_vignettes(session, begun, {KEYS_OF_SCENES[0]: 1}, {})
    file = scene_file(tmp_path, ("medicine", "clinical", "", ("1", "2", "3")))
    with pytest.raises(FaultyFile, match="begun on screen already"):
        take_in(scenes_engine, file)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@given(seeds=st.lists(CONTENTS, min_size=len(GIVEN) * 2, max_size=61), scenes=SCENES)
@settings(max_examples=6, deadline=None)
def test_every_state_survives_export_import_and_export(
    model_of_second: Path, kind: str, seeds: list[Content], scenes: list[dict[str, int]]
) -> None:
    with (
        tempfile.TemporaryDirectory() as first,
        tempfile.TemporaryDirectory() as second,
    ):
        file = Path(first) / f"answers.{kind}"
        with database_in(model_of_second, first) as engine:
            answer(engine, SECOND, seeds, scenes)
            before, content = exported(engine, SECOND, kind)
            file.write_bytes(content)
        with database_in(model_of_second, second) as engine:
            assert len(take_in(engine, file).submitted) == len(LEADS)
            after, _ = exported(engine, SECOND, kind)
    assert without_record(after) == without_record(before)
    assert len(before.rows) == len(LEADS)
    told = [{scene: row[before.header.index(f"{scene}:scene")] for scene in KEYS_OF_SCENES}
            for row in before.rows]  # fmt: skip
    assert told == [{scene: each.get(scene, "") for scene in KEYS_OF_SCENES} for each in scenes]


@contextmanager
def database_in(model: Path, folder: str) -> Iterator[Engine]:
    with closing(copied(model, Path(folder))) as engine:
        yield engine


def answer(
    engine: Engine,
    questionnaire: Questionnaire,
    seeds: list[Content],
    scenes: list[dict[str, int]],
) -> None:
    """Two leads answer, one on screen and one on paper: every state, then what chance says."""
    states = [Content(level) for level in GIVEN]
    given_answers = [*states, *seeds]
    with transaction(engine, writes=True) as session:
        for number, (division, role) in enumerate(LEADS):
            response = response_of(session, "ZZN", division, role)
            if number:
                response.source, response.entered_by = "paper", response.people[0].id
            assert save_vignettes(session, response, scenes[number], {})
            for place, key in enumerate(questionnaire.keys):
                content = given_answers[(place + number * 7) % len(given_answers)]
                save(session, response, key, Edit(content, 0))
            assert submit(session, response, questionnaire, response.people[0].id)


def exported(engine: Engine, questionnaire: Questionnaire, kind: str) -> tuple[Sheet, bytes]:
    with transaction(engine, writes=False) as session:
        asked = the_round(session)
        sheet = answers_sheet(questionnaire, submitted_answers(session, asked), evidence=True)
        made = data_cut(session, asked)
    return sheet, csv_bytes(sheet) if kind == "csv" else xlsx_bytes((sheet,), made)


def without_record(sheet: Sheet) -> list[dict[str, object]]:
    """All but the day and the source; a tick without evidence shares nothing."""
    kept = [name for name in sheet.header if name not in ("submitted", "source")]
    return [
        {name: cell for name, cell in zip(sheet.header, row, strict=True) if name in kept}
        for row in sheet.rows
    ]


def test_the_coordinator_is_found_in_any_case(engine: Engine) -> None:
    with transaction(engine, writes=False) as session:
        found = coordinator_for(session, the_round(session), " Coordinator@North.Example ")
        assert found == session.scalar(select(Person).where(Person.email == COORDINATOR))
