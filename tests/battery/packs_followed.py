"""Improvement packs, asked for and followed through their pages by who may and by who may not."""

import http.client
import io
import itertools
import re
import threading
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import urlencode
from zipfile import BadZipFile, ZipFile

from pypdfium2 import PdfiumError
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from benchmark.assessment.calendar import london_day
from benchmark.assessment.freezing import freeze
from benchmark.assessment.signing_in import HASHER
from benchmark.commands.scenarios.people import LONG_AGO, add_person, add_tenure
from benchmark.database.events import RoundEvent
from benchmark.database.jobs import Job, JobFile
from benchmark.database.people import Trust
from benchmark.database.rounds import Report, Round
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.battery.machines import Balancer
from tests.battery.writers import Lead, reader
from tests.finished_trusts import DIVISIONS, add_finished_trusts
from tests.reading import page_texts
from tests.servers import PASSWORD, serving

READERS = ("improvement", "executive")  # both ask for the pack, at the same moment
NOT_THEIRS = ("coordinator@north.example", "national@benchmark.example")
REPORTS = DIVISIONS + 1  # one of each division, and that of the trust
DOCUMENTS = REPORTS + 1  # and practice by practice
STATES = ("waiting", "running", "done")
SHOWN = re.compile(r'id="pack" data-state="([a-z]+)"')
COUNTED = re.compile(r">(?:Waiting to begin|Being made): (\d+) of (\d+) reports finished\.")
LOOKS_EVERY = 0.15  # seconds
Kept = tuple[str, int]  # state of a pack, and how many files of it are kept


@dataclass(frozen=True)
class Asked:
    """A pack, who may read it, and some who may not; a stranger has no cookie."""

    job_id: str
    reader: Lead
    others: tuple[Lead, ...]


@dataclass
class Looked:
    """What was seen while it was made, and whatever of it was not true."""

    pages: int = 0
    refused: int = 0
    counts: set[int] = field(default_factory=set)
    untrue: list[str] = field(default_factory=list)


def add_trusts(engine: Engine, questionnaire: Questionnaire, trusts: int) -> None:
    """Trusts of eight released divisions each, with somebody of each kind who reads."""
    with transaction(engine, writes=True) as session:
        freeze(session, questionnaire)
        for trust in add_finished_trusts(session, questionnaire, trusts):
            for role in READERS:
                _add_reader(session, trust, role)


def _add_reader(session: Session, trust: Trust, role: str) -> None:
    person = add_person(session, f"Invented {role}", f"{role}@{trust.code.lower()}.example", None)
    person.password_hash = HASHER.hash(PASSWORD)
    add_tenure(session, person, role, trust, None, london_day(now()) - LONG_AGO)


def readers_of(address: str, trusts: int) -> dict[str, tuple[Lead, ...]]:
    """Code of a trust -> its readers, signed in; under no code those of no such trust."""
    with serving(address) as app:
        readers = {
            code: tuple(reader(app, f"{role}@{code}.example") for role in READERS)
            for code in (f"y{number:03}" for number in range(trusts))
        }
        return readers | {"": tuple(reader(app, email) for email in NOT_THEIRS)}


def ask_for_all(
    balancer: Balancer, readers: Mapping[str, tuple[Lead, ...]]
) -> tuple[dict[str, Asked], list[str]]:
    """Everybody asks for the pack of their trust at once; the packs, and what was wrong."""
    codes = [code for code in readers if code]
    with ThreadPoolExecutor(len(codes) * len(READERS)) as pool:
        asking = {
            code: [pool.submit(_ask, balancer, reader, code) for reader in readers[code]]
            for code in codes
        }
    found = {code: {each.result() for each in asking[code]} for code in codes}
    faults = [f"{code}: {len(each)} packs" for code, each in found.items() if len(each) > 1]
    others = {code: readers[""] + readers[codes[n - 1]][1:] for n, code in enumerate(codes)}
    stranger = Lead("", "", "")
    return {
        code: Asked(min(found[code]), readers[code][0], (*others[code], stranger)) for code in codes
    }, faults


def _ask(balancer: Balancer, reader: Lead, code: str) -> str:
    status, where, _ = through(balancer, reader, f"/trusts/{code}/packs", csrf_token=reader.token)
    assert status == http.HTTPStatus.SEE_OTHER, status
    return where.removeprefix("/packs/")


def through(balancer: Balancer, who: Lead, page: str, **form: str) -> tuple[int, str, bytes]:
    """Status, place and content of an answer; sent until some server answers."""
    while (answer := balancer.ask(lambda place: fetched(place, who, page, **form))) is None:
        time.sleep(0.1)
    return answer


def fetched(place: str, who: Lead, page: str, **form: str) -> tuple[int, str, bytes]:
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
    cookie = {"Cookie": f"benchmark={who.cookie}"} if who.cookie else {}
    with closing(http.client.HTTPConnection(place, timeout=60)) as connection:
        connection.request("POST" if form else "GET", page, urlencode(form) or None, kind | cookie)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location", ""), answer.read()


def follow(balancer: Balancer, engine: Engine, asked: Asked, stop: threading.Event) -> Looked:
    """Look at the page of a pack until it says that the pack is ready, or somebody stops."""
    seen, turn = Looked(), itertools.cycle(asked.others)
    while not stop.is_set() and not look(balancer, engine, asked, seen):
        refuse(balancer, asked, next(turn), seen)
        time.sleep(LOOKS_EVERY)
    for other in asked.others:
        refuse(balancer, asked, other, seen)
    return seen


def look(balancer: Balancer, engine: Engine, asked: Asked, seen: Looked) -> bool:
    """Compare page and download with what is kept before and after; whether it is ready."""
    before = kept(engine, asked.job_id)
    download, _, _ = through(balancer, asked.reader, f"/packs/{asked.job_id}.zip")
    status, _, page = through(balancer, asked.reader, f"/packs/{asked.job_id}")
    after = kept(engine, asked.job_id)
    seen.pages += 1
    if status != http.HTTPStatus.OK:
        seen.untrue.append(f"the page of a pack answers {status}")
        return False
    text = page.decode()
    state, counted = SHOWN.findall(text)[0], COUNTED.findall(text)
    seen.counts |= {int(count) for count, _ in counted}
    seen.untrue += untruths(before, after, state, counted, download)
    return state not in STATES[:2]


def untruths(
    before: Kept, after: Kept, state: str, counted: list[tuple[str, str]], download: int
) -> list[str]:
    """What a page has said of a pack that was not so at any moment between two looks into it."""
    told = f"{state}, {counted}, download {download}; kept {before} before and {after} afterwards"
    if state not in STATES:
        return [f"neither waiting nor made nor ready: {told}"]
    true = STATES.index(before[0]) <= STATES.index(state) <= STATES.index(after[0])
    if state == "done":
        true &= after[1] == DOCUMENTS + 2  # and two texts about them
    else:
        true &= len(counted) == 1 and int(counted[0][1]) == DOCUMENTS
        true &= all(before[1] <= int(count) <= after[1] for count, _ in counted)
        true &= download == http.HTTPStatus.NOT_FOUND
    return [] if true else [told]


def kept(engine: Engine, job_id: str) -> Kept:
    query = select(Job.state, func.count(JobFile.id)).outerjoin(JobFile).where(Job.id == job_id)
    with transaction(engine, writes=False) as session:
        state, files = session.execute(query.group_by(Job.state)).one()
        return state, files


def refuse(balancer: Balancer, asked: Asked, other: Lead, seen: Looked) -> None:
    """Neither page nor download of a pack is there for others; a stranger may sign in first."""
    wanted = http.HTTPStatus.NOT_FOUND if other.cookie else http.HTTPStatus.SEE_OTHER
    for page in (f"/packs/{asked.job_id}", f"/packs/{asked.job_id}.zip"):
        status, _, _ = through(balancer, other, page)
        seen.refused += status == wanted
        seen.untrue += [] if status == wanted else [f"{page} is open to others: {status}"]


def downloaded(balancer: Balancer, packs: Mapping[str, Asked]) -> dict[str, bytes]:
    return {
        code: through(balancer, asked.reader, f"/packs/{asked.job_id}.zip")[2]
        for code, asked in packs.items()
    }


def broken_files(packs: Mapping[str, bytes]) -> list[str]:
    """Zips that do not open, or hold another number of PDFs, or a PDF that cannot be painted."""
    return [f"{code}: {fault}" for code, content in packs.items() if (fault := _fault(content))]


def _fault(content: bytes) -> str:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            broken = archive.testzip()
            pdfs = [archive.read(name) for name in archive.namelist() if name.endswith(".pdf")]
        painted = [page_texts(pdf) for pdf in pdfs]
    except (BadZipFile, PdfiumError) as fault:
        return repr(fault)
    whole = not broken and len(painted) == DOCUMENTS and all(painted)
    return "" if whole else f"{len(painted)} PDFs that open, {broken} broken"


def not_once(engine: Engine, packs: Iterable[Asked]) -> list[str]:
    """Packs that are not ready exactly once, with each report issued once."""
    faults = []
    with transaction(engine, writes=False) as session:
        for asked in packs:
            job = session.get_one(Job, asked.job_id)
            counts = _counts(session, job.round)
            if (job.state, *counts) != ("done", 1, REPORTS, 1, 1):
                faults.append(f"{job.trust.code}: {job.state} {job.error} {counts}")
    return faults


def _counts(session: Session, asked: Round) -> tuple[int, ...]:
    """Packs and reports of a round, and how often one was asked for and made."""
    events = [
        session.scalar(
            select(func.count()).where(RoundEvent.round_id == asked.id, RoundEvent.kind == kind)
        )
        for kind in ("pack asked for", "pack made")
    ]
    rows = [
        session.scalar(select(func.count()).where(table.round_id == asked.id))
        for table in (Job, Report)
    ]
    return tuple(count or 0 for count in (*rows, *events))
