"""The other organisation that people may sign on with, as Authlib talks to it."""

import secrets
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, current_app
from joserfc.errors import JoseError
from requests import RequestException

NAME = "organisation"
PATIENCE = 10  # seconds for each question to the other organisation
# what it answers is asked nowhere else: our secret and people's codes would go along
REDIRECTS = 0
DISCOVERY = "/.well-known/openid-configuration"
ALGORITHMS = "id_token_signing_alg_values_supported"
# signed with a key that only the organisation has: never unsigned, never with our shared secret
SIGNED = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"})
# whatever the other side, the network or somebody in between does wrong
FAULTS = (AuthlibBaseError, JoseError, RequestException, ValueError, RuntimeError, KeyError)


def add_sign_on(app: Flask) -> None:
    settings: Any = app.config["SIGN_ON"]
    if settings is None:
        return
    OAuth(app).register(
        NAME,
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        server_metadata_url=settings.issuer + DISCOVERY,
        client_kwargs={
            "scope": "openid email",
            "code_challenge_method": "S256",
            "default_timeout": PATIENCE,
            "max_redirects": REDIRECTS,
        },
    )


def provider() -> Any:
    """Authlib's client; None where no organisation is set up."""
    known = current_app.extensions.get("authlib.integrations.flask_client")
    return known.create_client(NAME) if known else None


def begin(redirect_uri: str) -> Any:
    """Lead the browser to the organisation; what must come back is kept in its own cookie."""
    client = provider()
    _check(client.load_server_metadata())
    # Authlib's own nonce has 119 bits
    return client.authorize_redirect(redirect_uri, nonce=secrets.token_urlsafe(32))


def claims_that_came_back() -> dict[str, Any]:
    """What the organisation says of whoever came back: checked, or one of ``FAULTS`` is raised."""
    client = provider()
    _check(client.load_server_metadata())
    token = client.authorize_access_token()
    claims = token.get("userinfo")
    if not claims:
        raise ValueError("no identity came back")
    return dict(claims)


def _check(metadata: dict[str, Any]) -> None:
    """Refuse another issuer than the one we were told, and signatures that anybody could make."""
    settings: Any = current_app.config["SIGN_ON"]
    if str(metadata.get("issuer", "")).rstrip("/") != settings.issuer:
        raise ValueError("the issuer calls itself by another name")
    offered = metadata.get(ALGORITHMS) or ["RS256"]
    metadata[ALGORITHMS] = sorted(SIGNED.intersection(offered))
    if not metadata[ALGORITHMS]:
        raise ValueError("the issuer signs in no way that we accept")
