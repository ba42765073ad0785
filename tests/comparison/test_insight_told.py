"""Everything that can be decided is told once, by a key of its own."""

from benchmark.comparison.compare import compare
from benchmark.comparison.insight_told import list_words, told_by_insight
from tests.comparison.facts import READER, decidable, facts


def test_every_thing_has_a_key_of_its_own() -> None:
    compared = compare(facts(decidable(1)), READER)
    told = list(told_by_insight(compared))
    keys = [key for key, _ in told]
    assert len(keys) == len(set(keys)) == 3 + 3 + 7 + 30
    assert dict(told)["list fix"][1] == list_words(compared.insight.lists[1])


def test_a_reason_is_told_in_place_of_figures() -> None:
    told = dict(told_by_insight(compare(facts(decidable(1, divisions=3)), READER)))
    assert told["lists"][1] == told["parts"][1] == "not shown: needs at least 4 divisions"
