"""Headers that every answer carries, whatever its status."""

from flask import Flask
from werkzeug.wrappers import Response

SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
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


def add_headers(app: Flask) -> None:
    @app.after_request
    def add(response: Response) -> Response:
        referrer = response.headers.get("Referrer-Policy", HEADERS["Referrer-Policy"])
        response.headers.update(HEADERS | {"Referrer-Policy": referrer})  # a page may be stricter
        return response
