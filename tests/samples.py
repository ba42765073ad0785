"""Invented comparisons for tests of charts, pages and reports; no real trust or person."""

import dataclasses
import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from random import Random
from statistics import NormalDist, fmean, quantiles

from benchmark.comparison.content import (
    Comparison,
    DivisionResult,
    Figure,
    NormFigures,
    PracticeHeading,
    SectionHeading,
    TrustResult,
)
from benchmark.comparison.counting import scoring_words
from benchmark.comparison.wording import words_for_difference
from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaire
from benchmark.scoring.schedule import first_schedule

SEVEN = (
    "Medicine",
    "Surgery and theatres",
    "Women's and children's services",
    "Emergency and acute care",
    "Cancer services",
    "Diagnostics and therapies",
    "Community and older people's care",
)
TOO_FEW = "needs at least four divisions"
NOT_COMPLETE = "2 of 3 complete"
HOSTILE = (
    '<b>bold?</b> <script>alert("1")</script> & &amp; </para> <font color="red">=SUM(A1)',
    "Ŵyneb yr ysbyty: tŷ, môr, ŷd, â ê î ô û ŵ",
    "control \x00\x07\x1b[31m and \u202egnimoc rebmun\u202c, a face \U0001f600, 漢字, \ud800",
    "first line\r\nsecond line\n\nafter an empty line\tand a tab",
    "one-very-long-word-" * 40,
)


@cache
def sample_questionnaire() -> Questionnaire:
    return read_questionnaire(questionnaire_folder() / "management-practice-1.0.yaml")


@cache
def seven_divisions() -> Comparison:
    """Six divisions released, one at two of three; differences, intervals and norm shown."""
    levels = {f"d{n}": _levels(n) for n in range(7)}
    names = dict(zip(levels, SEVEN, strict=True))
    return comparison(levels, names, hidden={"d4": NOT_COMPLETE}, evidence=_evidence())


@cache
def two_divisions() -> Comparison:
    """Too few divisions: levels are shown, figures of the trust and intervals are not."""
    levels = {"medicine": _levels(1), "surgery": _levels(2)}
    shown = comparison(levels, {"medicine": "Medicine", "surgery": "Surgery"})
    return dataclasses.replace(
        shown,
        divisions=tuple(_without_intervals(division) for division in shown.divisions),
        trust=_hidden_trust(shown, TOO_FEW),
        finding="Two divisions are released. With fewer than four divisions, differences between "
        "divisions cannot be told from chance.",
        differences=(),
        caution="Intervals are not shown: needs at least four divisions.",
    )


@cache
def nothing_released() -> Comparison:
    """No division has three submissions yet."""
    levels = {"medicine": _levels(1), "surgery": _levels(2)}
    hidden = {"medicine": "1 of 3 complete", "surgery": "0 of 3 complete"}
    shown = comparison(levels, {"medicine": "Medicine", "surgery": "Surgery"}, hidden=hidden)
    return dataclasses.replace(
        shown,
        trust=_hidden_trust(shown, TOO_FEW),
        data_cut=None,
        norm=None,
        finding="Nothing can be shown yet: Medicine 1 of 3 complete and Surgery 0 of 3 complete.",
        differences=(),
        caution="Intervals are not shown: needs at least four divisions.",
    )


@cache
def hostile() -> Comparison:
    """Very long names, markup, control characters, Welsh letters and 100 kB of evidence."""
    levels = {f"d{n}": _levels(n) for n in range(23)}
    names = {key: f"{HOSTILE[n % 5]} {n}" for n, key in enumerate(levels)}
    long_text = "Evidence & <evidence> that goes on and on. " * 2400
    evidence = {"d0": {"patient-flow": (*HOSTILE, long_text, "x" * 20_000), "talent": (" ",)}}
    shown = comparison(levels, names, hidden={"d5": "1 of 3 complete " * 12}, evidence=evidence)
    return dataclasses.replace(
        shown,
        trust_name=f"{HOSTILE[0]} {HOSTILE[1]} " + "Trust " * 50,
        round_title=HOSTILE[2],
        finding=HOSTILE[0],
        differences=HOSTILE,
    )


def many_divisions(count: int) -> Comparison:
    levels = {f"d{n}": _levels(n) for n in range(count)}
    return comparison(
        levels, {key: f"Division of {SEVEN[n % 7]} {n}" for n, key in enumerate(levels)}
    )


def comparison(
    levels: Mapping[str, Mapping[str, int | None]],
    names: Mapping[str, str],
    *,
    hidden: Mapping[str, str] | None = None,
    evidence: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None,
) -> Comparison:
    """A comparison from whole levels by division and practice; ``hidden`` gives reasons."""
    hidden, evidence = hidden or {}, evidence or {}
    released = {key: levels[key] for key in levels if key not in hidden}
    trust = _trust(released)
    return Comparison(
        trust_code="ZZN",
        trust_name="North Invented Hospitals NHS Trust",
        invented=True,
        round_id="r7f3k2",
        round_title="Autumn round 2026",
        data_cut=datetime(2026, 10, 24, 22, 41, tzinfo=UTC),
        questionnaire="management-practice-1.0",
        questionnaire_hash=hashlib.sha256(b"questionnaire").hexdigest(),
        schedule="1.0",
        scoring=scoring_words(sample_questionnaire(), first_schedule()),
        software="0.1.0",
        scale=sample_questionnaire().scale,
        sections=_headings(),
        divisions=tuple(
            _division(key, names[key], levels[key], trust, hidden.get(key, ""), evidence)
            for key in levels
        ),
        trust=trust,
        norm=_norm(),
        finding="With six divisions and three leads each, this round can show overall differences "
        "above 0.4 of a level from the trust's mean: Medicine is clearly lower.",
        differences=(
            "Surgery and theatres is clearly higher on building talent: level 5 against 3.0.",
            "Medicine is clearly lower on tracking performance: level 1 against 2.8.",
        ),
        caution="Each interval allows for the three leads seeing the same division differently. It "
        "is pooled over the divisions, so that it says nothing about the leads of any one of them. "
        "One practice in one division is known to within about 1.1 of a level, a division's "
        "overall score to within about 0.3.",
        content_hash=hashlib.sha256(repr((levels, names, hidden)).encode()).hexdigest(),
    )


def _headings() -> tuple[SectionHeading, ...]:
    covered = sample_questionnaire().norms[0].sections
    return tuple(
        SectionHeading(
            section.key,
            section.name,
            tuple(PracticeHeading(practice.key, practice.name) for practice in section.practices),
            section.key in covered,
        )
        for section in sample_questionnaire().sections
    )


def _norm() -> NormFigures:
    norm = next(n for n in sample_questionnaire().norms if n.key == "united-kingdom")
    return NormFigures(norm.name, norm.source, norm.year, norm.overall, dict(norm.sections))


def _levels(seed: int) -> dict[str, int | None]:
    random = Random(seed)
    centre = 2.5 + 0.25 * (seed % 5)
    drawn = {
        key: min(5, max(1, round(random.gauss(centre, 1.0)))) for key in sample_questionnaire().keys
    }
    return drawn | ({"attraction": None} if seed == 3 else {})


def _evidence() -> dict[str, dict[str, tuple[str, ...]]]:
    return {
        "d1": {
            "follow-through": (
                "Action log since April: 61 actions, 55 closed, 6 openly changed. Come and look.",
            ),
            "patient-flow": (
                "Journey map for day-case hernia with minutes between steps, redrawn in June.",
                "Photographs of the discharge lounge before and after the move.",
            ),
        }
    }


def _figure(value: float | None, half_width: float) -> Figure:
    if value is None:
        return Figure(reason="not enough answers")
    return Figure(value, max(1.0, value - half_width), min(5.0, value + half_width))


def _means(levels: Mapping[str, int | None]) -> tuple[float, float, dict[str, float]]:
    def of(keys: list[str]) -> float:
        return fmean(v for v in (levels[k] for k in keys) if v is not None)

    sections = {s.key: of([p.key for p in s.practices]) for s in sample_questionnaire().sections}
    covered = [p.key for s in _headings() if s.has_norm for p in s.practices]
    return of(list(levels)), of(covered), sections


def _division(
    key: str,
    name: str,
    levels: Mapping[str, int | None],
    trust: TrustResult,
    reason: str,
    evidence: Mapping[str, Mapping[str, tuple[str, ...]]],
) -> DivisionResult:
    overall, comparable, sections = _means(levels)
    shown: Callable[[float | None, float], Figure] = (
        (lambda _value, _half: Figure(reason=reason)) if reason else _figure
    )
    return DivisionResult(
        key=key,
        name=name,
        complete=int(reason[0]) if reason else 3,
        reason=reason,
        overall=shown(overall, 0.32),
        comparable=shown(comparable, 0.38),
        sections={section: shown(value, 0.6) for section, value in sections.items()},
        practices={practice: shown(value, 1.1) for practice, value in levels.items()},
        verdict="" if reason else _verdict(overall, trust.overall, 0.4),
        practice_verdicts={}
        if reason
        else {
            practice: "" if value is None else _verdict(value, trust.practices[practice], 1.6)
            for practice, value in levels.items()
        },
        shared_evidence={} if reason else evidence.get(key, {}),
    )


def _verdict(value: float, trust: Figure, half_width: float) -> str:
    assert trust.value is not None
    difference = value - trust.value
    chance = NormalDist().cdf(difference / (half_width / 3))
    return words_for_difference(difference - half_width, difference + half_width, chance)


def _trust(released: Mapping[str, Mapping[str, int | None]]) -> TrustResult:
    if not released:
        return TrustResult(*[Figure(reason=TOO_FEW)] * 2, {}, {}, {})
    means = [_means(levels) for levels in released.values()]
    keys = sample_questionnaire().keys
    columns = {
        key: [v for v in (levels[key] for levels in released.values()) if v is not None]
        for key in keys
    }
    sections = {key: _figure(fmean(mean[2][key] for mean in means), 0.2) for key in means[0][2]}
    return TrustResult(
        overall=_figure(fmean(mean[0] for mean in means), 0.13),
        comparable=_figure(fmean(mean[1] for mean in means), 0.15),
        sections=sections,
        practices={key: _figure(fmean(column), 0.45) for key, column in columns.items()},
        middle_half={key: _quartiles(column) for key, column in columns.items()},
    )


def _quartiles(column: list[int]) -> tuple[float, float]:
    low, _, high = quantiles(column, n=4, method="inclusive") if len(column) > 1 else column * 3
    return float(low), float(high)


def _hidden_trust(shown: Comparison, reason: str) -> TrustResult:
    figure = Figure(reason=reason)
    return TrustResult(
        overall=figure,
        comparable=figure,
        sections={section.key: figure for section in shown.sections},
        practices={p.key: figure for section in shown.sections for p in section.practices},
        middle_half={},
    )


def _without_intervals(division: DivisionResult) -> DivisionResult:
    def bare(figure: Figure) -> Figure:
        return figure if figure.value is None else Figure(figure.value, interval_reason=TOO_FEW)

    return dataclasses.replace(
        division,
        overall=bare(division.overall),
        comparable=bare(division.comparable),
        sections={key: bare(figure) for key, figure in division.sections.items()},
        practices={key: bare(figure) for key, figure in division.practices.items()},
        verdict="",
        practice_verdicts=dict.fromkeys(division.practices, ""),
    )
