"""The words of the form, there and back."""

import pytest

from benchmark.assessment.settling import Settlement
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.agreements.forms import form_word, settlement_items

WORDS = [(None, ""), (Settlement(None), "open"), (Settlement(1), "1"), (Settlement(5, "why"), "5")]


@pytest.mark.parametrize(("settlement", "word"), WORDS)
def test_what_the_form_sends(
    questionnaire: Questionnaire, settlement: Settlement | None, word: str
) -> None:
    assert form_word(settlement) == word
    items = settlement_items(questionnaire.practices[0], word, 3)
    chosen = [item["value"] for item in items if item.get("checked")]
    assert chosen == ([word] if word else [])
    assert [item.get("value", "or") for item in items] == [*"12345", "or", "open"]
    assert items[2]["text"] == f"Level 3: {questionnaire.practices[0].levels[2]}"


def test_leaving_it_open_says_what_others_read(questionnaire: Questionnaire) -> None:
    practice = questionnaire.practices[0]
    assert "the middle of your three" in settlement_items(practice, "", 3)[-1]["hint"]["text"]
    assert "“not shown”" in settlement_items(practice, "", None)[-1]["hint"]["text"]
