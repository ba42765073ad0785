"""The analysis of a ratings file as titled tables: text and PDF show the same parts."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from benchmark.comparison import analysis_words as words
from benchmark.comparison.wording import words_for_difference
from benchmark.variation.analysis import Analysis, Correlation, Limits, Panels, Rank, RoleGap
from benchmark.variation.uneven_or_low import PlaceOnMap

Cells = tuple[str, ...]
LEAST_P = 0.001
SHARES = {
    "raw": "observed",
    "corrected": "without noise",
    "low": "95% from",
    "high": "95% to",
    "placebo": "placebo",
    "placebo_low": "placebo, 95% from",
    "placebo_high": "placebo, 95% to",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A table under its title; a row of two cells says in the second why there is no figure."""

    title: str
    meaning: str
    header: Cells
    rows: tuple[Cells, ...]


def counts_of(analysis: Analysis) -> str:
    """What was read, as one line."""
    n = analysis.n
    groups = [
        f"{number} {_plural(number, word)}"
        for number, word in (
            (n.trusts, "trust"),
            (n.divisions, "division"),
            (n.raters, "rater"),
            (n.practices, "practice"),
        )
        if number is not None
    ]
    return f"{', '.join(groups)}; {n.answers} {_plural(n.answers, 'answer')}, {n.missing} missing"


def parts_of(analysis: Analysis) -> Iterator[Part]:
    """Yield every part, in the order of text and PDF; a missing figure shows its reason."""
    found = analysis.scores
    overall = ("all raters", *_numbers(analysis, "scores.overall", asdict(found.overall)))
    yield Part("Overall", words.OVERALL, ("", "mean", "SD"), (overall,))
    yield _divisions(analysis)
    yield _practices(analysis)
    yield _variances(analysis)
    yield _shares(analysis)
    yield _trusts(analysis)
    yield _noise(analysis)
    yield _claims(analysis)
    yield from _gaps(analysis)
    yield _map(analysis)
    yield _line_up(analysis)
    yield from _raters(analysis)


def reason(analysis: Analysis, path: str) -> str:
    """Why there is no figure at ``path``: the reason noted for it, or for a part above it."""
    while path not in analysis.reasons and "." in path:
        path = path.rpartition(".")[0]
    return f"not shown: {analysis.reasons.get(path, 'no reason is known')}"


def _plural(number: int, word: str) -> str:
    return word if number == 1 else f"{word}s"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _interval(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:.3f} to {high:.3f}"


def _numbers(analysis: Analysis, path: str, figures: Mapping[str, float | None]) -> Cells:
    """The figures, or where the last is missing what there is and the reason."""
    missing = [name for name, value in figures.items() if value is None]
    if not missing:
        return tuple(_number(value) for value in figures.values())
    known = [_number(value) for value in figures.values() if value is not None]
    return (" ".join([*known, reason(analysis, f"{path}.{missing[0]}")]),)


def _absent(analysis: Analysis, path: str) -> tuple[Cells, ...]:
    return (("", reason(analysis, path)),)


def _divisions(analysis: Analysis) -> Part:
    rows: list[Cells] = []
    for name, score in analysis.scores.divisions.items():
        path = f"scores.divisions.{name}"
        if score.mean is None or score.low is None:
            rows.append((name, f"{_number(score.mean)} {reason(analysis, f'{path}.low')}".strip()))
            continue
        interval = _interval(score.low, score.high)
        places = _places(analysis.ranks[name])
        shrunken = _number(score.shrunken)
        rows.append((name, _number(score.mean), interval, str(score.n), shrunken, places))
    header = ("", "mean", "95% interval", "raters", "shrunken", "places")
    cells = tuple(rows) or _absent(analysis, "scores.divisions")
    return Part("Divisions", words.DIVISIONS, header, cells)


def _places(rank: Rank | None) -> str:
    if rank is None:
        return ""
    best = "*" if rank.may_be_best else ""
    interval = f"{rank.low} to {rank.high}"
    return f"{interval if rank.rank is None else f'{rank.rank} ({interval})'}{best}"


def _practices(analysis: Analysis) -> Part:
    rows = []
    for name, score in analysis.scores.practices.items():
        figures = {"mean": score.mean, "sd": score.sd}
        cells = _numbers(analysis, f"scores.practices.{name}", figures)
        rows.append((name, *cells, str(score.n)) if score.sd is not None else (name, *cells))
    return Part("Practices", words.PRACTICES, ("", "mean", "SD", "answers"), tuple(rows))


def _variances(analysis: Analysis) -> Part:
    found = analysis.variance
    names, free = asdict(found.components), asdict(found.unbounded)
    shares, nested = asdict(found.shares), asdict(found.nested)
    rows: list[Cells] = []
    for name, value in names.items():
        label, path = name.replace("_", " x "), f"variance.components.{name}"
        if value is None:
            rows.append((label, reason(analysis, path)))
            continue
        limits: Limits | None = found.intervals[name]
        interval = "" if limits is None else _interval(limits.low, limits.high)
        rows.append(
            (label, f"{value:.3f}", interval, _number(free[name]), f"{100 * shares[name]:.1f}%")
        )
    rows += [
        (f"reference: {name}", _number(nested[name]), "", "", "")
        if nested[name] is not None
        else (f"reference: {name}", reason(analysis, f"variance.nested.{name}"))
        for name in ("trust", "division", "rater", "residual")
    ]
    header = ("", "variance", "95% interval", "unbounded", "share")
    return Part("Where the variation lies", words.VARIANCES, header, tuple(rows))


def _shares(analysis: Analysis) -> Part:
    share = asdict(analysis.variance.within_trust_share)
    path = "variance.within_trust_share"
    rows = tuple(
        (label, _number(share[name]) or reason(analysis, f"{path}.{name}"))
        for name, label in SHARES.items()
    )
    return Part("Share of the variation within trusts", words.SHARE, ("", "share"), rows)


def _trusts(analysis: Analysis) -> Part:
    rows: list[Cells] = []
    for name, found in analysis.variance.trusts.items():
        if found.f is None:
            rows.append((name, f"not shown: {found.reading}"))
            continue
        test = f"F({found.df1}, {found.df2}) = {found.f:.2f}, {_chance(found.p)}"
        spread = (
            "" if found.sd is None else f"SD {found.sd:.3f} ({found.low:.3f} to {found.high:.3f})"
        )
        rows.append((name, test, spread, _number(found.readable), found.reading))
    header = ("", "test", "spread", "readable", "reading")
    cells = tuple(rows) or _absent(analysis, "variance.trusts")
    return Part("Divisions of one trust", words.TRUSTS, header, cells)


def _noise(analysis: Analysis) -> Part:
    rows: list[Cells] = [
        (
            name,
            _chance(found.equal_noise) or reason(analysis, f"variance.trusts.{name}.equal_noise"),
        )
        for name, found in analysis.variance.trusts.items()
    ]
    cells = tuple(rows) or _absent(analysis, "variance.trusts")
    return Part("Equal noise", words.NOISE, ("", "test"), cells)


def _chance(p: float | None) -> str:
    """A p value as it is read: three digits, and never 0."""
    return "" if p is None else "p < 0.001" if p < LEAST_P else f"p = {p:.3f}"


def _claims(analysis: Analysis) -> Part:
    claims = {
        found.divisions: (found.can, found.cannot) for found in analysis.variance.trusts.values()
    }
    rows: list[Cells] = []
    for divisions, (can, cannot) in sorted(claims.items()):
        label = f"{divisions} {_plural(divisions, 'division')}"
        rows.append((f"{label} can say", "; ".join(can) or "nothing"))
        rows.append((f"{label} cannot say", "; ".join(cannot)))
    cells = tuple(rows) or _absent(analysis, "variance.trusts")
    return Part("What one trust can honestly say", words.CLAIMS, ("", "claims"), cells)


def _gaps(analysis: Analysis) -> Iterator[Part]:
    header = ("", "gap", "shrunken", "95% interval", "reading")
    if not analysis.role_gaps:
        yield Part("Role gaps", words.GAPS, header, _absent(analysis, "role_gaps"))
    for role, gaps in analysis.role_gaps.items():
        rows = tuple(
            _gap(name, gap, reason(analysis, f"role_gaps.{role}.{name}"))
            for name, gap in gaps.items()
        )
        yield Part(f"Role gap: {role}", words.GAPS, header, rows)


def _gap(name: str, gap: RoleGap | None, why: str) -> Cells:
    if gap is None:
        return name, why
    said = words_for_difference(gap.low, gap.high, gap.chance_higher)
    return name, f"{gap.gap:+.3f}", f"{gap.shrunken:+.3f}", _interval(gap.low, gap.high), said


def _map(analysis: Analysis) -> Part:
    header = ("", "mean", "95% interval", "spread", "95% interval", "corner")
    rows = tuple(_on_map(name, place) for name, place in analysis.uneven_or_low.items())
    cells = rows or _absent(analysis, "uneven_or_low")
    return Part("Uneven or low", words.MAP, header, cells)


def _on_map(name: str, place: PlaceOnMap) -> Cells:
    mean, span = _number(place.mean), _interval(place.mean_low, place.mean_high)
    if place.corner is None:
        shown = f"{mean} ({span}); " if span else ""
        return name, f"{shown}not shown: {place.reason}"
    spread = _interval(place.spread_low, place.spread_high)
    corner = place.corner if place.clear else f"{place.corner} (not clear)"
    return name, mean, span, _number(place.spread), spread, corner


def _line_up(analysis: Analysis) -> Part:
    found: Panels | None = analysis.line_up
    title = "Line-up: could the picture be chance?"
    if found is None:
        return Part(title, words.LINE_UP, ("", ""), _absent(analysis, "line_up"))
    rows = tuple(
        (f"picture {at + 1}", f"{panel[0]:+.3f}", f"{panel[-1]:+.3f}", "real" * (at == found.place))
        for at, panel in enumerate(found.panels)
    )
    return Part(title, words.LINE_UP, ("", "highest", "lowest", ""), rows)


def _correlation(name: str, found: Correlation) -> Cells:
    """A part that is not finite shows as a dash: the meaning of the part says why."""
    test = "" if found.f is None else f"{found.f:.2f}"
    cells = (_number(found.value), _interval(found.low, found.high), test, _chance(found.p))
    return name, *(cell or "-" for cell in cells)


def _raters(analysis: Analysis) -> Iterator[Part]:
    agreement = analysis.agreement
    figures = (
        ("ICC(1)", "agreement.icc1", agreement.icc1),
        ("ICC(2)", "agreement.icc2", agreement.icc2),
        ("ICC(C,1)", "agreement.icc_c1", agreement.icc_c1),
        ("ICC(A,1)", "agreement.icc_a1", agreement.icc_a1),
        ("Krippendorff's alpha", "agreement.krippendorff_alpha", agreement.krippendorff_alpha),
        ("Cronbach's alpha", "reliability.cronbach_alpha", analysis.reliability.cronbach_alpha),
        ("division score", "reliability.division_score", analysis.reliability.division_score),
    )
    rows = tuple(
        (label, _number(value) or reason(analysis, path)) for label, path, value in figures
    )
    yield Part("Agreement and reliability", words.AGREEMENT, ("", "coefficient"), rows)
    crossed = tuple(_correlation(*pair) for pair in agreement.correlations.items())
    header = ("", "value", "95% interval", "F", "p")
    cells = crossed or _absent(analysis, "agreement.correlations")
    yield Part("Intraclass correlations", words.CORRELATIONS, header, cells)
    within = [
        (name, _number(value), _number(agreement.average_deviation[name]))
        if value is not None
        else (name, reason(analysis, f"agreement.rwg_j.{name}"))
        for name, value in agreement.rwg_j.items()
    ]
    cells = tuple(within) or _absent(analysis, "agreement.rwg_j")
    yield Part("Agreement within divisions", words.WITHIN, ("", "rwg(j)", "AD(J)"), cells)
