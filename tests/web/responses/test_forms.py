"""The form of one practice: what arrives, and what becomes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from benchmark.assessment.responding import Content, Edit
from benchmark.scoring.answers import NOT_IN_PLACE, form_word
from benchmark.web.app import Benchmark
from benchmark.web.responses.forms import PracticeForm, as_json, one_line_ends


def filled(fields: dict[str, str]) -> PracticeForm:
    return PracticeForm(MultiDict(fields), meta={"csrf": False})


def test_what_a_full_form_means(app: Benchmark) -> None:
    fields = {"answer": "4", "evidence": "a\r\nb", "share": "yes", "version": "3"}
    with app.test_request_context():
        form = filled(fields | {"tab": "left", "sequence": "12"})
        assert form.validate()
        assert form.edit() == Edit(Content(4, "a\nb", share=True), 3, "left", 12)


def test_what_an_empty_form_means(app: Benchmark) -> None:
    with app.test_request_context():
        form = filled({"version": "0"})
        assert form.validate()
        assert form.edit() == Edit(Content(), 0)


@pytest.mark.parametrize("level", [level for level in range(-2, 6) if level != NOT_IN_PLACE])
def test_what_is_stored_can_be_sent_again(app: Benchmark, level: int) -> None:
    content = Content(level, "words", share=True)
    words = as_json(content)
    assert words == {"answer": form_word(level), "evidence": "words", "share": True}
    with app.test_request_context():
        form = filled(words | {"share": "yes", "version": "1"})
        assert form.validate()
        assert form.edit().content == content


@given(st.text())
def test_line_ends_become_one_character_and_nothing_else_changes(text: str) -> None:
    cleaned = one_line_ends(text)
    assert "\r" not in cleaned
    assert "\x00" not in cleaned
    assert one_line_ends(cleaned) == cleaned
    # as a browser would send it, and back
    assert one_line_ends(cleaned.replace("\n", "\r\n")) == cleaned
    if not set(text) & {"\r", "\x00"}:
        assert cleaned == text


def test_no_text_is_empty_text() -> None:
    assert one_line_ends(None) == ""
