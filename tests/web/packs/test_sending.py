"""A download is read file by file, each in a short transaction of its own."""

from collections.abc import Iterator

import pytest

from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.jobs.packs import make_due_packs
from benchmark.web.app import Benchmark
from tests.packs import ALL, TEXTS, asked_pack
from tests.servers import browser_of, serving


@pytest.fixture
def app(two_released_sqlite: str) -> Iterator[Benchmark]:
    with serving(two_released_sqlite) as served:
        yield served


def test_nobody_waits_for_a_slow_download(app: Benchmark) -> None:
    pack = asked_pack(app.engine)
    assert make_due_packs(app.engine, now()) == 1
    browser = browser_of(app, "executive@north.example")
    answer = browser.get(f"/packs/{pack}.zip", buffered=False)
    parts = answer.iter_encoded()
    first = next(parts)
    assert first.startswith(b"PK\x03\x04")
    with transaction(app.engine, writes=True) as session:  # a save, while the reader is waiting
        assert session.is_active
    assert len(list(parts)) == len([*TEXTS, *ALL])  # the others, and the end of the archive
