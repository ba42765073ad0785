"""The profile of one division: what it is like, practice by practice."""

from benchmark.comparison.characters import visible_line
from benchmark.comparison.chart import (
    LONGEST_ALTERNATIVE,
    Chart,
    Group,
    KeyEntry,
    Point,
    Row,
    Span,
    Table,
)
from benchmark.comparison.content import Comparison, DivisionResult, Figure, PracticeHeading
from benchmark.comparison.wording import (
    CLEAR,
    CLEARLY_HIGHER,
    CLEARLY_LOWER,
    counted,
    in_words,
    interval,
    level,
    mean,
    not_shown,
    sentence,
    short,
    shortened,
)

NUMBERS = "The table has the numbers."
LONGEST_NAME = 60  # characters of a name inside a sentence


def profile(comparison: Comparison, division_key: str) -> Chart:
    """Every practice of one division against the middle half of its trust's divisions."""
    division = comparison.division(division_key)
    return Chart(
        key=f"profile-{division.key}",
        title=profile_title(division),
        reading=_reading(comparison, division),
        alternative=_alternative(division),
        scale=comparison.scale,
        end_heading="Level",
        groups=tuple(
            Group(visible_line(section.name), _rows(comparison, division, section.practices))
            for section in comparison.sections
        ),
        marks=_marks(comparison, division),
        table=profile_table(comparison, division),
    )


def spoken(name: str) -> str:
    """A name as it stands inside a sentence."""
    return shortened(visible_line(name), LONGEST_NAME)


def profile_title(division: DivisionResult) -> str:
    """The finding in one line: how many practices differ clearly, or that none does."""
    name = spoken(division.name)
    if not division.released:
        return f"{name} is {not_shown(division.reason)}"
    verdicts = list(division.practice_verdicts.values())
    higher, lower = verdicts.count(CLEARLY_HIGHER), verdicts.count(CLEARLY_LOWER)
    if higher and lower:
        start = f"{name} is {CLEARLY_HIGHER} than its trust in {counted(higher, 'practice')}"
        return f"{start} and {CLEARLY_LOWER} in {in_words(lower)}"
    if higher or lower:
        words = CLEARLY_HIGHER if higher else CLEARLY_LOWER
        return f"{name} is {words} than its trust in {counted(higher or lower, 'practice')}"
    if any(verdicts):
        return f"No practice of {name} is clearly different from its trust"
    return _without_verdicts(name, division)


def _without_verdicts(name: str, division: DivisionResult) -> str:
    values = [f.value for f in division.practices.values() if f.value is not None]
    if not values:
        return f"{name}: not enough answers to show a level"
    if min(values) == max(values):
        return f"{name} is at level {values[0]:.0f} in every practice"
    return f"{name} is between level {min(values):.0f} and level {max(values):.0f}"


def _alternative(division: DivisionResult) -> str:
    name = shortened(visible_line(division.name), 40)
    text = f"Level of each practice of {name} on the scale 1 to 5. {NUMBERS}"
    return shortened(text, LONGEST_ALTERNATIVE)


def _reading(comparison: Comparison, division: DivisionResult) -> str:
    if not division.released:
        return sentence(f"{spoken(division.name)} is {not_shown(division.reason)}")
    first = "Each dot is this division's level; the thin line is its 95% interval"
    missing = _no_interval(division)
    if missing:
        first = f"Each dot is this division's level; intervals are {not_shown(missing)}"
    if comparison.trust.middle_half:
        second = (
            "The pale bar holds the middle half of the trust's divisions, so a dot outside it is "
            "unusual here, and clear only where the row says so in words"
        )
    else:
        second = f"The trust's own figures are {not_shown(comparison.trust.overall.reason)}"
    return f"{sentence(first)} {sentence(second)}"


def _no_interval(division: DivisionResult) -> str:
    reasons = [f.interval_reason for f in division.practices.values() if f.interval_reason]
    return reasons[0] if reasons else ""


def _marks(comparison: Comparison, division: DivisionResult) -> tuple[KeyEntry, ...]:
    entries = [(division.released, KeyEntry("this division", spoken(division.name)))]
    has_interval = any(f.low is not None for f in division.practices.values())
    entries.append((has_interval, KeyEntry("interval", "95% interval")))
    has_band = bool(comparison.trust.middle_half)
    entries.append((has_band, KeyEntry("middle half", "middle half of the divisions")))
    return tuple(entry for shown, entry in entries if shown)


def _rows(
    comparison: Comparison, division: DivisionResult, practices: tuple[PracticeHeading, ...]
) -> tuple[Row, ...]:
    return tuple(_row(comparison, division, practice) for practice in practices)


def _row(comparison: Comparison, division: DivisionResult, practice: PracticeHeading) -> Row:
    figure = division.practices[practice.key]
    label = visible_line(practice.name)
    if figure.value is None:
        return Row(label, note=not_shown(figure.reason))
    verdict = division.practice_verdicts.get(practice.key, "")
    clear = verdict in CLEAR
    half = comparison.trust.middle_half.get(practice.key)
    return Row(
        label,
        end=f"{short(figure, decimals=False)}, {verdict}" if clear else level(figure),
        points=(Point(figure.value, accent=True),),
        interval=span_of(figure),
        band=Span(*half) if half else None,
        strong=clear,
    )


def span_of(figure: Figure) -> Span | None:
    """The interval to draw, if there is one."""
    if figure.low is None or figure.high is None:
        return None
    return Span(figure.low, figure.high)


def profile_table(comparison: Comparison, division: DivisionResult) -> Table:
    """The numbers of the profile, practice by practice in the questionnaire's order."""
    return Table(
        caption=f"Practices of {spoken(division.name)}: level, interval and trust mean",
        header=("Practice", "Section", "Level", "95% interval", "Trust mean", "Against the trust"),
        rows=tuple(
            _cells(comparison, division, section.name, practice)
            for section in comparison.sections
            for practice in section.practices
        ),
    )


def _cells(
    comparison: Comparison, division: DivisionResult, section: str, practice: PracticeHeading
) -> tuple[str, ...]:
    figure = division.practices[practice.key]
    names = (visible_line(practice.name), visible_line(section))
    trust = mean(comparison.trust.practices[practice.key])
    if figure.value is None:
        return (*names, level(figure), short(figure), trust, short(figure))
    verdict = verdict_words(division, division.practice_verdicts.get(practice.key, ""))
    return (*names, level(figure), interval(figure), trust, verdict)


def verdict_words(division: DivisionResult, verdict: str) -> str:
    """The words of a verdict, or why there are none."""
    return verdict or not_shown(division.reason or _no_interval(division) or "no interval")
