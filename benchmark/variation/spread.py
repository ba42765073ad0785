"""How far leads differ once division and role are taken out: the noise behind every interval.

``scores`` (divisions, roles, practices) are levels, NaN = no score. A lead's mean is compared with
what division and role explain; what is left is lead noise, pooled over the divisions of a trust
because three leads alone measure it too badly (method: *Variation*, intervals).
"""

from dataclasses import dataclass

import numpy as np

from benchmark.variation.shapes import MATRIX, PAIR, Floats, Places, Truths

ROUNDING = 1e-12  # of a sum of squares, which is nothing
SAME_DIRECTION = 1e-9  # of the rows, below which a column depends on the others
AXES = ("divisions", "roles", "practices")
TOO_FEW_DIVISIONS = "lead noise needs at least two divisions with two scored leads each"
NOT_COMPARABLE = "no two divisions have scores from the same two roles"


@dataclass(frozen=True, slots=True)
class LeadNoise:
    """Pooled variances of one lead, in squared scale points, or the reason why there are none.

    ``overall``: variance of one lead's mean over the practices, with ``df`` degrees of freedom,
    2(D - 1) for D complete divisions of three leads. ``practice``: variance of one lead's answer
    to one practice, with ``practice_df``.
    """

    overall: float | None
    practice: float | None
    df: int
    practice_df: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SectionNoise:
    """Pooled variance of one lead's section mean; None where ``reasons`` says why not."""

    variances: tuple[float | None, ...]
    df: tuple[int, ...]
    reasons: tuple[str, ...]


def lead_noise(scores: Floats, weights: Floats | None = None) -> LeadNoise:
    """The pooled variances of one lead's overall mean and of one lead's answer.

    ``scores`` (divisions, roles, practices). The overall variance is the residual mean square of
    the two-way analysis division + role of the leads' means (Scheffe 1959, chapter 4); with gaps it
    is the least-squares residual over its own degrees of freedom. A division with fewer than two
    leads adds nothing. Gaps within a sheet are filled in the sense of least squares, so that a
    lead who skips hard practices does not look generous. With ``weights`` (practices,) the overall
    variance is that of a lead's weighted mean; one answer's variance has no weight. The practice
    variance pools the same analysis over practices; its degrees of freedom are Satterthwaite's,
    because the answers of one lead rise and fall together.

    >>> scores = np.array([[[3.0], [4], [5]], [[2], [2], [2]]])
    >>> noise = lead_noise(scores)
    >>> round(noise.overall, 9), noise.df
    (0.5, 2)
    """
    _check_shape(scores)
    means = lead_means(scores)
    squares, freedom = two_way_residual(means[:, :, None])
    if freedom[0] < 1:
        return LeadNoise(None, None, 0, 0.0, _why_no_noise(means))
    overall = float(squares[0] / freedom[0])
    practice, practice_df = _practice_noise(scores, overall, int(freedom[0]))
    if weights is not None:
        squares, freedom = two_way_residual(lead_means(scores, weights)[:, :, None])
        overall = float(squares[0] / freedom[0])
    return LeadNoise(overall, practice, int(freedom[0]), practice_df)


def _practice_noise(scores: Floats, overall: float, df: int) -> tuple[float | None, float]:
    squares, freedom = two_way_residual(scores)
    total = int(freedom.sum())
    if not total:
        return None, 0.0
    variance = float(squares.sum() / total)
    if variance <= 0:
        return variance, float(df)
    # One lead's answers share the lead's own level: split the variance into the part that varies
    # between leads (df) and the part that varies within a sheet (the rest of the freedom).
    between = min(overall, variance)
    within = variance - between
    spread = between**2 / df + within**2 / max(total - df, 1)
    return variance, variance**2 / spread


def section_noise(
    scores: Floats, membership: Truths, weights: Floats | None = None
) -> SectionNoise:
    """The pooled variance of one lead's mean of each section.

    ``scores`` (divisions, roles, practices); ``membership`` (sections, practices), True where the
    practice belongs to the section; ``weights`` (practices,). Formula as in ``lead_noise`` (Scheffe
    1959, chapter 4).

    >>> scores = np.array([[[3.0], [4], [5]], [[2], [2], [2]]])
    >>> (variance,) = section_noise(scores, np.array([[True]])).variances
    >>> round(variance, 9)
    0.5
    """
    _check_shape(scores)
    if membership.ndim != MATRIX or membership.shape[1] != scores.shape[2]:
        raise ValueError("membership needs the shape (sections, practices) of the same practices")
    noises = [
        lead_noise(scores[:, :, chosen], None if weights is None else weights[chosen])
        for chosen in membership
    ]
    return SectionNoise(
        tuple(noise.overall for noise in noises),
        tuple(noise.df for noise in noises),
        tuple(noise.reason for noise in noises),
    )


def lead_means(scores: Floats, weights: Floats | None = None) -> Floats:
    """Each lead's mean over the practices, (divisions, roles); NaN for a lead without scores.

    Least squares of score = lead + practice: a sheet with gaps is compared on the practices it
    answers. Complete sheets give plain means, or weighted ones with ``weights`` (practices,).
    Source: Scheffe 1959, *The Analysis of Variance*, chapter 4.

    The second lead leaves out the practice on which everybody scores 2 more:

    >>> lead_means(np.array([[[2.0, 4.0], [3.0, np.nan]]])).round(9).tolist()
    [[3.0, 4.0]]
    """
    divisions, roles, practices = scores.shape
    sheets = scores.reshape(divisions * roles, practices)
    present = ~np.isnan(sheets)
    filled = np.where(present, sheets, 0.0)
    each = np.ones(practices) if weights is None else weights
    counts = present.sum(axis=1)
    total = np.where(counts > 0, present @ each, 1.0)
    means = (filled * each).sum(axis=1) / total
    if not present.all():
        normal, right = _normal_equations(filled[:, :, None], present[:, :, None])
        effects = _inverse_and_rank(normal, len(sheets))[0][0] @ right[0]
        effects = effects - np.average(effects, weights=weights) if practices else effects
        means = means - (present @ (effects * each)) / total
    return np.where(counts > 0, means, np.nan).reshape(divisions, roles)


def two_way_residual(values: Floats) -> tuple[Floats, Places]:
    """Residual sum of squares and degrees of freedom of value = row + column, for each layer.

    ``values`` (rows, columns, layers), NaN = missing; both results have shape (layers,). Rows are
    swept out, the columns are solved from their small normal equations; the degrees of freedom are
    the values present less the rank of the design, so gaps of any pattern are exact. Source:
    Scheffe 1959, *The Analysis of Variance*, chapter 4.

    >>> squares, freedom = two_way_residual(np.array([[[1.0], [2]], [[3], [5]]]))
    >>> round(float(squares[0]), 9), int(freedom[0])
    (0.25, 1)
    """
    present = ~np.isnan(values)
    filled = np.where(present, values, 0.0)
    rows = present.sum(axis=1)
    normal, right = _normal_equations(filled, present)
    inverse, rank = _inverse_and_rank(normal, len(values))
    effects = np.einsum("lij,lj->li", inverse, right)
    row_means = filled.sum(axis=1) / np.maximum(rows, 1)
    centred = np.where(present, filled - row_means[:, None, :], 0.0)
    total = (centred**2).sum(axis=(0, 1))
    squares = total - np.einsum("lj,lj->l", effects, right)
    # what is left of a difference of two equal sums is rounding, not noise
    squares = np.where(squares > ROUNDING * total, squares, 0.0)
    freedom = present.sum(axis=(0, 1)) - (rows > 0).sum(axis=0) - rank
    return np.where(freedom > 0, squares, 0.0), freedom


def column_effects(values: Floats) -> tuple[Floats, Floats]:
    """Least-squares column effects of value = row + column, and their covariance factors.

    ``values`` (rows, columns, layers), NaN = missing. Effects (layers, columns) sum to 0 over the
    columns that have values; times the residual variance the factors (layers, columns, columns) are
    their covariance. Complete rows give the deviations of the column means. Source: Scheffe 1959,
    *The Analysis of Variance*, chapter 4.

    >>> effects, factors = column_effects(np.array([[[1.0], [2]], [[3], [5]]]))
    >>> effects.round(9).tolist(), factors.round(9).tolist()
    ([[-0.75, 0.75]], [[[0.25, -0.25], [-0.25, 0.25]]])
    """
    present = ~np.isnan(values)
    normal, right = _normal_equations(np.where(present, values, 0.0), present)
    factors, _ = _inverse_and_rank(normal, len(values))
    return np.einsum("lij,lj->li", factors, right), factors


def _normal_equations(filled: Floats, present: Truths) -> tuple[Floats, Floats]:
    """Normal equations of the column effects with rows swept out: (layers, c, c), (layers, c)."""
    weight = present.astype(float)
    rows = np.maximum(weight.sum(axis=1), 1.0)
    columns = weight.sum(axis=0)
    layered = weight.transpose(2, 1, 0)  # (layers, columns, rows)
    normal = -(layered / rows.T[:, None, :]) @ layered.transpose(0, 2, 1)
    diagonal = np.arange(weight.shape[1])
    normal[:, diagonal, diagonal] += columns.T
    means = filled.sum(axis=1) / rows
    right = (filled - weight * means[:, None, :]).sum(axis=0).T
    return normal, right


def _inverse_and_rank(normal: Floats, rows: int) -> tuple[Floats, Places]:
    """Pseudo-inverses (layers, c, c) and ranks (layers,), by one decomposition for both."""
    values, vectors = np.linalg.eigh(normal)
    kept = values > SAME_DIRECTION * max(rows, 1)
    inverse = np.where(kept, 1 / np.where(kept, values, 1.0), 0.0)
    return (vectors * inverse[:, None, :]) @ vectors.transpose(0, 2, 1), kept.sum(axis=1)


def _why_no_noise(means: Floats) -> str:
    useful = (~np.isnan(means)).sum(axis=1) >= PAIR
    return NOT_COMPARABLE if useful.sum() > 1 else TOO_FEW_DIVISIONS


def _check_shape(scores: Floats) -> None:
    if scores.ndim != len(AXES):
        raise ValueError(f"scores need the shape ({', '.join(AXES)})")
