"""Every address leaves something in the record, or says why not; none can be forgotten."""

import pytest
from flask import Blueprint

from benchmark.assessment.audit_words import KINDS
from benchmark.web import app as web_app
from benchmark.web.app import bare_app
from benchmark.web.audited import RECORDED, UNRECORDED, audit_faults
from benchmark.web.security import public

# written by commands, by the removal of names and by the step itself; no page makes them
WITHOUT_PAGE = {
    "answers taken in",
    "answers exported",
    "reports written",
    "round rescored",
    "names erased",
    "support opened",
    "trusts merged",
    "trust ended",
    "person erased",
    "removal announced",
    "answers removed",
    "own data downloaded",
    "data given out",
    "refused",
}


def test_every_address_has_a_kind_of_entry_or_a_reason() -> None:
    assert audit_faults(bare_app()) == []


def test_every_kind_is_made_somewhere() -> None:
    assert set(KINDS) - set(RECORDED.values()) == WITHOUT_PAGE


def test_what_writes_in_a_trust_is_recorded() -> None:
    """A second list by another rule: whoever adds a form has to think of the record."""
    app = bare_app()
    writing = {
        f"{method} {rule.endpoint}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
        if rule.arguments & {"trust", "response_id", "job_id"}
    }
    assert writing - set(RECORDED) == set()


def test_whatever_is_taken_away_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    app = bare_app()
    for name in sorted(RECORDED):
        with monkeypatch.context() as changed:
            changed.delitem(RECORDED, name)
            assert audit_faults(app) == [f"{name} has neither a kind nor a reason"]
    for reason, names in UNRECORDED.items():
        for name in names:
            with monkeypatch.context() as changed:
                changed.setitem(UNRECORDED, reason, tuple(n for n in names if n != name))
                assert audit_faults(app) == [f"{name} has neither a kind nor a reason"]


def test_a_new_address_keeps_the_application_from_starting(monkeypatch: pytest.MonkeyPatch) -> None:
    forgetful = Blueprint("forgetful", __name__)
    forgetful.get("/forgotten", endpoint="page")(public(lambda: "everybody reads this"))
    monkeypatch.setattr(web_app, "BLUEPRINTS", (*web_app.BLUEPRINTS, forgetful))
    with pytest.raises(RuntimeError, match=r"GET forgetful\.page has neither a kind nor a reason"):
        bare_app()


def test_what_is_stated_twice_has_no_address_or_no_words_is_a_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = bare_app()
    monkeypatch.setitem(RECORDED, "GET start.page", "three read")
    monkeypatch.setitem(RECORDED, "POST gone.page", "danced")
    assert audit_faults(app) == [
        "POST gone.page has no address",
        "GET start.page is stated twice",
        "'danced' is not a kind",
    ]
