"""The answer to a step is lost after it was committed, and the same step is sent again.

The connection is closed as soon as the request has gone out, and what was stored is awaited in the
database. Sent again, as a browser or the page's script does it, the step is told to be done, and
what it has made is there once.
"""

import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from benchmark.database.events import RoundEvent
from benchmark.database.mail import Mail
from benchmark.database.plans import Action
from benchmark.database.rounds import Answer, Submission
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.battery.gunicorns import OURS, gunicorn
from tests.battery.writers import Lead, six_leads
from tests.databases import closing
from tests.servers import give, response_of

pytestmark = pytest.mark.battery

TIMES = 3  # that it is sent again
PATIENCE = 20  # seconds until it is stored


@dataclass(frozen=True)
class Repeat:
    page: str
    form: dict[str, str]
    status: int  # of an answer that says that it is done
    counts: tuple[Any, ...]  # queries of how much is there, each of which shall say one


def a_save(response: str, practice: str) -> Repeat:
    page = f"/responses/{response}/{practice}"
    rows = select(func.sum(Answer.version)).where(Answer.practice == practice)
    return Repeat(page, {"version": "0", "answer": "4", "evidence": "once"}, 303, (rows,))


def a_submission(response: str, _: str) -> Repeat:
    receipts = select(func.count()).select_from(Mail).where(Mail.kind == "receipt")
    events = select(func.count()).select_from(RoundEvent).where(RoundEvent.kind == "submitted")
    counts = (select(func.count()).select_from(Submission), events, receipts)
    return Repeat(f"/responses/{response}/submit", {}, 303, counts)


def an_action(_: str, practice: str) -> Repeat:
    day = {"due-day": "1", "due-month": "3", "due-year": "2031"}
    form = {"practice": practice, "what": "We look.", "owner": "nursing", "measure": "We saw."}
    counts = (select(func.count()).select_from(Action),)
    return Repeat("/divisions/zzn-medicine/plan/new", form | day | {"version": "0"}, 303, counts)


BROKEN = {
    a_save: "tests.battery.broken:stamping()",
    a_submission: "tests.battery.broken:forgetting()",
    an_action: "tests.battery.broken:stamping()",
}
ON_BOTH = [a_save, a_submission]


@pytest.mark.parametrize("make", ON_BOTH)
def test_what_is_sent_again_is_there_once(
    make: Callable[[str, str], Repeat],
    acceptance_on_both: str,
    questionnaire: Questionnaire,
    tmp_path: Path,
) -> None:
    answer_everything(acceptance_on_both, questionnaire, make)
    assert faults(OURS, make, acceptance_on_both, questionnaire, tmp_path) == []


def test_an_action_that_is_sent_again_is_there_once(
    released: str, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    assert faults(OURS, an_action, released, questionnaire, tmp_path) == []


@pytest.mark.parametrize("make", ON_BOTH)
def test_a_server_that_does_it_again_is_caught(
    make: Callable[[str, str], Repeat],
    acceptance_sqlite: str,
    questionnaire: Questionnaire,
    tmp_path: Path,
) -> None:
    answer_everything(acceptance_sqlite, questionnaire, make)
    assert faults(BROKEN[make], make, acceptance_sqlite, questionnaire, tmp_path) != []


def test_a_server_that_plans_an_action_again_is_caught(
    released: str, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    assert faults(BROKEN[an_action], an_action, released, questionnaire, tmp_path) != []


def answer_everything(address: str, questionnaire: Questionnaire, make: Any) -> None:
    if make is a_submission:
        with closing(address) as engine, transaction(engine, writes=True) as session:
            give(session, response_of(session, "ZZN", "medicine", "clinical"), questionnaire)


def faults(
    app: str, make: Any, address: str, questionnaire: Questionnaire, folder: Path
) -> list[str]:
    """Send a step, close the connection, send it again; what is told or stored that should not."""
    lead = six_leads(address)[0]
    repeat = make(lead.response, questionnaire.keys[0])
    with gunicorn(address, folder, app) as server, closing(address) as engine:

        def stored() -> list[int]:
            with transaction(engine, writes=False) as session:
                return [session.scalar(count) or 0 for count in repeat.counts]

        assert not any(stored())
        request = post(server.place, lead, repeat)
        request.close()
        until = time.monotonic() + PATIENCE
        while not all(stored()) and time.monotonic() < until:
            time.sleep(0.02)
        statuses = [answered(post(server.place, lead, repeat)) for _ in range(TIMES)]
        found = stored()
    told = [f"answered {status}" for status in statuses if status != repeat.status]
    return told + [f"there {count} times" for count in found if count != 1]


def post(place: str, lead: Lead, repeat: Repeat) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection(place, timeout=PATIENCE)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    form = urlencode(repeat.form | {"csrf_token": lead.token})
    connection.request("POST", repeat.page, form, kind | {"Cookie": f"benchmark={lead.cookie}"})
    return connection


def answered(connection: http.client.HTTPConnection) -> int:
    status = connection.getresponse().status
    connection.close()
    return status
