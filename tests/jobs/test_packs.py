"""Packs by real workers: killed, stopped and at once; every file exactly once."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from benchmark.assessment.documents import Document, pack_documents, painted
from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.pack_making import OUTDATED
from benchmark.assessment.packing import content_of
from benchmark.database.jobs import Job, JobFile
from benchmark.database.people import Trust
from benchmark.database.rounds import Report
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.jobs.packs import in_words, make_due_packs, make_pack
from benchmark.report import trust
from tests.packs import ALL, REPORTS, TEXTS, asked_pack, kept_files, kept_reports, the_job
from tests.servers import at_once


def worker(engine: Engine, *options: str) -> subprocess.Popen[str]:
    """A worker as a process of its own, as somebody starts it beside gunicorn."""
    address = engine.url.render_as_string(hide_password=False)
    environment = {**os.environ, "DATABASE_URL": address, "OPENBLAS_NUM_THREADS": "1"}
    command = [str(Path(sys.executable).with_name("benchmark")), "worker", *options]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)


def wait_for_files(engine: Engine, count: int, process: subprocess.Popen[str]) -> None:
    limit = time.monotonic() + 300  # a busy machine is not a fault
    while len(kept_files(engine)) < count:
        assert process.poll() is None, process.stderr and process.stderr.read()
        assert time.monotonic() < limit, "the worker has made nothing"
        time.sleep(0.02)


def assert_whole(engine: Engine) -> None:
    """The pack is ready, each file and report is there once, with the bytes anybody would make."""
    assert the_job(engine).state == "done", the_job(engine).error
    assert sorted(kept_files(engine)) == [*TEXTS, *ALL]
    assert len(kept_reports(engine)) == len(REPORTS)
    with transaction(engine, writes=False) as session:
        asked = session.scalars(select(Job)).one().round
        content, questionnaire = content_of(session, asked), questionnaire_of(asked)
        joined = select(JobFile.name, JobFile.content, Report.pdf).outerjoin(
            Report, JobFile.report_id == Report.id
        )
        rows = session.execute(joined.where(JobFile.name.in_(ALL)))
        made = {row.name: row.content or row.pdf for row in rows}
    wanted = pack_documents(content, "L1")
    assert made == {each.name: painted(each, content, questionnaire) for each in wanted}


def test_a_worker_that_is_killed_is_followed_by_another_which_makes_what_is_missing(
    packing: Engine,
) -> None:
    asked_pack(packing)
    with worker(packing) as killed:
        wait_for_files(packing, 1, killed)
        killed.send_signal(signal.SIGKILL)
    made = kept_files(packing)
    assert the_job(packing).state == "running"
    assert len(made) < len(ALL)
    assert make_due_packs(packing, now()) == 0  # its lease has not run out
    with transaction(packing, writes=True) as session:
        session.execute(update(Job).values(leased_until=now()))
    assert make_due_packs(packing, now()) == 1
    assert_whole(packing)
    assert made.items() <= kept_files(packing).items()


def test_a_worker_that_is_stopped_finishes_its_file_and_gives_the_job_back(
    packing: Engine,
) -> None:
    asked_pack(packing)
    with worker(packing) as stopped:
        wait_for_files(packing, 1, stopped)
        stopped.terminate()
        _, said = stopped.communicate(timeout=300)
    assert (stopped.returncode, said.endswith("Stopped\n")) == (0, True)
    made, state = kept_files(packing), the_job(packing).state
    assert state == ("done" if len(made) > len(ALL) else "waiting")
    make_due_packs(packing, now())
    assert_whole(packing)
    assert made.items() <= kept_files(packing).items()


def test_workers_at_once_make_a_pack_once(packing_on_both: Engine) -> None:
    job_id = asked_pack(packing_on_both)
    done = at_once([lambda: make_pack(packing_on_both, job_id)] * 3)
    assert sorted(done) == [False, False, True]
    assert_whole(packing_on_both)
    assert the_job(packing_on_both).attempts == 1


def test_a_report_that_cannot_be_painted_is_told_and_the_others_are_kept(
    packing: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    job_id = asked_pack(packing)
    with monkeypatch.context() as patch:
        patch.setattr(trust, "MOST_DIFFERENCES", "many")
        assert not make_pack(packing, job_id)
    job = the_job(packing)
    assert job.state == "failed"
    assert job.error == (
        "One report could not be made: Invented North NHS Trust. "
        "All other reports are finished and kept."
    )
    assert "zzn-L1.pdf could not be made" in caplog.text
    made = kept_files(packing)
    assert sorted(made) == ALL[1:]
    assert make_due_packs(packing, now()) == 0  # nobody tries again by themselves
    assert asked_pack(packing) == job_id
    assert make_due_packs(packing, now()) == 1
    assert_whole(packing)
    assert made.items() <= kept_files(packing).items()


def test_figures_that_changed_before_anybody_began_are_told(packing: Engine) -> None:
    job_id = asked_pack(packing)
    with transaction(packing, writes=True) as session:
        session.execute(update(Trust).values(name="Renamed"))
    assert not make_pack(packing, job_id)
    assert (the_job(packing).state, the_job(packing).error) == ("failed", OUTDATED)
    assert asked_pack(packing) != job_id


def test_several_reports_in_words() -> None:
    failed = [
        Document(f"{name}.pdf", name, "division", name.lower()) for name in ("Medicine", "Surgery")
    ]
    assert in_words(failed) == (
        "2 reports could not be made: Medicine, Surgery. All other reports are finished and kept."
    )
