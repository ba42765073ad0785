"""Patterns of routes find what stands in a file, with its place."""

from collections.abc import Callable
from pathlib import Path

from benchmark.questionnaire.document import read_document
from benchmark.questionnaire.routes import (
    LEVEL,
    PRACTICE,
    advice_at,
    fault_at,
    fits,
    names,
    texts,
)

Write = Callable[..., Path]


def test_a_star_stands_for_one_step() -> None:
    assert fits(("sections", 0, "practices", 3), PRACTICE)
    assert not fits(("sections", 0, "practices", 3, "key"), PRACTICE)
    assert not fits(("norms", 0, "practices", 3), PRACTICE)


def test_texts_come_in_the_order_of_the_file(written: Write, small: str) -> None:
    document = read_document(written(small))
    assert [key for _, key in texts(document, (*PRACTICE, "key"))] == [
        "tracking",
        "review",
        "talent",
    ]
    assert len(list(texts(document, LEVEL))) == 15
    assert list(texts(document, ("norms", "*", "year"))) == []  # a number


def test_names_come_with_their_places(written: Write, small: str) -> None:
    document = read_document(written(small))
    found = [(key, place.line) for _, key, place in names(document, ("crosswalk", "cqc", "*"))]
    assert found == [("name", 12), ("entries", 13)]


def test_faults_stand_where_the_value_stands(written: Write, small: str) -> None:
    document = read_document(written(small))
    route = ("sections", 0, "practices", 0, "key")
    fault, advice = fault_at(document, route, "Oh"), advice_at(document, route, "Oh")
    assert (fault.line, fault.column, fault.severity) == (33, 14, "error")
    assert (advice.line, advice.column, advice.severity) == (33, 14, "advice")
