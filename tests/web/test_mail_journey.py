"""From the coordinator's button to the lead's answers and back, all of it by mail.

The pages write mails, a worker sends them through a real server, and the links in what arrives
lead back to the pages.
"""

import re
from datetime import timedelta

from sqlalchemy import select

from benchmark.assessment.calendar import london_day
from benchmark.assessment.preparing import Plan, prepare
from benchmark.database.mail import Mail
from benchmark.database.people import Trust
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.jobs.mail import send_due
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.mail_server import BASE, PostOffice
from tests.servers import at_once, browser_of, give, own_response, response_of

LINK = re.compile(rf"^{BASE}(/links/\S+)$", re.MULTILINE)
READER = "clinical.medicine@north.example"


def a_draft(app: Benchmark, questionnaire: Questionnaire) -> str:
    today = london_day(now())
    with transaction(app.engine, writes=True) as session:
        trust = session.scalars(select(Trust).where(Trust.code == "ZZN")).one()
        plan = Plan(
            *("Winter", questionnaire, today, today + timedelta(days=20)),
            lawful_basis="Public task",
            impact_assessment="Kept with the trust",
        )
        return prepare(session, trust, plan).id


def test_a_round_is_opened_and_each_lead_comes_in_by_their_own_link(
    app: Benchmark, questionnaire: Questionnaire, post_office: PostOffice
) -> None:
    address = f"/trusts/zzn/rounds/{a_draft(app, questionnaire)}/open"
    coordinator = browser_of(app, "coordinator@north.example")
    for _ in range(2):  # a double click
        assert coordinator.send(address, confirm="yes").status_code == 303
    assert send_due(app.engine, post_office.settings()) == 6
    readers = post_office.readers()
    assert len(set(readers)) == 6
    for place, (reader,) in enumerate(post_office.envelopes):
        (link,) = LINK.findall(post_office.text(place))
        browser = browser_of(app, None)
        page = browser.send(link)
        assert page.status_code == 303
        shown = browser.get(page.headers["Location"])
        assert shown.status_code == 200
        role, division = reader.split("@")[0].split(".")
        assert f"{division.capitalize()}, {role} lead: Winter" in shown.text


def test_one_receipt_however_often_somebody_submits(
    app_on_both: Benchmark, questionnaire: Questionnaire
) -> None:
    with transaction(app_on_both.engine, writes=True) as session:
        give(session, response_of(session, "ZZN", "medicine", "clinical"), questionnaire)
    browser = browser_of(app_on_both, READER)
    address, token = own_response(browser), browser.token()
    form = {"csrf_token": token}
    steps = [
        lambda b=twin: b.post(f"{address}/submit", data=form).status_code
        for twin in browser.twins(5)
    ]
    assert set(at_once(steps)) == {303}
    with transaction(app_on_both.engine, writes=False) as session:
        (mail,) = session.scalars(select(Mail))
        assert (mail.kind, mail.address) == ("receipt", READER)
