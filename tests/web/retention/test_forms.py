"""Whole years, told in our words whatever was typed."""

import pytest
from werkzeug.datastructures import MultiDict

from benchmark.web.app import bare_app
from benchmark.web.retention.forms import YEARS, YearsForm

TYPED = {"": False, "six": False, "6.5": False, "1": False, "21": False, "-6": False, "6": True}


@pytest.mark.parametrize("text", TYPED)
def test_only_whole_years_within_the_bounds_are_taken(text: str) -> None:
    app = bare_app()
    app.config.update(SECRET_KEY="x" * 64, WTF_CSRF_ENABLED=False)
    with app.test_request_context():
        form = YearsForm(MultiDict({"years": text}))
        assert form.validate() is TYPED[text]
        assert set(form.years.errors) == (set() if TYPED[text] else {YEARS})
