"""What a finished pack holds beside its reports, and the zip that all of it is sent as."""

import hashlib
import io
from collections.abc import Iterable, Iterator
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.comparison.content import Comparison
from benchmark.comparison.wording import local_time
from benchmark.database.jobs import Job, JobFile
from benchmark.database.rounds import Report
from benchmark.export.sheets import Sheet
from benchmark.export.writing import csv_bytes
from benchmark.report.front import HANDLING, INVENTED

README, INDEX = "README.txt", "index.csv"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # of a zip: a time would make other bytes of the same content
READABLE = 0o644 << 16
UNIX = 3  # the kind of rights above, wherever the pack is made
File = tuple[str, bytes]


def index_of(files: Iterable[JobFile]) -> bytes:
    """One line a report: by its SHA-256 anybody can check that it is the one that was issued."""
    rows = tuple((file.name, file.title, file.size, file.sha256) for file in files)
    return csv_bytes(Sheet("index", ("file", "about", "bytes", "sha256"), rows))


def readme_of(comparison: Comparison, files: Iterable[JobFile]) -> bytes:
    """What this is, how to handle it, and what lies beside it. Windows reads its line ends."""
    lines = [
        f"Improvement pack: {comparison.trust_name}",
        f"Round: {comparison.round_title}",
        f"Answers up to: {local_time(comparison.data_cut)}",
        f"Questionnaire: {comparison.questionnaire}",
        f"Content: {comparison.content_hash}",
        "",
        *([INVENTED, ""] if comparison.invented else []),
        HANDLING,
        "",
        "Files:",
        *(f"- {file.name}: {file.title}" for file in files),
        f"- {INDEX}: every report with its size and SHA-256",
        "",
        "Only divisions whose three leads have released their figures are here. Each report is",
        "the one that was issued, byte for byte.",
    ]
    # a name that somebody has typed cannot begin a line of its own
    return "".join(f"{' '.join(line.split())}\r\n" for line in lines).encode()


def add_texts(session: Session, job: Job, comparison: Comparison) -> None:
    """Add the two texts about the files that are there, and note size and hash of the whole."""
    reports = sorted(job.files, key=lambda file: file.name)
    texts = {README: readme_of(comparison, reports), INDEX: index_of(reports)}
    for name, content in texts.items():
        digest = hashlib.sha256(content).hexdigest()
        about = {"name": name, "title": name, "size": len(content), "sha256": digest}
        session.add(JobFile(job=job, content=content, **about))
    session.flush()
    whole = hashlib.sha256()
    job.size = 0
    for part in zipped(contents(session, names_of(session, job))):
        whole.update(part)
        job.size += len(part)
    job.digest = whole.hexdigest()


def names_of(session: Session, job: Job) -> tuple[tuple[str, str], ...]:
    """Name and id of each file in the order of the zip: what to read first, then by name."""
    query = select(JobFile.name, JobFile.id).where(JobFile.job_id == job.id)
    rows = [(name, file_id) for name, file_id in session.execute(query)]
    return tuple(sorted(rows, key=lambda row: (row[0] != README, row[0] != INDEX, row[0])))


def contents(session: Session, names: Iterable[tuple[str, str]]) -> Iterator[File]:
    return ((name, content_of_file(session, file_id)) for name, file_id in names)


def content_of_file(session: Session, file_id: str) -> bytes:
    query = select(JobFile.content, Report.pdf).outerjoin(Report, JobFile.report_id == Report.id)
    content, pdf = session.execute(query.where(JobFile.id == file_id)).one()
    return bytes(content if content is not None else pdf)


def zipped(files: Iterable[File]) -> Iterator[bytes]:
    """The parts of a zip, one file after another: no more than one of them is held at a time.

    PDFs are compressed already. Stored as they are, the same files give the same bytes whatever
    version of a compressor is installed.
    """
    sending = _Sending()
    with ZipFile(sending, "w", ZIP_STORED) as archive:
        for name, content in files:
            entry = ZipInfo(name, EARLIEST)
            entry.create_system, entry.external_attr = UNIX, READABLE
            archive.writestr(entry, content)
            yield sending.taken()
    yield sending.taken()


class _Sending(io.BytesIO):
    """The end of an archive that was not sent yet; its positions count from the beginning."""

    sent = 0

    def tell(self) -> int:
        return self.sent + super().tell()

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        return self.sent + super().seek(
            place - self.sent if whence == io.SEEK_SET else place, whence
        )

    def taken(self) -> bytes:
        part = self.getvalue()
        self.sent += len(part)
        super().seek(0)
        self.truncate()
        return part
