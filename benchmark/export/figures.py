"""The sheets of a comparison: what its page shows to this reader, for the reader's own tools."""

from collections.abc import Iterator, Mapping

from benchmark.comparison.content import (
    Comparison,
    DivisionResult,
    Figure,
    SectionHeading,
    TrustResult,
)
from benchmark.comparison.wording import one_decimal
from benchmark.export.dictionary import HEADER as DICTIONARY_HEADER
from benchmark.export.labels import Label, Labelled
from benchmark.export.sheets import Cell, Sheet
from benchmark.questionnaire.definition import Questionnaire

FIGURES = "figures"
DECIMALS = 6
COLUMNS = {
    "division": "Key of the division; empty for the means of the trust",
    "division-name": "Name of the division, or Trust",
    "kind": "practice, section, overall (all practices) or comparable (those with an outside norm)",
    "key": "Key of the practice or section; empty for overall and comparable",
    "name": "Name of the practice or section",
    "section": "Key of the section of a practice",
    "value": "Of a division's practice the released level, 1 to 5; otherwise a mean of levels",
    "low": "Lower end of the 95% interval, pooled over divisions, with one decimal as on the page",
    "high": "Upper end of the 95% interval, pooled over divisions, with one decimal as on the page",
    "not-shown": "Why there is no value; empty where there is one. Never 0",
    "no-interval": "Why a value has no interval",
    "in-words": "The division against its own trust, by simultaneous 95% intervals",
    "adjusted": (
        "Benjamini-Hochberg value of a practice's difference from the trust's mean; the family is "
        "every practice of every division shown. Empty while figures pooled over divisions are not "
        "shown; 0.001 also stands for less. Words follow the intervals, never this value"
    ),
}
FURTHER = {
    "evidence": ("division", "practice", "text"),
    "offers": ("division", "practice", "kind", "words", "contact"),
    "actions": ("division", "practice", "what", "owner", "due", "measure", "state", "progress"),
    "lead-changes": ("division", "role", "kind", "on"),
}
TITLES = {
    FIGURES: "Figures",
    "evidence": "Shared evidence",
    "offers": "Offers and requests",
    "actions": "Actions",
    "lead-changes": "Changes of lead",
    "dictionary": "Data dictionary",
}


def comparison_sheets(
    comparison: Comparison, questionnaire: Questionnaire, schedule: Mapping[str, str]
) -> dict[str, Sheet]:
    """Every table by its key: figures, what people wrote for the trust, and the dictionary.

    A table without a row is left out; ``schedule`` holds the rules that make figures of levels.
    """
    rows: dict[str, tuple[tuple[Cell, ...], ...]] = {FIGURES: tuple(_figures(comparison))}
    rows["evidence"] = tuple(_evidence(comparison))
    for key, found in (
        ("offers", comparison.offers),
        ("actions", comparison.actions),
        ("lead-changes", comparison.lead_changes),
    ):
        rows[key] = tuple(
            tuple(str(getattr(each, name)) for name in FURTHER[key]) for each in found
        )
    header = {FIGURES: tuple(COLUMNS), **FURTHER}
    sheets = {key: Sheet(TITLES[key], header[key], found) for key, found in rows.items() if found}
    lines = tuple(_dictionary(comparison, questionnaire, schedule))
    return sheets | {"dictionary": Sheet(TITLES["dictionary"], DICTIONARY_HEADER, lines)}


def labelled(sheets: Mapping[str, Sheet], table: str) -> Labelled:
    """One of the sheets for the formats that carry the others inside."""
    labels = {name: Label(text) for name, text in COLUMNS.items()} if table == FIGURES else {}
    others = {key: sheet for key, sheet in sheets.items() if key != table}
    return Labelled(sheets[table], labels, others)


def _figures(comparison: Comparison) -> Iterator[tuple[Cell, ...]]:
    for division in comparison.divisions:
        yield from _scores(comparison, division, (division.key, division.name))
    yield from _scores(comparison, comparison.trust, ("", "Trust"))


def _scores(
    comparison: Comparison, scores: DivisionResult | TrustResult, whose: tuple[str, str]
) -> Iterator[tuple[Cell, ...]]:
    division = scores if isinstance(scores, DivisionResult) else None
    hidden = division.reason if division else ""
    verdict = division.verdict if division else ""
    yield (
        *whose, "overall", "", "All practices", "", *_numbers(scores.overall, hidden), verdict, ""
    )  # fmt: skip
    if comparison.norm:
        name = "Practices with an outside norm"
        yield (*whose, "comparable", "", name, "", *_numbers(scores.comparable, hidden), "", "")
    for section in comparison.sections:
        figure = scores.sections[section.key]
        yield (*whose, "section", section.key, section.name, "", *_numbers(figure, hidden), "", "")
        yield from _practices(comparison, scores, section, whose)


def _practices(
    comparison: Comparison,
    scores: DivisionResult | TrustResult,
    section: SectionHeading,
    whose: tuple[str, str],
) -> Iterator[tuple[Cell, ...]]:
    division = scores if isinstance(scores, DivisionResult) else None
    words = division.practice_verdicts if division else {}
    adjusted = comparison.adjusted.get(division.key, {}) if division else {}
    for practice in section.practices:
        key = practice.key
        figure = _numbers(scores.practices[key], division.reason if division else "")
        about = (key, practice.name, section.key)
        yield (*whose, "practice", *about, *figure, words.get(key, ""), adjusted.get(key, ""))


def _numbers(figure: Figure, hidden: str) -> tuple[Cell, ...]:
    """Value, low, high and the two reasons; of a division that is hidden its reason only."""
    if hidden:
        return ("", "", "", hidden, "")
    # more digits of a pooled interval would say more of the leads than the page does
    ends = ("" if end is None else float(one_decimal(end)) for end in (figure.low, figure.high))
    return (_cell(figure.value), *ends, figure.reason, figure.interval_reason)


def _cell(value: float | None) -> Cell:
    """Whole levels stay whole; nothing, and never 0, where there is no value."""
    if value is None:
        return ""
    return int(value) if value == int(value) else round(value, DECIMALS)


def _evidence(comparison: Comparison) -> Iterator[tuple[Cell, ...]]:
    for division in comparison.divisions:
        for practice, texts in division.shared_evidence.items():
            for text in texts:
                yield division.key, practice, text


def _dictionary(
    comparison: Comparison, questionnaire: Questionnaire, schedule: Mapping[str, str]
) -> Iterator[tuple[Cell, ...]]:
    about = {
        "trust": f"{comparison.trust_code} {comparison.trust_name}",
        "data": "invented" if comparison.invented else "real",
        "round": f"{comparison.round_id} {comparison.round_title}",
        "questionnaire": comparison.questionnaire,
        "questionnaire-hash": comparison.questionnaire_hash,
        "schedule": comparison.schedule,
        "data-cut": comparison.data_cut.isoformat() if comparison.data_cut else "",
        "software": comparison.software,
        "content-hash": comparison.content_hash,
        "finding": comparison.finding,
        "how-sure": comparison.caution,
        "use": "Personal data about identifiable people; not for appraisal, pay or discipline",
    }
    for name, value in about.items():
        yield "about", name, value, ""
    for name, meaning in COLUMNS.items():
        yield "column", name, "", meaning
    for division in comparison.divisions:
        yield "division", division.key, "", division.name
    for practice in questionnaire.practices:
        yield "practice", practice.key, "", f"{practice.name}: {practice.statement}"
        for level, text in enumerate(practice.levels, start=1):
            yield "level", practice.key, level, text
    for name, rule in schedule.items():
        yield "schedule", name, "", rule
