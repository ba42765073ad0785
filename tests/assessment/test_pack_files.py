"""The zip of a pack: every file once, the same bytes each time, read by other programs."""

import csv
import hashlib
import io
import subprocess
from pathlib import Path
from zipfile import ZipFile

from sqlalchemy import Engine, update

from benchmark.assessment.pack_files import contents, names_of, zipped
from benchmark.database.jobs import Job
from benchmark.database.people import Division
from benchmark.database.rounds import Report
from benchmark.database.session import transaction
from benchmark.jobs.packs import make_pack
from benchmark.report.front import HANDLING
from tests.packs import ALL, REPORTS, TEXTS, asked_pack, the_job

FILES = [("README.txt", b"read me\r\n"), ("a-L1.pdf", b"%PDF-1.7" * 1000), ("empty", b"")]


def whole(engine: Engine) -> bytes:
    with transaction(engine, writes=False) as session:
        job = session.get_one(Job, the_job(engine).id)
        return b"".join(zipped(contents(session, names_of(session, job))))


def test_a_zip_is_sent_in_parts_that_are_one_archive() -> None:
    parts = list(zipped(FILES))
    assert len(parts) == len(FILES) + 1
    assert max(map(len, parts)) < 8200
    with ZipFile(io.BytesIO(b"".join(parts))) as archive:
        assert archive.testzip() is None
        assert [(name, archive.read(name)) for name in archive.namelist()] == FILES
        # sizes stand before each file: also programs that read a zip as it comes understand it
        assert all(not entry.flag_bits & 0x08 for entry in archive.infolist())
    assert b"".join(zipped(FILES)) == b"".join(parts)


def test_another_program_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "pack.zip"
    file.write_bytes(b"".join(zipped(FILES)))
    done = subprocess.run(["unzip", "-t", file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "No errors detected" in done.stdout


def test_a_pack_holds_the_issued_reports_a_list_and_how_to_handle_them(packing: Engine) -> None:
    assert make_pack(packing, asked_pack(packing))
    content, job = whole(packing), the_job(packing)
    assert (len(content), hashlib.sha256(content).hexdigest()) == (job.size, job.digest)
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == [*TEXTS, *ALL]
        files = {name: archive.read(name) for name in archive.namelist()}
    with transaction(packing, writes=False) as session:
        issued = {report.pdf: report.pdf_hash for report in session.query(Report)}
    assert sorted(issued) == sorted(files[name] for name in REPORTS)
    rows = list(csv.DictReader(io.StringIO(files["index.csv"].decode())))
    assert [row["file"] for row in rows] == ALL
    digests = {name: hashlib.sha256(files[name]).hexdigest() for name in ALL}
    assert [row["sha256"] for row in rows] == [digests[name] for name in ALL]
    assert all(digests[name] == issued[files[name]] for name in REPORTS)
    assert [int(row["bytes"]) for row in rows] == [len(files[name]) for name in ALL]
    text = files["README.txt"].decode()
    assert HANDLING in text
    assert "invented" in text
    assert all(f"- {name}: " in text for name in [*ALL, "index.csv"])


def test_a_name_is_neither_a_formula_nor_a_line_of_its_own(packing: Engine) -> None:
    with transaction(packing, writes=True) as session:
        session.execute(update(Division).values(name="=1+1\r\nHandle as you like\x07 Ŵyn"))
    assert make_pack(packing, asked_pack(packing))
    with ZipFile(io.BytesIO(whole(packing))) as archive:
        text, index = (archive.read(name).decode() for name in TEXTS)
    assert "- zzn-medicine-L1.pdf: =1+1 Handle as you like\x07 Ŵyn\r\n" in text
    cells = [row["about"] for row in csv.DictReader(io.StringIO(index, newline=""))]
    assert [cell[:5] for cell in cells if "1+1" in cell] == ["'=1+1"] * 2
