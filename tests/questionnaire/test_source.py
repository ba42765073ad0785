"""Questionnaires come from files, whole or not at all."""

import importlib.util
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmark.questionnaire import source
from benchmark.questionnaire.crosswalk import comparable_keys, left_out
from benchmark.questionnaire.faults import faults_of
from benchmark.questionnaire.norms import comparable_practices, norm_for
from benchmark.questionnaire.source import (
    Fault,
    FaultyQuestionnaire,
    questionnaire_files,
    questionnaire_folder,
    read_questionnaire,
    read_questionnaires,
)

Write = Callable[..., Path]
FIRST, SECOND = "management-practice-1.0", "management-practice-1.1"


def test_the_layout_of_a_file_does_not_change_its_hash(written: Write, small: str) -> None:
    spread = small.replace(
        "prompts: [Who looks?, When?]", "prompts:\n        - Who looks?\n        - 'When?'"
    )
    first, second = read_questionnaire(written(small)), read_questionnaire(written(spread))
    assert first.content_hash == second.content_hash
    changed = small.replace("When?", "Where?")
    assert read_questionnaire(written(changed)).content_hash != first.content_hash


def test_all_faults_stop_the_reading_together(written: Write, small: str) -> None:
    path = written(small.replace("key: talent", "key: check").replace("year: 2020", "year: 1"))
    with pytest.raises(FaultyQuestionnaire) as refused:
        read_questionnaire(path)
    assert [(fault.line, fault.column) for fault in refused.value.faults] == [(24, 11), (65, 14)]
    assert str(refused.value).splitlines()[0] == f"{path}:24:11: 'year' is 1, at least 1990"


@pytest.mark.parametrize("content", [b"", b"title: \xe9", b"- a\n", b"a: [\n", b"x" * (2**20 + 1)])
def test_what_is_no_questionnaire_is_refused_in_its_place(written: Write, content: bytes) -> None:
    with pytest.raises(FaultyQuestionnaire, match=r"small\.yaml:\d+:\d+: "):
        read_questionnaire(written(content))


YAML_PIECES = st.sampled_from(
    [
        *"-:?,[]{}#&*!|>'\"%@`~\n\t \\x0aé\x85\u2028\ufeff",
        "- ",
        ": ",
        "<<: ",
        "\n---\n",
        "\n...\n",
        "1e9",
    ]
)


# no deadline: every example writes a file, and a busy machine takes its time
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_text_makes_the_reader_crash(written: Write, small: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(small)))
    length = data.draw(st.integers(0, 30))
    piece = "".join(data.draw(st.lists(YAML_PIECES, max_size=6)))
    path = written(small[:start] + piece + small[start + length :])
    lines = len(path.read_text(encoding="utf-8").splitlines()) + 1
    for fault in faults_of_reading(path):
        assert 1 <= fault.line <= lines
        assert fault.message


def faults_of_reading(path: Path) -> tuple[Fault, ...]:
    try:
        questionnaire = read_questionnaire(path)
    except FaultyQuestionnaire as faulty:
        return faulty.faults
    assert len(questionnaire.keys) >= 1
    return ()


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FaultyQuestionnaire, match=r"none\.yaml:1:1: there is no such file"):
        read_questionnaire(tmp_path / "none.yaml")


def test_a_folder_gives_its_questionnaires_by_identity(written: Write, small: str) -> None:
    written(small, "a.yaml")
    folder = written(small.replace('"1.0"', '"1.1"'), "b.yml").parent
    written("not a questionnaire", "c.txt")
    questionnaires = read_questionnaires(folder)
    assert list(questionnaires) == ["small-1.0", "small-1.1"]
    assert questionnaires["small-1.1"].version == "1.1"


def test_one_faulty_file_stops_the_folder_and_two_of_one_identity_too(
    written: Write, small: str
) -> None:
    written(small, "a.yaml")
    folder = written(small.replace('"1.0"', '"1"'), "b.yaml").parent
    with pytest.raises(FaultyQuestionnaire, match=r"b\.yaml:3:10: 'version' must be two numbers"):
        read_questionnaires(folder)
    written(small, "b.yaml")
    with pytest.raises(FaultyQuestionnaire, match=r"b\.yaml:3:10: small-1\.0 is .*a\.yaml already"):
        read_questionnaires(folder)


def test_a_later_version_that_does_not_say_what_it_changed_stops_the_folder(
    written: Write, small: str
) -> None:
    written(small, "a.yaml")
    later = small.replace('"1.0"', '"1.1"').replace("key: talent", "key: growing")
    folder = written(later, "b.yaml").parent
    with pytest.raises(FaultyQuestionnaire) as refused:
        read_questionnaires(folder)
    assert {fault.severity for fault in refused.value.faults} == {"error"}
    assert [fault.message.partition(":")[0] for fault in refused.value.faults] == [
        "'talent' of small-1.0 is neither here nor in the crosswalk",
        "'growing' is not in small-1.0",
    ]


def test_the_product_s_second_version_says_what_became_of_the_first() -> None:
    questionnaires = read_questionnaires(questionnaire_folder())
    first, second = questionnaires[FIRST], questionnaires[SECOND]
    pairs = comparable_keys(second, first)
    assert (len(second.keys), len(pairs)) == (31, 28)
    assert set(second.keys) - set(pairs) == {"seeking-ideas", "offering-ideas", "help-with-figures"}
    assert set(first.keys) - set(pairs.values()) == {"spreading", "managers-valued"}
    assert {line.key for line in left_out(second, first)} == {
        "seeking-ideas",
        "offering-ideas",
        "help-with-figures",
        "managers-valued",
    }
    (follow_up,) = (practice for practice in second.practices if practice.follows)
    assert (follow_up.key, follow_up.follows) == ("stretch", "target-balance")
    assert follow_up.not_in_place == "There are no agreed goals"
    norm = norm_for(second, "united-kingdom")
    assert norm is not None
    assert comparable_practices(second, norm) == second.keys[:20] == first.keys[:20]
    assert [scene.level for scene in second.vignettes] == [2, 3, 4]


def test_a_folder_without_questionnaires_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(FaultyQuestionnaire, match="there is no questionnaire"):
            questionnaire_files(folder)


def test_the_product_s_own_questionnaire_has_the_agreed_practices() -> None:
    folder = questionnaire_folder()
    faults = faults_of(questionnaire_files(folder))
    assert {(fault.path.stem, fault.severity) for fault in faults} == {(FIRST, "advice")}
    questionnaire = read_questionnaires(folder)[FIRST]
    assert {section.key: len(section.practices) for section in questionnaire.sections} == {
        "operations": 4,
        "monitoring": 5,
        "targets": 5,
        "people": 6,
        "working-as-three": 5,
        "room-to-manage": 5,
    }
    assert len(set(questionnaire.keys)) == 30
    assert questionnaire.keys[0] == "patient-flow"
    assert questionnaire.keys[-1] == "partners"
    assert questionnaire.section_of("handover").key == "working-as-three"


def test_the_product_s_own_questionnaire_reads_the_same_from_anywhere(tmp_path: Path) -> None:
    original = questionnaire_folder() / f"{FIRST}.yaml"
    copy = tmp_path / "copy.yaml"
    shutil.copy(original, copy)
    assert read_questionnaire(copy) == read_questionnaire(original)


def folder_of_an_installed_copy(package: Path) -> Path:
    """Ask a copy of the module, loaded from ``package``, where its questionnaires lie."""
    path = package / "questionnaire" / "source.py"
    path.parent.mkdir(parents=True)
    shutil.copy(str(source.__file__), path)
    spec = importlib.util.spec_from_file_location("installed_source", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Path = module.questionnaire_folder()
    return found


def test_the_wheel_carries_its_questionnaires_in_the_package(tmp_path: Path) -> None:
    inside = tmp_path / "benchmark" / "questionnaires"
    inside.mkdir(parents=True)
    (tmp_path / "questionnaires").mkdir()  # what another package may have put there
    assert folder_of_an_installed_copy(tmp_path / "benchmark") == inside


def test_a_checkout_has_them_beside_the_package(tmp_path: Path) -> None:
    (tmp_path / "questionnaires").mkdir()
    assert folder_of_an_installed_copy(tmp_path / "benchmark") == tmp_path / "questionnaires"


def test_without_questionnaires_it_says_where_it_looked(tmp_path: Path) -> None:
    with pytest.raises(
        FileNotFoundError, match=r"no folder questionnaires in .*benchmark or beside"
    ):
        folder_of_an_installed_copy(tmp_path / "benchmark")
