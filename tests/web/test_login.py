"""Who is signed in: the cookie names a row, and only the row counts."""

import zlib
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

from itsdangerous import base64_decode
from sqlalchemy import delete, select, update

from benchmark.database.people import Membership, Person, SignIn
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.database.turns import turn_to_write
from benchmark.web.app import Benchmark
from tests.servers import Browser, browser_of

KNOWN = "executive@north.example"


def status(browser: Browser) -> int:
    return browser.get("/").status_code


def test_the_cookie_names_no_person(app: Benchmark) -> None:
    # a dot at the start says that the content is compressed
    signed = browser_of(app, KNOWN).cookie()
    content = base64_decode(signed.lstrip(".").split(".")[0])
    content = zlib.decompress(content) if signed.startswith(".") else content
    assert b"_user_id" in content
    assert b"executive" not in content
    with transaction(app.engine, writes=False) as session:
        hashes = session.scalars(select(SignIn.token_hash)).all()
    assert not any(each.encode() in content for each in hashes)


def test_a_row_that_ends_or_goes_ends_the_sign_in(app: Benchmark) -> None:
    browser = browser_of(app, KNOWN)
    for change in (
        update(SignIn).values(expires_at=now() - timedelta(seconds=1)),
        update(SignIn).values(expires_at=now() + timedelta(hours=1)),
        update(SignIn).values(revoked_at=now()),
        update(SignIn).values(revoked_at=None),
        delete(SignIn),
    ):
        before = status(browser)
        with transaction(app.engine, writes=True) as session:
            session.execute(change)
        # each step turns the answer round, but for the last one, which ends it for good
        assert (before, status(browser)) in {(200, 303), (303, 200)}


def test_what_a_tenure_gave_ends_with_the_tenure(app: Benchmark) -> None:
    browser = browser_of(app, KNOWN)
    assert browser.get("/trusts/zzn/comparison").status_code == 200
    with transaction(app.engine, writes=True) as session:
        person = session.scalars(select(Person).where(Person.email == KNOWN)).one()
        tenures = update(Membership).where(Membership.person_id == person.id)
        session.execute(tenures.values(to_date=now().date() - timedelta(days=2)))
    assert browser.get("/trusts/zzn/comparison").status_code == 404
    assert "Nothing is open for you at present" in browser.get("/").text


def test_a_forged_cookie_is_a_stranger(app: Benchmark) -> None:
    genuine = browser_of(app, KNOWN).cookie()
    for forged in (genuine[:-2], genuine[1:], "x", "", "." * 40):
        browser: Browser = app.test_client()
        browser.set_cookie("benchmark", forged)
        assert status(browser) == 303


def test_a_request_that_only_reads_puts_off_the_end_of_an_idle_sign_in(app: Benchmark) -> None:
    browser = browser_of(app, KNOWN)

    def last_seen(minutes: float) -> None:
        with transaction(app.engine, writes=True) as session:
            session.execute(update(SignIn).values(seen_at=now() - timedelta(minutes=minutes)))

    for minutes, expected in ((44, 200), (44.9, 200), (46, 303)):
        last_seen(minutes)
        assert status(browser) == expected
        assert status(browser) == expected
    with transaction(app.engine, writes=False) as session:
        seen = session.scalars(select(SignIn.seen_at)).one()
    assert seen is not None
    assert now() - seen > timedelta(minutes=45)  # a stranger's request wakes nothing
    last_seen(44)
    assert status(browser) == 200
    with transaction(app.engine, writes=False) as session:
        seen = session.scalars(select(SignIn.seen_at)).one()
    assert seen is not None
    assert now() - seen < timedelta(minutes=1)


def test_a_reader_waits_for_nobody_who_writes_but_one_not_seen_for_long_does(
    app: Benchmark,
) -> None:
    browser = browser_of(app, KNOWN)

    def read_after(minutes: float) -> timedelta:
        """How long ago somebody was seen who reads a page while others write all the time."""
        with transaction(app.engine, writes=True) as session:
            session.execute(update(SignIn).values(seen_at=now() - timedelta(minutes=minutes)))
        with ThreadPoolExecutor(1) as reading:
            with turn_to_write(app.engine, 5):
                read = reading.submit(status, browser)
                waits = not wait([read], 2).done
            assert read.result() == 200
        with transaction(app.engine, writes=False) as session:
            seen = session.scalars(select(SignIn.seen_at)).one()
        assert seen is not None
        assert waits == (minutes > 15)
        return now() - seen

    assert read_after(5) >= timedelta(minutes=5)  # left to the next request
    assert status(browser) == 200
    with transaction(app.engine, writes=False) as session:
        assert now() - session.scalars(select(SignIn.seen_at)).one() < timedelta(minutes=1)
    assert read_after(20) < timedelta(minutes=1)
