"""Faults of fields, types and lengths: each in its place and in plain words."""

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.document import read_document
from benchmark.questionnaire.shape import shaped

Write = Callable[..., Path]


def shape_faults(path: Path) -> list[str]:
    found = shaped(read_document(path))
    assert not isinstance(found, Questionnaire)
    return [str(fault).partition(f"{path}:")[2] for fault in found]


def test_a_sound_document_becomes_a_questionnaire_in_the_order_of_the_file(
    written: Write, small: str
) -> None:
    questionnaire = shaped(read_document(written(small)))
    assert isinstance(questionnaire, Questionnaire)
    assert questionnaire.identity == "small-1.0"
    assert questionnaire.keys == ("tracking", "review", "talent")
    assert questionnaire.norms[0].sections == {"monitoring": 3.1}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("name: small\n", "", "1:1: 'name' is missing"),
        ("name: small", "name: Small One", "2:7: 'name' must be lower-case letters and hyphens"),
        ('version: "1.0"', "version: 1.0", "3:10: 'version' must be a text; put quotes around it"),
        ('version: "1.0"', 'version: "1"', "3:10: 'version' must be two numbers with a point"),
        ("language: en-GB", "language: cy", "4:11: 'language' must be 'en-GB'"),
        ("language: en-GB", "langage: en-GB", "4:1: 'langage' is not a field here; did you mean"),
        ("introduction: Invented for tests.", "introduction:", "5:1: 'introduction' is empty"),
        ("introduction: Invented", 'introduction: "" #', "5:15: 'introduction' is empty"),
        ("[Chance, Informal", "[Informal", "6:8: 'scale' entry 5 is missing"),
        ("[Chance,", "[Chance, Luck,", "6:8: 'scale' has 6 entries, at most 5"),
        ("[Chance,", "[1,", "6:9: 'scale' entry 1 must be a text; put quotes around it"),
        ("scale: [", "scale: none # [", "6:8: 'scale' must be a list, one '- ' line an entry"),
        ("      governance: G", "      Governance: G", "14:7: 'Governance' must be lower-case"),
        ("governance: Governance", "governance: 3", "14:19: 'governance' must be a text"),
        ("year: 2020", 'year: "2020"', "24:11: 'year' must be a whole number, without quotes"),
        ("year: 2020", "year: 2020.5", "24:11: 'year' must be a whole number"),
        ("year: 2020", "year: 1066", "24:11: 'year' is 1066, at least 1990"),
        ("year: 2020", "year: true", "24:11: 'year' must be a whole number, without quotes"),
        ("overall: 3.1", "overall: 5.5", "25:14: 'overall' is 5.5, at most 5"),
        ("overall: 3.1", 'overall: "3.1"', "25:14: 'overall' must be a number, without quotes"),
        ("overall: 3.1", f"overall: {'9' * 400}", "25:14: 'overall' is inf, at most 5"),
        ("monitoring: 3.1", "monitoring:", "27:7: 'monitoring' is empty"),
        ("    sections:\n      monitoring: 3.1", "    sections: all", "26:15: 'sections' must be"),
        ("key: tracking", "key: t", "33:14: 'key' must be lower-case letters and hyphens"),
        ("key: tracking", f"key: {'t' * 41}", "33:14: 'key' has 41 characters, at most 40"),
        ("          - Some look.\n", "", "38:11: 'levels' entry 5 is missing"),
        ("          - Some look.", "          -", "39:12: 'levels' entry 2 is empty"),
        ("- Nobody looks.", f"- {'x' * 241}", "38:13: 'levels' entry 1 has 241 characters"),
        (
            "        levels:\n          - Nob",
            "        level:\n          - Nob",
            "33:9: 'levels' is",
        ),
        ("cqc: [governance]", "cqc: []", "45:14: 'cqc' needs at least 1 entry"),
        ("      - key: talent", "      - talent\n      - key: talent", "65:9: 'practices' entry 1"),
    ],
)
def test_a_fault_is_told_in_its_place(
    written: Write, small: str, old: str, new: str, fault: str
) -> None:
    assert small.count(old) == 1
    told = shape_faults(written(small.replace(old, new)))
    assert [line for line in told if line.startswith(fault)], told


def test_all_faults_are_told_at_once(written: Write, small: str) -> None:
    text = small.replace("year: 2020", "year: 1066").replace("why: It", "whi: It")
    assert shape_faults(written(text)) == [
        "24:11: 'year' is 1066, at least 1990",
        "33:9: 'why' is missing",
        "36:9: 'whi' is not a field here; did you mean 'why'?",
        "47:9: 'why' is missing",
        "50:9: 'whi' is not a field here; did you mean 'why'?",
        "65:9: 'why' is missing",
        "68:9: 'whi' is not a field here; did you mean 'why'?",
    ]


def test_what_the_reader_refused_already_is_not_told_twice(written: Write, small: str) -> None:
    text = small.replace("statement: We track.", "statement: *anchor")
    document = read_document(written(text))
    assert len(document.faults) == 1
    assert shaped(document) == ()


def test_an_unknown_field_without_a_near_name_offers_none(written: Write, small: str) -> None:
    assert shape_faults(written(small + "zzzz: 1\n")) == ["79:1: 'zzzz' is not a field here"]
