"""The pages of a pack: asked for once, followed without JavaScript, cancelled, downloaded."""

import hashlib
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import update

from benchmark.database.jobs import Job
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.jobs import queue
from benchmark.jobs.packs import make_due_packs, make_pack
from benchmark.jobs.queue import open_queue
from benchmark.web.app import Benchmark
from tests.packs import the_job
from tests.servers import Browser, at_once, browser_of, masked, serving

READER = "improvement@north.example"
PACKS = "/trusts/zzn/packs"


@pytest.fixture
def app(two_released_sqlite: str) -> Iterator[Benchmark]:
    with serving(two_released_sqlite) as served:
        yield served


@pytest.fixture
def reader(app: Benchmark) -> Browser:
    return browser_of(app, READER)


def asked(reader: Browser) -> str:
    """Press the button; returns the address of the pack."""
    answer = reader.send(PACKS)
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def set_state(app: Benchmark, **values: object) -> None:
    with transaction(app.engine, writes=True) as session:
        session.execute(update(Job).values(**values))


def test_from_the_button_to_the_download(app: Benchmark, reader: Browser) -> None:
    page = reader.get(PACKS).text
    assert "(2 so far)" in page
    assert "Prepare the improvement pack" in page
    pack = asked(reader)
    assert re.fullmatch("/packs/[a-z0-9]{16}", pack)
    page = reader.get(pack).text
    assert "Waiting to begin: 0 of 4 reports finished." in page
    assert '<progress class="app-bar" id="pack-progress" max="4" value="0">' in page
    assert "See how far it is" in reader.get(PACKS).text
    assert reader.get(f"{pack}.zip").status_code == 404
    # the button has told a worker
    with open_queue(app.engine, lambda job_id: make_pack(app.engine, job_id)) as waiting:
        assert waiting.take()
    page = reader.get(pack).text
    assert "The pack is ready." in page
    assert all(name in page for name in ("zzn-L1.pdf", "zzn-medicine-L1.pdf", "index.csv"))
    answer = reader.get(f"{pack}.zip")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert "zzn-2" in answer.headers["Content-Disposition"]
    assert hashlib.sha256(answer.data).hexdigest() == the_job(app.engine).digest
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert f'href="{pack}.zip"' in reader.get(PACKS).text


def test_pressed_twice_at_once_it_is_one_pack(app: Benchmark, reader: Browser) -> None:
    token = {"csrf_token": reader.token()}
    windows = reader.twins(4)
    answers = at_once([lambda w=w: w.post(PACKS, data=token) for w in windows])
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert make_due_packs(app.engine, now()) == 1
    assert asked(reader) == answers[0].headers["Location"]  # and once more when it is ready
    assert the_job(app.engine).state == "done"


def test_how_far_it_is_stands_there_in_words_too(app: Benchmark, reader: Browser) -> None:
    pack = asked(reader)
    looks = iter([False, True])
    make_pack(app.engine, pack.rpartition("/")[2], stopped=lambda: next(looks))
    set_state(app, state="running", worker="w", leased_until=now())
    first = reader.get(pack)
    page = first.text
    assert "Being made: 1 of 4 reports finished." in page
    assert 'value="1"' in page
    assert f'<a href="{pack}">Look again</a>' in page
    assert "Medicine</span> (zzn-medicine-L1.pdf)" in page
    # nothing in it changes by being read but its token, which holds the second
    assert masked(reader.get(pack).data) == masked(first.data)


def test_cancelled_it_can_be_asked_for_again(app: Benchmark, reader: Browser) -> None:
    pack = asked(reader)
    for _ in range(2):  # a double click is harmless
        assert reader.send(f"{pack}/cancel").headers["Location"] == pack
    page = reader.get(pack).text
    assert "The pack was cancelled." in page
    assert "Prepare the improvement pack" in page
    assert "Prepare the improvement pack" in reader.get(PACKS).text
    assert asked(reader) == pack
    assert the_job(app.engine).state == "waiting"


def test_a_failure_is_told_with_what_to_do(app: Benchmark, reader: Browser) -> None:
    pack = asked(reader)
    set_state(app, state="failed", error="One report could not be made: <b>Medicine</b>.")
    page = reader.get(pack).text
    assert "The pack could not be finished." in page
    assert "One report could not be made: &lt;b&gt;Medicine&lt;/b&gt;." in page
    assert "Try again" in page
    assert reader.get(f"{pack}.zip").status_code == 404
    assert asked(reader) == pack
    assert make_due_packs(app.engine, now()) == 1


def test_without_a_queue_nothing_is_lost(
    app: Benchmark, reader: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "FILE", "no/such/folder/queue.sqlite")
    pack = asked(reader)
    assert reader.get(pack).status_code == 200
    assert make_due_packs(app.engine, now()) == 1


def test_a_round_that_shows_nothing_says_why(app: Benchmark) -> None:
    south = browser_of(app, "executive@south.example")
    page = south.get("/trusts/zzs/packs").text
    assert "A pack can be prepared when" in page
    assert "<form" not in page.partition("<main")[2]
    assert south.send("/trusts/zzs/packs").headers["Location"].startswith("/trusts/zzs/packs")


def test_the_pack_of_another_trust_does_not_exist(app: Benchmark, reader: Browser) -> None:
    pack = asked(reader)
    assert make_due_packs(app.engine, now()) == 1
    for email in ("executive@south.example", "national@benchmark.example"):
        other = browser_of(app, email)
        absent = "/packs/" + "a" * 16
        for path in ("", ".zip"):
            assert other.get(pack + path).status_code == 404
            assert other.get(absent + path).status_code == 404
        assert other.send(f"{pack}/cancel").status_code == 404
        assert other.get(PACKS).status_code == 404
    assert the_job(app.engine).state == "done"


def test_a_pack_that_is_being_made_shows_no_figure(app: Benchmark, reader: Browser) -> None:
    pack = asked(reader)
    assert make_due_packs(app.engine, now()) == 1
    text = re.sub(r"<[^>]+>", " ", reader.get(pack).text.partition("<main")[2])
    figures = re.findall(r"\b[1-5]\.\d\b", re.sub(r"[\d.]+ [kM]B", "", text))
    assert figures == []
