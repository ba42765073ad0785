"""Faults beyond types: names used twice, names that lead nowhere, levels that say too much."""

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmark.questionnaire.document import read_document
from benchmark.questionnaire.faults import examine, faults_of
from benchmark.questionnaire.shape import MOST_FAULTS

Write = Callable[..., Path]
WORDS_25 = " ".join(["word"] * 25)


def told(*paths: Path) -> list[str]:
    return [
        f"{fault.path.name}:{fault.line}:{fault.column}: {fault.message}"
        for fault in faults_of(paths)
    ]


def test_a_sound_file_has_no_faults(written: Write, small: str) -> None:
    assert faults_of([written(small)]) == ()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "title: Small questionnaire\nname: small",
            "name: small\ntitle: Small questionnaire",
            "2:1: the title must be the first line of the file",
        ),
        ("title: Small", "# A comment\ntitle: Small", "2:1: the title must be the first line"),
        ("title: Small", "\ntitle: Small", "2:1: the title must be the first line of the file"),
        ("title: Small", "title: >-\n  Small", "1:8: the title must stand on one line"),
        ("title: Small q", "title: Small\n  q", "1:8: the title must stand on one line"),
        (
            "key: review",
            "key: tracking",
            "47:14: practice key 'tracking' stands on line 33 already",
        ),
        (
            "key: talent",
            "key: tracking",
            "65:14: practice key 'tracking' stands on line 33 already",
        ),
        ("key: people", "key: monitoring", "61:10: section key 'monitoring' stands on line 29"),
        ("name: Talent", "name: tracking", "66:15: practice name 'tracking' stands on line 34"),
        (
            "- Some look.",
            "- NOBODY  looks.",
            "39:13: level of this practice 'NOBODY looks.' stands on line 38 already",
        ),
        ("cqc: [governance, learning]", "cqc: [learning, learning]", "59:25: CQC entry of this"),
        ("[Chance, Informal", "[Chance, chance", "6:17: name of a level 'chance' stands on line 6"),
        (
            "- Some look.",
            f"- {WORDS_25} more.",
            "39:13: the level has 26 words, at most 25",
        ),
        (
            "cqc: [governance, learning]",
            "cqc: [governence, learning]",
            "59:15: 'governence' is not among the entries of crosswalk cqc; did you mean 'gover",
        ),
        (
            "      improvement: I",
            "      growth: I",
            "46:18: 'improvement' is not among the entries",
        ),
        (
            "      monitoring: 3.1",
            "      monitorring: 3.1",
            "27:7: there is no section 'monitorring'; did you mean 'monitoring'?",
        ),
        ("key: talent", "key: check", "65:14: a practice cannot be called 'check': a page has"),
        ("key: talent", "key: submit", "65:14: a practice cannot be called 'submit': a page has"),
        *(
            ("key: talent", f"key: {name}", f"65:14: a practice cannot be called '{name}': a col")
            for name in ("trust", "division", "role", "submitted", "source")
        ),
    ],
)
def test_a_fault_of_content_is_told_in_its_place(
    written: Write, small: str, old: str, new: str, fault: str
) -> None:
    assert small.count(old) == 1
    lines = told(written(small.replace(old, new)))
    assert [line for line in lines if line.startswith(f"small.yaml:{fault}")], lines


def test_the_same_level_in_two_practices_and_25_words_are_no_faults(
    written: Write, small: str
) -> None:
    text = small.replace("- Never.", "- Nobody looks.").replace("- Some look.", f"- {WORDS_25}")
    assert told(written(text)) == []


def test_a_level_that_is_hard_to_read_is_a_warning_and_the_file_still_reads(
    written: Write, small: str
) -> None:
    hard = "Organisational accountability arrangements facilitate multidisciplinary prioritisation."
    path = written(small.replace("- Some look.", f"- {hard} Nobody {hard.lower()}"))
    examined = examine(read_document(path))
    (fault,) = examined.faults
    assert str(fault).startswith(f"{path}:39:13: warning: the level's reading age is ")
    assert fault.message.endswith("above 14; use shorter words or sentences")
    assert examined.questionnaire is not None


def test_a_level_of_few_words_has_no_reading_age(written: Write, small: str) -> None:
    hard = "Organisational accountability arrangements facilitate multidisciplinary prioritisation."
    assert told(written(small.replace("- Some look.", f"- {hard}"))) == []


def test_a_level_that_is_too_long_is_an_error(written: Write, small: str) -> None:
    examined = examine(read_document(written(small.replace("- Some look.", f"- {WORDS_25} more."))))
    assert [fault.severity for fault in examined.faults] == ["error"]
    assert examined.questionnaire is None


def test_a_file_of_nothing_but_faults_is_told_in_part(written: Write, small: str) -> None:
    strangers = "".join(
        f"      unknown-{chr(97 + n // 26)}{chr(97 + n % 26)}: 3.1\n" for n in range(600)
    )
    text = small.replace("      monitoring: 3.1\n", strangers)
    assert len(told(written(text))) == MOST_FAULTS


def test_an_error_leaves_no_questionnaire(written: Write, small: str) -> None:
    examined = examine(read_document(written(small.replace("key: talent", "key: check"))))
    assert [fault.severity for fault in examined.faults] == ["error"]
    assert examined.questionnaire is None


def test_faults_of_yaml_shape_and_content_come_together_in_the_order_of_the_file(
    written: Write, small: str
) -> None:
    text = small.replace("key: talent", "key: tracking").replace("year: 2020", "year: 1066")
    text = text.replace("name: Second list", "name: !!str Second list").replace(
        "- Never.", f"- {'x' * 241}"
    )
    assert told(written(text)) == [
        "small.yaml:17:11: tags (!) are not read; leave the tag out",
        "small.yaml:24:11: 'year' is 1066, at least 1990",
        "small.yaml:52:13: 'levels' entry 1 has 241 characters, at most 240",
        "small.yaml:65:14: practice key 'tracking' stands on line 33 already",
    ]


def test_a_file_of_wrong_types_throughout_is_told_not_crashed_on(written: Write) -> None:
    text = "title: [a]\nsections: {a: 1}\nnorms: [1, {sections: [2]}]\ncrosswalk: x\n"
    lines = told(written(text))
    assert "small.yaml:1:8: 'title' must be a text; put quotes around it" in lines
    assert "small.yaml:2:11: 'sections' must be a list, one '- ' line an entry" in lines
    assert (
        "small.yaml:4:12: 'crosswalk' must be a group of fields, one 'field: value' a line" in lines
    )


def test_a_missing_title_is_told_once(written: Write, small: str) -> None:
    _, _, rest = small.partition("\n")
    assert told(written(rest)) == ["small.yaml:1:1: 'title' is missing"]


def test_without_a_crosswalk_its_absence_is_told_once(written: Write, small: str) -> None:
    start, end = small.index("crosswalk:"), small.index("norms:")
    assert told(written(small[:start] + small[end:])) == ["small.yaml:1:1: 'crosswalk' is missing"]


def test_two_files_may_not_have_the_same_name_and_version(written: Write, small: str) -> None:
    first, second = written(small, "a.yaml"), written(small + "# newer\n", "b.yaml")
    other = written(small.replace('"1.0"', '"1.1"'), "c.yaml")
    assert told(first, second, other) == [
        "c.yaml:3:10: there is no 'previous': answers will not be compared with small-1.0",
        f"b.yaml:3:10: small-1.0 is {first} already; give this one a new version",
    ]
    assert told(first, first) == []


def test_the_faults_of_all_files_are_told_file_by_file(written: Write, small: str) -> None:
    bad = written(small.replace("key: talent", "key: check"), "bad.yaml")
    worse = written("title: [\n", "worse.yaml")
    files = [line.partition(":")[0] for line in told(worse, bad, bad.with_name("none.yaml"))]
    assert files == ["worse.yaml", "bad.yaml", "none.yaml"]
