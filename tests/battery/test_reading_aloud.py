"""Reports as another program tells them, with every text: seconds for each.

A short report of each sort in every run; all of them with ``RACES`` set, in the whole battery.
"""

import os
import re
from pathlib import Path

import pytest

from tests.report.kinds import KINDS, pdf_of
from tests.report.test_archive import said_by

WITHOUT_TABLES = ("agenda of a meeting", "questionnaire on paper")
SHORT = ("division of two", "trust with nothing released", "short correction notice")


@pytest.mark.parametrize("kind", KINDS if "RACES" in os.environ else SHORT)
def test_the_structure_is_told_with_its_texts(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf_of(kind))
    told = said_by("pdfinfo", "-struct-text", str(file))
    assert re.search(r'H1 \(block\)\n +"[^"]', told)
    if kind in WITHOUT_TABLES:
        assert "Table" not in told
    else:
        assert re.search(r'TH.*\n.*/Scope /Row\n +"[^"]', told)
