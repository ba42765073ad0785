"""What a round's export holds: submitted answers, the leads it expects, and where it comes from.

These are identified answers, role by role (L2), read without a viewer: only for the operator's
command, never for a page.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from benchmark.assessment.calendar import london_day
from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.results import COUNTS, SOFTWARE
from benchmark.assessment.rounds import complete_leads
from benchmark.database.people import LEAD_ROLES, Division
from benchmark.database.rounds import Answer, Response, Round, Submission
from benchmark.disclosure.levels import LEADS_OF_A_DIVISION
from benchmark.export.answers import Lead, Submitted
from benchmark.scoring.schedule import Schedule
from benchmark.scoring.sheet import unpack

ROLE_ORDER = case({role: place for place, role in enumerate(LEAD_ROLES)}, value=Response.role)
IN_ORDER = (Division.position, Division.id, ROLE_ORDER)


def submitted_answers(session: Session, asked: Round) -> tuple[Submitted, ...]:
    """Return what the leads of a round have submitted, in the order of divisions and roles."""
    keys = questionnaire_of(asked).keys
    evidence = _evidence(session, asked)
    query = (
        select(Response, Submission)
        .join(Submission)
        .join(Division)
        .where(Response.round_id == asked.id, COUNTS)
        .order_by(*IN_ORDER)
    )
    return tuple(
        Submitted(
            lead=_lead(asked, response),
            day=london_day(submission.submitted_at),
            source=response.source,
            levels=dict(zip(keys, unpack(submission.sheet).tolist(), strict=True)),
            evidence=evidence[response.id],
        )
        for response, submission in session.execute(query)
    )


def expected_leads(session: Session, asked: Round) -> tuple[Lead, ...]:
    """Return every lead of whom the round expects answers, whether or not they have come."""
    query = select(Response).join(Division).where(
        Response.round_id == asked.id, Response.set_aside_at.is_(None)
    )
    posts = session.scalars(query.order_by(*IN_ORDER))
    return tuple(_lead(asked, post) for post in posts if post.people)  # the others are vacant


def released_answers(submitted: Sequence[Submitted]) -> tuple[Submitted, ...]:
    """Keep the answers of divisions whose three leads have all submitted: nobody sees others."""
    leads = [each.lead.division for each in submitted]
    return tuple(
        each for each in submitted if leads.count(each.lead.division) == LEADS_OF_A_DIVISION
    )


def data_cut(session: Session, asked: Round) -> datetime:
    """Return the moment of the last submission of a complete division, or the round's beginning."""
    complete = complete_leads(session, asked)
    released = [key for key, count in complete.items() if count == LEADS_OF_A_DIVISION]
    query = (
        select(Submission.submitted_at)
        .join(Response)
        .join(Division)
        .where(Response.round_id == asked.id, Division.key.in_(released), COUNTS)
    )
    return max(session.scalars(query), default=asked.created_at)


def provenance(session: Session, asked: Round, schedule: Schedule) -> dict[str, str]:
    """Return where an export comes from: enough to trace every cell."""
    return {
        "trust": f"{asked.trust.code} {asked.trust.name}",
        "data": "invented" if asked.trust.invented else "real",
        "round": asked.id,
        "round-title": asked.title,
        "questionnaire": asked.questionnaire,
        "questionnaire-hash": asked.questionnaire_hash,
        "schedule": schedule.version,
        "schedule-hash": schedule.content_hash,
        "data-cut": data_cut(session, asked).astimezone(UTC).isoformat(timespec="seconds"),
        "software": SOFTWARE,
        "use": "Personal data about identifiable people; not for appraisal, pay or discipline",
    }


def schedule_lines(schedule: Schedule) -> dict[str, str]:
    """Return the rules of a schedule, one a line."""
    rules = {
        "title": schedule.title,
        "reason": schedule.reason,
        "leads": f"{schedule.leads} leads give a practice its level, unless they agreed on one",
        "not-in-place": f"scores {schedule.not_in_place}, never missing",
        "section-share": f"{schedule.section_share} of a section's practices must have a level",
        "overall-share": f"{schedule.overall_share} of all practices must have a level",
    }
    weights = {f"weight:{key}": f"{weight:g}" for key, weight in schedule.weights.items()}
    return rules | weights | {f"section:{key}": name for key, name in schedule.sections.items()}


def division_names(asked: Round) -> dict[str, str]:
    return {division.key: division.name for division in asked.trust.divisions}


def _evidence(session: Session, asked: Round) -> dict[str, dict[str, tuple[str, bool]]]:
    query = select(Answer).join(Response).where(Response.round_id == asked.id)
    texts: dict[str, dict[str, tuple[str, bool]]] = defaultdict(dict)
    for answer in session.scalars(query.where(Answer.evidence != "")):
        texts[answer.response_id][answer.practice] = (answer.evidence, answer.share)
    return texts


def _lead(asked: Round, response: Response) -> Lead:
    return Lead(asked.trust.code, response.division.key, response.role)
