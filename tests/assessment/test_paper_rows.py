"""What the rows of a file from paper say."""

from pathlib import Path

import pytest

from benchmark.assessment.paper_rows import (
    LONGEST_EVIDENCE,
    PaperRow,
    header_faults,
    known_columns,
    paper_rows,
)
from benchmark.assessment.responding import Content
from benchmark.database.people import Division, Trust
from benchmark.export.reading import read_answers
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.responses import forms


def read(folder: Path, questionnaire: Questionnaire, text: str) -> list[PaperRow]:
    trust = Trust(code="ZZN", name="Invented North", invented=True)
    trust.divisions = [
        Division(key="medicine", name="Medicine", position=0),
        Division(key="women-and-children", name="Women & children", position=1),
    ]
    (folder / "a.csv").write_text(text, encoding="utf-8", newline="")
    table = read_answers(folder / "a.csv")
    assert not list(header_faults(table, questionnaire))
    return paper_rows(table, trust, questionnaire)


def test_a_row_says_whose_and_what(tmp_path: Path, questionnaire: Questionnaire) -> None:
    header = "Division,ROLE,talent,review,review:evidence,review:may-be-shared,tracking,submitted"
    text = f'{header}\nwomen & CHILDREN,Nursing, 3 ,Dont-Know," a\r\nb ",YES,,2026-01-01\n'
    (row,) = read(tmp_path, questionnaire, text)
    assert row.row.faults == []
    assert row.division is not None
    assert (row.division.key, row.role) == ("women-and-children", "nursing")
    assert row.contents == {"talent": Content(3), "review": Content(-1, " a\nb ", share=True)}


def test_a_tick_without_evidence_shares_nothing(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    text = "division,role,talent,talent:evidence,talent:may-be-shared\nmedicine,clinical,,,yes\n"
    (row,) = read(tmp_path, questionnaire, text)
    assert row.contents == {}


@pytest.mark.parametrize("evidence", ["x" * (LONGEST_EVIDENCE + 1), "a\x00b"])
def test_evidence_that_a_page_would_not_take_is_a_fault(
    tmp_path: Path, questionnaire: Questionnaire, evidence: str
) -> None:
    text = f"division,role,talent:evidence\nmedicine,clinical,{evidence}\n"
    (row,) = read(tmp_path, questionnaire, text)
    (fault,) = row.row.faults
    assert (fault.line, fault.column) == (2, "talent:evidence")


def test_pages_take_evidence_of_the_same_length() -> None:
    assert forms.LONGEST_EVIDENCE == LONGEST_EVIDENCE


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("role,talent\n", ["1:division: is missing; benchmark export --template writes every"]),
        ("division,role,Talent,talent\n", ["1:talent: stands here in two spellings"]),
        ("division,role,\na,b,c\n", ["1:column 3: has no name in the first line"]),
        ("division,role,\na,b,\n", []),
        ("division,role,=cmd\n", ["1:=cmd: is not a column of management-practice-1.0"]),
    ],
)
def test_faults_of_the_header_are_located(
    tmp_path: Path, questionnaire: Questionnaire, text: str, faults: list[str]
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(text)
    found = [str(each) for each in header_faults(read_answers(file), questionnaire)]
    assert len(found) == len(faults)
    for told, expected in zip(found, faults, strict=True):
        assert told.startswith(f"{file}:{expected}")


def test_every_column_of_an_export_is_known(questionnaire: Questionnaire) -> None:
    known = known_columns(questionnaire)
    assert len(known) == len(set(known)) == 5 + 3 * len(questionnaire.keys)
