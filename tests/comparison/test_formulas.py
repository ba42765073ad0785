"""No text of a file is a formula, and no text is lost over it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmark.comparison.formulas import neutralised, restored

# what OWASP's page on CSV injection names, and what slips past simple filters
RUN = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "|calc", "%0A", "\uff1d1")
CHARACTERS = st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("'=+-@|%\t\r\n "))


@pytest.mark.parametrize("text", RUN)
def test_what_a_spreadsheet_could_run_gets_an_apostrophe(text: str) -> None:
    assert neutralised(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "3", "dont-know", "a = b", "'quoted'", "it's", "1-2", "#"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert neutralised(text) == restored(text) == text


@given(st.text(CHARACTERS))
@example("'=1")
@example("''=1")
@example("'")
def test_reading_gives_back_exactly_what_was_written(text: str) -> None:
    assert restored(neutralised(text)) == text
    assert not neutralised(text).lstrip().startswith(("=", "+", "-", "@"))
