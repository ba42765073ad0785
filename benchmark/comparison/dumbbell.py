"""The dumbbell picture: where the three leads of a division differ (L2)."""

from benchmark.comparison.characters import visible_line
from benchmark.comparison.chart import Chart, Group, KeyEntry, Point, Row, Span, Table
from benchmark.comparison.inside import ROLES, Inside, PracticeInside
from benchmark.comparison.picture import Shape
from benchmark.comparison.wording import counted, sentence, shortened

SHAPES: dict[str, Shape] = {"clinical": "circle", "operational": "square", "nursing": "triangle"}
LONGEST_NAME = 60  # characters of a practice in the title
ALTERNATIVE = (
    "Levels of the clinical, operational and nursing lead, practice by practice, widest range "
    "first. The table has the numbers."
)
TALK = "A difference is a reason to talk, not a verdict on anybody."


def dumbbell(inside: Inside) -> Chart:
    """Every practice, widest range first: three marks, a bar between the ends, a ring."""
    return Chart(
        key="three",
        title=dumbbell_title(inside),
        reading=_reading(inside),
        alternative=ALTERNATIVE,
        scale=inside.scale,
        end_heading="Apart",
        groups=(Group("", tuple(map(_row, inside.by_range))),),
        marks=_marks(inside),
        table=dumbbell_table(inside),
    )


def dumbbell_title(inside: Inside) -> str:
    """The finding in one line: where they differ most, or that they do not."""
    they = f"the {inside.they} of you"
    compared = [each for each in inside.by_range if each.apart is not None]
    if not compared:
        return _started(f"{they} gave too few levels to compare")
    widest = compared[0].apart or 0
    if widest == 0:
        return _started(f"{they} chose the same level wherever you can be compared")
    most = [each for each in compared if each.apart == widest]
    far = f"{counted(widest, 'level')} apart"
    if len(most) == 1:
        name = shortened(visible_line(most[0].name), LONGEST_NAME)
        return _started(f"{they} differ most on {name}: {far}")
    return _started(f"{they} are furthest apart, by {_levels(widest)}, on {_practices(most)}")


def _started(text: str) -> str:
    return text[0].upper() + text[1:]


def _levels(count: int) -> str:
    return counted(count, "level")


def _practices(found: list[PracticeInside]) -> str:
    return counted(len(found), "practice")


def _reading(inside: Inside) -> str:
    first = "Each mark is the level of one lead, and the bar joins the lowest and the highest"
    if any(each.agreed for each in inside.practices):
        first += "; a ring is the level that you agreed on"
    return f"{sentence(first)} {TALK}"


def _row(practice: PracticeInside) -> Row:
    levels = practice.levels
    return Row(
        visible_line(practice.name),
        end=_end(practice),
        points=tuple(
            Point(voice.level, SHAPES[voice.role])
            for voice in practice.voices
            if voice.level is not None
        ),
        bar=Span(min(levels), max(levels)) if practice.apart else None,
        ring=practice.agreed,
        aside=True,
        strong=(practice.apart or 0) > 1,
    )


def _end(practice: PracticeInside) -> str:
    """``2, agreed on 3``; who gave no level is named with what they said."""
    apart = "not compared" if practice.apart is None else str(practice.apart)
    silent = [f"{voice.role} {voice.words}" for voice in practice.voices if voice.level is None]
    settled = [practice.outcome] if practice.settled else []
    return ", ".join([apart, *settled, *silent])


def _marks(inside: Inside) -> tuple[KeyEntry, ...]:
    entries = [
        (True, KeyEntry("clinical", "clinical lead")),
        (True, KeyEntry("operational", "operational lead")),
        (True, KeyEntry("nursing", "nursing lead")),
        (any(each.apart for each in inside.practices), KeyEntry("apart", "how far apart")),
        (any(each.agreed for each in inside.practices), KeyEntry("agreed", "agreed level")),
    ]
    return tuple(entry for shown, entry in entries if shown)


def dumbbell_table(inside: Inside) -> Table:
    """The numbers of the picture in its order."""
    return Table(
        caption=f"Levels of the {inside.they} of you, practice by practice, widest range first",
        header=(
            *("Practice", "Section"),
            *(f"{role.capitalize()} lead" for role in ROLES),
            *("Range", "Settled"),
        ),
        rows=tuple(
            (
                *(visible_line(each.name), visible_line(each.section)),
                *(voice.words for voice in each.voices),
                *(each.gap, each.outcome),
            )
            for each in inside.by_range
        ),
    )
