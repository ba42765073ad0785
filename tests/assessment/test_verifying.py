"""An issued report is called unchanged only after its bytes and its content were hashed anew."""

import hashlib
from dataclasses import replace

import pytest

from benchmark.assessment.verifying import State, state_of
from benchmark.comparison.compare import compare
from benchmark.comparison.content import Comparison
from benchmark.comparison.division_content import content_of
from benchmark.database.rounds import Report
from benchmark.report.division import division_report
from benchmark.report.document import Furniture, built
from benchmark.report.flowables import paragraph
from tests.comparison.facts import READER, decidable, facts
from tests.samples import sample_questionnaire

CONTENT = compare(facts(decidable(1)), READER)


KEY = CONTENT.released[0].key
CODE = content_of(CONTENT, sample_questionnaire(), KEY).content_hash


def report(comparison: Comparison = CONTENT) -> Report:
    pdf = division_report(content_of(comparison, sample_questionnaire(), KEY))
    return Report(pdf=pdf, pdf_hash=hashlib.sha256(pdf).hexdigest(), content_hash=CODE)


def test_what_was_issued_is_unchanged() -> None:
    assert state_of([report()]) is State.UNCHANGED


@pytest.mark.parametrize("place", [0, 2000, -1])
def test_one_altered_byte_is_seen(place: int) -> None:
    altered = report()
    content = bytearray(altered.pdf)
    content[place] ^= 1
    altered.pdf = bytes(content)
    assert state_of([altered]) is State.ALTERED
    assert state_of([report(), altered]) is State.ALTERED


def test_other_content_under_a_hash_that_fits_the_bytes_is_seen() -> None:
    assert state_of([report(replace(CONTENT, caution="Otherwise."))]) is State.ALTERED


def test_a_hash_of_bytes_that_was_taken_away_is_seen() -> None:
    altered = report()
    altered.pdf_hash = ""
    assert state_of([altered]) is State.ALTERED


def test_of_a_report_without_its_content_nothing_more_is_said() -> None:
    furniture = Furniture("t", "s", "l", "r", "h", invented=True)
    old = Report(pdf=built([paragraph("x")], furniture), pdf_hash="", content_hash="0" * 64)
    assert state_of([old]) is State.UNKNOWN
    assert state_of([report(), old]) is State.UNKNOWN
