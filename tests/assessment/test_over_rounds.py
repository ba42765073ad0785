"""A round beside the one before it, as its trust sees it on the comparison page."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.over_rounds import since_last_round
from benchmark.assessment.rescoring import rescore
from benchmark.assessment.results import comparison_for, reader_of
from benchmark.assessment.rounds import open_round
from benchmark.commands.scenarios.agreements import release_as_it_stands
from benchmark.comparison.changes import RoundsCompared
from benchmark.database.events import Lineage
from benchmark.database.people import Division, Membership, Trust
from benchmark.database.rounds import Response, Round
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.jobs.removals import remove_due
from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaires
from benchmark.scoring.schedule import first_schedule
from tests.databases import closing
from tests.journeys.documents import text_of
from tests.old_rounds import LONG_AGO, TODAY, announce
from tests.servers import browser_of, complete_division, hand_in, serving

EXECUTIVE = "executive@north.example"


@pytest.fixture
def engine(acceptance: str) -> Iterator[Engine]:
    with closing(acceptance) as opened:
        yield opened


def newest(session: Session) -> Round:
    query = select(Round).join(Trust).where(Trust.code == "ZZN")
    return session.scalars(query.order_by(Round.opens_on.desc())).first()


def beside(engine: Engine) -> RoundsCompared | None:
    with transaction(engine, writes=False) as session:
        asked = newest(session)
        reader = reader_of(asked.trust)
        comparison = comparison_for(session, reader, asked, questionnaire_of(asked))
        return since_last_round(session, reader, asked, comparison)


def open_next(engine: Engine, identity: str, *, complete: bool) -> None:
    """Let the first round end and open a second one, perhaps with medicine complete."""
    questionnaire = read_questionnaires(questionnaire_folder())[identity]
    with transaction(engine, writes=True) as session:
        first = newest(session)
        day = first.opens_on
        first.opens_on -= timedelta(days=300)
        first.closes_on = first.opens_on
        opened = open_round(session, first.trust, questionnaire, "The next round", day, day)
        for response in opened.responses:
            if complete and response.division.key == "medicine":
                hand_in(session, response, questionnaire, lambda _: 4)
        if complete:
            session.flush()
            medicine = first.trust.divisions[0]
            release_as_it_stands(session, opened, medicine, questionnaire)


def test_a_first_round_stands_alone(engine: Engine, questionnaire: Questionnaire) -> None:
    assert beside(engine) is None
    complete_division(engine, questionnaire)
    assert beside(engine) is None


def test_nothing_is_said_while_one_of_the_rounds_shows_nothing(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    complete_division(engine, questionnaire)
    open_next(engine, "management-practice-1.0", complete=False)
    assert beside(engine) is None


def test_a_round_of_another_version_uses_what_the_crosswalk_allows(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    complete_division(engine, questionnaire)
    open_next(engine, "management-practice-1.1", complete=True)
    compared = beside(engine)
    assert compared
    assert (compared.comparable, compared.asked) == (28, 31)
    medicine, surgery = compared.divisions
    assert (medicine.counted, medicine.after.value) == (28, 4)
    assert surgery.after.reason == "0 of 3 complete"


def test_a_merged_division_says_that_it_cannot_be_compared(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    complete_division(engine, questionnaire)
    open_next(engine, "management-practice-1.0", complete=True)
    with transaction(engine, writes=True) as session:
        asked = newest(session)
        medicine, surgery = asked.trust.divisions
        both = Division(key="acute-care", name="Acute Care", position=9, trust=asked.trust)
        session.add(both)
        session.flush()
        for part in (medicine, surgery):
            session.add(
                Lineage(from_division_id=part.id, to_division_id=both.id, kind="merged", at=now())
            )
        asked.responses.append(Response(division=both, role="nursing"))
    compared = beside(engine)
    assert compared
    acute = next(each for each in compared.divisions if each.key == "acute-care")
    assert acute.before.reason == "it was formed from Medicine and Surgery since"


def test_the_page_shows_both_rounds_and_what_was_left_out(
    acceptance: str, engine: Engine, questionnaire: Questionnaire
) -> None:
    complete_division(engine, questionnaire)
    with transaction(engine, writes=True) as session:
        changed = {"version": "9.1", "weights": {"patient-flow": 10.0}}
        heavy = first_schedule().model_copy(update=changed)
        assert rescore(session, newest(session), questionnaire, heavy)[1]
    open_next(engine, "management-practice-1.1", complete=True)
    with serving(acceptance) as app:
        page = browser_of(app, EXECUTIVE).get("/trusts/zzn/comparison").text
    assert "and The next round management-practice-1.1; only practices that" in page
    assert "is scored under schedule 9.1 and The next round under 1.0. Here both are" in page
    assert "Since the last round" in page
    assert "28 of the 31 practices of The next round can be compared with" in page
    assert "How much two rounds differ by chance alone is not shown: needs at least 4 div" in page
    for name in ("Help with figures", "Managers&#39; work is seen"):
        assert f"<li>{name}: " in page


def test_a_round_whose_answers_are_gone_is_told_as_what_nothing_can_stand_beside(
    acceptance: str, engine: Engine, questionnaire: Questionnaire
) -> None:
    complete_division(engine, questionnaire)
    with transaction(engine, writes=True) as session:
        changed = {"version": "9.1", "weights": {"patient-flow": 10.0}}
        heavy = first_schedule().model_copy(update=changed)
        notice = rescore(session, newest(session), questionnaire, heavy)[1]
        assert notice
        code = notice.content_hash
    title = grow_old_behind(engine)
    (told,) = remove_due(engine, TODAY)
    assert (1, "correction notices: their codes stay") in told.goes
    assert beside(engine) is None
    because = f"This round cannot be compared with {title}: its answers were removed on "
    with serving(acceptance) as app:
        browser = browser_of(app, EXECUTIVE)
        for page in ("/trusts/zzn/comparison", "/divisions/zzn-medicine/report"):
            assert because in browser.get(page).text, page
        (now_, before) = browser.get("/api/v1/trusts/zzn/rounds").json["items"]
        assert (now_["removed"], before["removed"]["after_years"]) == (None, TODAY.year - 1999)
        since = browser.get(now_["variation"]).json["since_last_round"]
        assert (since["shown"], since["rule"].startswith(because)) == (False, True)
        found = browser.get(f"/verify/{code}").text
        assert "This correction notice was issued by this service, and taken out since" in found
        for page in ("/trusts/zzn/report", "/divisions/zzn-medicine/report"):
            issued = browser.get(browser.send(page).location).text
            (report,) = set(re.findall("/reports/[a-z0-9]{16}.pdf", issued))
            assert because in " ".join(text_of(browser.get(report).data).split()), page


def grow_old_behind(engine: Engine) -> str:
    """A second round is released, and the first one closed long ago and was announced."""
    open_next(engine, "management-practice-1.0", complete=True)
    with transaction(engine, writes=True) as session:
        first = session.scalars(select(Round).where(Round.trust_id == newest(session).trust_id))
        old = min(first, key=lambda each: each.opens_on)
        old.opens_on = old.closes_on = LONG_AGO
        old.state = "closed"
        posts = update(Membership).where(Membership.role == "coordinator")
        session.execute(posts.values(from_date=LONG_AGO))
        title = old.title
    assert announce(engine) == 1
    return title
