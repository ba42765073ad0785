"""What happens after the answer's transaction: a worker is told, a pack is sent part by part."""

from collections.abc import Iterator
from typing import Any

from flask import after_this_request, current_app, g
from sqlalchemy import Engine

from benchmark.assessment.pack_files import content_of_file, names_of, zipped
from benchmark.database.jobs import Job
from benchmark.database.session import transaction
from benchmark.jobs.queue import ring


def ring_after_commit(job: Job) -> None:
    """Tell a worker of the job once it is safely kept.

    Where the queue is away the job is not lost: workers also look at the jobs themselves.
    """
    job_id = job.id

    @after_this_request
    def tell(answer: Any) -> Any:
        try:
            ring(_engine(), job_id)
        except Exception:
            current_app.logger.exception("no worker could be told of job %s", job_id)
        return answer


def parts_of_zip(job: Job) -> Iterator[bytes]:
    """The download, read file by file: only one of them is in memory at a time."""
    names, engine = names_of(g.session, job), _engine()

    def read() -> Iterator[tuple[str, bytes]]:
        for name, file_id in names:
            with transaction(engine, writes=False) as session:
                yield name, content_of_file(session, file_id)

    return zipped(read())


def _engine() -> Engine:
    app: Any = current_app
    engine: Engine = app.engine
    return engine
