"""The sentences that an executive reads first."""

import numpy as np

from benchmark.comparison.compare import compare
from benchmark.scoring.answers import DO_NOT_KNOW
from tests.comparison.facts import PRACTICES, READER, facts, spread


def test_nothing_released_says_what_is_missing() -> None:
    finding = compare(facts(spread(1, 2), (2, 0)), READER).finding
    assert finding == "Nothing can be shown yet: no division has released its figures."


def test_too_few_divisions_are_not_compared() -> None:
    finding = compare(facts(spread(1, 2), (3, 2)), READER).finding
    assert finding.startswith("One division is released. With fewer than four divisions,")
    assert compare(facts(spread(1, 3)), READER).finding.startswith("Three divisions are released.")


def test_a_running_round_says_what_is_still_to_come() -> None:
    finding = compare(facts(spread(1, 5), (3, 3, 3, 3, 1)), READER).finding
    assert finding == (
        "Four divisions are released so far. Still to come: Theatres 1 of 3 complete."
    )


def test_a_clear_difference_is_named_and_counted() -> None:
    levels = spread(7, 6, noise=0.3)
    levels[1] = np.minimum(levels[1] + 1, 5)
    levels[4] = np.maximum(levels[4] - 1, 1)
    finding = compare(facts(levels), READER).finding
    assert finding.startswith("With six divisions and three leads each, this round can show")
    assert finding.endswith("Surgery is clearly higher and Theatres is clearly lower.")


def test_too_few_answers_for_any_overall_score_is_said() -> None:
    levels = spread(3, 5)
    levels[:, 0, ::2] = DO_NOT_KNOW  # half of the practices have only two levels
    told = compare(facts(levels), READER)
    assert told.finding.startswith("No division has enough answers for an overall score.")
    assert {division.verdict for division in told.divisions} == {""}


def test_no_difference_is_a_finding_too() -> None:
    calm = compare(facts(spread(8, 6, noise=0.6)), READER)
    assert calm.finding.endswith("it shows none.")


def test_each_clear_practice_is_a_sentence_largest_first() -> None:
    levels = spread(9, 6, noise=0.2)
    levels[2, :, 0] = 5
    levels[3, :, 1] = 1
    compared = compare(facts(levels), READER)
    first, second = compared.differences[:2]
    assert {first.split(" is ")[0], second.split(" is ")[0]} == {"Children", "Cancer"}
    assert any(
        sentence.startswith(
            "Children is clearly higher on laying out care around the patient's journey: level 5"
        )
        for sentence in compared.differences
    )


def test_caution_says_how_wide_or_why_not() -> None:
    assert "to within about" in compare(facts(spread(1, 6)), READER).caution
    few = compare(facts(spread(1, 2)), READER).caution
    assert few == "Intervals are not shown: needs at least 4 divisions."


def test_sentences_never_use_forbidden_words() -> None:
    levels = spread(7, 7, effect=0.8)
    compared = compare(facts(levels), READER)
    text = " ".join((compared.finding, compared.caution, *compared.differences)).lower()
    for word in ("significant", "outlier", "best", "worst", "rank"):
        assert word not in text
    assert PRACTICES == 30
