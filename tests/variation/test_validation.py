"""The dossier says what is met, what is missed and what cannot be checked."""

from pathlib import Path

import pytest

from benchmark.variation.data_examples import EXAMPLES as DATA_EXAMPLES
from benchmark.variation.validation import Example, checks_of, last_digit, missing_files
from benchmark.variation.worked_examples import EXAMPLES

NOWHERE = Path("nowhere")


def third(published: str, **options: object) -> bool:
    example = Example("Source", {"third": published}, lambda: {"third": 1 / 3}, **options)
    (check,) = checks_of(example, NOWHERE)
    assert (check.source, check.figure, check.published) == ("Source", "third", published)
    assert check.difference == pytest.approx(1 / 3 - float(published))
    return check.met


@pytest.mark.parametrize(
    ("published", "met"),
    [(".33", True), (".333", True), (".3333333", True), (".34", False), (".3334", False)],
)
def test_a_figure_is_met_when_it_rounds_to_the_printed_one(published: str, met: bool) -> None:
    assert third(published) == met


def test_a_tolerance_has_its_reason() -> None:
    assert third(".334", looser={"third": (0.001, "a reason")})
    assert not third(".335", looser={"third": (0.001, "a reason")})


@pytest.mark.parametrize(
    ("printed", "unit"), [("5", 1), (".5", 0.1), ("-1.50", 0.01), ("1764.05", 0.01)]
)
def test_last_digit(printed: str, unit: float) -> None:
    assert last_digit(printed) == pytest.approx(unit)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    example = Example(
        "Source", {"first": "2"}, lambda data: {"first": data.numbers("x")[0]}, "x.csv"
    )
    assert missing_files([example], tmp_path) == ["x.csv"]
    (tmp_path / "x.csv").write_text("\ufeffx,y\n2,a\n,b\n", encoding="utf-8")
    assert missing_files([example], tmp_path) == []
    (check,) = checks_of(example, tmp_path)
    assert check.met


def test_there_are_sixty_published_figures_and_each_once() -> None:
    figures = [(e.source, name) for e in (*EXAMPLES, *DATA_EXAMPLES) for name in e.published]
    assert len(figures) >= 60
    assert len(set(figures)) == len(figures)
