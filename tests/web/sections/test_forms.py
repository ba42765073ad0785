"""What the form at the end of a section means, there and back."""

import pytest
from werkzeug.datastructures import MultiDict

from benchmark.assessment.sections import EndOfSection
from benchmark.web.app import Benchmark
from benchmark.web.sections.forms import SHOWN, SectionForm, as_shown


@pytest.mark.parametrize("words", SHOWN)
def test_what_a_page_shows_is_read_back(app: Benchmark, words: str) -> None:
    with app.test_request_context():
        form = SectionForm(MultiDict({"seen": words}), meta={"csrf": False})
        assert form.validate()
        assert as_shown(form.shown) == words


def test_nothing_chosen_says_nothing(app: Benchmark) -> None:
    with app.test_request_context():
        form = SectionForm(MultiDict({"seen": SHOWN[0]}), meta={"csrf": False})
        assert form.validate()
        assert form.said == EndOfSection()
        form = SectionForm(MultiDict({"completed": "yes", "continues": "no"}), meta={"csrf": False})
        assert form.said == EndOfSection(completed=True, continues="no")
        assert not form.validate()  # without what the page had shown
