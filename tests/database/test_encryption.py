"""A database on another machine is spoken to over checked TLS in production mode, or not at all."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import OperationalError

from benchmark.database.encryption import HOW, NotEncryptedError, refuse_plain_connection
from benchmark.database.session import configured_url, open_database
from tests.database.tls import HANDSHAKE, Authority, Door, door, speaks_for

PRODUCTION = {"BENCHMARK_MODE": "production"}
HOST = "db.example"
SAFE = (
    "sqlite:////folder/benchmark.sqlite",
    "postgresql:///benchmark",
    "postgresql://u:p@localhost/benchmark",
    "postgresql://u:p@127.0.0.1:5433/benchmark",
    "postgresql://u:p@[::1]/benchmark",
    "postgresql:///benchmark?host=/run/postgresql",
    "postgresql:///benchmark?host=/run/postgresql&host=127.0.0.1",
    "postgresql://u:p@db.example/benchmark?sslmode=verify-full",
    "postgresql+psycopg://u:p@db.example/benchmark?sslmode=verify-full&sslrootcert=system",
    "postgresql:///benchmark?service=ours&sslmode=verify-full",
)
PLAIN = (
    "postgresql://u:p@db.example/benchmark",
    "postgresql://u:p@10.0.0.7/benchmark",
    "postgresql://u:p@[2001:db8::1]/benchmark",
    "postgresql://u:p@localhost.example/benchmark",
    *(
        f"postgresql://u:p@db.example/benchmark?sslmode={mode}"
        for mode in ("", "disable", "allow", "prefer", "require", "verify-ca", "verify-full-")
    ),
    "postgresql://u:p@db.example/benchmark?sslmode=verify-full&sslmode=disable",
    "postgresql:///benchmark?host=db.example",
    "postgresql:///benchmark?host=/run/postgresql&host=db.example",
    "postgresql:///benchmark?host=/run/postgresql,db.example",
    "postgresql://u:p@127.0.0.1/benchmark?host=db.example",
    "postgresql://u:p@localhost/benchmark?hostaddr=10.0.0.7",
    "postgresql:///benchmark?service=elsewhere",
)
FURTHER: dict[str, tuple[dict[str, str], bool]] = {
    "a host of libpq": ({"PGHOST": "db.example"}, False),
    "an address of libpq": ({"PGHOSTADDR": "10.0.0.7"}, False),
    "a service of libpq": ({"PGSERVICE": "elsewhere", "PGSSLMODE": "verify-full"}, False),
    "a host and the mode": ({"PGHOST": "db.example", "PGSSLMODE": "verify-full"}, True),
    "a host and too little": ({"PGHOST": "db.example", "PGSSLMODE": "require"}, False),
    "this machine": ({"PGHOST": "/run/postgresql"}, True),
}


@pytest.mark.parametrize("url", SAFE)
def test_this_machine_and_checked_tls_are_taken(url: str) -> None:
    refuse_plain_connection(url, PRODUCTION)
    assert configured_url(PRODUCTION | {"DATABASE_URL": url}, None) == url


@pytest.mark.parametrize("url", PLAIN)
def test_anything_else_is_refused_in_production_and_not_repeated(url: str) -> None:
    with pytest.raises(NotEncryptedError) as refused:
        configured_url(PRODUCTION | {"DATABASE_URL": url}, None)
    assert str(refused.value) == HOW
    assert configured_url({"DATABASE_URL": url}, None) == url  # local mode is for trying out


@pytest.mark.parametrize("case", FURTHER)
def test_what_libpq_reads_besides_the_address_counts_too(case: str) -> None:
    environment, safe = FURTHER[case]
    url = "postgresql:///benchmark"
    if safe:
        refuse_plain_connection(url, PRODUCTION | environment)
        return
    with pytest.raises(NotEncryptedError):
        refuse_plain_connection(url, PRODUCTION | environment)


def test_an_address_that_is_none_is_for_others_to_tell() -> None:
    refuse_plain_connection("no address", PRODUCTION)
    refuse_plain_connection("", PRODUCTION)


def through(opened: Door, database: str, **options: Any) -> str:
    """An address of the database by a name on the network, which leads to the door."""
    url = make_url(database).set(username="postgres", password="canary", host=HOST)
    query = {"hostaddr": "127.0.0.1", **{name: str(value) for name, value in options.items()}}
    return url.set(port=opened.port, query=query).render_as_string(hide_password=False)


def socket_of(database: str) -> str:
    return str(make_url(database).query["host"])


def ask(url: str) -> Any:
    engine = open_database(url)
    try:
        with engine.connect() as connection:
            return connection.execute(text("SELECT 6 * 7")).scalar()
    finally:
        engine.dispose()


def test_a_server_with_its_certificate_is_asked_and_nothing_travels_in_clear(
    current_postgresql: str, tmp_path: Path
) -> None:
    authority = Authority(tmp_path)
    with door(socket_of(current_postgresql), speaks_for(HOST, authority)) as opened:
        url = through(opened, current_postgresql, sslmode="verify-full", sslrootcert=authority.file)
        refuse_plain_connection(url, PRODUCTION)
        assert ask(url) == 42
        assert opened.let_in == [""]
        assert [first[0] for first in opened.first_bytes] == [HANDSHAKE]


@pytest.mark.parametrize("wrong", ["no TLS", "another name", "another authority"])
def test_a_server_in_its_place_learns_nothing(
    current_postgresql: str, tmp_path: Path, wrong: str
) -> None:
    ours, theirs = Authority(tmp_path), Authority(tmp_path, "theirs")
    in_its_place = {
        "no TLS": None,
        "another name": speaks_for("elsewhere.example", ours),
        "another authority": speaks_for(HOST, theirs),
    }
    with door(socket_of(current_postgresql), in_its_place[wrong]) as opened:
        url = through(opened, current_postgresql, sslmode="verify-full", sslrootcert=ours.file)
        with pytest.raises(OperationalError):
            ask(url)
        assert opened.let_in == []
        # what production refuses lets them in
        weaker = "prefer" if wrong == "no TLS" else "require"
        weak = through(opened, current_postgresql, sslmode=weaker)
        with pytest.raises(NotEncryptedError):
            refuse_plain_connection(weak, PRODUCTION)
        assert ask(weak) == 42
        assert opened.let_in == [""]


def test_an_account_shows_a_certificate_in_the_place_of_a_password(
    current_postgresql: str, tmp_path: Path
) -> None:
    authority, theirs = Authority(tmp_path), Authority(tmp_path, "theirs")
    checked = {"sslmode": "verify-full", "sslrootcert": authority.file}
    door_for_known = speaks_for(HOST, authority, clients=authority)
    with door(socket_of(current_postgresql), door_for_known) as opened:
        certificate, key = authority.issue("benchmark")
        shown = {"sslcert": certificate, "sslkey": key}
        url = through(opened, current_postgresql, **checked, **shown)
        refuse_plain_connection(url, PRODUCTION)
        assert ask(url) == 42
        assert opened.let_in == ["benchmark"]
        certificate, key = theirs.issue("benchmark")
        for other in ({}, {"sslcert": certificate, "sslkey": key}):
            with pytest.raises(OperationalError):
                ask(through(opened, current_postgresql, **checked, **other))
        assert opened.let_in == ["benchmark"]
