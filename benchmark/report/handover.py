"""The handover pack as a PDF: the same parts as its page, in the same order."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import Flowable, NextPageTemplate, PageBreak

from benchmark.comparison import handover, picture
from benchmark.comparison.attachments import handover_attachments
from benchmark.comparison.handover import Handover, OpenAction, Way, Ways
from benchmark.comparison.profile import spoken
from benchmark.comparison.wording import local_time
from benchmark.report.characters import paragraphs
from benchmark.report.document import UPRIGHT, Furniture, built
from benchmark.report.flowables import (
    CoverBand,
    boxed,
    facts,
    heading,
    line,
    paragraph,
    space,
    subheading,
)
from benchmark.report.front import FOOTER, HANDLING, INVENTED, LONGEST_NAME
from benchmark.report.style import BODY_WIDTH
from benchmark.report.tables import Grouped, grouped_table

WHOLE = 700  # characters: a name or a level is never cut
HALF, SHARES = (0.5, 0.5), (0.4, 0.2, 0.2, 0.2)


def handover_pdf(pack: Handover) -> bytes:
    """The PDF of a pack: the same pack, the same bytes."""
    story = [
        *_cover(pack),
        *_ways(pack),
        *_actions(pack),
        *_continuity(pack),
        *_people(pack),
    ]
    return built(story, _furniture(pack), handover_attachments(pack))


def _furniture(pack: Handover) -> Furniture:
    division, title = spoken(pack.division), spoken(pack.round_title)
    return Furniture(
        title=f"{division}: handover pack, {title}",
        subject=f"Ways of working in {spoken(pack.trust)}, edition {pack.edition}",
        left=f"{division}  ·  {spoken(pack.trust)}",
        right=f"{title}  ·  {pack.edition} edition",
        handling=FOOTER,
        invented=pack.invented,
        made=pack.data_cut,
    )


def _cover(pack: Handover) -> list[Flowable]:
    band = CoverBand(
        [
            line("Management Practice Benchmark", "cover-line"),
            line(pack.division, "cover-title-long", LONGEST_NAME),
            line(f"{handover.TITLE}  ·  {pack.round_title}", "cover-line", LONGEST_NAME),
        ]
    )
    invented = boxed(
        [paragraph("Invented data", "strong"), paragraph(INVENTED, "fact")], picture.ACCENT
    )
    rows = [
        ("Trust", pack.trust),
        ("Round", pack.round_title),
        ("Edition", pack.edition),
        ("Data up to", local_time(pack.data_cut)),
        *pack.provenance,
        ("Content hash", pack.content_hash),
        ("Where to check", f"/verify/{pack.content_hash}"),
    ]
    return [
        band,
        space(26),
        *([invented, space(14)] if pack.invented else []),
        facts(rows),
        space(22),
        boxed([paragraph("Handle with care", "strong"), paragraph(HANDLING)], picture.DARK_BLUE),
        NextPageTemplate(UPRIGHT),
        PageBreak(),
    ]


def _ways(pack: Handover) -> Iterator[Flowable]:
    yield from heading(handover.WAYS, "ways")
    yield paragraph(pack.introduction)
    for ways in pack.ways:
        yield from _section(ways)
    if pack.unsettled:
        yield space(6)
        yield paragraph(pack.unsettled)


def _section(ways: Ways) -> Iterator[Flowable]:
    yield subheading(ways.section)
    for way in ways.practices:
        yield from _way(way)


def _way(way: Way) -> Iterator[Flowable]:
    yield line(way.name, "fact-name", WHOLE)
    yield paragraph(way.level, "fact")
    if way.reason:
        yield from _said("Why:", way.reason)
    for role, text in way.dissents:
        yield from _said(f"The {role} lead sees it otherwise:", text)
    yield space(6)


def _said(label: str, text: str) -> list[Flowable]:
    """A label and a text of any length."""
    first, *others = paragraphs(text) or [""]
    return [paragraph(f"{label} {first}", "fact"), *(paragraph(each, "fact") for each in others)]


def _actions(pack: Handover) -> Iterator[Flowable]:
    yield from heading(handover.ACTIONS, "actions")
    if not pack.actions:
        yield paragraph(pack.no_actions)
    for action in pack.actions:
        yield from _action(action)


def _action(action: OpenAction) -> Iterator[Flowable]:
    yield from (paragraph(piece, "fact-name") for piece in paragraphs(action.what))
    for name, text in action.facts:
        yield from _said(f"{name}:", text)
    yield space(8)


def _continuity(pack: Handover) -> list[Flowable]:
    if not pack.continuity:
        return []
    return [
        *heading(handover.LEFT, "left"),
        paragraph(handover.LEFT_MEANS),
        _table(handover.LEFT_HEADER, pack.continuity, SHARES),
    ]


def _people(pack: Handover) -> Iterator[Flowable]:
    yield from heading(handover.PEOPLE, "people")
    yield _table(("Post", "Who"), [(each.post, each.words) for each in pack.people], HALF)
    yield subheading(handover.OFFERED)
    if not pack.offers:
        yield paragraph(handover.NO_OFFERS)
    for offer in pack.offers:
        yield line(f"{offer.division}: {offer.practice}", "fact-name", WHOLE)
        yield from _said("To see:", offer.words)
        yield from _said("Ask:", offer.contact)
        yield space(6)


def _table(
    header: Sequence[str], rows: Sequence[tuple[str, ...]], shares: Sequence[float]
) -> Flowable:
    widths = [BODY_WIDTH * share for share in shares]
    return grouped_table(header, [Grouped("", tuple(rows))], widths)
