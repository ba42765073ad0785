"""Issuing reports: an issued report is a row with its bytes, and never changes."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from benchmark.assessment.over_rounds import comparison_over_rounds
from benchmark.assessment.results import reader_of
from benchmark.assessment.rounds import progress_of
from benchmark.comparison.content import Comparison
from benchmark.comparison.division_content import DivisionContent, content_of
from benchmark.comparison.handover import HANDOVER, Handover
from benchmark.database.people import Division
from benchmark.database.rounds import Report, Round
from benchmark.questionnaire.definition import Questionnaire
from benchmark.report.division import division_report
from benchmark.report.handover import handover_pdf
from benchmark.report.trust import trust_report


@dataclass(frozen=True, slots=True)
class Edition:
    """Which document of a round this is; each is found again by its own kind and level."""

    kind: str
    level: str


@dataclass(frozen=True, slots=True)
class Said:
    """What is kept of a document beside its bytes."""

    content_hash: str
    data_cut: datetime | None  # None: it says nothing, and is not issued
    pooled: int  # see ``Report.pooled``


LEVEL = "L1"  # of everything that readers in the trust get
TRUST_REPORT = Edition("trust", LEVEL)
DIVISION_REPORT = Edition("division", LEVEL)
OF_THE_THREE = Edition("division", "L2")  # readable by the division's own three leads only


def edition_of(content: DivisionContent) -> Edition:
    return Edition(DIVISION_REPORT.kind, content.edition)


def issue_division_report(
    session: Session, asked: Round, division: Division, content: DivisionContent
) -> Report:
    """The division's report with this content; a second call returns the first report."""
    _wait_for_others(session, asked)
    edition = edition_of(content)
    known = issued(session, asked, division, content.content_hash, edition)
    said = _said(session, asked, content.comparison)
    return known or _issue(session, asked, division, edition, said, division_report(content))


def issue_trust_report(session: Session, asked: Round, comparison: Comparison) -> Report:
    """The trust's report with this content; a second call returns the first report."""
    _wait_for_others(session, asked)
    known = issued(session, asked, None, comparison.content_hash, TRUST_REPORT)
    said = _said(session, asked, comparison)
    return known or _issue(session, asked, None, TRUST_REPORT, said, trust_report(comparison))


def handover_edition(pack: Handover) -> Edition:
    return Edition(HANDOVER, pack.edition)


def issue_handover(session: Session, asked: Round, division: Division, pack: Handover) -> Report:
    """The division's handover pack with this content; a second call returns the first."""
    _wait_for_others(session, asked)
    edition = handover_edition(pack)
    known = issued(session, asked, division, pack.content_hash, edition)
    said = Said(pack.content_hash, pack.data_cut, pooled=0)  # it has no figure of the trust
    return known or _issue(session, asked, division, edition, said, handover_pdf(pack))


def keep_report(
    session: Session,
    asked: Round,
    division: Division | None,
    edition: Edition,
    said: Comparison,
    pdf: bytes,
) -> Report:
    """Issue what was painted before this transaction began: no lock is held while it is painted.

    Whoever comes second gets the report of the first. ``said`` is what the PDF says.
    """
    _wait_for_others(session, asked)
    known = issued(session, asked, division, said.content_hash, edition)
    return known or _issue(session, asked, division, edition, _said(session, asked, said), pdf)


def _wait_for_others(session: Session, asked: Round) -> None:
    # of two who issue at once, the second waits here and then finds the report of the first
    session.execute(select(Round.id).where(Round.id == asked.id).with_for_update())


def issued(
    session: Session, asked: Round, division: Division | None, content_hash: str, edition: Edition
) -> Report | None:
    """The report that was issued with exactly this content, also one that was taken out since."""
    query = _ever_issued(asked, division, edition).where(Report.content_hash == content_hash)
    return session.scalar(query)


def reports_of(asked: Round, division: Division | None, edition: Edition) -> Select[Report]:
    """Newest first. An edition of the three is listed to the three only: ask ``decide`` first."""
    return _ever_issued(asked, division, edition).where(Report.removed_at.is_(None))


def _ever_issued(asked: Round, division: Division | None, edition: Edition) -> Select[Report]:
    wanted = division.id if division else None
    return (
        select(Report)
        .where(Report.round_id == asked.id, Report.division_id.is_not_distinct_from(wanted))
        .where(Report.kind == edition.kind, Report.level == edition.level)
        .order_by(Report.issued_at.desc(), Report.id)
    )


def _issue(
    session: Session,
    asked: Round,
    division: Division | None,
    edition: Edition,
    said: Said,
    pdf: bytes,
) -> Report:
    if said.data_cut is None:
        raise ValueError("nothing has been released, so there is nothing to report")
    report = Report(
        round=asked,
        division=division,
        level=edition.level,
        kind=edition.kind,
        content_hash=said.content_hash,
        pdf_hash=hashlib.sha256(pdf).hexdigest(),
        data_cut=said.data_cut,
        pdf=pdf,
        pooled=said.pooled,
    )
    session.add(report)
    session.flush()
    return report


def _said(session: Session, asked: Round, comparison: Comparison) -> Said:
    pooled = _pooled_over(session, asked, comparison)
    return Said(comparison.content_hash, comparison.data_cut, pooled)


def _pooled_over(session: Session, asked: Round, said: Comparison) -> int:
    """How many divisions are behind its intervals; 0 where it has none."""
    if all(division.overall.low is None for division in said.released):
        return 0
    return sum(each.shown for each in progress_of(session, asked).values())


def issue_round(
    session: Session, asked: Round, questionnaire: Questionnaire, division: Division | None = None
) -> list[Report]:
    """The reports of the trust and of its released divisions, or of the one division named."""
    comparison = comparison_over_rounds(session, reader_of(asked.trust), asked, questionnaire)
    if not comparison.released:
        return []
    places = {place.key: place for place in asked.trust.divisions}
    wanted = [division.key] if division else [result.key for result in comparison.released]
    return [
        issue_trust_report(session, asked, comparison),
        *(
            issue_division_report(
                session, asked, places[key], content_of(comparison, questionnaire, key)
            )
            for key in wanted
        ),
    ]
