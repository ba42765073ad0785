"""The meeting brief of one division: cover, the page that matters, the profile, the plan."""

from collections.abc import Sequence

from reportlab.platypus import Flowable, Table, TableStyle

from benchmark.comparison import picture, wording
from benchmark.comparison.brief import Choice, DivisionBrief
from benchmark.comparison.division_content import DivisionContent
from benchmark.comparison.following_up import PlannedAction
from benchmark.comparison.profile import profile
from benchmark.comparison.talking import Talk
from benchmark.report.charts import chart_pages
from benchmark.report.flowables import (
    Ladder,
    boxed,
    heading,
    height_of,
    labelled,
    line,
    paragraph,
    space,
    together,
    told,
)
from benchmark.report.front import cover
from benchmark.report.style import BODY_HEIGHT, BODY_WIDTH
from benchmark.report.tagged import layout_table

_KINDS = {"protect": ("PROTECT", picture.DARK_BLUE), "improve": ("IMPROVE", picture.ACCENT)}
_EDITIONS = {
    "L1": "L1: what the executive and the improvement team of the trust see",
    "L2": "L2: for the three leads of this division only",
}
_NO_PLAN = (
    "No plan is recorded for this division in this round. A plan that works has three to five "
    "actions, and each of them says who sees to it, by when, and how one will know."
)


def cover_page(content: DivisionContent) -> list[Flowable]:
    comparison, division = content.comparison, content.division
    return cover(
        comparison,
        division.name,
        f"Division report  ·  {comparison.round_title}",
        [
            ("Trust", f"{comparison.trust_name} ({comparison.trust_code})"),
            ("Division", division.name),
            ("Edition", _EDITIONS[content.edition]),
        ],
    )


def what_matters(content: DivisionContent) -> list[Flowable]:
    """Return one to protect, two to improve, and for the three leads one to talk about."""
    flow = heading(choices_title(content.brief, content.talk), "brief")
    flow.append(paragraph(content.brief.standing))
    for choice in content.brief.choices:
        flow += [_card(choice, content.comparison.scale), space(9)]
    return [*flow, _talk_card(content.talk)] if content.talk else flow


def choices_title(brief: DivisionBrief, talk: Talk | None = None) -> str:
    parts = []
    if brief.protect:
        parts.append("one to protect")
    if brief.improve:
        parts.append(f"{wording.in_words(len(brief.improve))} to improve")
    if talk:
        parts.append("one to talk about")
    return ", ".join(parts).capitalize() if parts else "What to talk about first"


def _card(choice: Choice, scale: Sequence[str]) -> Table:
    kind, edge = _KINDS[choice.kind]
    now = f"Now: level {choice.level}, {choice.level_name}"
    following = (
        f"Next: level {choice.next_level}, {choice.next_name}"
        if choice.next_level
        else "There is no level above this one"
    )
    texts = layout_table(
        [
            [
                [line(now, "fact-name"), line(choice.level_text, "fact", 300)],
                [line(following, "fact-name"), line(choice.next_text, "fact", 300)],
            ]
        ],
        colWidths=[(BODY_WIDTH - 26) / 2] * 2,
    )
    texts.setStyle(_TWO_COLUMNS)
    return boxed(
        [
            line(f"{kind}  ·  {choice.section}", "kind"),
            line(choice.name, "name"),
            space(5),
            Ladder(choice.level, scale),
            space(6),
            texts,
            space(3),
            labelled("Why this one:", choice.reason),
            labelled("Ask each other:", choice.prompts[0]),
        ],
        edge,
    )


def _talk_card(talk: Talk) -> Table:
    """What each said needs no ladder: the picture of all practices follows in the appendix."""
    return boxed(
        [
            line(f"TALK ABOUT  ·  {talk.section}", "kind"),
            line(talk.name, "name"),
            space(3),
            labelled("What each of you said:", wording.sentence(f"{talk.said}: {talk.gap}")),
            labelled("What you settled:", wording.sentence(talk.outcome)),
            labelled("Ask each other:", talk.prompts[0]),
        ],
        picture.DARK_GREY,
    )


_TWO_COLUMNS = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 8),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ]
)


def profile_page(content: DivisionContent) -> list[Flowable]:
    chart = profile(content.comparison, content.division.key)
    flow = heading(chart.title, "profile")
    flow.append(paragraph(chart.reading, "small"))
    return flow + chart_pages(chart, BODY_HEIGHT - height_of(flow))


def plan(content: DivisionContent) -> list[Flowable]:
    actions = content.comparison.actions
    if not actions:
        return [*heading("The plan", "plan"), paragraph(_NO_PLAN)]
    names = {p.key: p.name for section in content.comparison.sections for p in section.practices}
    flow = heading(f"The plan: {wording.counted(len(actions), 'action')}", "plan")
    for action in actions:
        flow += [_action(action, names.get(action.practice, action.practice)), space(8)]
    return flow


def _action(action: PlannedAction, practice: str) -> Flowable:
    """A whole action stays together; one that is longer than a page goes over to the next."""
    when = f"{action.owner}, by {wording.day(action.due)}: {action.state}."
    return together(
        line(practice, "kind"),
        *told("", action.what),
        labelled("Who, by when:", when),
        *told("How we will know:", action.measure),
        *(told("How far it is:", action.progress) if action.progress else []),
    )
