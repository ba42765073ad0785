"""Labels of the sheet of answers, and which of its columns hold numbers."""

from datetime import date

from benchmark.export.answers import Lead, Submitted, answers_sheet
from benchmark.export.labels import MISSING, Labelled, answer_labels
from tests.samples import sample_questionnaire


def test_practices_are_numbers_with_three_kinds_of_missing_and_the_rest_is_text() -> None:
    questionnaire = sample_questionnaire()
    levels = dict.fromkeys(questionnaire.keys, -1)
    submitted = Submitted(Lead("ZZN", "surgery", "nursing"), date(2026, 1, 2), "paper", levels)
    sheet = answers_sheet(questionnaire, [submitted])
    made = Labelled(sheet, answer_labels(questionnaire), {})
    assert {name for name in sheet.header if made.is_number(name)} == set(questionnaire.keys)
    talent = made.label("talent")
    assert talent.text == "Building talent"
    assert talent.words == MISSING == {"dont-know": -1, "not-applicable": -2, "not-in-place": -3}
    assert talent.values[1] == questionnaire.scale[0]
    assert set(talent.values) == {1, 2, 3, 4, 5, -1, -2, -3}
    assert made.cells("talent") == ["dont-know"]
    assert made.label("trust").text == "Code of the trust"


def test_a_column_without_any_value_is_text() -> None:
    sheet = answers_sheet(sample_questionnaire(), [])
    made = Labelled(sheet, {}, {})
    assert not made.is_number("trust")
