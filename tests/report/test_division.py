"""The division's report, read back out of its pages."""

import subprocess
import sys

import pytest

from benchmark.comparison import wording
from benchmark.comparison.brief import division_brief
from benchmark.comparison.content import Comparison
from benchmark.report.division import division_report
from tests.reading import flat, page_texts, properties
from tests.samples import (
    HOSTILE,
    hostile,
    nothing_released,
    sample_questionnaire,
    seven_divisions,
    two_divisions,
)


def _report(comparison: Comparison, key: str) -> bytes:
    return division_report(comparison, division_brief(comparison, sample_questionnaire(), key))


@pytest.fixture(scope="module")
def seven() -> list[str]:
    return page_texts(_report(seven_divisions(), "d1"))


def test_it_has_about_six_pages_and_says_which(seven: list[str]) -> None:
    assert len(seven) == 7
    for number, text in enumerate(seven, start=1):
        assert f"Page {number} of {len(seven)}" in text


def test_the_cover_says_what_it_stands_on(seven: list[str]) -> None:
    comparison = seven_divisions()
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
    page = flat(seven[3])
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
    assert outline == [
        "One to protect, two to improve",
        "Surgery and theatres is clearly higher than its trust in two practices",
        "Beside the trust and the published norm",
        "All practices",
        "How to read this report",
    ]


def test_the_file_is_small() -> None:
    assert len(_report(seven_divisions(), "d1")) < 150_000


def test_an_edition_beyond_l1_cannot_be_filled() -> None:
    brief = division_brief(seven_divisions(), sample_questionnaire(), "d1")
    with pytest.raises(ValueError, match="L1 figures only"):
        division_report(seven_divisions(), brief, "L2")


_HASH_OF_REPORT = """
import hashlib
from tests import samples
from benchmark.comparison.brief import division_brief
from benchmark.report.division import division_report
shown = samples.seven_divisions()
brief = division_brief(shown, samples.sample_questionnaire(), "d1")
print(hashlib.sha256(division_report(shown, brief)).hexdigest())
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
