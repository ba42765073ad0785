"""Trusts come in as the Organisation Data Service lists them, all of them or none."""

import csv
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from benchmark.assessment.importing_trusts import TrustCounts, read_trusts, record_trusts
from benchmark.database.people import Trust
from benchmark.database.session import transaction
from benchmark.questionnaire.located import FaultyFile


def write(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    file = tmp_path / "trusts.csv"
    file.write_bytes(text.encode(encoding))
    return file


def record(engine: Engine, file: Path) -> TrustCounts:
    with transaction(engine, writes=True) as session:
        return record_trusts(session, file)


def kept(engine: Engine) -> dict[str, Trust]:
    with transaction(engine, writes=False) as session:
        return {trust.code: trust for trust in session.scalars(select(Trust))}


def faults(file: Path) -> list[str]:
    with pytest.raises(FaultyFile) as refusal:
        read_trusts(file)
    return [str(fault).removeprefix(f"{file}:") for fault in refusal.value.faults]


@pytest.mark.parametrize(("year", "trusts", "closed"), [(2022, 218, 6), (2025, 210, 5)])
def test_a_real_extract_comes_in_whole(
    database: Engine, shared_data: Path, year: int, trusts: int, closed: int
) -> None:
    counts = record(database, shared_data / f"nhs/ods_etr_{year}.csv")
    assert counts == TrustCounts(total=trusts, new=trusts, changed=0, closed=closed)
    assert str(counts) == f"{trusts} trusts: {trusts} new, 0 changed, {closed} closed"
    known = kept(database)
    assert len(known) == trusts
    assert sum(trust.closed is not None for trust in known.values()) == closed
    assert sum(trust.region == "W00" for trust in known.values()) == 3  # Wales
    assert not any(trust.invented for trust in known.values())


def test_a_code_of_five_characters_stays_text(database: Engine, shared_data: Path) -> None:
    record(database, shared_data / "nhs/ods_etr_2025.csv")
    trust = kept(database)["G6V2S"]
    assert trust.name == "NORTH LONDON NHS FOUNDATION TRUST"
    assert (trust.region, trust.opened, trust.closed) == ("Y56", date(2024, 11, 1), None)


def test_a_newer_extract_brings_known_trusts_up_to_date(
    database: Engine, shared_data: Path
) -> None:
    old, new = (shared_data / f"nhs/ods_etr_{year}.csv" for year in (2022, 2025))
    record(database, old)
    before = kept(database)
    counts = record(database, new)
    assert (counts.new, counts.total) == (len(read_codes(new) - read_codes(old)), 210)
    after = kept(database)
    assert set(after) == read_codes(old) | read_codes(new)
    renamed = [code for code in before if after[code].name != before[code].name]
    assert counts.changed >= len(renamed) > 0
    assert [after[code].id for code in before] == [before[code].id for code in before]
    assert record(database, new) == TrustCounts(total=210, new=0, changed=0, closed=5)


def test_without_quotation_marks_the_extract_reads_the_same(
    shared_data: Path, tmp_path: Path
) -> None:
    original = shared_data / "nhs/ods_etr_2025.csv"
    unquoted = tmp_path / "unquoted.csv"
    with original.open(newline="") as source, unquoted.open("w", newline="") as target:
        csv.writer(target).writerows(csv.reader(source))
    assert unquoted.read_bytes() != original.read_bytes()
    assert read_trusts(unquoted) == read_trusts(original)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_table_of_code_and_name_is_enough(tmp_path: Path, encoding: str, ends: str) -> None:
    text = ends.join(["Name,CODE,note", '"North, Invented",zzn,x', "Süd,ZZS,y", ""])
    assert read_trusts(write(tmp_path, text, encoding)) == [
        {"code": "ZZN", "name": "North, Invented"},
        {"code": "ZZS", "name": "Süd"},
    ]


def test_a_table_may_say_region_and_dates_in_either_form(tmp_path: Path) -> None:
    text = "code,name,region,opened,closed\nZZN,North,Y99,20010401,2025-03-31\nZZS,South,,,\n"
    assert read_trusts(write(tmp_path, text)) == [
        {
            "code": "ZZN",
            "name": "North",
            "region": "Y99",
            "opened": date(2001, 4, 1),
            "closed": date(2025, 3, 31),
        },
        {"code": "ZZS", "name": "South", "region": None, "opened": None, "closed": None},
    ]


def test_a_column_that_a_file_lacks_changes_nothing(database: Engine, tmp_path: Path) -> None:
    record(database, write(tmp_path, "code,name,region,closed\nZZN,North,Y99,20250331\n"))
    counts = record(database, write(tmp_path, "code,name\nZZN,North of England\n"))
    assert counts == TrustCounts(total=1, new=0, changed=1, closed=0)
    trust = kept(database)["ZZN"]
    assert trust.name == "North of England"
    assert (trust.region, trust.closed) == ("Y99", date(2025, 3, 31))


def test_a_trust_that_opens_again_is_no_longer_closed(database: Engine, tmp_path: Path) -> None:
    record(database, write(tmp_path, "code,name,closed\nZZN,North,20250331\n"))
    record(database, write(tmp_path, "code,name,closed\nZZN,North,\n"))
    assert kept(database)["ZZN"].closed is None


def test_an_invented_trust_stays_marked_as_one(database: Engine, tmp_path: Path) -> None:
    with transaction(database, writes=True) as session:
        session.add(Trust(code="ZZN", name="North", invented=True))
    record(database, write(tmp_path, "code,name\nZZN,Another name\n"))
    assert kept(database)["ZZN"].invented


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (",North", "2:code: is empty; fill it in or remove the line"),
        ("ZZN,", "2:name: is empty; fill it in or remove the line"),
        ("ZZN", "2:name: the row has 1 cells, the header 2"),
        ("ZZN,North,Y99", "2:column 3: the row has 3 cells, the header 2"),
        (
            "7.00E+05,North",
            (
                "2:code: '7.00E+05' is not a code of letters and digits, such as RXH or G6V2S; "
                "a spreadsheet may have changed it"
            ),
        ),
        ("ABCDEFGHIJK,North", "2:code: has 11 characters; shorten it to at most 10"),
        (f"ZZN,{201 * 'x'}", "2:name: has 201 characters; shorten it to at most 200"),
        ("ZZN,No\x00rth", "2:name: holds an invisible control character; type the cell anew"),
    ],
)
def test_a_broken_line_is_located(tmp_path: Path, line: str, fault: str) -> None:
    assert faults(write(tmp_path, f"code,name\n{line}\n")) == [fault]


@pytest.mark.parametrize(
    ("dates", "fault"),
    [
        ("20010231,", "2:opened: '20010231' is not a date; write it like 20250401"),
        (",2025", "2:closed: '2025' is not a date; write it like 20250401"),
        (
            "20250401,20250331",
            "2:closed: comes before the opening date; correct one of the two",
        ),
    ],
)
def test_a_wrong_date_is_located(tmp_path: Path, dates: str, fault: str) -> None:
    assert faults(write(tmp_path, f"code,name,opened,closed\nZZN,North,{dates}\n")) == [fault]


def test_a_code_counts_once_in_any_case(tmp_path: Path) -> None:
    file = write(tmp_path, "code,name\nZZN,North\nZZS,South\nzzn,North\n")
    assert faults(file) == ["4:code: ZZN stands in line 2 already; remove one of the two"]


def test_every_fault_of_an_extract_is_told_at_once(shared_data: Path, tmp_path: Path) -> None:
    lines = (shared_data / "nhs/ods_etr_2025.csv").read_text().splitlines()
    lines[1] = lines[1].replace("R0A", "R0/A")
    lines[2] = lines[2].replace("20190401", "20191331")
    lines[3] += ",more"
    lines[4] = lines[5]
    assert faults(write(tmp_path, "\n".join(lines))) == [
        (
            "2:code: 'R0/A' is not a code of letters and digits, such as RXH or G6V2S; "
            "a spreadsheet may have changed it"
        ),
        "3:opened: '20191331' is not a date; write it like 20250401",
        "4:column 28: the row has 28 cells, the header 27",
        f"6:code: {lines[5][1:4]} stands in line 5 already; remove one of the two",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "1:1: the file is empty"),
        (
            "code\nZZN\n",
            "1:name: the column 'name' is missing; the first line names the columns: code,name",
        ),
        (
            "ZZN,North\n",
            (
                "1:1: this is neither the extract with its 27 columns (this line has 2) "
                "nor a table whose first line names the columns: code,name"
            ),
        ),
    ],
)
def test_another_kind_of_file_is_refused(tmp_path: Path, text: str, fault: str) -> None:
    assert faults(write(tmp_path, text)) == [fault]


def test_another_encoding_is_located(tmp_path: Path) -> None:
    (fault,) = faults(write(tmp_path, "code,name\nZZN,Nord\nZZS,Süd\n", "latin-1"))
    assert fault.startswith("3:6: ")
    assert "UTF-8" in fault


def test_a_faulty_file_leaves_everything_as_it_was(database: Engine, tmp_path: Path) -> None:
    record(database, write(tmp_path, "code,name\nZZN,North\n"))
    with pytest.raises(FaultyFile):
        record(database, write(tmp_path, "code,name\nZZN,Changed\nZZS,South\nZZX,\n"))
    assert {code: trust.name for code, trust in kept(database).items()} == {"ZZN": "North"}


def read_codes(file: Path) -> set[str]:
    with file.open(newline="") as lines:
        return {cells[0] for cells in csv.reader(lines)}
