"""Our two cookies: over TLS only, and bound to just this host, except on this very machine.

Browsers take a cookie whose name begins with ``__Host-`` from nobody but the host itself over TLS,
so that no neighbour under the same domain can set ours.
"""

import ipaddress
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, g, request
from flask.sessions import SecureCookieSessionInterface
from werkzeug.wsgi import get_host

SIGN_IN_COOKIE = "benchmark"
DEVICE_COOKIE = "benchmark-device"
HALF_A_YEAR = 365 * 24 * 60 * 60 // 2


def travels_over_tls() -> bool:
    # not request.host: that refuses an untrusted name once more, while the refusal is answered
    return request.is_secure or not is_loopback(get_host(request.environ))


def cookie_name(name: str) -> str:
    """What a cookie is called here."""
    return f"__Host-{name}" if travels_over_tls() else name


class CookiesForPlace(SecureCookieSessionInterface):
    """Cookies travel over TLS only, except to this very machine."""

    def get_cookie_name(self, _app: Flask) -> str:
        return cookie_name(SIGN_IN_COOKIE)

    def get_cookie_secure(self, _app: Flask) -> bool:
        return travels_over_tls()

    def save_session(self, app: Flask, session: Any, response: Any) -> None:
        super().save_session(app, session, response)
        device = g.pop("device", None)
        if device:  # this browser has just signed somebody in
            response.set_cookie(
                cookie_name(DEVICE_COOKIE),
                device,
                max_age=HALF_A_YEAR,
                secure=travels_over_tls(),
                httponly=True,
                samesite="Lax",
            )


def device_of_browser() -> str:
    """The name that an earlier sign-in has given this browser, or nothing."""
    return request.cookies.get(cookie_name(DEVICE_COOKIE), "")


@lru_cache(maxsize=256)
def is_loopback(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
