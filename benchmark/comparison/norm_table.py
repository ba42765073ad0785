"""The divisions and their trust beside the published norm: context, without a difference."""

from benchmark.comparison.characters import visible_line
from benchmark.comparison.chart import Table
from benchmark.comparison.content import Comparison, DivisionResult, TrustResult
from benchmark.comparison.wording import day, mean, one_decimal, with_interval

NO_POOL = "there is no pool of other trusts to take it from"
ONLY_MEANS = "the pool of trusts holds means, and the best would be the figure of one trust"


def norm_table(comparison: Comparison) -> Table | None:
    """Sections that the norm covers and the mean of their practices; None without a norm."""
    norm = comparison.norm
    if norm is None:
        return None
    covered = [section for section in comparison.sections if section.has_norm]
    count = sum(len(section.practices) for section in covered)

    def cells(figures: DivisionResult | TrustResult) -> list[str]:
        some = [figures.sections[section.key] for section in covered]
        return [with_interval(figure) for figure in (*some, figures.comparable)]

    published = [one_decimal(norm.sections[section.key]) for section in covered]
    return Table(
        caption=f"Beside {norm.name}, published {norm.year}",
        header=(
            "Division",
            *(visible_line(section.name) for section in covered),
            f"The {count} comparable practices",
        ),
        rows=(
            *((visible_line(d.name), *cells(d)) for d in comparison.divisions),
            ("Mean of the trust's divisions", *cells(comparison.trust)),
            *_pool_row(comparison, [section.key for section in covered]),
            (f"{norm.name}, {norm.year}", *published, one_decimal(norm.overall)),
        ),
    )


def _pool_row(comparison: Comparison, sections: list[str]) -> list[tuple[str, ...]]:
    """The pool of trusts above the norm, where a norm set was published."""
    pool = comparison.pool
    if pool is None:
        return []
    figures = (*(pool.sections[key] for key in sections), pool.comparable)
    return [(pool_name(comparison), *map(mean, figures))]


def pool_name(comparison: Comparison) -> str:
    """``Mean of 214 trusts, 29 November 2026``; nothing without a pool."""
    pool = comparison.pool
    return f"Mean of {pool.trusts} trusts, {day(pool.published)}" if pool else ""


def pool_words(comparison: Comparison) -> str:
    """What the pool is and which version; nothing without a pool."""
    pool = comparison.pool
    if pool is None:
        return ""
    return (
        f" The mean of {pool.trusts} trusts is norm set {pool.number}, published on "
        f"{day(pool.published)}: what leads of those trusts answered before they agreed, "
        "each trust counted once."
    )


def norm_words(comparison: Comparison) -> str:
    """What the norm is, and why nothing is worked out from it; nothing without a norm."""
    norm = comparison.norm
    if norm is None:
        return ""
    return (
        f"{norm.source}, published {norm.year}, from interviews that trained interviewers held in "
        "hospitals. The figures of this page come from the leads themselves, so the norm is "
        "background: no difference from it is worked out, and none should be."
        f"{pool_words(comparison)}"
    )
