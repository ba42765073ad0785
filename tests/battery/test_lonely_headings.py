"""No heading stands alone at the foot of a page, in any kind of report: read by another program.

The short reports in every run; all of them with ``RACES`` set, in the whole battery.
"""

import os
import re
from pathlib import Path

import pytest
from reportlab.platypus import NextPageTemplate, PageBreak

from benchmark.report.document import UPRIGHT, Furniture, built
from benchmark.report.flowables import heading, paragraph
from tests.battery.test_reading_aloud import SHORT
from tests.report.kinds import KINDS, pdf_of
from tests.report.test_archive import said_by

PAGE = re.compile(r'<page number="(\d+)".*?height="(\d+)"[^>]*>(.*?)</page>', re.DOTALL)
TEXT = re.compile(r'<text top="(-?\d+)"[^>]*height="(\d+)"[^>]*>(.*?)</text>')
FOOT, OF_A_HEADING = 70, 18  # pixels: of header and footer, and the least of a heading's letters


def left_alone(pdf: bytes, folder: Path) -> list[str]:
    """The headings with nothing below them on their page but its foot; the cover has none."""
    file = folder / "report.pdf"
    file.write_bytes(pdf)
    told = said_by("pdftohtml", "-xml", "-i", "-stdout", str(file))
    found = []
    for number, height, page in PAGE.findall(told):
        texts = [(int(top), int(size), text) for top, size, text in TEXT.findall(page)]
        inside = [each for each in texts if FOOT < each[0] < int(height) - FOOT]
        _, size, text = max(inside, default=(0, 0, ""))
        if number != "1" and size >= OF_A_HEADING and text.startswith("<b>"):
            found.append(re.sub("<[^>]+>", "", text))
    return found


@pytest.mark.parametrize("kind", KINDS if "RACES" in os.environ else SHORT)
def test_something_stands_under_every_heading(kind: str, tmp_path: Path) -> None:
    assert left_alone(pdf_of(kind), tmp_path) == []


def test_a_heading_that_stands_alone_is_seen(tmp_path: Path) -> None:
    story = [paragraph("cover"), NextPageTemplate(UPRIGHT), PageBreak(), paragraph("text")]
    story += [*heading("Alone", "alone"), PageBreak(), paragraph("the rest")]
    furniture = Furniture("A title", "subject", "left", "right", "Handle with care.", invented=True)
    assert left_alone(built(story, furniture), tmp_path) == ["Alone"]
