"""The likelihood of the full model, with its exact slope, from arrays of each division.

V = I + sum of gamma x Z Z' over trust, division, trust x practice, division x practice and lead, in
units of the residual variance. A lead is joined by one rank-one update; what is left of a division
is a square table over practices, to which division and division x practice are joined together,
and of these a trust is made in the same way. Nothing larger than practices x practices is inverted,
whatever the number of raters and the pattern of gaps.
"""

from dataclasses import dataclass

import numpy as np

from benchmark.variation.likelihood import Fit, Part, derivatives, mixing, profiled
from benchmark.variation.shapes import Floats, Places
from benchmark.variation.sheets import Sheets

TRUST, DIVISION, TRUST_PRACTICE, DIVISION_PRACTICE, LEAD = range(5)
LEVELS = 5


@dataclass(frozen=True, slots=True)
class _Joined:
    """The leads joined, and the square tables of divisions and trusts joined to theirs."""

    gammas: Floats
    shrink: Floats  # (divisions, raters) gamma / (1 + gamma n) of each lead
    starts: Places  # (trusts,) first division
    trust: Places
    division_weight: Floats  # (divisions, practices, practices) before joining
    division_inverse: Floats  # (I + weight x variance)^-1
    trust_weight: Floats
    trust_inverse: Floats
    log_det: float


@dataclass(frozen=True, slots=True)
class _Solved:
    """Z' V^-1 of some columns, and the effects: by trust, and by trust and division together."""

    of_trust: Floats  # (trusts, practices, columns)
    of_division: Floats  # (divisions, practices, columns)
    around: Floats  # (divisions, practices, columns)


def fit_full(sheets: Sheets, gammas: Floats, active: Places) -> Fit:
    """The restricted likelihood at ``gammas`` (5,), with slope and curvature of the ``active``.

    Order: trust, division, trust x practice, division x practice, lead. -2 log likelihood as in
    ``likelihood.fit_at``, one fixed effect for each role by practice.
    """
    joined = _join(sheets, gammas)
    sums, products = _fixed_and_scores(sheets, joined)
    solved = _solve(joined, sums)
    products = products - np.tensordot(sums, solved.around, ((0, 1), (0, 1)))
    products = (products + products.T) / 2
    inverse = np.asarray(np.linalg.inv(products[:-1, :-1]), float)
    effects = inverse @ products[:-1, -1]
    squares = float(products[-1, -1] - products[:-1, -1] @ effects)
    freedom = sheets.n - len(effects)
    determinants = joined.log_det - float(np.linalg.slogdet(inverse)[1])
    criterion = profiled(determinants, squares, freedom)
    parts = _parts(sheets, joined, solved, mixing(inverse, effects))
    working = _working_products(sheets, joined, [part.own for part in parts])
    chosen = [parts[place] for place in active]
    slope, curvature = derivatives(
        chosen, working[np.ix_(active, active)], squares, freedom, "REML"
    )
    return Fit(criterion, slope, curvature, squares / freedom, effects)


def _join(sheets: Sheets, gammas: Floats) -> _Joined:
    weight = sheets.present.astype(float)
    counts = weight.sum(axis=2)
    shrink = gammas[LEAD] / (1 + gammas[LEAD] * counts)
    log_det = float(np.log1p(gammas[LEAD] * counts).sum())
    divisions = -np.matmul((weight * shrink[:, :, None]).transpose(0, 2, 1), weight)
    diagonal = np.arange(weight.shape[2])
    divisions[:, diagonal, diagonal] += weight.sum(axis=1)
    starts = np.flatnonzero(np.append(True, np.diff(sheets.trust) > 0))
    inverse, more = _inverse(divisions, gammas[DIVISION_PRACTICE], gammas[DIVISION])
    trusts = np.add.reduceat(inverse @ divisions, starts)
    outer, most = _inverse(trusts, gammas[TRUST_PRACTICE], gammas[TRUST])
    log_det += more + most
    return _Joined(gammas, shrink, starts, sheets.trust, divisions, inverse, trusts, outer, log_det)


def _inverse(weight: Floats, own: float, shared: float) -> tuple[Floats, float]:
    """(I + weight x variance)^-1 and the log of the determinants of what is inverted."""
    system = np.eye(weight.shape[-1]) + _spread(weight.transpose(0, 2, 1), own, shared).transpose(
        0, 2, 1
    )
    return np.asarray(np.linalg.inv(system), float), float(np.linalg.slogdet(system)[1].sum())


def _spread(values: Floats, own: float, shared: float) -> Floats:
    """The variance (own on the diagonal, shared everywhere) times values (..., practices, any)."""
    spread = own * values
    spread += shared * values.sum(axis=1, keepdims=True)
    return spread


def _fixed_and_scores(sheets: Sheets, joined: _Joined) -> tuple[Floats, Floats]:
    """Sums over the raters of a division with leads joined, and products, of fixed and scores."""
    divisions, raters, practices = sheets.present.shape
    roles = len(sheets.columns) // practices
    weight = sheets.present.astype(float)
    fixed = np.zeros((roles, divisions, practices, practices))
    diagonal = np.arange(practices)
    own = np.zeros((roles, practices))
    for rater in range(raters):
        table = -joined.shrink[:, rater, None, None] * (
            weight[:, rater, :, None] * weight[:, rater, None, :]
        )
        table[:, diagonal, diagonal] += weight[:, rater]
        left = _within(sheets.scores[:, rater], weight[:, rater], joined.shrink[:, rater])
        for role in range(roles):
            holds = sheets.role[:, rater] == role
            fixed[role] += table if holds.all() else table * holds[:, None, None]
            own[role] += left[holds].sum(axis=0)
    kept = sheets.columns
    products = np.zeros((roles * practices + 1, roles * practices + 1))
    for role in range(roles):
        block = slice(role * practices, (role + 1) * practices)
        products[block, block] = fixed[role].sum(axis=0)
    products[:-1, -1] = products[-1, :-1] = own.ravel()
    left = _within(sheets.scores, weight, joined.shrink)
    products[-1, -1] = float((sheets.scores * left).sum())
    columns = fixed.transpose(1, 2, 0, 3).reshape(divisions, practices, roles * practices)
    chosen = np.append(kept, True)
    sums = np.concatenate([columns[:, :, kept], left.sum(axis=1)[:, :, None]], axis=2)
    return sums, products[np.ix_(chosen, chosen)]


def _within(values: Floats, weight: Floats, shrink: Floats) -> Floats:
    """Values (..., practices) with the lead joined: less its share of their sum."""
    return np.asarray(values - weight * (shrink * values.sum(axis=-1))[..., None], float)


def _solve(joined: _Joined, sums: Floats) -> _Solved:
    gammas, trust = joined.gammas, joined.trust
    inner = joined.division_inverse @ sums
    of_trust = joined.trust_inverse @ np.add.reduceat(inner, joined.starts)
    outer = _spread(of_trust, gammas[TRUST_PRACTICE], gammas[TRUST])
    inner -= joined.division_inverse @ (joined.division_weight @ outer[trust])
    around = _spread(inner, gammas[DIVISION_PRACTICE], gammas[DIVISION]) + outer[trust]
    return _Solved(of_trust, inner, around)


def _parts(sheets: Sheets, joined: _Joined, solved: _Solved, mix: Floats) -> list[Part]:
    """What each of the five variances adds to the slope, in their order."""
    gammas = joined.gammas
    of_trust = solved.of_trust @ mix
    of_division = solved.of_division @ mix
    outer = _spread(of_trust, gammas[TRUST_PRACTICE], gammas[TRUST])
    around = _spread(of_division, gammas[DIVISION_PRACTICE], gammas[DIVISION])
    around += outer[joined.trust]
    of_lead = _of_leads(sheets, joined, around, mix)
    trust, division, lead = _final_weights(sheets, joined)
    return [
        _part(float(trust.sum()), of_trust.sum(axis=1)),
        _part(float(division.sum()), of_division.sum(axis=1)),
        _part(float(np.einsum("npp->", trust)), of_trust),
        _part(float(np.einsum("npp->", division)), of_division),
        _part(lead, of_lead),
    ]


def _part(trace: float, mixed: Floats) -> Part:
    rows = mixed.reshape(-1, mixed.shape[-1])
    products = rows[:, -1] @ rows
    fixed = float(np.einsum("rc,rc->", rows, rows)) - float(products[-1])
    return Part(trace, fixed, mixed[..., -1], products[:-1])


def _of_leads(sheets: Sheets, joined: _Joined, around: Floats, mix: Floats) -> Floats:
    """Sums over each lead's answers of V^-1 (fixed, scores) mixed: (divisions, raters, columns)."""
    practices = sheets.present.shape[2]
    size = len(sheets.columns) // practices
    rows = np.zeros((len(sheets.columns), len(mix)))
    rows[sheets.columns] = mix[:-1]
    by_role = rows.reshape(size, practices, len(mix))
    weight = sheets.present.astype(float)
    found = -np.matmul(weight, around)
    for role in range(size):
        found += (sheets.role == role)[:, :, None] * np.tensordot(weight, by_role[role], 1)
    found[:, :, -1] += sheets.scores.sum(axis=2)
    return np.asarray(found / (1 + joined.gammas[LEAD] * weight.sum(axis=2))[:, :, None], float)


def _final_weights(sheets: Sheets, joined: _Joined) -> tuple[Floats, Floats, float]:
    """Z' V^-1 Z of trusts and divisions by practice, and the sum of its diagonal over leads."""
    gammas = joined.gammas
    trust = joined.trust_inverse @ joined.trust_weight
    outer = _variance(joined.trust_inverse, gammas[TRUST_PRACTICE], gammas[TRUST])[joined.trust]
    inner = joined.division_inverse @ joined.division_weight
    division = inner - inner @ outer @ inner
    away = np.swapaxes(joined.division_inverse, 1, 2)
    own = _variance(joined.division_inverse, gammas[DIVISION_PRACTICE], gammas[DIVISION])
    around = own + away @ outer @ joined.division_inverse
    weight = sheets.present.astype(float)
    counts = weight.sum(axis=2)
    scale = 1 + gammas[LEAD] * counts
    known = np.einsum("nrp,nrp->nr", np.matmul(weight, around), weight)
    return trust, division, float((counts / scale - known / scale**2).sum())


def _variance(inverse: Floats, own: float, shared: float) -> Floats:
    """What is not known of the effects: variance x (I + weight x variance)^-1."""
    return _spread(inverse, own, shared)


def _working_products(sheets: Sheets, joined: _Joined, own: list[Floats]) -> Floats:
    """f_k' V^-1 f_l (5, 5) of the working variates, each the sum ``own`` of a row's group."""
    weight = sheets.present.astype(float)
    trust = joined.trust
    spread = (
        own[TRUST][trust][:, None, None],
        own[DIVISION][:, None, None],
        own[TRUST_PRACTICE][trust][:, None, :],
        own[DIVISION_PRACTICE][:, None, :],
        own[LEAD][:, :, None],
    )
    columns = [weight * values for values in spread]
    left = [_within(column, weight, joined.shrink) for column in columns]
    sums = np.stack([column.sum(axis=1) for column in left], axis=2)
    around = _solve(joined, sums).around
    flat = np.array([column.ravel() for column in columns])
    products = flat @ np.array([column.ravel() for column in left]).T
    return np.asarray(products - np.tensordot(sums, around, ((0, 1), (0, 1))))
