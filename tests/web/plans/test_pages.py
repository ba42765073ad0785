"""Rows that a reader compares after two have saved at once."""

from datetime import date

from benchmark.assessment.planning import ActionText, Report
from benchmark.web.plans.pages import report_rows


def test_a_report_is_told_in_words_and_an_empty_one_says_so() -> None:
    assert report_rows(Report("done", "")) == [("How far", "Done"), ("In words", "Nothing written")]
    text = ActionText("handover", "what", "nursing", date(2027, 1, 1), "measure")
    assert report_rows(text) == []
