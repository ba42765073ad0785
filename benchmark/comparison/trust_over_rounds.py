"""What became of the trust's own means between two rounds: over the divisions that are in both."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

from benchmark.comparison.bands import Bands, overall_change, practice_change
from benchmark.comparison.changes import (
    DivisionOverRounds,
    PracticeOverRounds,
    TrustOverRounds,
)
from benchmark.comparison.content import Comparison
from benchmark.comparison.figure import Figure
from benchmark.disclosure.levels import FEWEST_DIVISIONS

TOO_FEW_IN_BOTH = f"needs at least {FEWEST_DIVISIONS} divisions with the figure in both rounds"
BAND_INSTEAD = "the band of noise around the change takes its place"


def trust_over_rounds(
    earlier: Comparison,
    later: Comparison,
    divisions: Sequence[DivisionOverRounds],
    bands: Bands,
    shares: Sequence[float],
) -> TrustOverRounds:
    """Means over the divisions in both rounds, each where both rounds show the trust's figures.

    ``shares`` of the comparable practices in an overall figure.
    """
    hidden = later.trust.overall.reason or earlier.trust.overall.reason
    known = [each for each in divisions if each.change]
    before = _mean([each.before.value for each in known], hidden)
    after = _mean([each.after.value for each in known], hidden)
    new = [each.new_leads for each in known]
    return TrustOverRounds(
        counted=len(known),
        before=before,
        after=after,
        practices=tuple(
            _practice(list(rows), divisions, bands, hidden)
            for rows in zip(*(each.practices for each in divisions), strict=True)
        ),
        change=None
        if before.value is None or after.value is None
        else overall_change(bands, before.value, after.value, shares, new),
    )


def _mean(values: Sequence[float | None], hidden: str) -> Figure:
    known = [value for value in values if value is not None]
    if hidden or len(known) < FEWEST_DIVISIONS:
        return Figure(reason=hidden or TOO_FEW_IN_BOTH)
    return Figure(fmean(known), interval_reason=BAND_INSTEAD)


def _practice(
    rows: Sequence[PracticeOverRounds],
    divisions: Sequence[DivisionOverRounds],
    bands: Bands,
    hidden: str,
) -> PracticeOverRounds:
    pairs = [
        (row.before.value, row.after.value, division.new_leads)
        for row, division in zip(rows, divisions, strict=True)
    ]
    both = [(b, a, new) for b, a, new in pairs if b is not None and a is not None]
    before = _mean([b for b, _, _ in both], hidden)
    after = _mean([a for _, a, _ in both], hidden)
    found = replace(rows[0], before=before, after=after, change=None, counted=len(both))
    if before.value is None or after.value is None:
        return found
    centres = [((b + a) / 2, new) for b, a, new in both]
    return replace(found, change=practice_change(bands, before.value, after.value, centres))
