"""What YAML may say in a questionnaire, and where it says it."""

import math
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmark.questionnaire.document import Document, Place, read_document

Write = Callable[..., Path]


def faults(document: Document) -> list[str]:
    return [str(fault).partition(f"{document.path}:")[2] for fault in document.faults]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),  # YAML 1.2: yes and no are words
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("012", 12),
        ("2.69", 2.69),
        ("1e3", 1000.0),
        ("1.0", 1.0),
        ('"1.0"', "1.0"),
        ("'12'", "12"),
        ("2022-01-01", "2022-01-01"),
        ("1_000", "1_000"),
        ("0x10", "0x10"),
        (".nan", ".nan"),
        ("9" * 5000, math.inf),  # Python refuses to make a whole number of so many digits
    ],
)
def test_plain_texts_mean_what_yaml_1_2_says(written: Write, text: str, value: object) -> None:
    document = read_document(written(f"a: {text}\n"))
    assert document.content == {"a": value}
    assert type(document.content["a"]) is type(value)


def test_every_value_and_name_has_its_place(written: Write) -> None:
    document = read_document(written("a:\n  - x\n  - b: >-\n      two\n      lines\n"))
    assert document.content == {"a": ["x", {"b": "two lines"}]}
    assert document.places["a", 0] == Place(2, 5, 2)
    assert document.names["a", 1, "b"] == Place(3, 5, 3)
    assert document.place(("a", 1, "b"))[:2] == (3, 8)
    assert document.place(("a", 1, "missing")) == document.places["a", 1]  # what would hold it
    assert document.name_place(("a", 7)) == document.places["a",]
    assert document.values["a", 1, "b"] == "two lines"


def test_names_used_twice_are_all_told_and_the_first_one_counts(written: Write) -> None:
    document = read_document(written("a: 1\nb: {c: 1, c: [2, {d: 3}]}\na: 2\n"))
    assert document.content == {"a": 1, "b": {"c": 1}}
    assert faults(document) == [
        "2:11: 'c' stands here a second time, first on line 2",
        "3:1: 'a' stands here a second time, first on line 1",
    ]


def test_tags_anchors_and_aliases_are_refused_each_in_its_place(written: Write) -> None:
    document = read_document(
        written("a: &x text\nb: *x\nc: !!python/object/apply:os.system [ls]\nd: !!str 1.0\n")
    )
    assert faults(document) == [
        "1:4: anchors (&) and aliases (*) are not read; write the text out",
        "2:4: anchors (&) and aliases (*) are not read; write the text out",
        "3:4: tags (!) are not read; leave the tag out",
        "4:4: tags (!) are not read; leave the tag out",
    ]


def test_a_text_that_would_grow_without_end_does_not_grow(written: Write) -> None:
    lines = ["a0: &a0 [lol, lol]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)]
    document = read_document(written("\n".join(lines)))
    assert len(document.places) == 1 + 30 + 2 + 9 * 29  # file, lists, texts, aliases
    assert len(document.faults) == 30 + 9 * 29


def test_deep_nesting_is_refused_before_python_runs_out_of_depth(written: Write) -> None:
    for bracket in ("[", "{a: ", "? "):
        document = read_document(written("a: 1\nb:\n  " + bracket * 2 * sys.getrecursionlimit()))
        assert document.content is None
        assert "nested more than 20 deep" in str(document.faults[-1])
        assert len(document.faults) <= 21


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "1:1: the file is empty"),
        ("# nothing\n\n", "1:1: the file is empty"),
        ("---\n", "1:1: the file is empty"),
        (
            "\n- a\n",
            "2:1: a questionnaire is a group of fields, one 'field: value' a line, title first",
        ),
        ("a: b: c\n", "1:5: not YAML: a text that holds ': ' needs quotes around it"),
        ("a:\n\t- b\n", "2:1: not YAML: indent with spaces, not with tabs"),
        ("x: 1\na: 'b\nc: d\n", "2:4: not YAML: a quotation mark is opened here and never closed"),
        ("a: [1\nb: 2\n", "2:2: not YAML: expected ',' or ']', but got ':'"),
        ("a: 1\nb: \x07\n", "2:4: character 7 is not allowed; take it out"),
        ('a: "b\\0"\n', "1:4: the text holds a control character; take it out"),
        ('a: "\\ud800"\n', "1:4: the text holds a control character; take it out"),
        ('"a\\ud800": b\n', "1:1: the text holds a control character; take it out"),
        ("a: 1\n---\nb: 2\n", "2:1: a second document starts here; keep one questionnaire a file"),
        ("? [a, b]\n: c\n", "1:3: a field name is one word or text, not a list or a group"),
        ("%YAML 3.0\n---\na: 1\n", "1:1: not YAML: found incompatible YAML document"),
    ],
)
def test_what_is_no_questionnaire_text_is_told_in_its_place(
    written: Write, text: str, fault: str
) -> None:
    told = faults(read_document(written(text)))
    assert len(told) == 1
    assert told[0].startswith(fault)


def test_a_missing_file_is_a_document_with_one_fault(tmp_path: Path) -> None:
    document = read_document(tmp_path / "nowhere.yaml")
    assert document.content is None
    assert faults(document) == ["1:1: there is no such file"]
    assert document.place(("title",)) == Place(1, 1, 1)
