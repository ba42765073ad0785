"""The pool of trusts beside a trust: dated, its size, and only with five others in it."""

import dataclasses
from datetime import date

import pytest

from benchmark.comparison.beside import beside
from benchmark.comparison.compare import compare
from benchmark.comparison.content import Comparison
from benchmark.comparison.facts import PoolFacts
from benchmark.comparison.norm_table import norm_table, norm_words
from benchmark.comparison.pooled_norm import norm_figures, pool_norm
from benchmark.disclosure.levels import Seat, Viewer
from tests.comparison.facts import QUESTIONNAIRE, READER, facts, spread

SECTIONS = [section.key for section in QUESTIONNAIRE.sections]
RULE = "needs at least 5 trusts besides this one"


def pool(trusts: int, *, member: bool = False, **other: int) -> PoolFacts:
    """A pool whose sections mean 2.1, 2.2 and so on; ``other`` names the trusts of one figure."""
    keys = [("overall", 2.9), ("comparable", 3.3)]
    keys += [(key, 2.1 + place / 10) for place, key in enumerate(SECTIONS)]
    figures = tuple((key, value, other.get(key, trusts)) for key, value in keys)
    return PoolFacts(3, date(2026, 11, 29), trusts, member, figures)


def compared(beside_it: PoolFacts | None) -> Comparison:
    made = facts(spread(1, 4, 0.5), closed=True)
    return compare(dataclasses.replace(made, pool=beside_it), READER)


def test_the_pool_stands_above_the_norm_with_its_size_and_date() -> None:
    comparison = compared(pool(214))
    table = norm_table(comparison)
    assert table
    covered = [section.key for section in comparison.sections if section.has_norm]
    expected = [f"{2.1 + SECTIONS.index(key) / 10:.1f}" for key in covered]
    assert table.rows[-2] == ("Mean of 214 trusts, 29 November 2026", *expected, "3.3")
    assert "is norm set 3, published on 29 November 2026" in norm_words(comparison)
    without = norm_table(compared(None))
    assert without
    assert table.rows[:-2] + table.rows[-1:] == without.rows


def test_a_divisions_table_has_a_column_of_the_pool() -> None:
    comparison = compared(pool(214))
    found = beside(comparison, comparison.divisions[0])
    column = found.header.index("Mean of 214 trusts, 29 November 2026")
    assert [row[column] for row in found.rows] == [
        *("2.1", "2.2", "2.3", "2.4", "2.5", "2.6"),
        *("2.9", "3.3"),
    ]
    assert "norm set 3" in found.note


@pytest.mark.parametrize(("trusts", "member", "shown"), [
    (4, False, False), (5, False, True), (5, True, False), (6, True, True),
])  # fmt: skip
def test_five_trusts_besides_the_readers_own_or_the_rule(
    trusts: int, member: bool, shown: bool
) -> None:
    comparison = compared(pool(trusts, member=member))
    assert comparison.pool
    assert (comparison.pool.overall.value == 2.9) == shown
    table, found = norm_table(comparison), beside(comparison, comparison.divisions[0])
    assert table
    name = f"Mean of {trusts} trusts, 29 November 2026"
    if shown:
        assert name in found.header
        return
    assert set(table.rows[-2][1:]) == {f"not shown: {RULE}"}
    assert name not in found.header
    assert f"{name} are not shown: {RULE}." in found.hidden


def test_one_figure_of_too_few_trusts_is_hidden_by_itself() -> None:
    found = compared(pool(9, **{SECTIONS[0]: 4})).pool
    assert found
    assert found.sections[SECTIONS[0]].reason == RULE
    assert found.sections[SECTIONS[1]].value == pytest.approx(2.2)


def test_what_the_pool_hid_itself_is_hidden_here() -> None:
    hidden = dataclasses.replace(pool(9), figures=(("overall", None, 0),))
    found = compared(hidden).pool
    assert found
    assert found.overall.reason == RULE
    assert found.comparable.reason == "not in this pool"


def test_a_stranger_learns_nothing_of_the_pool() -> None:
    made = dataclasses.replace(facts(spread(1, 4, 0.5)), pool=pool(214))
    found = pool_norm(made, Viewer(9, "elsewhere", (Seat("executive", "ZZS"),)))
    assert found
    assert found.overall.reason == "not available"


def test_another_norm_set_is_another_content() -> None:
    hashes = {compared(each).content_hash for each in (None, pool(214), pool(213))}
    assert len(hashes) == 3


def test_without_a_norm_there_are_no_figures() -> None:
    assert norm_figures(None) is None
