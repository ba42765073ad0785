"""The line-up: the real differences among pictures of divisions that do not differ at all.

Whoever can point at the real one among 20 without knowing it has seen more than chance would show
in 1 of 20 (Buja and others 2009, "Statistical inference for exploratory data analysis and model
diagnostics", Philosophical Transactions of the Royal Society A 367:4361).
"""

from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import ArrayLike

from benchmark.variation.shapes import PAIR, Floats

PANELS = 20


@dataclass(frozen=True, slots=True, eq=False)
class LineUp:
    """``panels`` (20, divisions): differences from the trust, highest first; ``place`` of the real.

    ``half_width``: of every interval, the same in all panels, in points. ``place`` counts from 0.
    """

    panels: Floats
    place: int
    half_width: float


def line_up(
    means: ArrayLike, error: float, half_width: float, seed: str, panels: int = PANELS
) -> LineUp:
    """The real means among ``panels`` - 1 sets of means that differ by noise alone.

    ``means`` (divisions,), NaN = not shown and left out; ``error``: standard error of one of them,
    so that a simulated panel is normal with that standard deviation around one common value.
    Every panel is shown as differences from its own mean, sorted, so that neither its level nor an
    order of names gives the real one away. ``seed``: any text of the round, for instance its id;
    the same text gives the same panels and place on every machine. Source: Buja and others 2009,
    Philosophical Transactions of the Royal Society A 367:4361.

    Raises ValueError with fewer than two divisions or panels, or an error that is not above 0.

    >>> found = line_up([3.0, 2.0, 4.0], 0.2, 0.4, "round of spring")
    >>> found.panels.shape, found.panels[found.place].tolist()
    ((20, 3), [1.0, 0.0, -1.0])
    """
    known = np.asarray(means, float)
    known = known[~np.isnan(known)]
    if len(known) < PAIR or panels < PAIR:
        raise ValueError("a line-up needs two divisions and two pictures")
    if not error > 0:
        raise ValueError("leads of a division agree fully, so there is no noise to draw from")
    random = np.random.default_rng(list(sha256(seed.encode()).digest()))
    drawn = random.normal(0.0, error, (panels, len(known)))
    place = int(random.integers(panels))
    drawn[place] = known
    drawn -= drawn.mean(axis=1, keepdims=True)
    return LineUp(np.sort(drawn, axis=1)[:, ::-1], place, half_width)
