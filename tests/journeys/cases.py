"""Every page in every state that a reader can meet, and how to get there."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

import pyotp
from playwright.sync_api import Page

from tests.browsers import PASSWORD
from tests.journeys.steps import KEYS, follow, prepare_answers, send, settle_everything, token_of

FIRST, SECOND, LAST = KEYS[0], KEYS[1], KEYS[-1]
HALF = dict.fromkeys(KEYS[:15], "3")
ALL = {key: str(1 + place % 5) for place, key in enumerate(KEYS)}
TOO_LONG = 100_001  # characters of evidence
TOO_LARGE = 2_200_000  # bytes of a form
TOO_MANY = 11  # wrong passwords
TOKEN = "a-link-that-the-site-of-the-cases-knows"

# who has done what in the acceptance scenario before anybody looks
PREPARED: tuple[tuple[str, dict[str, str], bool], ...] = (
    ("operational.medicine@north.example", HALF, False),
    ("nursing.medicine@north.example", ALL, True),
    ("clinical.surgery@north.example", ALL, True),
    ("operational.surgery@north.example", HALF | dict.fromkeys(ALL, "4"), True),
    ("nursing.surgery@north.example", ALL | {FIRST: "dont-know"}, True),
    ("clinical.medicine@south.example", ALL, True),
    ("operational.medicine@south.example", ALL | {FIRST: "5", LAST: "1"}, True),
    ("nursing.medicine@south.example", ALL | {SECOND: "dont-know"}, True),
)
FRESH, BEGUN, DONE = (f"{role}.medicine@north.example" for role in
                      ("clinical", "operational", "nursing"))  # fmt: skip
OF_THREE = "clinical.surgery@north.example"
RELEASED = "/divisions/zzn-surgery"
RELEASING = tuple(person for person, _, _ in PREPARED if "surgery@north" in person)
SETTLING, THREE = "clinical.medicine@south.example", "/divisions/zzs-medicine"
EXECUTIVE, ELSEWHERE = "executive@north.example", "executive@south.example"
NEW = "idris.fennimore@fallowmere.example"  # has not read this year's statement
SEVEN = "marguerite.oldacre@fallowmere.example"  # executive over seven divisions
NATIONAL = "national@benchmark.example"
# set up an authenticator app, each in one case only
SECURED, RETURNING = "improvement@south.example", "coordinator@south.example"
COORDINATOR, DRAFT = "coordinator@north.example", "A draft"
SUPPORT = "support@supplier.example"
OF_SEVEN = "philippa.ekwueme@fallowmere.example"  # its coordinator


@dataclass(frozen=True, slots=True)
class Case:
    """A page: who reads it, where it is, and what they do there before we look.

    In ``address`` stand ``{response}`` for the address of the reader's own response, ``{id}`` for
    its id and ``{digest}`` for the content hash of an issued report; ``{round}``, ``{draft}``,
    ``{removed}``, ``{tenure}``, ``{action}`` and ``{pack}`` for what the reader's own pages list.
    """

    name: str
    person: str
    address: str
    act: Callable[[Page], object] = lambda page: page
    status: int = HTTPStatus.OK

    @property
    def scenario(self) -> str:
        return "showcase" if "fallowmere" in self.person else "acceptance"


def press(name: str) -> Callable[[Page], None]:
    return lambda page: follow(page, name, exact=True)


def enter_years(text: str) -> Callable[[Page], None]:
    def enter(page: Page) -> None:
        page.get_by_label("For how many years").fill(text)
        press("Save the period")(page)

    return enter


def refused_sign_in(page: Page) -> None:
    page.get_by_label("Email address").fill("nobody@north.example")
    page.get_by_label("Password", exact=True).fill("not the password")
    press("Sign in")(page)


def paused_sign_in(page: Page) -> None:
    token = token_of(page)
    for _ in range(TOO_MANY):
        send(page, "/sign-in", token, email="guessed@north.example", password="a wrong guess")
    page.get_by_label("Email address").fill("guessed@north.example")
    page.get_by_label("Password", exact=True).fill("another wrong guess")
    press("Sign in")(page)


def too_long_evidence(page: Page) -> None:
    page.get_by_label("Evidence").fill("x" * TOO_LONG)
    press("Save and continue")(page)


def too_large_form(page: Page) -> None:
    page.get_by_label("Evidence").fill("x" * TOO_LARGE)
    press("Save and continue")(page)


def lost_token(page: Page) -> None:
    page.locator("main input[name=csrf_token]").evaluate("field => field.remove()")
    press("Save and continue")(page)


def saved_elsewhere(page: Page) -> None:
    """Save the same practice with other words in another window, then here."""
    elsewhere = page.context.new_page()
    elsewhere.goto(page.url)
    elsewhere.locator("input[name=answer][value='2']").check()
    elsewhere.get_by_label("Evidence").fill("written in the other window")
    press("Save and continue")(elsewhere)
    page.locator("input[name=answer][value='4']").check()
    page.get_by_label("Evidence").fill("a-word-" * 30)
    press("Save and continue")(page)


def signed_out_elsewhere(page: Page) -> None:
    send(page, "/sign-out", token_of(page))
    press("Save and continue")(page)


def submitted_elsewhere(page: Page) -> None:
    """The lead of another division submits in one window and saves in another."""
    prepare_answers(page, ALL, submit=True)
    page.locator("input[name=answer][value='4']").check()
    press("Save and continue")(page)


def settled_elsewhere(page: Page) -> None:
    """Settle the same practice otherwise in another window, then here."""
    elsewhere = page.context.new_page()
    elsewhere.goto(page.url)
    for window, level, why in (
        (elsewhere, "2", "in the other window"),
        (page, "4", "a-word-" * 30),
    ):
        window.locator(f"input[name=level][value='{level}']").check()
        window.get_by_label("Why (optional)").fill(why)
        press("Save and continue")(window)


def all_settled(page: Page) -> None:
    settle_everything(page, THREE)
    page.reload()


def new_token(page: Page) -> None:
    """Make a token, to the page that shows it."""
    page.get_by_label("What it is for").fill("a-word-" * 8)
    page.get_by_label("Plans").check()
    page.get_by_label("30 days").check()
    press("Make the token")(page)


def end_others(page: Page) -> None:
    """Be signed in in another browser too, and go on to end that from here."""
    browser = page.context.browser
    assert browser
    with browser.new_context(base_url=page.url.removesuffix("/account")) as other:
        elsewhere = other.new_page()
        elsewhere.goto("/sign-in")
        elsewhere.get_by_label("Email address").fill(EXECUTIVE)
        elsewhere.get_by_label("Password", exact=True).fill(PASSWORD)
        press("Sign in")(elsewhere)
    page.reload()
    press("Sign out everywhere else")(page)


def end_others_wrongly(page: Page) -> None:
    end_others(page)
    page.get_by_label("Password", exact=True).fill("not the password")
    press("Sign out everywhere else")(page)


def with_an_app(page: Page) -> None:
    """Set up an authenticator app, to the page with the recovery codes."""
    page.goto("/second-factor/set-up")
    secret = page.locator(".app-digest").inner_text().replace(" ", "")
    page.get_by_label("Code that the app shows").fill(pyotp.TOTP(secret).now())
    press("Continue")(page)


def back_with_an_app(page: Page) -> None:
    """Sign out and in again: the password alone is no longer enough."""
    with_an_app(page)
    send(page, "/sign-out", token_of(page))
    page.goto("/sign-in")
    page.get_by_label("Email address").fill(RETURNING)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press("Sign in")(page)


CASES = (
    Case("sign in", "", "/sign-in"),
    Case("sign in, nothing filled in", "", "/sign-in", press("Sign in"), 400),
    Case("sign in, refused", "", "/sign-in", refused_sign_in, 400),
    Case("sign in, paused", "", "/sign-in", paused_sign_in, 429),
    Case("sign in, signed out meanwhile", "clinical.surgery@south.example",
         f"{{response}}/{FIRST}", signed_out_elsewhere),
    Case("link in a mail", "", f"/links/{TOKEN}"),
    Case("link in a mail, somebody else's", EXECUTIVE, f"/links/{TOKEN}"),
    Case("link in a mail, no longer works", "", "/links/no-such-link", status=404),
    Case("link in a mail, new one sent", "", "/link-sent"),
    Case("sign in, signed out when idle", "", "/sign-in?ended=yes"),
    Case("sign in, signed out of here only", "", "/sign-in?there=yes"),
    Case("privacy", "", "/privacy"),
    Case("cookies", "", "/cookies"),
    Case("accessibility", "", "/accessibility"),
    Case("help", "", "/help"),
    Case("validation", "", "/methods/validation"),
    Case("help, signed in", EXECUTIVE, "/help"),
    Case("not found", "", "/nowhere", status=404),
    Case("not found, signed in", EXECUTIVE, "/trusts/zzs/comparison", status=404),
    Case("not like that", "", "/sign-out", status=405),
    Case("verify", "", "/verify/{digest}"),
    Case("start, lead", FRESH, "/"),
    Case("start, lead who is done", OF_THREE, "/"),
    Case("start, executive", EXECUTIVE, "/"),
    Case("start, executive over seven divisions", SEVEN, "/"),
    Case("start, improvement team", "improvement@north.example", "/"),
    Case("start, coordinator", "coordinator@north.example", "/"),
    Case("start, national team", NATIONAL, "/"),
    Case("statement, to read", NEW, "/statements/{id}"),
    Case("statement, read", FRESH, "/statements/{id}"),
    Case("withdrawal, not ticked", DONE, "/withdrawals/{id}", press("Withdraw my answers"), 400),
    Case("end of a section", BEGUN, "/sections/{id}/operations"),
    Case("questionnaire", FRESH, "/questionnaires/management-practice-1.0"),
    Case("questionnaire, newer version", NATIONAL, "/questionnaires/management-practice-1.1"),
    Case("task list, statement first", NEW, "{response}"),
    Case("task list, fresh", FRESH, "{response}"),
    Case("task list, half", BEGUN, "{response}"),
    Case("task list, submitted", DONE, "{response}"),
    Case("task list, all three submitted", OF_THREE, "{response}"),
    Case("practice, fresh", FRESH, f"{{response}}/{LAST}"),
    Case("practice, answered", BEGUN, f"{{response}}/{SECOND}"),
    Case("practice, error", FRESH, f"{{response}}/{FIRST}", too_long_evidence, 400),
    Case("practice, too large", FRESH, f"{{response}}/{FIRST}", too_large_form, 413),
    Case("practice, token lost", FRESH, f"{{response}}/{FIRST}", lost_token, 400),
    Case("practice, submitted", DONE, f"{{response}}/{FIRST}"),
    Case("practice, submitted meanwhile", "operational.surgery@south.example",
         f"{{response}}/{FIRST}", submitted_elsewhere, 409),
    Case("choice", BEGUN, f"{{response}}/{FIRST}", saved_elsewhere, 409),
    Case("check, answers missing", BEGUN, "{response}/check"),
    Case("check, submitted too early", BEGUN, "{response}/check", press("Submit my answers"), 400),
    Case("check, ready", "nursing.surgery@south.example", "{response}/check",
         lambda page: (prepare_answers(page, ALL), page.reload())),
    Case("check, submitted", DONE, "{response}/check"),
    Case("agreement, hidden", DONE, "/divisions/zzn-medicine/agreement"),
    Case("agreement, shown", OF_THREE, "/divisions/zzn-surgery/agreement"),
    Case("agreement, to settle", SETTLING, f"{THREE}/agreement"),
    Case("settle what is near", SETTLING, f"{THREE}/settle-near"),
    Case("leave the rest open", SETTLING, f"{THREE}/leave-open"),
    Case("settle one", SETTLING, f"{THREE}/agreement/{FIRST}"),
    Case("settle one, error", SETTLING, f"{THREE}/agreement/{LAST}", press("Save and continue"),
         400),
    Case("settle one, choice", SETTLING, f"{THREE}/agreement/{SECOND}", settled_elsewhere, 409),
    Case("settle one, released", OF_THREE, f"{RELEASED}/agreement/{FIRST}"),
    Case("dissent", SETTLING, f"{THREE}/dissent/{FIRST}"),
    Case("meeting", SETTLING, f"{THREE}/meeting"),
    Case("agenda for 45 minutes", SETTLING, f"{THREE}/agenda"),
    Case("release, not ready", SETTLING, f"{THREE}/release"),
    Case("release, to confirm", SETTLING, f"{THREE}/release", all_settled),
    Case("released", OF_THREE, f"{RELEASED}/release"),
    Case("timeline", EXECUTIVE, "/trusts/zzn/timeline"),
    Case("comparison, nothing released", ELSEWHERE, "/trusts/zzs/comparison"),
    Case("comparison, one released", EXECUTIVE, "/trusts/zzn/comparison"),
    Case("comparison, seven divisions", SEVEN, "/trusts/zzf/comparison"),
    Case("division report, not released", EXECUTIVE, "/divisions/zzn-medicine/report"),
    Case("division report, one of two", EXECUTIVE, "/divisions/zzn-surgery/report"),
    Case("division report, seven divisions", SEVEN, "/divisions/zzf-urgent-care/report"),
    Case("trust report, nothing released", ELSEWHERE, "/trusts/zzs/report"),
    Case("trust report", SEVEN, "/trusts/zzf/report"),
    Case("trust report, one of two", EXECUTIVE, "/trusts/zzn/report"),
    Case("packs", SEVEN, "/trusts/zzf/packs"),
    Case("pack, how far", EXECUTIVE, "/packs/{pack}"),
    Case("figures for one's own tools", SEVEN, "/trusts/zzf/exports"),
    Case("practice by practice", SEVEN, "/trusts/zzf/practices"),
    Case("one practice", SEVEN, f"/trusts/zzf/practices/{FIRST}"),
    Case("handover pack", SEVEN, "/divisions/zzf-urgent-care/handover"),
    Case("handover pack, issued", SEVEN, "/divisions/zzf-urgent-care/handover",
         press("Issue the pack (PDF)")),
    Case("plan", SEVEN, "/divisions/zzf-urgent-care/plan"),
    Case("offers", SEVEN, "/divisions/zzf-urgent-care/offers"),
    Case("action, new", OF_THREE, f"{RELEASED}/plan/new"),
    Case("action, new, error", OF_THREE, f"{RELEASED}/plan/new", press("Save the action"), 400),
    Case("action, change", OF_THREE, f"{RELEASED}/plan/{{action}}"),
    Case("action, how far", OF_THREE, f"{RELEASED}/plan/{{action}}/progress"),
    Case("action, how far, error", OF_THREE, f"{RELEASED}/plan/{{action}}/progress",
         press("Save how far it is"), 400),
    Case("offer, new, error", OF_THREE, f"{RELEASED}/offers/asks", press("Save"), 400),
    Case("offer, change", OF_THREE, f"{RELEASED}/offers/shows?practice={FIRST}"),
    Case("offer, withdraw", OF_THREE, f"{RELEASED}/offers/shows/{FIRST}/withdraw"),
    Case("for the three of you", OF_THREE, f"{RELEASED}/three"),
    Case("forgotten password", "", "/forgotten-password"),
    Case("where one is signed in", EXECUTIVE, "/account"),
    Case("signing others out, asked again", EXECUTIVE, "/account", end_others),
    Case("signing others out, error", EXECUTIVE, "/account", end_others_wrongly, 400),
    Case("what is held about oneself", EXECUTIVE, "/account/data"),
    Case("another password", EXECUTIVE, "/account/password"),
    Case("no token yet", EXECUTIVE, "/account/tokens"),
    Case("a token that is not made", EXECUTIVE, "/account/tokens", press("Make the token"), 400),
    Case("a new token", EXECUTIVE, "/account/tokens", new_token),
    Case("sign on, back from elsewhere", "", "/sign-on/back?code=a&state=b"),
    Case("sign on, refused", "", "/sign-on/back", status=400),
    Case("choose a password", "", f"/passwords/{TOKEN}"),
    Case("choose a password, error", "", f"/passwords/{TOKEN}",
         press("Save the password and sign in"), 400),
    Case("choose a password, link spent", "", "/passwords/no-such-link", status=404),
    Case("forgotten password, sent", "", "/password-link-sent"),
    Case("second factor, to set up", NATIONAL, "/second-factor/set-up"),
    Case("second factor, error", NATIONAL, "/second-factor/set-up", press("Continue"), 400),
    Case("second factor, recovery codes", SECURED, "/second-factor/codes", with_an_app),
    Case("second factor, new codes", NATIONAL, "/second-factor/new-codes"),
    Case("second factor, remove", NATIONAL, "/second-factor/remove"),
    Case("second factor, asked for", RETURNING, "/second-factor", back_with_an_app),
    Case("second factor, reset", NATIONAL, "/second-factor-resets"),
    Case("second factor, reset, error", NATIONAL, "/second-factor-resets",
         press("Reset the second factor"), 400),
    Case("scenes, none in this version", FRESH, "/vignettes/{id}"),
    Case("correction notice", SEVEN, "/corrections/{correction}"),
    Case("rounds", COORDINATOR, "/trusts/zzn/rounds"),
    Case("round, new, error", COORDINATOR, "/trusts/zzn/rounds/new", press("Save the draft"), 400),
    Case("round, open", COORDINATOR, "/trusts/zzn/rounds/{round}"),
    Case("round, draft to open", COORDINATOR, "/trusts/zzn/rounds/{draft}/open"),
    Case("round, abandon, error", COORDINATOR, "/trusts/zzn/rounds/{round}/abandon",
         press("Abandon the round"), 400),
    Case("replace a lead, error", COORDINATOR,
         "/trusts/zzn/rounds/{round}/leads/medicine/nursing/replace",
         press("Replace the lead"), 400),
    Case("divisions", COORDINATOR, "/trusts/zzn/divisions"),
    Case("division, new, error", COORDINATOR, "/trusts/zzn/divisions/new",
         press("Add a division"), 400),
    Case("division, merge, error", COORDINATOR, "/trusts/zzn/divisions/medicine/merge",
         press("Merge the division with another"), 400),
    Case("people", COORDINATOR, "/trusts/zzn/people"),
    Case("people, long addresses", OF_SEVEN, "/trusts/zzf/people"),
    Case("who did what", COORDINATOR, "/trusts/zzn/audit"),
    Case("who did what, one kind", COORDINATOR,
         "/trusts/zzn/audit?kind=rounds-divisions-and-people&period=week"),
    Case("access for support, open", COORDINATOR, "/trusts/zzn/support"),
    Case("access for support, none", OF_SEVEN, "/trusts/zzf/support"),
    Case("how long answers are kept", OF_SEVEN, "/trusts/zzf/retention"),
    Case("how long answers are kept, error", COORDINATOR, "/trusts/zzn/retention",
         enter_years("one"), 400),
    Case("hold a round", COORDINATOR, "/trusts/zzn/retention/{round}/hold"),
    Case("hold a round, error", COORDINATOR, "/trusts/zzn/retention/{round}/hold",
         press("Save the hold"), 400),
    Case("answers removed", COORDINATOR, "/trusts/zzn/comparison?round={removed}", status=410),
    Case("what is left of a round", COORDINATOR, "/trusts/zzn/rounds/{removed}"),
    Case("start of support", SUPPORT, "/"),
    Case("what support reads", SUPPORT, "/support/zzn"),
    Case("person, new, error", COORDINATOR, "/trusts/zzn/people/new", press("Add the person"), 400),
    Case("person, change", COORDINATOR, "/trusts/zzn/people/{tenure}/change"),
    Case("file of people, none chosen", COORDINATOR, "/trusts/zzn/people/upload",
         press("Check the file"), 400),
)  # fmt: skip
