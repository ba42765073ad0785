"""Issuing reports: an issued report is a row with its bytes, and never changes."""

import hashlib

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from benchmark.assessment.over_rounds import comparison_over_rounds
from benchmark.comparison.brief import division_brief
from benchmark.comparison.content import Comparison
from benchmark.database.people import Division, Trust
from benchmark.database.rounds import Report, Round
from benchmark.disclosure.levels import Seat, Viewer
from benchmark.questionnaire.definition import Questionnaire
from benchmark.report.division import division_report
from benchmark.report.trust import trust_report

LEVEL = "L1"


def issue_division_report(
    session: Session,
    asked: Round,
    division: Division,
    comparison: Comparison,
    questionnaire: Questionnaire,
) -> Report:
    """The division's report with this content; a second call returns the first report."""
    _wait_for_others(session, asked)
    known = issued(session, asked, division, comparison)
    return known or _issue(
        session, asked, division, comparison, division_pdf(comparison, questionnaire, division.key)
    )


def issue_trust_report(session: Session, asked: Round, comparison: Comparison) -> Report:
    """The trust's report with this content; a second call returns the first report."""
    _wait_for_others(session, asked)
    known = issued(session, asked, None, comparison)
    return known or _issue(session, asked, None, comparison, trust_report(comparison))


def keep_report(
    session: Session, asked: Round, division: Division | None, comparison: Comparison, pdf: bytes
) -> Report:
    """Issue what was painted before this transaction began: no lock is held while it is painted.

    Whoever comes second gets the report of the first.
    """
    _wait_for_others(session, asked)
    known = issued(session, asked, division, comparison)
    return known or _issue(session, asked, division, comparison, pdf)


def _wait_for_others(session: Session, asked: Round) -> None:
    # of two who issue at once, the second waits here and then finds the report of the first
    session.execute(select(Round.id).where(Round.id == asked.id).with_for_update())


def division_pdf(comparison: Comparison, questionnaire: Questionnaire, division: str) -> bytes:
    """The same bytes for the same content, whoever asks: page, command or test."""
    return division_report(comparison, division_brief(comparison, questionnaire, division))


def issued(
    session: Session, asked: Round, division: Division | None, comparison: Comparison
) -> Report | None:
    """The report that was issued with exactly this content."""
    query = reports_of(asked, division).where(Report.content_hash == comparison.content_hash)
    return session.scalar(query)


def reports_of(asked: Round, division: Division | None) -> Select[Report]:
    wanted = division.id if division else None
    return (
        select(Report)
        .where(Report.round_id == asked.id, Report.division_id.is_not_distinct_from(wanted))
        .order_by(Report.issued_at.desc(), Report.id)
    )


def _issue(
    session: Session, asked: Round, division: Division | None, comparison: Comparison, pdf: bytes
) -> Report:
    if comparison.data_cut is None:
        raise ValueError("nothing has been released, so there is nothing to report")
    report = Report(
        round=asked,
        division=division,
        level=LEVEL,
        kind="division" if division else "trust",
        content_hash=comparison.content_hash,
        pdf_hash=hashlib.sha256(pdf).hexdigest(),
        data_cut=comparison.data_cut,
        pdf=pdf,
    )
    session.add(report)
    session.flush()
    return report


def issue_round(
    session: Session, asked: Round, questionnaire: Questionnaire, division: Division | None = None
) -> list[Report]:
    """The reports of the trust and of its released divisions, or of the one division named."""
    comparison = comparison_over_rounds(session, reader_of(asked.trust), asked, questionnaire)
    if not comparison.released:
        return []
    places = {place.key: place for place in asked.trust.divisions}
    wanted = [division] if division else [places[result.key] for result in comparison.released]
    return [
        issue_trust_report(session, asked, comparison),
        *(
            issue_division_report(session, asked, place, comparison, questionnaire)
            for place in wanted
        ),
    ]


def reader_of(trust: Trust) -> Viewer:
    """Somebody of the trust who sees L1 and nothing more: for whom reports are written."""
    return Viewer(0, "reader of the report", (Seat("improvement", trust.code),))
