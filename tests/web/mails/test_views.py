"""The coordinator sees what was sent to whom, never what stands in it, and sends failures again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from benchmark.assessment.inviting import invite
from benchmark.database.mail import Mail
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.web.app import Benchmark
from tests.mail_server import PostOffice
from tests.servers import browser_of, copied, response_of, serving

COORDINATOR = "coordinator@north.example"


@pytest.fixture(scope="module")
def shared_app(
    acceptance_sqlite_model: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Benchmark]:
    with serving(copied(acceptance_sqlite_model, tmp_path_factory.mktemp("mails"))) as served:
        with transaction(served.engine, writes=True) as session:
            invite(session, response_of(session, "ZZN", "medicine", "clinical").round)
        yield served


def mail_to(app: Benchmark, address: str) -> Mail:
    with transaction(app.engine, writes=False) as session:
        return session.scalars(select(Mail).where(Mail.address == address)).one()


def change(app: Benchmark, mail: Mail, **values: object) -> None:
    with transaction(app.engine, writes=True) as session:
        session.execute(update(Mail).where(Mail.id == mail.id).values(values))


def test_a_failed_mail_is_shown_and_sent_again_once(shared_app: Benchmark) -> None:
    mail = mail_to(shared_app, "nursing.surgery@north.example")
    change(shared_app, mail, state="failed", error="550 no <such> person", attempts=1)
    browser = browser_of(shared_app, COORDINATOR)
    page = f"/trusts/zzn/rounds/{mail.round_id}"
    shown = browser.get(page).text
    assert "5 waiting, 1 not sent." in shown
    assert "550 no &lt;such&gt; person" in shown
    again = f"/trusts/zzn/mails/{mail.id}/retry"
    assert again in shown
    for words in (True, False):
        answer = browser.send(again)
        assert (answer.status_code, answer.headers["Location"]) == (303, page)
        assert ("The mail is sent again" in browser.get(page).text) == words
    kept = mail_to(shared_app, mail.address)
    assert (kept.state, kept.attempts, kept.error) == ("waiting", 0, "")
    assert again not in browser.get(page).text


def test_the_page_says_when_mail_is_not_set_up(
    shared_app: Benchmark, acceptance: str, post_office: PostOffice
) -> None:
    words = "Mail is not set up."
    mail = mail_to(shared_app, "nursing.medicine@north.example")
    browser = browser_of(shared_app, COORDINATOR)
    assert words in browser.get(f"/trusts/zzn/rounds/{mail.round_id}").text
    with serving(acceptance, mail=post_office.settings()) as app:
        with transaction(app.engine, writes=False) as session:
            here = response_of(session, "ZZN", "medicine", "clinical").round_id
        page = browser_of(app, COORDINATOR).get(f"/trusts/zzn/rounds/{here}").text
    assert words not in page
    assert "No mail has been written in this round" in page


def test_neither_text_nor_address_nor_when_somebody_submitted(shared_app: Benchmark) -> None:
    mail = mail_to(shared_app, "clinical.medicine@north.example")
    change(shared_app, mail, kind="receipt", state="sent", sent_at=now())
    shown = browser_of(shared_app, COORDINATOR).get(f"/trusts/zzn/rounds/{mail.round_id}").text
    table = shown.split("Who was sent what")[1].split("</table>")[0]
    assert "Receipt" in table
    assert "(UK time)" not in table
    for word in (mail.address, mail.message_id, "You answer on your own"):
        assert word not in shown
