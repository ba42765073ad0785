"""What travels to a database on another machine is encrypted, and goes to that database only."""

import ipaddress
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

CHECKED = "verify-full"  # TLS, with a certificate that is trusted and names this very host
HOW = (
    "the database is on another machine, and its address does not ask for a checked TLS "
    "connection, which production mode needs: add ?sslmode=verify-full to DATABASE_URL, and "
    "&sslrootcert=FILE with the certificate of who has signed the server's (or =system)"
)


class NotEncryptedError(Exception):
    """In production mode answers would travel so that others can read them."""


def refuse_plain_connection(url: str, environment: Mapping[str, str]) -> None:
    """Raise ``NotEncryptedError`` in production mode for PostgreSQL elsewhere without checked TLS.

    The message repeats nothing of the address, which may hold a password.
    """
    if environment.get("BENCHMARK_MODE") != "production":
        return
    with suppress(ArgumentError, ValueError):  # no address at all: told by whoever opens it
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite" and not _is_safe(parsed, environment):
            raise NotEncryptedError(HOW)


def _is_safe(url: URL, environment: Mapping[str, str]) -> bool:
    by_service = "service" in url.query or "PGSERVICE" in environment
    if by_service:  # a file of libpq may name another host, but no other mode than the address
        return url.query.get("sslmode") == CHECKED
    mode = url.query.get("sslmode", environment.get("PGSSLMODE"))
    return mode == CHECKED or all(map(_is_here, _hosts(url, environment)))


def _hosts(url: URL, environment: Mapping[str, str]) -> list[str]:
    """Every host that libpq may connect to; empty texts are the socket of this machine."""
    named: list[Any] = [url.host, url.query.get("host")]
    if not any(named):
        named = [environment.get("PGHOST")]
    named.append(url.query.get("hostaddr", environment.get("PGHOSTADDR")))
    several = [[each] if isinstance(each, str) else each or () for each in named]
    return [host.strip() for each in several for text in each for host in text.split(",")]


def _is_here(host: str) -> bool:
    """Whether a host is this machine: a socket in its files, or its own network."""
    if not host or host.startswith(("/", "@")) or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
