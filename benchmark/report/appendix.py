"""The appendix of one division's report, in the order in which its readers ask."""

from collections.abc import Sequence

from reportlab.platypus import CondPageBreak, Flowable

from benchmark.comparison import wording
from benchmark.comparison.beside import norm_note
from benchmark.comparison.brief import Choice
from benchmark.comparison.change_chart import change_chart
from benchmark.comparison.characters import visible_line
from benchmark.comparison.content import PracticeHeading
from benchmark.comparison.division_content import Demonstration, DivisionContent
from benchmark.comparison.profile import verdict_words
from benchmark.disclosure.levels import LEADS_OF_A_DIVISION
from benchmark.report.charts import chart_pages
from benchmark.report.figures import chart_table, practice_table, section_table
from benchmark.report.flowables import (
    bullets,
    heading,
    height_of,
    labelled,
    line,
    paragraph,
    space,
    subheading,
    together,
    told,
)
from benchmark.report.method import sureness
from benchmark.report.style import BODY_HEIGHT
from benchmark.report.three import posts

NO_EARLIER = "No earlier round of this trust can stand beside this one."
ROOM = BODY_HEIGHT / 5  # a heading has at least so much of a page under it


def who_answered(content: DivisionContent) -> list[Flowable]:
    """Return who gave the answers, and how far the figures can be trusted."""
    flow = heading("Who answered, and how sure this is", "sure")
    if content.inside:
        flow += posts(content.inside)
    else:
        complete = f"{content.division.complete} of {LEADS_OF_A_DIVISION}"
        flow.append(paragraph(f"{complete} leads of this division have answered and submitted."))
    return [*flow, *sureness(content.comparison)]


def change(content: DivisionContent) -> list[Flowable]:
    """Return this round beside the one before it against the band of what is too small to read."""
    since = content.comparison.since
    chart = change_chart(content.comparison, content.division.key)
    if since is None or chart is None:
        none = content.comparison.removed_before or NO_EARLIER
        return [*heading("Since the last round", "change"), paragraph(none)]
    flow = heading(chart.title, "change")
    flow += [paragraph(words, "small") for words in (chart.reading, since.caution, *since.basis)]
    return [*flow, *chart_pages(chart, BODY_HEIGHT - height_of(flow)), *chart_table(chart)]


def beside_norm(content: DivisionContent) -> list[Flowable]:
    """Return sections beside the trust and the norm, and what differs clearly from the trust."""
    comparison = content.comparison
    flow = [CondPageBreak(ROOM), *heading("Beside the trust and the published norm", "comparison")]
    flow += [*section_table(comparison, content.division), space(6)]
    if comparison.norm:
        flow.append(paragraph(norm_note(comparison), "small"))
    different = _clear_differences(content)
    return [*flow, together(subheading("Clearly different from the trust"), *different)]


def _clear_differences(content: DivisionContent) -> list[Flowable]:
    comparison, division, brief = content.comparison, content.division, content.brief
    if not any(division.practice_verdicts.values()):
        return [paragraph(f"Differences from the trust are {verdict_words(division, '')}.")]
    names = [*brief.clearly_higher, *brief.clearly_lower]
    every = [p for section in comparison.sections for p in section.practices if p.name in names]
    found = [_difference(content, practice) for practice in every]
    none = "No practice is clearly higher or lower than the trust's mean."
    overall = (
        f"Overall {wording.with_interval(division.overall)} against a trust mean of "
        f"{wording.mean(comparison.trust.overall)}: {verdict_words(division, division.verdict)}."
    )
    return bullets([*(found or [none]), overall])


def _difference(content: DivisionContent, practice: PracticeHeading) -> str:
    division, trust = content.division, content.comparison.trust
    return (
        f"{visible_line(practice.name)}: level {wording.level(division.practices[practice.key])} "
        f"against a trust mean of {wording.mean(trust.practices[practice.key])}, "
        f"{division.practice_verdicts[practice.key]}."
    )


def demonstrations(content: DivisionContent) -> list[Flowable]:
    """Return who has offered to show how, and the evidence that its authors share."""
    flow = [CondPageBreak(ROOM), *heading("Who has offered to show how", "offers")]
    none = (
        "No other division of the trust has offered to show how it does the practices to improve."
    )
    flow += [each for offer in content.demonstrations for each in _demonstration(offer)] or [
        paragraph(none)
    ]
    return [*flow, *_evidence(content)]


def _demonstration(offer: Demonstration) -> list[Flowable]:
    shared = [piece for text in offer.evidence for piece in told("", text)]
    return [
        line(f"{offer.practice}: {offer.division}", "fact-name"),
        *told("", offer.words),
        labelled("Ask:", offer.contact),
        *([line("Evidence that they share", "fact-name"), *shared] if shared else []),
        space(6),
    ]


def _evidence(content: DivisionContent) -> list[Flowable]:
    """Return what its authors ticked as shareable, in the questionnaire's order."""
    evidence = content.division.shared_evidence
    shared = [
        piece
        for section in content.comparison.sections
        for practice in section.practices
        for piece in _shared(practice, evidence.get(practice.key, ()))
    ]
    none = paragraph("No evidence was marked as one that may be shared.", "fact")
    title = subheading("Evidence of this division that its author shared")
    return [CondPageBreak(ROOM), title, *(shared or [none])]


def _shared(practice: PracticeHeading, texts: Sequence[str]) -> list[Flowable]:
    pieces = [piece for text in texts for piece in told("", text)]
    return [line(practice.name, "fact-name"), *pieces, space(6)] if pieces else []


def next_levels(content: DivisionContent) -> list[Flowable]:
    """Return for each chosen practice what the next level looks like, and what would show it."""
    if not content.brief.choices:
        return []
    title = heading("The next level of the chosen practices", "next")
    first, *others = map(_next_level, content.brief.choices)
    return [CondPageBreak(ROOM), together(*title, *first), *(together(*each) for each in others)]


def _next_level(choice: Choice) -> list[Flowable]:
    following = (
        labelled(f"Level {choice.next_level}, {choice.next_name}:", choice.next_text)
        if choice.next_level
        else labelled("At the top:", "there is no level above this one; keep it under review.")
    )
    return [
        subheading(choice.name),
        labelled("Why it matters:", choice.why),
        labelled(f"Now at level {choice.level}, {choice.level_name}:", choice.level_text),
        following,
        labelled("What would show it:", "; ".join(choice.evidence)),
        labelled("Ask each other:", " ".join(choice.prompts)),
    ]


def practices(content: DivisionContent) -> list[Flowable]:
    table = practice_table(content.comparison, content.division)
    return [*heading("All practices", "practices"), *table]
