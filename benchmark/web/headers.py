"""Headers that every answer carries, whatever its status, and whoever made it.

They are put on around the whole application, so that also static files, refusals of static files
and whatever fails before Flask begins have them.
"""

from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.datastructures import Headers

from benchmark.web.components import asset_url

SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "object-src": "'none'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
POLICY = "; ".join(f"{name} {source}" for name, source in SOURCES.items())
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # judgements about named people stay out of every cache
    "Cache-Control": "no-store",
}
# a browser that has come over TLS once comes over nothing else for two years, here and below
OVER_TLS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}
STATIC = "/static/"
A_YEAR = 365 * 24 * 60 * 60
FOR_EVER = f"max-age={A_YEAR}, public, immutable"  # the address changes with the content
ASK_AGAIN = "no-cache"
FOUND = frozenset({"200", "206", "304"})
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def guarded(application: Application) -> Application:
    """The application, with the headers on every answer that leaves it."""

    def with_headers(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        def start(status: str, headers: list[tuple[str, str]], *fault: Any) -> Any:
            return start_response(status, _guard(environ, status, Headers(headers)), *fault)

        return application(environ, start)

    return with_headers


def _guard(environ: dict[str, Any], status: str, headers: Headers) -> list[tuple[str, str]]:
    stricter = headers.get("Referrer-Policy")  # a page may be stricter
    headers.update(HEADERS)
    if stricter:
        headers["Referrer-Policy"] = stricter
    if environ.get("wsgi.url_scheme") == "https":
        headers.update(OVER_TLS)
    path = environ.get("PATH_INFO", "")
    if path.startswith(STATIC) and status[:3] in FOUND:
        headers["Cache-Control"] = _caching(path, environ.get("QUERY_STRING", ""))
    return headers.to_wsgi_list()


def _caching(path: str, query: str) -> str:
    """Only under the address of just this content: else an old file could stand for a new one."""
    named = f"{path}?{query}" == asset_url(path.removeprefix(STATIC))
    return FOR_EVER if named else ASK_AGAIN
