"""What the files inside a report hold is what its pages print: read out by another program."""

import csv
import io
import re
from collections import Counter

import pikepdf
import pytest

from benchmark.comparison.formulas import restored
from benchmark.report.characters import printable_line
from tests.reading import page_texts
from tests.report.kinds import pdf_of

NUMBER = re.compile(r"\d+(?:\.\d+)?")
FIGURES = {
    "division": {"practices.csv", "sections.csv"},
    "trust with every picture": {"divisions.csv", "practices.csv", "sections.csv", "lists.csv"},
    "correction notice": {"changes.csv"},
    "analysis of a file": {"figures.csv"},
}
IN_CELLS = ("division",)


def files_in(pdf: bytes) -> dict[str, list[list[str]]]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {
            name: list(csv.reader(io.StringIO(spec.get_file().read_bytes().decode(), newline="")))
            for name, spec in document.attachments.items()
            if name.endswith(".csv")
        }


@pytest.mark.parametrize("kind", FIGURES)
def test_every_figure_of_its_files_is_on_its_pages(kind: str) -> None:
    pdf = pdf_of(kind)
    text = " ".join(page_texts(pdf))
    words, printed = set(text.split()), Counter(NUMBER.findall(text))
    files = files_in(pdf)
    assert files.keys() >= FIGURES[kind]
    for name in sorted(FIGURES[kind]):
        body = [list(map(restored, row)) for row in files[name][1:]]
        assert body, name
        # one figure a line repeats the names beside it, and a sentence is broken into lines
        told = [row[-1:] if name == "figures.csv" else row for row in body]
        assert Counter(NUMBER.findall(" ".join(map(" ".join, told)))) - printed == Counter(), name
        if kind in IN_CELLS:
            assert set(printable_line(" ".join(map(" ".join, told))).split()) <= words, name
