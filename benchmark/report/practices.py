"""The improvement pack on paper: practice by practice, who shows, who asks, what is under way."""

from collections.abc import Sequence

from reportlab.platypus import CondPageBreak, Flowable

from benchmark.comparison import picture, wording
from benchmark.comparison.attachments import plan_attachments
from benchmark.comparison.content import Comparison
from benchmark.comparison.practice_pack import (
    NO_NAMES,
    ActionLine,
    OfferLine,
    PracticeEntry,
    PracticePack,
    practice_pack,
)
from benchmark.comparison.profile import spoken
from benchmark.report.document import Furniture, built
from benchmark.report.flowables import boxed, bullets, facts, heading, paragraph, space, subheading
from benchmark.report.front import FOOTER, cover
from benchmark.report.style import BODY_HEIGHT

READERS = "L1: what the executive and the improvement team of the trust see"


def practice_pack_pdf(comparison: Comparison) -> bytes:
    """Return the PDF of the improvement pack: the same facts as its pages."""
    pack = practice_pack(comparison)
    story = [*_cover(comparison, pack), *_front(pack)]
    for entry in pack.filled:
        story += _practice(entry)
    return built(story, _furniture(comparison), plan_attachments(comparison))


def _furniture(comparison: Comparison) -> Furniture:
    name, title = spoken(comparison.trust_name), spoken(comparison.round_title)
    return Furniture(
        title=f"{name}: practice by practice, {title}",
        subject="Offers, requests, shared evidence and actions, edition L1",
        left=comparison.trust_name,
        right=f"{title}  ·  Practice by practice",
        handling=FOOTER,
        invented=comparison.invented,
        made=comparison.data_cut,
    )


def _cover(comparison: Comparison, pack: PracticePack) -> list[Flowable]:
    count = f"{len(pack.filled)} of {len(pack.entries)}"
    return cover(
        comparison,
        comparison.trust_name,
        f"Practice by practice  ·  {comparison.round_title}",
        [
            ("Trust", f"{comparison.trust_name} ({comparison.trust_code})"),
            ("Practices with something to read", count),
            ("Edition", READERS),
        ],
    )


def _front(pack: PracticePack) -> list[Flowable]:
    flow = heading("Who can show whom, and what is under way", "finding")
    flow += [boxed([paragraph(pack.finding, "lead")], picture.ACCENT), space(8)]
    flow.append(paragraph(NO_NAMES))
    flow += _list("To arrange: one asks, another shows", [(e.name, e.match) for e in pack.matched])
    flow += _list("Nobody offers what is asked for", [(e.name, e.gap) for e in pack.unanswered])
    if pack.waiting:
        hidden = [(name, wording.not_shown(reason)) for name, reason in pack.waiting]
        flow += [subheading("Divisions not shown"), facts(hidden, name_width=220)]
    return flow


def _list(title: str, lines: Sequence[tuple[str, str]]) -> list[Flowable]:
    if not lines:
        return []
    return [subheading(title), *bullets([f"{name}: {words}" for name, words in lines])]


def _practice(entry: PracticeEntry) -> list[Flowable]:
    flow: list[Flowable] = [CondPageBreak(BODY_HEIGHT / 4), *heading(entry.name, entry.key)]
    flow.append(paragraph(entry.section, "small"))
    flow += _offers("Who offers to show how", entry.shows, "Whom to ask")
    flow += _offers("Who asks to be shown", entry.asks, "Who will come")
    if entry.evidence:
        flow.append(subheading("Evidence that its authors share"))
        for each in entry.evidence:
            flow += [_name(each.division), *bullets(each.texts)]
    if entry.actions:
        flow.append(subheading("What is under way"))
        for action in entry.actions:
            flow += _action(action)
    return flow


def _offers(title: str, lines: Sequence[OfferLine], contact: str) -> list[Flowable]:
    flow: list[Flowable] = [subheading(title)] if lines else []
    for each in lines:
        flow += [_name(each.division), paragraph(each.words)]
        flow.append(paragraph(f"{contact}: {each.contact}", "small"))
    return flow


def _action(action: ActionLine) -> list[Flowable]:
    """Texts of any length as paragraphs, which may go over to the next page."""
    due = wording.day(action.due)
    since = f" Written in {action.since}." if action.since else ""
    flow = [
        _name(action.division),
        paragraph(action.what),
        paragraph(f"Seen to by: {action.owner}, by {due}.{since}", "small"),
        paragraph(f"How they will know: {action.measure}", "small"),
        paragraph(f"How far: {action.state}.", "small"),
    ]
    return [*flow, *([paragraph(action.progress)] if action.progress else [])]


def _name(division: str) -> Flowable:
    """The name of a division over its words, never alone at the foot of a page."""
    name = paragraph(division, "strong")
    name.keepWithNext = 1
    return name
