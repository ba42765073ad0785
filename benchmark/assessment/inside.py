"""What the three leads see of themselves (L2): asked here, decided here, read here."""

import dataclasses

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from benchmark.assessment.access import find_correction, find_report
from benchmark.assessment.agreeing import agreements_of
from benchmark.assessment.results import (
    SOFTWARE,
    people_who_answered,
    respondents,
    role_evidence,
    role_levels,
)
from benchmark.assessment.rounds import progress_of, state_for
from benchmark.assessment.sections import continuity_of
from benchmark.assessment.settling import dissents_of
from benchmark.comparison.fingerprint import hash_of
from benchmark.comparison.handover import HANDOVER
from benchmark.comparison.inside import (
    ROLES,
    Dissent,
    Inside,
    Post,
    PracticeInside,
    SectionInside,
    Settled,
    Voice,
)
from benchmark.database.agreements import Agreement
from benchmark.database.corrections import Correction
from benchmark.database.people import Division
from benchmark.database.rounds import Report, Response, Round
from benchmark.database.schema import now
from benchmark.disclosure.decide import decide
from benchmark.disclosure.levels import (
    FEWEST_DIVISIONS,
    Decision,
    RoundState,
    Seat,
    Statistic,
    Subject,
    Viewer,
)
from benchmark.questionnaire.definition import Practice, Questionnaire, Section


def decision_on(
    session: Session,
    viewer: Viewer,
    asked: Round,
    division: Division,
    statistic: Statistic = Statistic.ROLE_LEVELS,
) -> Decision:
    """Whether this person may see what each of the three leads said, at this moment."""
    answered = respondents(session, asked, division.key)
    subject = Subject(asked.trust.code, division.key, answered)
    return decide(viewer, subject, statistic, state_for(session, asked, division.key, now()))


def inside_for(
    session: Session, viewer: Viewer, asked: Round, division: Division, questionnaire: Questionnaire
) -> Inside | None:
    """The division as its three leads see it; nothing at all for anybody else."""
    if not decision_on(session, viewer, asked, division).show:
        return None
    continuity = decision_on(session, viewer, asked, division, Statistic.CONTINUITY).show
    posts = _posts(session, asked, division)
    draft = Inside(
        trust_code=asked.trust.code,
        trust_name=asked.trust.name,
        division_key=division.key,
        division_name=division.name,
        round_id=asked.id,
        round_title=asked.title,
        invented=asked.trust.invented,
        data_cut=max((post.submitted_at for post in posts if post.submitted_at), default=None),
        questionnaire=questionnaire.identity,
        questionnaire_hash=questionnaire.content_hash,
        software=SOFTWARE,
        scale=questionnaire.scale,
        posts=posts,
        practices=_practices(session, asked, division, questionnaire),
        sections=_sections(session, asked, division, questionnaire) if continuity else (),
        content_hash="",
    )
    return dataclasses.replace(draft, content_hash=hash_of(draft))


def readable_report(session: Session, viewer: Viewer, report_id: str) -> Report | None:
    """An issued report, if this person may read it; else it does not exist for them.

    What was issued for everybody is there until the round becomes one that nothing leaves. The
    edition of the three is there for those who gave its answers, as long as they may read each
    other's: for a successor it never is, and after a withdrawal for nobody.
    """
    report = find_report(session, viewer, report_id)
    return report if report and may_read_report(session, viewer, report) else None


def may_read_report(session: Session, viewer: Viewer, report: Report) -> bool:
    """See ``readable_report``."""
    if report.level == "L1":
        return may_read_issued(session, viewer, report.round, report.pooled).show
    return _of_the_three(session, viewer, report)


def _of_the_three(session: Session, viewer: Viewer, report: Report) -> bool:
    """The handover pack goes with a post of the division, on paper as on its page."""
    division, asked = report.division, report.round
    if division is None or not decision_on(session, viewer, asked, division).show:
        return False
    if report.kind == HANDOVER and not holds_post(viewer, division):
        return False
    return _may_read_pooled(session, viewer, asked, report.pooled, Statistic.ISSUED_FIGURES).show


def holds_post(viewer: Viewer, division: Division) -> bool:
    """Whether the viewer is one of the leads of the division today."""
    here = (division.trust.code, division.key)
    return here in [(seat.trust, seat.division) for seat in viewer.seats]


def readable_of(
    session: Session, viewer: Viewer, asked: Round, reports: Select[Report]
) -> list[Report]:
    """Those of the reports of one round that this person may read."""
    found = session.scalars(reports)
    return [each for each in found if may_read_issued(session, viewer, asked, each.pooled).show]


def readable_correction(session: Session, viewer: Viewer, correction_id: str) -> Correction | None:
    """A correction notice, unless its intervals would let this person subtract."""
    notice = find_correction(session, viewer, correction_id)
    if notice is None:
        return None
    released = sum(each.shown for each in progress_of(session, notice.round).values())
    pooled = released if released >= FEWEST_DIVISIONS else 0
    return notice if may_read_issued(session, viewer, notice.round, pooled).show else None


def may_read_issued(session: Session, viewer: Viewer, asked: Round, pooled: int) -> Decision:
    """Whether this person may read what was issued for everybody, pooled over so many divisions.

    Whoever reads the answers of a division may not subtract them from figures pooled over fewer
    than four others.
    """
    return _may_read_pooled(session, viewer, asked, pooled, Statistic.ISSUED_DOCUMENTS)


def _may_read_pooled(
    session: Session, viewer: Viewer, asked: Round, pooled: int, statistic: Statistic
) -> Decision:
    answered = people_who_answered(session, asked).values()
    known = sum(viewer.person in there for there in answered)
    state = RoundState(released=pooled, known=known, level=asked.level)
    return decide(viewer, Subject(asked.trust.code), statistic, state)


def a_respondent_of(session: Session, asked: Round, division: Division) -> Viewer:
    """One of those who answered: for whom an operator writes the edition of the three."""
    answered = sorted(respondents(session, asked, division.key))
    seat = Seat(ROLES[0], asked.trust.code, division.key)
    return Viewer(answered[0] if answered else 0, "one of the three leads", (seat,))


def _practices(
    session: Session, asked: Round, division: Division, questionnaire: Questionnaire
) -> tuple[PracticeInside, ...]:
    levels = role_levels(session, asked, division.key, questionnaire)
    evidence = role_evidence(session, asked, division.key)
    agreements = agreements_of(session, asked, division)
    dissents = dissents_of(session, asked, division)

    def practice(section: Section, each: Practice) -> PracticeInside:
        agreement, texts = agreements.get(each.key), evidence.get(each.key, {})
        return PracticeInside(
            each.key,
            each.name,
            section.name,
            tuple(Voice(role, levels[role][each.key], texts.get(role, "")) for role in ROLES),
            _settled(agreement),
            agreement.level if agreement else None,
            agreement.reason if agreement else "",
            _dissents(dissents.get(each.key, {})),
        )

    return tuple(
        practice(section, each) for section in questionnaire.sections for each in section.practices
    )


def _settled(agreement: Agreement | None) -> Settled:
    if agreement is None:
        return ""
    return "open" if agreement.level is None else "agreed"


def _dissents(texts: dict[str, str]) -> tuple[Dissent, ...]:
    return tuple(Dissent(role, texts[role]) for role in ROLES if role in texts)


def _sections(
    session: Session, asked: Round, division: Division, questionnaire: Questionnaire
) -> tuple[SectionInside, ...]:
    """No line for a section that nobody spoke of."""
    said = continuity_of(session, asked, division)
    return tuple(
        SectionInside(each.key, each.name, tuple(said[each.key].get(role) for role in ROLES))
        for each in questionnaire.sections
        if any(said.get(each.key, {}).values())
    )


def _posts(session: Session, asked: Round, division: Division) -> tuple[Post, ...]:
    query = select(Response).where(
        Response.round_id == asked.id,
        Response.division_id == division.id,
        Response.set_aside_at.is_(None),
    )
    responses = {each.role: each for each in session.scalars(query)}
    return tuple(_post(role, responses.get(role)) for role in ROLES)


def _post(role: str, response: Response | None) -> Post:
    if response is None:
        return Post(role, None, 0, paper=False)
    sent = response.submission
    return Post(
        role,
        sent.submitted_at if sent else None,
        len(response.people),
        paper=response.source == "paper",
        missing=response.outcome or "",
    )
