"""What divisions plan, and what was issued for them."""

from flask import url_for

from benchmark.assessment.calendar import london_day
from benchmark.comparison.content import Comparison
from benchmark.comparison.following_up import PlannedAction
from benchmark.database.rounds import Report, Round
from benchmark.web.api.documents import Action, HiddenDivision, Removed, ReportEntry, RoundEntry
from benchmark.web.api.figures import hidden

PARTS = ("divisions", "scores", "variation", "plans", "reports")


def round_entry(asked: Round) -> RoundEntry:
    trust = asked.trust.code
    return RoundEntry.model_validate(
        {
            "id": asked.id,
            "title": asked.title,
            "questionnaire": asked.questionnaire,
            "opens_on": asked.opens_on,
            "closes_on": asked.closes_on,
            "state": asked.state,
            "removed": _removed(asked),
        }
        | {part: url_for(f"api.{part}", trust=trust, round_id=asked.id) for part in PARTS}
    )


def _removed(asked: Round) -> Removed | None:
    if asked.removed_at is None or asked.removed_after is None:
        return None
    return Removed(on=london_day(asked.removed_at), after_years=asked.removed_after)


def actions(comparison: Comparison) -> tuple[Action, ...]:
    return tuple(_action(each) for each in comparison.actions)


def _action(planned: PlannedAction) -> Action:
    return Action.model_validate({name: getattr(planned, name) for name in Action.model_fields})


def hidden_plans(comparison: Comparison, division: str | None) -> list[HiddenDivision]:
    """Whose plan is not shown; of one division, or of all."""
    return [
        HiddenDivision(division=each.key, name=each.name, plan=hidden(each.reason))
        for each in comparison.divisions
        if each.reason and division in (None, each.key)
    ]


def report_entry(report: Report) -> ReportEntry:
    return ReportEntry.model_validate(
        {
            "id": report.id,
            "kind": report.kind,
            "level": report.level,
            "division": report.division.key if report.division else None,
            "issued_at": report.issued_at,
            "data_cut": report.data_cut,
            "content_hash": report.content_hash,
            "pdf": url_for("api.pdf", report_id=report.id),
            "verify": url_for("reports.verify", content_hash=report.content_hash),
        }
    )
