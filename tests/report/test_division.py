"""The division's report, read back out of its pages."""

import dataclasses
import subprocess
import sys
from datetime import date

import pytest

from benchmark.comparison import wording
from benchmark.comparison.brief import division_brief
from benchmark.comparison.content import Comparison
from benchmark.comparison.division_content import DivisionContent, content_of
from benchmark.comparison.dumbbell import dumbbell
from benchmark.comparison.following_up import Offer, PlannedAction
from benchmark.comparison.inside import Inside
from benchmark.report.division import division_report
from tests.comparison.insides import some_inside
from tests.reading import flat, page_texts, properties
from tests.samples import (
    HOSTILE,
    hostile,
    nothing_released,
    sample_questionnaire,
    seven_divisions,
    two_divisions,
)

BRIEF_PAGES = 4
L1_PARTS = [
    "One to protect, two to improve",
    "Surgery and theatres is clearly higher than its trust in two practices",
    "The plan",
    "How to read this report",
    "Who answered, and how sure this is",
    "Since the last round",
    "Beside the trust and the published norm",
    "Who has offered to show how",
    "The next level of the chosen practices",
    "All practices",
    "Method and words",
]


def _content(comparison: Comparison, key: str, inside: Inside | None = None) -> DivisionContent:
    return content_of(comparison, sample_questionnaire(), key, inside)


def _report(comparison: Comparison, key: str, inside: Inside | None = None) -> bytes:
    return division_report(_content(comparison, key, inside))


@pytest.fixture(scope="module")
def seven() -> list[str]:
    return page_texts(_report(seven_divisions(), "d1"))


@pytest.fixture(scope="module")
def three() -> list[str]:
    return page_texts(_report(seven_divisions(), "d1", some_inside()))


def test_it_has_about_ten_pages_and_says_which(seven: list[str]) -> None:
    assert len(seven) == 10
    for number, text in enumerate(seven, start=1):
        assert f"Page {number} of {len(seven)}" in text


def test_the_cover_says_what_it_stands_on(seven: list[str]) -> None:
    comparison = _content(seven_divisions(), "d1").comparison
    cover = flat(seven[0])
    for fact in (
        "Surgery and theatres",
        "North Invented Hospitals NHS Trust (ZZN)",
        "Autumn round 2026",
        "L1: what the executive and the improvement team of the trust see",
        "24 October 2026 at 23:41 (UK time)",
        "management-practice-1.0",
        comparison.questionnaire_hash,
        comparison.content_hash,
        f"/verify/{comparison.content_hash}",
        "Personal data about three identifiable people.",
        "Not for appraisal, pay or discipline.",
        "Check with information governance before any disclosure.",
        "invented for demonstration",
    ):
        assert fact in cover


def test_every_page_says_that_the_data_are_invented(seven: list[str]) -> None:
    assert all("invented data" in text.lower() for text in seven)


def test_the_page_that_matters_comes_second(seven: list[str]) -> None:
    brief = division_brief(seven_divisions(), sample_questionnaire(), "d1")
    page = flat(seven[1])
    assert brief.protect
    for choice in (brief.protect, *brief.improve):
        for text in (choice.name, choice.level_text, choice.next_text, choice.reason):
            assert text in page
    assert brief.standing in page


@pytest.mark.parametrize("edition", ["seven", "three"])
def test_the_brief_has_exactly_four_pages(edition: str, request: pytest.FixtureRequest) -> None:
    pages = [flat(page) for page in request.getfixturevalue(edition)]
    starts = (
        "Surgery and theatres",
        "One to protect",
        "Surgery and theatres is clearly",
        "The plan",
    )
    for page, words in zip(pages, starts, strict=False):
        assert words in page
    assert "How to read this report" in pages[BRIEF_PAGES]
    assert not any("How to read" in page for page in pages[:BRIEF_PAGES])


def test_clear_differences_stand_beside_the_norm(seven: list[str]) -> None:
    (page,) = (flat(text) for text in seven if "published norm" in text and "Clearly diff" in text)
    assert "Why we standardise: level 4 against a trust mean of" in page


def test_every_number_of_the_comparison_is_written_as_on_the_page(seven: list[str]) -> None:
    comparison = seven_divisions()
    division = comparison.division("d1")
    text = flat(" ".join(seven))
    figures = [*division.sections.values(), division.overall, division.comparable]
    for figure in figures:
        assert wording.with_interval(figure) in text
    for section in comparison.sections:
        for practice in section.practices:
            figure = division.practices[practice.key]
            assert figure.value is not None
            row = (
                practice.name,
                wording.level(figure),
                comparison.scale[int(figure.value) - 1],
                wording.interval(figure),
                wording.mean(comparison.trust.practices[practice.key]),
                division.practice_verdicts[practice.key],
            )
            assert " ".join(row) in text


def test_the_norm_stands_beside_the_comparable_overall_only(seven: list[str]) -> None:
    division = seven_divisions().division("d1")
    page = flat(seven[5])
    assert "Hospitals in the United Kingdom, 2022" in page
    comparable = wording.with_interval(division.comparable)
    assert f"The 20 practices of the norm {comparable}" in page
    assert "none for all of them" in page
    assert "no difference is worked out" in page


def test_only_shared_evidence_is_in_it(seven: list[str]) -> None:
    text = flat(" ".join(seven))
    for texts in seven_divisions().division("d1").shared_evidence.values():
        assert all(evidence in text for evidence in texts)


def test_a_division_that_is_not_shown_shows_nothing_but_the_rule() -> None:
    text = flat(" ".join(page_texts(_report(seven_divisions(), "d4"))))
    assert "not shown: 2 of 3 complete" in text
    assert "trust mean of" not in text
    assert "All practices" not in text


def test_without_trust_figures_the_rule_stands_there() -> None:
    pages = page_texts(_report(two_divisions(), "surgery"))
    text = flat(" ".join(pages))
    assert "Means of the trust are not shown: needs at least four divisions." in text
    assert "Intervals are not shown: needs at least four divisions." in text
    assert "Trust mean" not in text


def test_before_any_submission_it_says_so() -> None:
    text = flat(" ".join(page_texts(_report(nothing_released(), "medicine"))))
    assert "no submission yet" in text
    assert "not shown: 1 of 3 complete" in text


def test_hostile_text_prints_literally_and_in_full() -> None:
    pages = page_texts(_report(hostile(), "d0"))
    text = flat(" ".join(pages))
    for literal in (
        HOSTILE[0],
        HOSTILE[1],
        "control [U+0000][U+0007][U+001B][31m and [U+202E]gnimoc rebmun[U+202C], a face",
        "[U+1F600 GRINNING FACE]",
        "[U+6F22][U+5B57], [U+D800]",
        "first line second line after an empty line and a tab",
    ):
        assert literal in text
    assert text.count("<evidence>") == 2400
    assert "x" * 60 in text
    assert len(pages) > 20


def test_the_document_says_what_it_is() -> None:
    title, language, outline = properties(_report(seven_divisions(), "d1"))
    assert title == "Surgery and theatres: division report, Autumn round 2026"
    assert language == "en-GB"
    assert outline == L1_PARTS


def test_the_edition_of_the_three_adds_its_parts_and_changes_no_order(three: list[str]) -> None:
    title, _, outline = properties(_report(seven_divisions(), "d1", some_inside()))
    assert title == "Surgery and theatres: division report, Autumn round 2026"
    added = [part for part in outline if part not in L1_PARTS]
    chart = dumbbell(some_inside())
    assert added == [
        "One to protect, two to improve, one to talk about",
        chart.title,
        "What each of you said",
        "If one of us left",
    ]
    assert [part for part in outline if part in L1_PARTS] == L1_PARTS[1:]
    place = outline.index(chart.title)
    assert outline[place - 1] == "Who answered, and how sure this is"
    assert outline[place + 3] == "Since the last round"
    assert "L2: for the three leads of this division only" in flat(three[0])


def test_every_level_of_every_lead_is_in_the_edition_of_the_three(three: list[str]) -> None:
    inside = some_inside()
    text = flat(" ".join(three))
    for practice in inside.practices:
        row = (practice.name, *(voice.words for voice in practice.voices), practice.gap)
        assert " ".join(row) in text
    assert "Journey map." in text
    assert "Nursing lead, who sees it otherwise:" in text
    assert "Operations Yes Partly No" in text
    assert "People Yes No answer Yes" in text


def test_the_edition_for_others_says_nothing_of_the_three(seven: list[str]) -> None:
    """Neither in a part, nor by a number that is missing: nothing is numbered but pages."""
    text = flat(" ".join(seven))
    for words in (
        "levels apart",
        "talk about",
        "If one of us left",
        "Nursing lead",
        "sees it otherwise",
    ):
        assert words not in text
    assert "L2" not in text
    inside = some_inside()
    l1 = _content(seven_divisions(), "d1")
    assert division_report(dataclasses.replace(_content(seven_divisions(), "d1", inside),
        inside=None, talk=None, comparison=l1.comparison)) == division_report(l1)  # fmt: skip


def test_a_plan_is_printed_in_full_and_literally() -> None:
    action = PlannedAction(
        "a1", "d1", "talent", f"{HOSTILE[0]} " * 20, "Nursing lead", date(2027, 2, 1),
        HOSTILE[2].replace(chr(0xD800), ""), "in progress", "Half done.",
    )  # fmt: skip
    others = dataclasses.replace(action, id="a2", division="d2", what="Another division's step")
    shown = dataclasses.replace(seven_divisions(), actions=(action, others))
    pages = page_texts(_report(shown, "d1"))
    page = flat(pages[3])
    assert "The plan: one action" in page
    assert page.count(HOSTILE[0]) == 20
    state = "Nursing lead, by 1 February 2027: in progress."
    for words in (state, "Half done.", "[U+1F600 GRINNING FACE]"):
        assert words in page
    assert "Another division's step" not in flat(" ".join(pages))


def test_who_has_offered_stands_with_the_evidence_that_they_share() -> None:
    brief = division_brief(seven_divisions(), sample_questionnaire(), "d2")
    practice = "follow-through"
    offers = (
        Offer("d1", brief.improve[0].key, "shows", "Come on a Tuesday", "General manager"),
        Offer("d3", brief.improve[0].key, "asks", "We would like to see it", "Matron"),
        Offer("d1", practice, "shows", "For another practice", "General manager"),
    )
    text = flat(" ".join(page_texts(_report(
        dataclasses.replace(seven_divisions(), offers=offers), "d2"
    ))))  # fmt: skip
    assert f"{brief.improve[0].name}: Surgery and theatres Come on a Tuesday" in text
    assert "We would like to see it" not in text
    assert "For another practice" not in text


def test_the_file_is_small() -> None:
    assert len(_report(seven_divisions(), "d1")) < 150_000


_HASH_OF_REPORT = """
import hashlib
from tests import samples
from tests.comparison.insides import some_inside
from benchmark.comparison.division_content import content_of
from benchmark.report.division import division_report
shown, asked = samples.seven_divisions(), samples.sample_questionnaire()
content = content_of(shown, asked, "d1", inside=some_inside())
print(hashlib.sha256(division_report(content)).hexdigest())
"""


def test_the_same_input_gives_the_same_bytes_in_every_process() -> None:
    assert _report(seven_divisions(), "d1") == _report(seven_divisions(), "d1")
    hashes = {
        subprocess.run(
            [sys.executable, "-c", _HASH_OF_REPORT],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path))},
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(hashes) == 1
