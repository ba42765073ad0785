"""A pool as JSON, for programs, and as lines, for whoever reads them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from benchmark.pool.distribution import Distribution
from benchmark.pool.norms import ALL, Figure, Groups
from benchmark.pool.pooling import Pool
from benchmark.pool.spread import Interval, Spread


def as_json(pools: Sequence[Pool]) -> str:
    """All pools as one JSON text; the same pools give the same bytes.

    Where a figure is hidden there stands "not shown" with the rule, as a text in its place.
    """
    found: dict[str, Any] = {"pools": [asdict(each) for each in pools]}
    return json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def as_lines(found: Pool) -> Iterator[str]:
    """What a reader wants first: who is in it, the norms of all trusts, where variation lies."""
    said = "invented data, " if found.invented else ""
    yield f"{found.questionnaire}: {said}{len(found.members):,} trusts"
    yield (
        f"  {found.divisions:,} divisions, {found.leads:,} leads, {found.answers:,} scored answers"
    )
    yield _line("overall", found.norms.overall[ALL])
    yield from _named(found.norms.sections)
    yield from (f"  {line.strip()} (role)" for line in _named(found.norms.roles))
    for region, figure in found.norms.overall.items():
        if region != ALL:
            yield _line(f"overall, region {region}", figure)
    yield from _spread(found.spread)
    yield from (f"  left out: {who}: {why}" for who, why in found.left_out.items())


def _named(figures: Mapping[str, Groups]) -> Iterator[str]:
    return (_line(name, groups[ALL]) for name, groups in figures.items())


def _line(name: str, figure: Figure) -> str:
    if isinstance(figure, Distribution):
        interval = f"{figure.low:.2f} to {figure.high:.2f}, SD {figure.sd:.2f}"
        return f"  {name}: {figure.mean:.2f} ({interval}, {figure.trusts} trusts)"
    return f"  {name}: {figure}"


def _spread(spread: Spread) -> Iterator[str]:
    yield f"  within-trust share: {_interval(spread.within_trust_share)}"
    if isinstance(spread.variances, str):
        yield f"  variances: {spread.variances}"
        return
    for name, value in spread.variances.items():
        yield f"  variance, {name.replace('_', ' x ')}: {_interval(value)}"


def _interval(found: Interval | str) -> str:
    if isinstance(found, str):
        return found
    return f"{found.value:.3f} ({found.low:.3f} to {found.high:.3f})"
