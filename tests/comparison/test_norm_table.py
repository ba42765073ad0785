"""The published norm as context: dated, and never subtracted from anything."""

import dataclasses

from benchmark.comparison.compare import compare
from benchmark.comparison.norm_table import norm_table, norm_words
from benchmark.comparison.wording import one_decimal, with_interval
from tests.comparison.facts import READER, facts, spread


def test_the_norm_stands_last_with_its_year_and_only_for_what_it_covers() -> None:
    comparison = compare(facts(spread(1, 4, 0.5), closed=True), READER)
    table, norm = norm_table(comparison), comparison.norm
    assert table
    assert norm
    covered = [section for section in comparison.sections if section.has_norm]
    assert 0 < len(covered) < len(comparison.sections)
    assert len(table.header) == len(covered) + 2
    *divisions, trust, last = table.rows
    assert last == (
        f"{norm.name}, {norm.year}",
        *(one_decimal(norm.sections[section.key]) for section in covered),
        one_decimal(norm.overall),
    )
    assert trust[0] == "Mean of the trust's divisions"
    for row, division in zip(divisions, comparison.divisions, strict=True):
        assert row[-1] == with_interval(division.comparable)
    assert str(norm.year) in norm_words(comparison)


def test_without_a_norm_there_is_nothing_beside_the_divisions() -> None:
    comparison = dataclasses.replace(compare(facts(spread(1, 4)), READER), norm=None)
    assert (norm_table(comparison), norm_words(comparison)) == (None, "")
