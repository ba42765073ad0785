"""The sheet of calibration: each lead's scores as given and adjusted for leniency, side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmark.export.answers import LEAD, Lead
from benchmark.export.sheets import Cell, Sheet
from benchmark.questionnaire.definition import Questionnaire

TITLE = "Calibration"
PART = "calibration"  # in the data dictionary
DECIMALS = 6
LENIENCY = ("leniency", "leniency-shrunken", "leniency-error", "leniency-kept")
REASON = "not-adjusted-because"
OVERALL = ("overall-raw", "overall-adjusted")
RAW, ADJUSTED = "raw", "adjusted"
MEANINGS = {
    LENIENCY[0]: "Mean difference from the key over the scenes, in levels; above 0 is lenient",
    LENIENCY[1]: "The same, drawn towards the mean of the leads in this file: what is taken off",
    LENIENCY[2]: "Standard error of leniency-shrunken, in levels; the same for every lead",
    LENIENCY[3]: "Share, 0 to 1, of a lead's difference from the mean that shrinking leaves",
    REASON: "Why leniency and adjusted scores are empty; empty where they are given",
    OVERALL[0]: "The lead's own overall score under the schedule, as answered",
    OVERALL[1]: "overall-raw less leniency-shrunken; beside it, never instead of it",
}
CAUTION = (
    "No page, report or answer uses leniency. An empty raw score: not enough answers under the "
    "schedule; never 0. An adjusted score may lie outside 1 to 5"
)


@dataclass(frozen=True, slots=True)
class Calibrated:
    """One lead: ``leniency`` in the order of ``LENIENCY``, or the reason why there is none.

    ``raw`` and ``adjusted`` hold the overall score and then each section's; None = no score.
    """

    lead: Lead
    leniency: tuple[float, ...]
    reason: str
    raw: tuple[float | None, ...]
    adjusted: tuple[float | None, ...]

    def __post_init__(self) -> None:
        if bool(self.leniency) == bool(self.reason):
            raise ValueError("a lead has a leniency or the reason why there is none")


def calibration_sheet(questionnaire: Questionnaire, leads: Sequence[Calibrated]) -> Sheet:
    """Return one row a lead; raw and adjusted scores stand beside each other."""
    return Sheet(TITLE, _header(questionnaire), tuple(_row(each) for each in leads))


def calibration_lines(questionnaire: Questionnaire) -> Iterator[tuple[Cell, ...]]:
    """Yield what the data dictionary says of the sheet's columns, but for whose rows they are."""
    yield PART, "", "", CAUTION
    for name, meaning in MEANINGS.items():
        yield PART, name, "", meaning
    for section in questionnaire.sections:
        raw, adjusted = _section_columns(section.key)
        yield PART, raw, "", f"The lead's own score of “{section.name}” under the schedule"
        yield PART, adjusted, "", f"{raw} less {LENIENCY[1]}"


def _header(questionnaire: Questionnaire) -> tuple[str, ...]:
    pairs = [OVERALL, *(_section_columns(section.key) for section in questionnaire.sections)]
    return (*LEAD, *LENIENCY, REASON, *(name for pair in pairs for name in pair))


def _section_columns(section: str) -> tuple[str, str]:
    return f"{section}:{RAW}", f"{section}:{ADJUSTED}"


def _row(each: Calibrated) -> tuple[Cell, ...]:
    lead = (each.lead.trust, each.lead.division, each.lead.role)
    leniency = each.leniency or (None,) * len(LENIENCY)
    pairs = zip(each.raw, each.adjusted, strict=True)
    scores = (_cell(score) for pair in pairs for score in pair)
    return (*lead, *map(_cell, leniency), each.reason, *scores)


def _cell(value: float | None) -> Cell:
    """Return the number; nothing, and never 0, where there is none."""
    return "" if value is None else round(value, DECIMALS)
