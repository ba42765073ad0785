"""Every page in every state that a reader can meet, and how to get there."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from playwright.sync_api import Page

from tests.journeys.steps import KEYS, follow, prepare_answers, send, token_of

FIRST, SECOND, LAST = KEYS[0], KEYS[1], KEYS[-1]
HALF = dict.fromkeys(KEYS[:15], "3")
ALL = {key: str(1 + place % 5) for place, key in enumerate(KEYS)}
TOO_LONG = 100_001  # characters of evidence
TOO_LARGE = 2_200_000  # bytes of a form
TOO_MANY = 11  # wrong passwords

# who has done what in the acceptance scenario before anybody looks
PREPARED: tuple[tuple[str, dict[str, str], bool], ...] = (
    ("operational.medicine@north.example", HALF, False),
    ("nursing.medicine@north.example", ALL, True),
    ("clinical.surgery@north.example", ALL, True),
    ("operational.surgery@north.example", HALF | dict.fromkeys(ALL, "4"), True),
    ("nursing.surgery@north.example", ALL | {FIRST: "dont-know"}, True),
)
FRESH, BEGUN, DONE = (f"{role}.medicine@north.example" for role in
                      ("clinical", "operational", "nursing"))  # fmt: skip
OF_THREE = "clinical.surgery@north.example"
EXECUTIVE, ELSEWHERE = "executive@north.example", "executive@south.example"
NEW = "idris.fennimore@fallowmere.example"  # has not read this year's statement
SEVEN = "marguerite.oldacre@fallowmere.example"  # executive over seven divisions
NATIONAL = "national@benchmark.example"


@dataclass(frozen=True, slots=True)
class Case:
    """A page: who reads it, where it is, and what they do there before we look.

    In ``address`` stand ``{response}`` for the address of the reader's own response, ``{id}`` for
    its id and ``{digest}`` for the content hash of an issued report.
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
    return lambda page: follow(page, name)


def refused_sign_in(page: Page) -> None:
    page.get_by_label("Email address").fill("nobody@north.example")
    page.get_by_label("Password").fill("not the password")
    press("Sign in")(page)


def paused_sign_in(page: Page) -> None:
    token = token_of(page)
    for _ in range(TOO_MANY):
        send(page, "/sign-in", token, email="guessed@north.example", password="a wrong guess")
    page.get_by_label("Email address").fill("guessed@north.example")
    page.get_by_label("Password").fill("another wrong guess")
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
    page.locator("input[name=answer][value='4']").check()
    prepare_answers(page, ALL, submit=True)
    press("Save and continue")(page)


CASES = (
    Case("sign in", "", "/sign-in"),
    Case("sign in, nothing filled in", "", "/sign-in", press("Sign in"), 400),
    Case("sign in, refused", "", "/sign-in", refused_sign_in, 400),
    Case("sign in, paused", "", "/sign-in", paused_sign_in, 429),
    Case("sign in, signed out meanwhile", "clinical.surgery@south.example",
         f"{{response}}/{FIRST}", signed_out_elsewhere),
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
    Case("practice, submitted meanwhile", "clinical.medicine@south.example",
         f"{{response}}/{FIRST}", submitted_elsewhere, 409),
    Case("choice", BEGUN, f"{{response}}/{FIRST}", saved_elsewhere, 409),
    Case("check, answers missing", BEGUN, "{response}/check"),
    Case("check, submitted too early", BEGUN, "{response}/check", press("Submit my answers"), 400),
    Case("check, ready", "nursing.surgery@south.example", "{response}/check",
         lambda page: (prepare_answers(page, ALL), page.reload())),
    Case("check, submitted", DONE, "{response}/check"),
    Case("agreement, hidden", DONE, "/divisions/zzn-medicine/agreement"),
    Case("agreement, shown", OF_THREE, "/divisions/zzn-surgery/agreement"),
    Case("comparison, nothing released", ELSEWHERE, "/trusts/zzs/comparison"),
    Case("comparison, one released", EXECUTIVE, "/trusts/zzn/comparison"),
    Case("comparison, seven divisions", SEVEN, "/trusts/zzf/comparison"),
    Case("division report, not released", EXECUTIVE, "/divisions/zzn-medicine/report"),
    Case("division report, one of two", EXECUTIVE, "/divisions/zzn-surgery/report"),
    Case("division report, seven divisions", SEVEN, "/divisions/zzf-urgent-care/report"),
    Case("trust report, nothing released", ELSEWHERE, "/trusts/zzs/report"),
    Case("trust report", SEVEN, "/trusts/zzf/report"),
    Case("trust report, one of two", EXECUTIVE, "/trusts/zzn/report"),
    Case("scenes, none in this version", FRESH, "/vignettes/{id}"),
    Case("correction notice", SEVEN, "/corrections/{correction}"),
)  # fmt: skip
