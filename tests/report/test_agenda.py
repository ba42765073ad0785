"""The agenda on paper: one page whatever was written, with the words of its page."""

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.comparison.agenda import Agenda, Gap, Place, meeting_agenda
from benchmark.report.agenda import agenda_pdf
from tests.reading import flat, page_texts, properties, structure, unmarked
from tests.samples import HOSTILE, sample_questionnaire

PLACE = Place("North Invented Hospitals NHS Trust", "Medicine", "Autumn round 2026", invented=True)
SETTLED = "3 of 30 practices are settled."


def usual(first: str = "Map of the journey, redrawn in June.") -> Agenda:
    evidence = {"clinical": first, "nursing": "Tŷ, môr, ŷd"}
    gaps = [
        Gap(p.name, "two levels apart", "clinical 2, operational 4, nursing 3", p.prompts, evidence)
        for p in sample_questionnaire().practices[:3]
    ]
    return meeting_agenda(PLACE, gaps, 20, SETTLED)


def words_of(agenda: Agenda) -> list[str]:
    return [
        agenda.opening,
        *(
            text
            for item in agenda.items
            for text in (item.heading, item.said, *item.evidence, *item.prompts)
        ),
        *(decision.line for item in agenda.items for decision in item.decisions),
    ]


def test_it_is_one_page_with_everything_that_its_page_says() -> None:
    (page,) = map(flat, page_texts(agenda_pdf(usual())))
    for words in (*words_of(usual()), "Not for appraisal, pay or discipline.", "INVENTED DATA"):
        assert flat(words) in page
    assert "Page 1 of 1" in page
    assert "…" not in page


def test_its_structure_is_a_title_headings_and_lists() -> None:
    (page,) = structure(agenda_pdf(usual()))
    roles = [role for role, _ in page]
    assert roles[:2] == ["Document", "H1"]
    assert roles.count("H2") == len(usual().items)
    assert (roles.count("L"), roles.count("LI")) == (3, 6)
    assert unmarked(agenda_pdf(usual())) == 0
    title, language, outline = properties(agenda_pdf(usual()))
    assert title == "Medicine: agenda for 45 minutes, Autumn round 2026"
    assert (language, outline) == ("en-GB", ["Agenda for 45 minutes"])


def test_the_same_agenda_gives_the_same_bytes() -> None:
    assert agenda_pdf(usual()) == agenda_pdf(usual())


# long texts are one letter or one piece many times over: to draw them letter by letter is slow
PIECES = st.one_of(
    st.sampled_from((*HOSTILE, "W", "\x00", "\U0001f600", "ŵ ", "<b>", "a b ", "&amp;", "i")),
    st.text(max_size=30),
)
TEXTS = st.builds(
    lambda piece, size: (piece * size)[:100_000],
    PIECES,
    st.sampled_from((0, 1, 2, 40, 700, 100_000)),
)
NAMES = TEXTS.map(lambda text: text[:600])  # as long as a questionnaire or a form lets them be
ROLES = st.sampled_from(("clinical", "operational", "nursing"))
GAP = st.builds(
    Gap,
    NAMES,
    st.sampled_from(("four levels apart", "one level apart")),
    st.just("clinical does not apply, operational does not know, nursing 5"),
    st.tuples(NAMES, NAMES),
    st.dictionaries(ROLES, TEXTS, max_size=3),
)


@settings(max_examples=8, deadline=None)
@given(st.lists(GAP, max_size=5), st.builds(Place, NAMES, NAMES, NAMES, st.booleans()), st.just(20))
def test_it_is_one_page_whatever_people_wrote(gaps: list[Gap], place: Place, near: int) -> None:
    agenda = meeting_agenda(place, gaps, near, SETTLED)
    (page,) = map(flat, page_texts(agenda_pdf(agenda)))
    for item in agenda.items:  # what is to decide is never cut
        for decision in item.decisions:
            assert flat(decision.line) in page


def test_the_widest_letters_everywhere_are_one_page_and_marked_as_cut() -> None:
    wide = "W" * 600
    evidence = dict.fromkeys(("clinical", "operational", "nursing"), wide * 200)
    gap = Gap(wide, "two levels apart", "clinical 2, nursing 4", (wide, wide), evidence)
    place = Place(wide, wide, wide, invented=True)
    (page,) = map(flat, page_texts(agenda_pdf(meeting_agenda(place, [gap] * 3, 20, SETTLED))))
    assert "What ends in “…” is shortened here" in page
    assert page.count("W…") >= 3 * 4
