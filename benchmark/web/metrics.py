"""What the service counts of itself, in the text format of Prometheus: never who, whose or what.

Requests are counted by the pattern of their address, so that no id stands in a label. Under
gunicorn several processes count into files of one folder (gunicorn.conf.py), and whichever of them
is asked adds all of them up. What waits is read from the database at that moment.
"""

import hmac
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy.orm import Session

from benchmark.database.migration import revision_needed, revision_of
from benchmark.database.schema import now
from benchmark.database.size import size_of
from benchmark.jobs.backlog import backlog
from benchmark.web.answered import Answered

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # where several processes count
gather: Any = MultiProcessCollector  # it ships no types
# from a page out of a cache to the eight seconds after which a database is given up, and beyond
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


@dataclass(frozen=True, slots=True)
class Counts:
    """What one application counts, and the token of the program that may read it."""

    token: str
    registry: CollectorRegistry
    requests: Counter
    seconds: Histogram


def counts_for(token: str) -> Counts:
    registry = CollectorRegistry()
    return Counts(
        token,
        registry,
        Counter(
            "benchmark_requests",
            "Requests answered, by method, pattern of the address, and status.",
            ("method", "route", "status"),
            registry=registry,
        ),
        Histogram(
            "benchmark_request_seconds",
            "Seconds until an answer was ready to be sent, by pattern of the address.",
            ("route",),
            buckets=SECONDS,
            registry=registry,
        ),
    )


def count(counts: Counts, answered: Answered) -> None:
    counts.requests.labels(answered.method, answered.route, answered.status).inc()
    counts.seconds.labels(answered.route).observe(answered.seconds)


def may_read(counts: Counts, authorization: str) -> bool:
    """Whether this header holds the token; the comparison takes as long for a wrong one."""
    return hmac.compare_digest(authorization.encode(), f"Bearer {counts.token}".encode())


def told(counts: Counts, session: Session) -> bytes:
    """Everything that is counted, of all processes, and what waits in the database."""
    everything = counts.registry
    if FOLDER in os.environ:
        everything = CollectorRegistry()
        gather(everything)
    waiting = CollectorRegistry()
    waiting.register(Kept(tuple(kept_in(session))))
    return generate_latest(everything) + generate_latest(waiting)


@dataclass(frozen=True, slots=True, eq=False)
class Kept(Collector):
    """Figures that were just read, as the library takes them: from an object that is asked."""

    found: tuple[Metric, ...]

    def collect(self) -> Iterable[Metric]:
        return self.found


def kept_in(session: Session) -> Iterator[Metric]:
    waits = backlog(session, now())
    yield _gauge("jobs", "Packs to make, by state.", "state", waits.jobs)
    yield _gauge("mails", "Mails to send, by state.", "state", waits.mails)
    yield _gauge("oldest_waiting_seconds", "Longest wait of what is due.", "what", waits.oldest)
    size = GaugeMetricFamily("benchmark_database_bytes", "Room that the database takes.")
    size.add_metric((), size_of(session.connection()))
    yield size
    schema = GaugeMetricFamily(
        "benchmark_schema_info",
        "Revision of the schema, and the one that this software needs.",
        labels=("revision", "needed"),
    )
    schema.add_metric((str(revision_of(session.connection())), revision_needed()), 1)
    yield schema


def _gauge(name: str, words: str, label: str, values: dict[str, Any]) -> Metric:
    gauge = GaugeMetricFamily(f"benchmark_{name}", words, labels=(label,))
    for key, value in values.items():
        gauge.add_metric((key,), value)
    return gauge
