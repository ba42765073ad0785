"""A field with several choices takes what is among them, and something of it."""

import pytest
from flask import Flask

from benchmark.web.account.forms import TokenForm


def errors(*parts: str) -> list[str]:
    app = Flask("forms")
    app.config.update(WTF_CSRF_ENABLED=False, SECRET_KEY="invented")
    sent = {"name": "a report", "trust": "ZZN", "days": "30", "parts": list(parts)}
    with app.test_request_context(method="POST", data=sent):
        form = TokenForm()
        form.trust.choices = [("ZZN", "North")]
        form.validate()
        if not form.errors:
            assert form.wish().parts == tuple(parts)
        return [*form.parts.errors]


@pytest.mark.parametrize("parts", [("figures",), ("plans", "reports")])
def test_what_is_among_the_choices_is_taken(parts: tuple[str, ...]) -> None:
    assert errors(*parts) == []


@pytest.mark.parametrize("parts", [(), ("everything",), ("figures", "everything")])
def test_nothing_and_what_is_not_are_refused(parts: tuple[str, ...]) -> None:
    assert errors(*parts) == ["Choose what it may read"]
