"""What a trust's people download: the page's own numbers, and nothing that the page hides."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pyreadstat
import pytest
from pyarrow import parquet
from sqlalchemy import update

from benchmark.comparison.formulas import restored
from benchmark.comparison.wording import one_decimal
from benchmark.database.rounds import Answer
from benchmark.database.session import transaction
from benchmark.web.app import Benchmark
from tests.servers import Browser, browser_of, copied, serving

HERE = "/trusts/zzn/exports"
FILE = f"{HERE}/file"


@pytest.fixture(scope="module")
def app(released_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Benchmark]:
    with serving(copied(released_model, tmp_path_factory.mktemp("exports"))) as served:
        yield served


@pytest.fixture(scope="module")
def reader(app: Benchmark) -> Browser:
    return browser_of(app, "executive@north.example")


def rows_of(text: str) -> list[dict[str, str]]:
    read = csv.DictReader(io.StringIO(text, newline=""))
    return [{name: restored(cell) for name, cell in row.items()} for row in read]


def test_the_page_lists_every_table_and_its_files(reader: Browser) -> None:
    page = reader.get(HERE).text
    for table in ("figures", "evidence", "dictionary"):
        for kind in ("csv", "sav", "parquet"):
            assert f"{FILE}?table={table}&amp;format={kind}&amp;round=" in page
    assert "format=xlsx" in page
    assert "table=offers" not in page  # nobody offers anything
    assert HERE in reader.get("/trusts/zzn/comparison").text


def test_figures_are_those_of_the_page(reader: Browser) -> None:
    rows = rows_of(reader.get(FILE).text)
    shown = rows_of(reader.get("/trusts/zzn/comparison.csv?part=practices").text)
    by_name = {(row["Practice"], row["Section"]): row for row in shown}
    practices = [row for row in rows if row["kind"] == "practice"]
    assert len(practices) == 90  # of both divisions and the trust
    sections = {row["key"]: row["name"] for row in rows if row["kind"] == "section"}
    for row in practices:
        cell = by_name[row["name"], sections[row["section"]]][row["division-name"]]
        assert cell == (row["value"] or f"not shown: {row['not-shown']}")
    for row in rows:
        if row["division"] == "medicine" and row["kind"] == "section":
            cell = by_name["Mean of the section", row["name"]]["Medicine"]
            assert cell == one_decimal(float(row["value"]))


def test_a_division_that_is_not_released_has_its_reason_and_nothing_else(reader: Browser) -> None:
    rows = rows_of(reader.get(FILE).text)
    hidden = [row for row in rows if row["division"] == "surgery"]
    assert len(hidden) == 30 + 6 + 2
    assert {row["not-shown"] for row in hidden} == {"1 of 3 complete"}
    empty = ("value", "low", "high", "no-interval", "in-words", "adjusted")
    assert {row[name] for row in hidden for name in empty} == {""}
    assert {row["value"] for row in rows if not row["division"]} == {""}  # needs four divisions


def test_every_format_holds_the_same_figures(reader: Browser, tmp_path: Path) -> None:
    rows = rows_of(reader.get(FILE).text)
    book = openpyxl.load_workbook(io.BytesIO(reader.get(f"{FILE}?format=xlsx").data))
    assert book.sheetnames == ["Figures", "Shared evidence", "Data dictionary"]
    header, *cells = book["Figures"].iter_rows(values_only=True)
    assert [["" if cell is None else str(cell) for cell in row] for row in cells] == [
        [str(_number(cell)) for cell in row.values()] for row in rows
    ]
    table = parquet.read_table(io.BytesIO(reader.get(f"{FILE}?format=parquet").data))
    assert table.column_names == list(header) == list(rows[0])
    file = tmp_path / "figures.sav"
    file.write_bytes(reader.get(f"{FILE}?format=sav").data)
    columns, said = pyreadstat.read_sav(file, output_format="dict")
    values = [float(row["value"]) if row["value"] else None for row in rows]
    assert table["value"].to_pylist() == columns["value"] == values
    assert table["not-shown"].to_pylist() == [row["not-shown"] for row in rows]
    for notes in (" ".join(said.notes), str(table.schema.metadata)):
        assert "not for appraisal, pay" in notes
        assert "section-share" in notes


def _number(cell: str) -> str:
    return cell.removesuffix(".0") if cell.replace(".", "").isdecimal() else cell


def test_evidence_is_only_what_may_be_shared_and_no_cell_is_a_formula(
    app: Benchmark, reader: Browser
) -> None:
    with transaction(app.engine, writes=True) as session:
        written = "=HYPERLINK(1)"
        session.execute(update(Answer).where(Answer.evidence != "").values(evidence=written))
    text = reader.get(f"{FILE}?table=evidence").text
    assert {row["text"] for row in rows_of(text)} == {written}
    assert ",=HYPERLINK" not in text
    assert {row["division"] for row in rows_of(text)} == {"medicine"}
    assert len(rows_of(text)) == 3 * 15  # every second of each lead's texts may be shared


def test_a_text_that_a_format_cannot_hold_is_explained_on_the_page(
    app: Benchmark, reader: Browser
) -> None:
    with transaction(app.engine, writes=True) as session:
        session.execute(update(Answer).where(Answer.evidence != "").values(evidence="\x07"))
    refused = reader.get(f"{FILE}?format=xlsx")
    assert refused.status_code == 409
    assert "This file could not be made" in refused.text
    assert "use CSV, which keeps every text" in refused.text
    assert reader.get(f"{FILE}?table=evidence").status_code == 200


def test_what_there_is_not_is_not_found(reader: Browser) -> None:
    for query in ("table=offers", "table=answers", "format=pdf", "round=" + "a" * 16):
        assert reader.get(f"{FILE}?{query}").status_code == 404


def test_before_a_release_there_is_nothing_to_download(app: Benchmark) -> None:
    south = browser_of(app, "executive@south.example")
    page = south.get("/trusts/zzs/exports")
    assert page.status_code == 200
    assert "Files appear here when a division has released its figures." in page.text
    assert "exports/file" not in page.text
    rows = rows_of(south.get("/trusts/zzs/exports/file").text)
    assert {row["not-shown"] for row in rows if row["division"]} == {"0 of 3 complete"}
    assert {row["value"] for row in rows} == {""}
