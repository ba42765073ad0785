"""One report of every kind that there is, from invented data: what holds of each is tested once."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from benchmark.comparison.compare import compare
from benchmark.comparison.content import Comparison
from benchmark.comparison.correction import Notice, notice_of
from benchmark.comparison.division_content import content_of
from benchmark.comparison.inside import Inside
from benchmark.report.agenda import agenda_pdf
from benchmark.report.analysis import analysis_pdf
from benchmark.report.correction import correction_pdf
from benchmark.report.division import division_report
from benchmark.report.handover import handover_pdf
from benchmark.report.paper import questionnaire_pdf
from benchmark.report.practices import practice_pack_pdf
from benchmark.report.trust import trust_report
from tests.comparison.facts import READER, decidable, facts
from tests.comparison.insides import some_inside
from tests.comparison.packs import empty_pack, pack_of_others, pack_of_the_three
from tests.comparison.test_analysis_parts import ANALYSIS
from tests.report.test_agenda import usual
from tests.report.test_correction import ISSUED, SECOND, notice
from tests.report.test_paper import form
from tests.report.test_practices import PLAIN, with_plans
from tests.samples import (
    HOSTILE,
    hostile,
    many_divisions,
    nothing_released,
    sample_questionnaire,
    seven_divisions,
    two_divisions,
)

KINDS: dict[str, Callable[[], bytes]] = {
    "division": lambda: division_of(seven_divisions(), "d1"),
    "division, for its three": lambda: division_of(seven_divisions(), "d1", some_inside()),
    "division, hostile texts": lambda: division_of(hostile(), "d0"),
    "division of two": lambda: division_of(two_divisions(), "surgery"),
    "trust": lambda: trust_report(seven_divisions()),
    "trust with every picture": lambda: trust_report(compare(facts(decidable(1)), READER)),
    "trust of 19": lambda: trust_report(many_divisions(19)),
    "trust with nothing released": lambda: trust_report(nothing_released()),
    "practices": lambda: practice_pack_pdf(with_plans(seven_divisions(), PLAIN)),
    "practices, hostile texts": lambda: practice_pack_pdf(with_plans(hostile(), HOSTILE)),
    "correction notice": lambda: correction_pdf(notice(), ISSUED),
    "short correction notice": lambda: correction_pdf(short_notice(), ISSUED),
    "agenda of a meeting": lambda: agenda_pdf(usual()),
    "handover pack": lambda: handover_pdf(pack_of_others()),
    "handover pack of the three": lambda: handover_pdf(pack_of_the_three(*HOSTILE)),
    "handover pack of nothing": lambda: handover_pdf(empty_pack()),
    "questionnaire on paper": lambda: questionnaire_pdf(form("1.1")),
    "analysis of a file": lambda: analysis_pdf(ANALYSIS, "ratings.csv", (1.0, 5.0)),
}


def division_of(comparison: Comparison, key: str, inside: Inside | None = None) -> bytes:
    return division_report(content_of(comparison, sample_questionnaire(), key, inside=inside))


def short_notice() -> Notice:
    before = two_divisions()
    return notice_of(before, replace(before, schedule="1.1", finding="Otherwise."), SECOND)


@cache
def pdf_of(kind: str) -> bytes:
    return KINDS[kind]()
