"""Receipts, and the news that a division has released its figures."""

from collections import Counter
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from benchmark.assessment.access import viewer_of
from benchmark.assessment.calendar import london_day
from benchmark.assessment.mailing import PAGE, Draft, post_of, write_mail
from benchmark.assessment.rounds import state_for
from benchmark.comparison.wording import local_time
from benchmark.database.people import LEAD_ROLES, Division, Membership, Person
from benchmark.database.rounds import Response, Round, Submission
from benchmark.database.schema import now
from benchmark.disclosure.decide import decide
from benchmark.disclosure.levels import Statistic, Subject
from benchmark.scoring.answers import DO_NOT_KNOW, DOES_NOT_APPLY, NOT_IN_PLACE

WITHOUT_LEVEL = {
    DO_NOT_KNOW: "“I do not know”",
    DOES_NOT_APPLY: "“Does not apply to this division”",
    NOT_IN_PLACE: "not in place",
}
NO_LEVELS = (
    "Your levels and your evidence are not in this mail, because mail can be read by others. Sign "
    "in to read them:"
)
COMING_BACK = (
    "If you have no password, open the link of your invitation again: its page sends you a new one."
)
TOLD = ("executive", "improvement")


def send_receipt(session: Session, response: Response, submission: Submission) -> bool:
    """Tell the person who submitted, once, what was submitted and when.

    The levels stay out: mail is forwarded, copied to assistants and kept in shared mailboxes, and
    a lead's own levels are for nobody else before three of three are in.
    """
    person = session.get_one(Person, submission.submitted_by)
    draft = receipt(response, submission)
    return write_mail(session, f"receipt:{response.id}", person, draft, response)


def receipt(response: Response, submission: Submission) -> Draft:
    counts = Counter(answer.level for answer in response.answers)
    total = sum(counts.values())
    with_level = sum(count for level, count in counts.items() if level > 0)
    others = [f"{counts[level]} {words}" for level, words in WITHOUT_LEVEL.items() if counts[level]]
    return Draft(
        "receipt",
        f"{response.round.title}: you have submitted your answers",
        (
            f"You submitted your answers as {post_of(response)} in {response.round.title}.",
            f"Submitted on {local_time(submission.submitted_at)}.",
            f"They cover {total} practices: {', '.join([f'{with_level} with a level', *others])}.",
            NO_LEVELS,
            PAGE,
            "They can no longer be changed. You do not need to do anything now.",
            COMING_BACK,
        ),
        page=f"/responses/{response.id}",
    )


def announce_release(session: Session, asked: Round, division: Division) -> int:
    """Tell leads, executives and improvement team that a division has released, without figures.

    Written once a person, in the transaction that releases. Returns how many were written.
    """
    moment = now()
    draft = release_notice(asked, division)
    return sum(
        write_mail(session, f"release:{asked.id}:{division.id}:{person.id}", person, draft, asked)
        for person in _told(session, asked, division, moment)
    )


def _told(session: Session, asked: Round, division: Division, moment: datetime) -> list[Person]:
    """The division's leads; of the others, those to whom the figures are open now."""
    today = london_day(moment)
    posts = select(Membership).where(
        or_(
            (Membership.division_id == division.id) & Membership.role.in_(LEAD_ROLES),
            (Membership.trust_id == asked.trust_id) & Membership.role.in_(TOLD),
        )
    )
    held = [post for post in session.scalars(posts.order_by(Membership.id)) if post.holds_on(today)]
    leads = {post.person_id for post in held if post.division_id}
    subject = Subject(asked.trust.code, division.key)
    state = state_for(session, asked, division.key, moment)

    def may_read(person: Person) -> bool:
        viewer = viewer_of(session, person, today)
        return decide(viewer, subject, Statistic.DIVISION_LEVELS, state).show

    people = {post.person_id: post.person for post in held}
    return [each for key, each in people.items() if key in leads or may_read(each)]


def release_notice(asked: Round, division: Division) -> Draft:
    return Draft(
        "release",
        f"{division.name} has released its figures: {asked.title}",
        (
            f"The three leads of {division.name} have released their figures of {asked.title}.",
            "Sign in to read them:",
            PAGE,
            "They are not for appraisal, pay or discipline.",
        ),
        page=f"/divisions/{asked.trust.code.lower()}-{division.key}/report?round={asked.id}",
    )
