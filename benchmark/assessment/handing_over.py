"""What a lead who comes into a post takes over, for whoever asks."""

from sqlalchemy.orm import Session

from benchmark.assessment.calendar import london_day
from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.inside import holds_post, inside_for, may_read_report
from benchmark.assessment.issuing import handover_edition, reports_of
from benchmark.assessment.results import comparison_for
from benchmark.assessment.rounds import holders
from benchmark.assessment.tenures import tenures_of
from benchmark.comparison.handover import Handover, Holder, handover_of
from benchmark.comparison.inside import Inside
from benchmark.database.people import LEAD_ROLES, Division
from benchmark.database.rounds import Report, Round
from benchmark.database.schema import now
from benchmark.disclosure.levels import Viewer
from benchmark.questionnaire.definition import Questionnaire


def handover_for(
    session: Session, viewer: Viewer, asked: Round, division: Division
) -> tuple[Handover | None, str]:
    """The pack in the edition that the viewer may read; or none, and the rule that keeps it back.

    The three who answered read theirs (L2) while they hold a post of the division. Everybody else
    in the trust, the lead who comes in too, reads L1 once the division is released.
    """
    questionnaire = questionnaire_of(asked)
    comparison = comparison_for(session, viewer, asked, questionnaire)
    inside = _inside(session, viewer, asked, division, questionnaire)
    result = next((each for each in comparison.divisions if each.key == division.key), None)
    if result is None:
        return None, "this division takes no part in the round"
    if inside is None and not result.released:
        return None, result.reason
    people = people_to_talk_to(session, division)
    return handover_of(comparison, questionnaire, division.key, people, inside), ""


def issued_packs(
    session: Session, viewer: Viewer, asked: Round, division: Division, pack: Handover
) -> list[Report]:
    """The packs of this edition that were issued, newest first, if the viewer may read them."""
    found = session.scalars(reports_of(asked, division, handover_edition(pack)))
    return [each for each in found if may_read_report(session, viewer, each)]


def _inside(
    session: Session,
    viewer: Viewer,
    asked: Round,
    division: Division,
    questionnaire: Questionnaire,
) -> Inside | None:
    """Nothing for those who have left their post: elsewhere in the trust they read as others do."""
    if not holds_post(viewer, division):
        return None
    return inside_for(session, viewer, asked, division, questionnaire)


def people_to_talk_to(session: Session, division: Division) -> tuple[Holder, ...]:
    """The leads in post today and the coordinator: known inside the trust; no figure is near."""
    today = london_day(now())
    leads = [
        Holder(
            f"{role.capitalize()} lead",
            tuple(each.person.name for each in holders(session, division, role, today)),
        )
        for role in LEAD_ROLES
    ]
    coordinators = [
        tenure.person.name
        for tenure in tenures_of(session, division.trust)
        if tenure.role == "coordinator" and tenure.holds_on(today)
    ]
    return (*leads, Holder("Coordinator of the trust", tuple(sorted(coordinators))))
