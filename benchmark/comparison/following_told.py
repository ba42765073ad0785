"""Who has offered to show how, and which leads change: told once for page, report and CSV."""

from dataclasses import dataclass

from benchmark.comparison.characters import visible_line
from benchmark.comparison.chart import Table
from benchmark.comparison.content import Comparison
from benchmark.comparison.following_up import LeadChange, Offer
from benchmark.comparison.profile import spoken
from benchmark.comparison.wording import counted, day, in_words

KINDS = {"shows": "offers to show", "asks": "asks to be shown"}
NOBODY = (
    "No division has offered to show others how it does a practice, and none has asked to be "
    "shown. A high level alone names nobody: the division offers."
)
NO_CHANGE = "As far as is recorded, no post of a lead ends, begins or stands empty in that time."
NEW_RATER = "A new lead is a new rater: the first answers are a baseline, not a change."


@dataclass(frozen=True, slots=True)
class Told:
    """A part of the page that people wrote: its finding as title, and a table or why there is none.

    ``key``: for ids and addresses; ``reading`` may be empty.
    """

    key: str
    title: str
    reading: str
    table: Table | None
    nothing: str


def following_told(comparison: Comparison) -> tuple[Told, ...]:
    """Both parts, in the order of the page."""
    return offers_told(comparison), lead_changes_told(comparison)


def offers_told(comparison: Comparison) -> Told:
    """Offers and questions by practice, in the questionnaire's order, offers first."""
    names = {p.key: p.name for section in comparison.sections for p in section.practices}
    places = {key: place for place, key in enumerate(names)}
    known = [offer for offer in comparison.offers if offer.practice in names]
    known.sort(key=lambda offer: (places[offer.practice], offer.kind != "shows"))
    table = Table(
        caption="Who offers to show, and who asks to be shown",
        header=("Practice", "Division", "Offers or asks", "In its own words", "Contact"),
        rows=tuple(_offer(comparison, names[offer.practice], offer) for offer in known),
    )
    return Told("offers", _offers_title(known), "", table if known else None, NOBODY)


def _offer(comparison: Comparison, practice: str, offer: Offer) -> tuple[str, ...]:
    return (
        visible_line(practice),
        visible_line(comparison.division(offer.division).name),
        KINDS[offer.kind],
        visible_line(offer.words),
        visible_line(offer.contact),
    )


def _offers_title(known: list[Offer]) -> str:
    """In how many practices somebody offers to show how, and in how many nobody answers."""
    shown = {offer.practice for offer in known if offer.kind == "shows"}
    unmet = {offer.practice for offer in known} - shown
    if not shown:
        return "Nobody has offered to show how"
    start = f"Somebody offers to show how in {counted(len(shown), 'practice')}"
    return f"{start}; {in_words(len(unmet))} more asked for" if unmet else start


def lead_changes_told(comparison: Comparison) -> Told:
    """Posts that change hands or stand empty, by division."""
    seen = comparison.lead_changes_from
    table = Table(
        caption="Posts of leads that end, begin or stand empty",
        header=("Division", "Post", "What changes"),
        rows=tuple(
            (
                visible_line(comparison.division(change.division).name),
                f"{change.role} lead",
                _happening(change, comparison),
            )
            for change in comparison.lead_changes
        ),
    )
    span = f"The half year from {day(seen)} on, whenever this is read. " if seen else ""
    return Told(
        "lead-changes",
        _lead_change_title(comparison),
        f"{span}{NEW_RATER}",
        table if comparison.lead_changes else None,
        NO_CHANGE,
    )


def _happening(change: LeadChange, comparison: Comparison) -> str:
    on = day(change.on)
    if change.kind == "ends":
        return f"ends with {on}"
    if change.kind == "begins":
        return f"a new lead begins on {on}"
    seen = comparison.lead_changes_from
    return f"vacant since {on}" if seen and change.on < seen else f"vacant on {on}"


def _lead_change_title(comparison: Comparison) -> str:
    divisions = tuple(dict.fromkeys(change.division for change in comparison.lead_changes))
    if not divisions:
        return "No change of a lead ahead is recorded"
    if len(divisions) == 1:
        return f"A lead changes in {spoken(comparison.division(divisions[0]).name)}"
    return f"Leads change in {in_words(len(divisions))} divisions"
