"""A division beside its trust and the norm: one table, and sentences for what is hidden."""

import dataclasses

from benchmark.comparison.beside import (
    beside,
    covered,
    hidden_everywhere,
    hidden_notes,
    no_interval_anywhere,
    norm_note,
)
from benchmark.comparison.content import Figure
from tests.samples import seven_divisions, two_divisions

SHOWN, HIDDEN = Figure(3.0, 2.0, 4.0), Figure(reason="needs at least four divisions")
BARE = Figure(3.0, interval_reason="needs at least four divisions")


def test_a_rule_is_named_once_only_if_it_hides_everything() -> None:
    assert hidden_everywhere([HIDDEN, HIDDEN]) == "needs at least four divisions"
    assert hidden_everywhere([HIDDEN, SHOWN]) == ""
    assert hidden_everywhere([HIDDEN, Figure(reason="another rule")]) == ""
    assert hidden_everywhere([SHOWN]) == ""


def test_intervals_are_missing_everywhere_only_if_no_shown_figure_has_one() -> None:
    assert no_interval_anywhere([BARE, HIDDEN]) == "needs at least four divisions"
    assert no_interval_anywhere([BARE, SHOWN]) == ""
    assert no_interval_anywhere([HIDDEN]) == ""


def test_the_norm_counts_the_practices_that_it_covers() -> None:
    assert covered(seven_divisions()) == 20
    assert "overall of the 20 practices" in norm_note(seven_divisions())


def test_the_rows_are_sections_then_overall_then_the_practices_of_the_norm() -> None:
    comparison = seven_divisions()
    found = beside(comparison, comparison.division("d1"))
    assert found.sections == 6
    assert [row[0] for row in found.rows[6:]] == [
        "All 30 practices",
        "The 20 practices of the norm",
    ]
    assert found.rows[6][-1] == "none for all of them"
    assert found.rows[4][-1] == "none published"
    assert found.hidden == ()


def test_a_hidden_column_becomes_a_sentence() -> None:
    comparison = two_divisions()
    found = beside(comparison, comparison.division("surgery"))
    assert "Mean of the trust's divisions" not in found.header
    assert found.hidden == (
        "Intervals are not shown: needs at least four divisions.",
        "Means of the trust are not shown: needs at least four divisions.",
    )


def test_without_a_norm_there_is_no_column_and_no_note() -> None:
    comparison = dataclasses.replace(seven_divisions(), norm=None)
    found = beside(comparison, comparison.division("d1"))
    assert found.note == norm_note(comparison) == ""
    assert len(found.header) == 3


def test_only_rules_make_sentences() -> None:
    assert hidden_notes([("Intervals", ""), ("Means", "a rule")]) == (
        "Means are not shown: a rule.",
    )
