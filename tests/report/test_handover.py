"""The handover pack on paper: all of its pack, in parts that show no gap."""

import re

from benchmark.comparison import handover
from benchmark.comparison.handover import Handover
from benchmark.report.front import HANDLING
from benchmark.report.handover import handover_pdf
from tests.comparison.packs import empty_pack, pack_of_others, pack_of_the_three
from tests.reading import flat, page_texts, properties, structure, unmarked
from tests.samples import HOSTILE

FOLIO = re.compile(r"Page \d+ of \d+")


def texts_of(pack: Handover) -> list[str]:
    ways = [way for section in pack.ways for way in section.practices]
    return [
        pack.introduction,
        pack.unsettled,
        *(text for way in ways for text in (way.name, way.level, way.reason)),
        *(text for way in ways for _, text in way.dissents),
        *(f"{name}: {text}" for action in pack.actions for name, text in action.facts),
        *(f"{holder.post} {holder.words}" for holder in pack.people),
        *(" ".join(row) for row in pack.continuity),
        *(f"Ask: {offer.contact}" for offer in pack.offers),
    ]


def text_of(pack: Handover) -> str:
    """The whole text without what stands around every page."""
    furniture = (pack.edition, "INVENTED DATA")
    pages = [FOLIO.sub("", page) for page in page_texts(handover_pdf(pack))]
    lines = [line for page in pages for line in page.splitlines()]
    kept = [line for line in lines if not line.startswith(("Personal data", *furniture))]
    return flat(" ".join(kept))


def test_page_and_paper_hold_the_same_texts() -> None:
    for pack in (pack_of_others(), pack_of_the_three()):
        words = set(text_of(pack).split())
        for text in texts_of(pack):
            assert set(text.split()) <= words, text
        assert "…" not in text_of(pack)


def test_the_cover_says_how_to_treat_it() -> None:
    cover = flat(page_texts(handover_pdf(pack_of_others()))[0])
    assert flat(HANDLING) in cover
    for words in ("Handover pack", "Edition L1", "Invented data", "24 October 2026"):
        assert words in cover


def test_the_parts_of_others_show_no_gap() -> None:
    parts = [handover.WAYS, handover.ACTIONS, handover.PEOPLE]
    assert properties(handover_pdf(pack_of_others()))[2] == parts
    three = [*parts[:2], handover.LEFT, parts[2]]
    assert properties(handover_pdf(pack_of_the_three()))[2] == three
    assert not re.search(r"\bPart \d|\b[A-D1-4]\. ", text_of(pack_of_others()))


def test_its_structure_is_headings_and_tables_with_headers() -> None:
    pdf = handover_pdf(pack_of_the_three())
    roles = [role for page in structure(pdf) for role, _ in page]
    assert (roles.count("H1"), roles.count("H2")) == (1, 4)
    assert roles.count("H3") == len(pack_of_the_three().ways) + 1
    assert roles.count("Table") == 3  # cover, continuity, people
    assert roles.count("TH") >= 4 + 2 + 4  # two rows of headings, and one before each row
    assert unmarked(pdf) == 0
    title, language, _ = properties(pdf)
    assert title == "Surgery and theatres: handover pack, Autumn round 2026"
    assert language == "en-GB"


def test_the_same_pack_gives_the_same_bytes() -> None:
    assert handover_pdf(pack_of_the_three()) == handover_pdf(pack_of_the_three())


def test_nothing_is_said_in_words() -> None:
    text = text_of(empty_pack())
    for words in (handover.NOTHING_AGREED, "Not shown: 2 of 3 complete.", handover.NO_OFFERS):
        assert words in text
    assert text.count("vacant") == 4


def test_long_and_hostile_texts_print_whole_and_as_they_are() -> None:
    words = text_of(pack_of_the_three(*HOSTILE, "a reason that goes on " * 900))
    assert words.count("a reason that goes on") >= 900
    for literal in (
        '<script>alert("1")</script>',
        "tŷ, môr, ŷd",
        "[U+0007]",
        "[U+1F600 GRINNING FACE]",
    ):
        assert literal in words
