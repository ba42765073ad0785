"""The improvement pack on paper: what its pages say, literally, tagged, the same bytes again."""

from dataclasses import replace
from datetime import date

from benchmark.comparison.content import Comparison
from benchmark.comparison.following_up import Offer, PlannedAction
from benchmark.comparison.practice_pack import practice_pack
from benchmark.report.practices import practice_pack_pdf
from tests.reading import flat, page_texts, properties, structure, unmarked
from tests.samples import HOSTILE, hostile, nothing_released, seven_divisions


def with_plans(comparison: Comparison, words: tuple[str, ...]) -> Comparison:
    offers = tuple(
        Offer("d0", key, kind, text, "Matron <of> ward 4")
        for key, kind, text in zip(
            ("tracking", "tracking", "review", "talent", "handover"),
            ("shows", "asks", "shows", "asks", "asks"),
            words,
            strict=False,
        )
    )
    actions = tuple(
        PlannedAction(
            *(f"a{n}", "d1", "tracking", text, "nursing lead", date(2027, 3, 31), text),
            *("changed", text, "Round 2025"),
        )
        for n, text in enumerate(words)
    )
    return replace(comparison, offers=offers, actions=actions)


PLAIN = ("the board at seven", "whose board is it", "four questions", "anything", "a folder")


def test_paper_says_what_the_pack_says() -> None:
    comparison = with_plans(seven_divisions(), PLAIN)
    pack = practice_pack(comparison)
    pages = [flat(text) for text in page_texts(practice_pack_pdf(comparison))]
    text = " ".join(pages)
    assert pack.finding in pages[1]
    for entry in pack.filled:
        assert entry.name in text
        for offer in (*entry.shows, *entry.asks):
            assert offer.words in text
        for action in entry.actions:
            assert f"Seen to by: {action.owner}, by 31 March 2027. Written in Round 2025." in text
    assert "not shown: " in text  # the division that is not released, with the rule
    assert "Personal data about three identifiable people" in pages[0]


def test_text_of_any_kind_prints_and_everything_is_tagged() -> None:
    pdf = practice_pack_pdf(with_plans(hostile(), (*HOSTILE, "x" * 20_000)))
    text = flat(" ".join(page_texts(pdf)))
    assert flat(HOSTILE[0]) in text
    assert "Ŵyneb yr ysbyty" in text
    assert unmarked(pdf) == 0
    roles = {role for page in structure(pdf) for role, _ in page}
    assert {"H1", "H2", "P", "LI"} <= roles


def test_the_same_content_gives_the_same_bytes() -> None:
    comparison = with_plans(seven_divisions(), PLAIN)
    assert practice_pack_pdf(comparison) == practice_pack_pdf(comparison)
    title, _, outline = properties(practice_pack_pdf(comparison))
    assert "practice by practice" in title
    assert outline


def test_nothing_to_read_is_a_document_too() -> None:
    text = flat(" ".join(page_texts(practice_pack_pdf(nothing_released()))))
    assert "No division has offered, asked or planned anything yet." in text
