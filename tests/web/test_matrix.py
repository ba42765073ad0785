"""Every address, every method, every kind of person, every distance: who gets in.

The table below is written by hand and stands beside the declarations of the views, so that a
change to either of them shows. Every row says who may use the address, and what they get.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Blueprint, g

from benchmark.assessment.access import find_division, find_trust
from benchmark.assessment.saving import own_answer
from benchmark.database.corrections import Correction
from benchmark.database.jobs import Job
from benchmark.database.rounds import Report, Response
from benchmark.database.session import transaction
from benchmark.web import app as web_app
from benchmark.web.app import create_app
from benchmark.web.security import ADMITTED, ADMITTED_LATE, EVERYBODY, Access
from tests.servers import browser_of, local_settings, masked, response_of
from tests.web.walking import EVERYBODY as WALKERS
from tests.web.walking import (
    Row,
    Walk,
    World,
    counted_statements,
    declaration_faults,
    everything_kept,
    first_fault,
    json_faults,
    redeclared,
    walk,
    work_differences,
)

NOBODY: frozenset[str] = frozenset()
LEADS = frozenset({"clinical", "operational", "nursing"})
TRUST = LEADS | {"executive", "improvement", "coordinator"}
SUPPORT = frozenset({"support"})  # an account with an access to the trust, and no post
ALL = TRUST | {"national"} | SUPPORT
DIVISION = "/divisions/<trust:trust>-<division:division>"
ACTION = f"{DIVISION}/plan/<id:action_id>"
OFFER = f"{DIVISION}/offers/<offer_kind:kind>"
RESPONSE = "/responses/<id:response_id>"
SECTION = "/sections/<id:response_id>/<practice:section>"
SIGN_IN = "/account/sign-ins/<id:sign_in_id>/end"
TOKEN = "/account/tokens/<id:token_id>/end"
COORDINATOR = frozenset({"coordinator"})
ROUNDS, DIVISIONS, PEOPLE = (
    f"/trusts/<trust:trust>/{kind}" for kind in ("rounds", "divisions", "people")
)
ROUND = f"{ROUNDS}/<id:round_id>"
RETENTION = "/trusts/<trust:trust>/retention"
LEAD = f"{ROUND}/leads/<division:division>/<lead:role>/<lead_step:step>"
API_ROUNDS = f"/api/v1{ROUNDS}"
API_ROUND = f"/api/v1{ROUND}"
CHANGE = "<division:division>/<division_step:step>"
TABLE = {
    ("GET", "/"): Row("own", ALL, 200),
    ("GET", "/accessibility"): Row("public", NOBODY, 200),
    ("GET", "/cookies"): Row("public", NOBODY, 200),
    ("GET", "/help"): Row("public", NOBODY, 200),
    ("GET", "/methods/validation"): Row("public", NOBODY, 200),
    ("GET", "/privacy"): Row("public", NOBODY, 200),
    ("GET", "/healthz"): Row("public", NOBODY, 200),
    ("GET", "/readyz"): Row("public", NOBODY, 200),
    ("GET", "/metrics"): Row("public", NOBODY, 404),  # nobody here has the token
    ("GET", "/verify/<digest:content_hash>"): Row("public", NOBODY, 200),
    ("GET", "/sign-in"): Row("public", NOBODY, 303),  # those who are signed in already go on
    ("POST", "/sign-in"): Row("public", NOBODY, 400),  # an empty form
    ("POST", "/sign-out"): Row("public", NOBODY, 303),
    ("GET", "/forgotten-password"): Row("public", NOBODY, 200),
    ("POST", "/forgotten-password"): Row("public", NOBODY, 400),  # an empty form
    ("GET", "/password-link-sent"): Row("public", NOBODY, 200),
    ("GET", "/passwords/<token:token>"): Row("public", NOBODY, 404),  # the walker knows no link
    ("POST", "/passwords/<token:token>"): Row("public", NOBODY, 404),
    # no organisation is set up to sign on with
    ("GET", "/sign-on"): Row("public", NOBODY, 404),
    ("GET", "/sign-on/back"): Row("public", NOBODY, 404),
    ("POST", "/sign-on/back"): Row("public", NOBODY, 404),
    ("GET", "/second-factor-resets"): Row("national", frozenset({"national"}), 200),
    ("POST", "/second-factor-resets"): Row("national", frozenset({"national"}), 400),  # empty
    ("GET", "/account"): Row("own", ALL, 200),
    ("GET", "/account/data"): Row("own", ALL, 200),
    ("POST", "/account/data"): Row("own", ALL, 200),  # the file itself
    ("GET", "/account/password"): Row("own", ALL, 200),
    ("POST", "/account/password"): Row("own", ALL, 400),  # an empty form
    ("POST", SIGN_IN): Row("own", ALL, 404),  # the walker knows no sign-in
    ("POST", "/account/sign-ins/end-others"): Row("own", ALL, 200),  # asks for the password
    ("GET", "/account/tokens"): Row("own", ALL, 200),
    ("POST", "/account/tokens"): Row("own", ALL, 400),  # an empty form
    ("POST", TOKEN): Row("own", ALL, 404),  # the walker knows no token
    ("GET", "/second-factor"): Row("own", ALL, 303),  # nobody here owes one
    ("POST", "/second-factor"): Row("own", ALL, 303),
    ("GET", "/second-factor/set-up"): Row("own", ALL, 200),
    ("POST", "/second-factor/set-up"): Row("own", ALL, 400),  # an empty form
    ("GET", "/second-factor/codes"): Row("own", ALL, 200),
    ("POST", "/second-factor/codes"): Row("own", ALL, 303),
    ("GET", "/second-factor/new-codes"): Row("own", ALL, 200),
    ("POST", "/second-factor/new-codes"): Row("own", ALL, 400),  # an empty form
    ("GET", "/second-factor/remove"): Row("own", ALL, 200),
    ("POST", "/second-factor/remove"): Row("own", ALL, 400),  # an empty form
    ("GET", "/links/<token:token>"): Row("public", NOBODY, 404),  # the walker knows no link
    ("POST", "/links/<token:token>"): Row("public", NOBODY, 404),
    ("GET", "/link-sent"): Row("public", NOBODY, 200),
    ("POST", "/trusts/<trust:trust>/mails/<id:mail_id>/retry"): Row("trust", COORDINATOR, 303),
    ("POST", "/stay-signed-in"): Row("own", ALL, 204),
    ("GET", "/statements/<id:response_id>"): Row("own", LEADS, 200),
    ("POST", "/statements/<id:response_id>"): Row("own", LEADS, 303),
    ("GET", "/withdrawals/<id:response_id>"): Row("own", LEADS, 200),
    ("POST", "/withdrawals/<id:response_id>"): Row("own", LEADS, 400),  # an empty form
    ("GET", SECTION): Row("own", LEADS, 200),
    ("POST", SECTION): Row("own", LEADS, 400),  # an empty form
    ("GET", RESPONSE): Row("own", LEADS, 200),
    ("GET", f"{RESPONSE}/<practice:practice>"): Row("own", LEADS, 200),
    ("POST", f"{RESPONSE}/<practice:practice>"): Row("own", LEADS, 409),  # submitted already
    ("GET", f"{RESPONSE}/check"): Row("own", LEADS, 200),
    ("POST", f"{RESPONSE}/submit"): Row("own", LEADS, 303),
    ("GET", "/vignettes/<id:response_id>"): Row("own", LEADS, 200),
    ("POST", "/vignettes/<id:response_id>"): Row("own", LEADS, 409),  # submitted already
    ("GET", "/questionnaires/<questionnaire:identity>"): Row("own", ALL, 200),
    ("GET", "/questionnaires/<questionnaire:identity>.pdf"): Row("own", ALL, 200),
    ("GET", f"{DIVISION}/agreement"): Row("division", LEADS, 200),
    ("GET", f"{DIVISION}/agreement/<practice:practice>"): Row("division", LEADS, 200),
    # what the three have released can no longer be changed
    ("POST", f"{DIVISION}/agreement/<practice:practice>"): Row("division", LEADS, 409),
    ("GET", f"{DIVISION}/dissent/<practice:practice>"): Row("division", LEADS, 200),
    ("POST", f"{DIVISION}/dissent/<practice:practice>"): Row("division", LEADS, 409),
    ("GET", f"{DIVISION}/settle-near"): Row("division", LEADS, 200),
    ("POST", f"{DIVISION}/settle-near"): Row("division", LEADS, 303),
    ("GET", f"{DIVISION}/leave-open"): Row("division", LEADS, 200),
    ("POST", f"{DIVISION}/leave-open"): Row("division", LEADS, 303),
    ("GET", f"{DIVISION}/meeting"): Row("division", LEADS, 200),
    ("GET", f"{DIVISION}/agenda"): Row("division", LEADS, 200),
    ("GET", f"{DIVISION}/three"): Row("division", LEADS, 200),
    ("POST", f"{DIVISION}/three"): Row("division", LEADS, 303),
    ("GET", f"{DIVISION}/three.csv"): Row("division", LEADS, 200),
    ("GET", f"{DIVISION}/agenda.pdf"): Row("division", LEADS, 200),
    ("GET", f"{DIVISION}/release"): Row("division", LEADS, 200),
    ("POST", f"{DIVISION}/release"): Row("division", LEADS, 303),
    ("GET", f"{DIVISION}/handover"): Row("trust", TRUST, 200),
    ("POST", f"{DIVISION}/handover"): Row("trust", TRUST, 303),
    ("GET", f"{DIVISION}/report"): Row("trust", TRUST, 200),
    ("POST", f"{DIVISION}/report"): Row("trust", TRUST, 303),
    ("GET", f"{DIVISION}/plan"): Row("trust", TRUST, 200),
    ("GET", f"{DIVISION}/plan/new"): Row("division", LEADS, 200),
    ("POST", f"{DIVISION}/plan/new"): Row("division", LEADS, 400),  # an empty form
    ("GET", ACTION): Row("division", LEADS, 200),
    ("POST", ACTION): Row("division", LEADS, 400),  # an empty form
    ("GET", f"{ACTION}/progress"): Row("division", LEADS, 200),
    ("POST", f"{ACTION}/progress"): Row("division", LEADS, 400),  # an empty form
    ("GET", f"{DIVISION}/offers"): Row("trust", TRUST, 200),
    ("GET", OFFER): Row("division", LEADS, 200),
    ("POST", OFFER): Row("division", LEADS, 400),  # an empty form
    ("GET", f"{OFFER}/<practice:practice>/withdraw"): Row("division", LEADS, 200),
    ("POST", f"{OFFER}/<practice:practice>/withdraw"): Row("division", LEADS, 400),  # not read yet
    ("GET", "/trusts/<trust:trust>/practices"): Row("trust", TRUST, 200),
    ("GET", "/trusts/<trust:trust>/practices/<practice:practice>"): Row("trust", TRUST, 200),
    ("GET", "/trusts/<trust:trust>/comparison"): Row("trust", TRUST, 200),
    ("GET", "/trusts/<trust:trust>/timeline"): Row("trust", TRUST, 200),
    ("GET", "/trusts/<trust:trust>/comparison.csv"): Row("trust", TRUST, 200),
    ("GET", "/trusts/<trust:trust>/exports"): Row("trust", TRUST, 200),
    ("GET", "/trusts/<trust:trust>/exports/file"): Row("trust", TRUST, 200),
    ("GET", "/trusts/<trust:trust>/report"): Row("trust", TRUST, 200),
    ("POST", "/trusts/<trust:trust>/report"): Row("trust", TRUST, 303),
    ("GET", "/reports/<id:report_id>.pdf"): Row("trust", TRUST, 200),
    ("GET", "/trusts/<trust:trust>/packs"): Row("trust", TRUST, 200),
    ("POST", "/trusts/<trust:trust>/packs"): Row("trust", TRUST, 303),
    ("GET", "/packs/<id:job_id>"): Row("trust", TRUST, 200),
    ("POST", "/packs/<id:job_id>/cancel"): Row("trust", TRUST, 303),
    ("GET", "/packs/<id:job_id>.zip"): Row("trust", TRUST, 200),
    ("GET", "/corrections/<id:correction_id>"): Row("trust", TRUST, 200),
    ("GET", "/corrections/<id:correction_id>.pdf"): Row("trust", TRUST, 200),
    ("GET", f"{ROUNDS}"): Row("trust", COORDINATOR, 200),
    ("GET", f"{ROUNDS}/new"): Row("trust", COORDINATOR, 200),
    ("POST", f"{ROUNDS}/new"): Row("trust", COORDINATOR, 400),  # an empty form
    ("GET", ROUND): Row("trust", COORDINATOR, 200),
    ("GET", f"{ROUND}/<round_step:step>"): Row("trust", COORDINATOR, 200),
    ("POST", f"{ROUND}/<round_step:step>"): Row("trust", COORDINATOR, 400),  # not read yet
    ("GET", LEAD): Row("trust", COORDINATOR, 200),
    ("POST", LEAD): Row("trust", COORDINATOR, 400),  # an empty form
    ("GET", DIVISIONS): Row("trust", COORDINATOR, 200),
    ("POST", DIVISIONS): Row("trust", COORDINATOR, 400),  # without an order
    ("GET", f"{DIVISIONS}/new"): Row("trust", COORDINATOR, 200),
    ("POST", f"{DIVISIONS}/new"): Row("trust", COORDINATOR, 400),  # an empty form
    ("GET", f"{DIVISIONS}/{CHANGE}"): Row("trust", COORDINATOR, 200),
    ("POST", f"{DIVISIONS}/{CHANGE}"): Row("trust", COORDINATOR, 400),  # an empty form
    ("GET", PEOPLE): Row("trust", COORDINATOR, 200),
    ("GET", f"{PEOPLE}/new"): Row("trust", COORDINATOR, 200),
    ("POST", f"{PEOPLE}/new"): Row("trust", COORDINATOR, 400),  # an empty form
    ("GET", f"{PEOPLE}/upload"): Row("trust", COORDINATOR, 200),
    ("POST", f"{PEOPLE}/upload"): Row("trust", COORDINATOR, 400),  # no file
    ("GET", f"{PEOPLE}/<id:tenure_id>/<tenure_step:step>"): Row("trust", COORDINATOR, 200),
    ("POST", f"{PEOPLE}/<id:tenure_id>/<tenure_step:step>"): Row("trust", COORDINATOR, 400),
    ("GET", "/trusts/<trust:trust>/audit"): Row("trust", COORDINATOR, 200),
    ("GET", "/trusts/<trust:trust>/audit.csv"): Row("trust", COORDINATOR, 200),
    ("GET", "/support/<trust:trust>"): Row("support", SUPPORT, 200),
    ("GET", "/trusts/<trust:trust>/support"): Row("trust", COORDINATOR, 200),
    ("POST", "/trusts/<trust:trust>/support/<id:access_id>/end"): Row(
        "trust",
        COORDINATOR,
        400,  # an empty form
    ),
    ("GET", RETENTION): Row("trust", COORDINATOR, 200),
    ("POST", RETENTION): Row("trust", COORDINATOR, 400),  # an empty form
    ("GET", f"{RETENTION}/<id:round_id>/hold"): Row("trust", COORDINATOR, 200),
    ("POST", f"{RETENTION}/<id:round_id>/hold"): Row("trust", COORDINATOR, 400),  # not read yet
    ("POST", f"{RETENTION}/<id:round_id>/lift"): Row("trust", COORDINATOR, 400),
    ("GET", "/api/v1/openapi.json"): Row("public", NOBODY, 200),
    ("GET", "/api/v1/trusts"): Row("own", ALL, 200, stranger=401),
    ("GET", API_ROUNDS): Row("trust", TRUST, 200, stranger=401),
    ("GET", f"{API_ROUND}/divisions"): Row("trust", TRUST, 200, stranger=401),
    ("GET", f"{API_ROUND}/scores"): Row("trust", TRUST, 200, stranger=401),
    ("GET", f"{API_ROUND}/variation"): Row("trust", TRUST, 200, stranger=401),
    ("GET", f"{API_ROUND}/plans"): Row("trust", TRUST, 200, stranger=401),
    ("GET", f"{API_ROUND}/reports"): Row("trust", TRUST, 200, stranger=401),
    ("GET", "/api/v1/reports/<id:report_id>.pdf"): Row("trust", TRUST, 200, stranger=401),
}
# under a response, "check" and "submit" with the wrong method are practices that do not exist
OVERLAPPING = {
    ("POST", f"{RESPONSE}/check"): Row("own", LEADS, 404),
    ("GET", f"{RESPONSE}/submit"): Row("own", LEADS, 404),
}
# nobody of the walk owes a second factor, and the walker knows no sign-in and no token of anybody:
# opened or lost, these answer the same; tests/web/account holds who may use them
SAME_ANYHOW = {
    ("GET", "/second-factor"),
    ("POST", "/second-factor"),
    ("POST", SIGN_IN),
    ("POST", TOKEN),
}
# asks the decision itself once more, so that a weakened check before it opens nothing
ASKS_ITSELF = {("GET", "/packs/<id:job_id>.zip")}
GUARDED = sorted(address for address, row in TABLE.items() if row.scope != "public")


def test_every_address_stands_in_the_table_and_nothing_else_does(world: World) -> None:
    assert declaration_faults(world.app, TABLE) == []


@dataclass(frozen=True)
class Around:
    """The whole walk, and all that is kept before and after it."""

    found: Walk
    before: str
    after: str


@pytest.fixture(scope="module")
def around(world: World) -> Around:
    before = everything_kept(world.app)
    found = walk(world, TABLE | OVERLAPPING)
    return Around(found, before, everything_kept(world.app))


def test_everybody_gets_what_the_table_promises_and_the_walk_changes_nothing(
    around: Around,
) -> None:
    assert around.found.statuses == []
    assert around.after == around.before


def test_programs_get_the_same_and_a_stranger_is_told_401(world: World) -> None:
    assert json_faults(world, TABLE) == []


def test_what_is_out_of_reach_looks_like_what_does_not_exist(around: Around) -> None:
    assert around.found.differences == []


def test_what_belongs_to_others_takes_as_much_work_as_what_does_not_exist(world: World) -> None:
    """Not only the same bytes: the same questions to the database, so that no clock tells them."""
    with counted_statements(world.app) as count:
        assert work_differences(world, TABLE, count) == []


def test_an_object_that_is_read_before_it_is_refused_is_seen(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ADMITTED, "trust", _reads_and_then_refuses)
    address = ("GET", "/reports/<id:report_id>.pdf")
    with counted_statements(world.app) as count:
        assert work_differences(world, {address: TABLE[address]}, count)


def _reads_and_then_refuses(_viewer: Any, _roles: Any, place: dict[str, Any]) -> bool:
    report = g.session.get(Report, place["report_id"])
    return report is not None and report.round.trust.code == "nowhere"


def test_a_round_of_another_trust_does_not_exist(world: World) -> None:
    with transaction(world.app.engine, writes=False) as session:
        south = response_of(session, "ZZS", "medicine", "clinical").round_id
    browser = world.browsers["executive@north.example"]
    pages = ("comparison", "report", "exports", "exports/file")
    for page in (*(f"/trusts/zzn/{each}" for each in pages), "/divisions/zzn-medicine/report"):
        theirs, absent = (browser.get(f"{page}?round={each}") for each in (south, "a" * 16))
        assert theirs.status_code == absent.status_code == 404
        assert masked(theirs.data) == masked(absent.data)


def test_a_stranger_is_brought_back_to_the_page_after_signing_in(world: World) -> None:
    stranger = browser_of(world.app, None)
    answer = stranger.get("/trusts/zzn/comparison?round=" + "a" * 16)
    assert answer.status_code == 303
    asked = "/sign-in?next=/trusts/zzn/comparison?round%3D" + "a" * 16
    assert answer.headers["Location"] == asked
    assert stranger.get("/").headers["Location"] == "/sign-in"


def test_the_application_does_not_start_with_an_undeclared_view(
    acceptance: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgetful = Blueprint("forgetful", __name__)
    forgetful.get("/forgotten", endpoint="page")(lambda: "everybody reads this")
    monkeypatch.setattr(web_app, "BLUEPRINTS", (*web_app.BLUEPRINTS, forgetful))
    with pytest.raises(RuntimeError, match=r"no access declared on: forgetful\.page"):
        create_app(local_settings(acceptance))


def test_an_address_without_a_row_and_a_row_without_an_address_are_faults(world: World) -> None:
    missing = {address: row for address, row in TABLE.items() if address != ("GET", "/help")}
    assert declaration_faults(world.app, missing) == ["GET /help: no row in the table"]
    stale = TABLE | {("GET", "/gone"): Row("public", NOBODY, 200)}
    assert declaration_faults(world.app, stale) == ["GET /gone: no such address"]


@pytest.mark.parametrize("address", GUARDED, ids=" ".join)
def test_the_walk_finds_a_view_that_was_opened_to_everybody(
    world: World, address: tuple[str, str]
) -> None:
    with redeclared(world.app, address, Access("public", frozenset())):
        assert address in SAME_ANYHOW or first_fault(world, TABLE, address)
        assert declaration_faults(world.app, TABLE)


@pytest.mark.parametrize("address", GUARDED, ids=" ".join)
def test_the_walk_finds_a_view_whose_declaration_was_lost_or_widened(
    world: World, address: tuple[str, str]
) -> None:
    with redeclared(world.app, address, None):
        assert address in SAME_ANYHOW or first_fault(world, TABLE, address)
        assert declaration_faults(world.app, TABLE) == [f"{' '.join(address)}: no declaration"]
    row = TABLE[address]
    wider = Access("trust" if row.scope == "division" else row.scope, EVERYBODY)
    with redeclared(world.app, address, wider):
        # with every role in the rules already, there is nothing wider within the scope
        assert bool(declaration_faults(world.app, TABLE)) == (row.roles != ALL)


def _any_response(_viewer: Any, _roles: frozenset[str], place: dict[str, Any]) -> bool:
    g.response = g.session.get(Response, place["response_id"])
    return g.response is not None


def _any_answer(_viewer: Any, _roles: frozenset[str], place: dict[str, Any]) -> bool:
    response = g.session.get(Response, place["response_id"])
    whose = response.people[0].id if response and response.people else 0
    g.own = own_answer(g.session, whose, place["response_id"], place["practice"])
    return g.own is not None


def _any_lead_of_the_trust(viewer: Any, roles: frozenset[str], place: dict[str, Any]) -> bool:
    g.division = find_division(g.session, place["trust"], place["division"])
    return g.division is not None and bool(viewer.roles_in(place["trust"]) & roles)


def _anybody_signed_in(_viewer: Any, _roles: frozenset[str], place: dict[str, Any]) -> bool:
    if "report_id" in place:
        g.report = g.session.get(Report, place["report_id"])
        return g.report is not None
    if "correction_id" in place:
        g.correction = g.session.get(Correction, place["correction_id"])
        return g.correction is not None
    if "job_id" in place:
        g.job = g.session.get(Job, place["job_id"])
        return g.job is not None
    g.trust = find_trust(g.session, place["trust"])
    g.division = find_division(g.session, place["trust"], place.get("division", ""))
    return g.trust is not None and ("division" not in place or g.division is not None)


WEAKENED: dict[str, tuple[str, Callable[..., bool]]] = {
    "a colleague's response": ("own", _any_response),
    "leads of other divisions": ("division", _any_lead_of_the_trust),
    "other trusts' leads": ("division", _anybody_signed_in),
    "other trusts' people": ("trust", _anybody_signed_in),
    "support of other trusts": ("support", _anybody_signed_in),
}


@pytest.mark.parametrize("weakness", WEAKENED)
def test_the_walk_finds_every_view_behind_a_weakened_check(
    world: World, weakness: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope, admits = WEAKENED[weakness]
    # the start page and the questionnaire are nobody's: no check of an owner stands before them
    owned = {key for key in TABLE if key[1] != "/" and "identity" not in key[1]}
    behind = {key for key in owned if TABLE[key].scope == scope}
    monkeypatch.setitem(ADMITTED, scope, admits)
    monkeypatch.setitem(ADMITTED_LATE, "own", _any_answer)
    found = {key for key in sorted(behind) if first_fault(world, TABLE, key, WALKERS)}
    assert found == behind - ASKS_ITSELF
