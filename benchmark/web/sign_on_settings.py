"""What the environment says about sign-on through another organisation (OpenID Connect)."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

NEEDED = ("BENCHMARK_OIDC_CLIENT_ID", "BENCHMARK_OIDC_CLIENT_SECRET")
LABEL = "the account of your organisation"


class SignOnFault(Exception):
    """A setting of sign-on is missing or wrong; the message says what to do."""


@dataclass(frozen=True, slots=True)
class SignOnSettings:
    issuer: str
    client_id: str
    client_secret: str
    label: str = LABEL
    second_factors: tuple[str, ...] = ()  # values of amr or acr that count as a second factor

    def __repr__(self) -> str:
        return f"SignOnSettings(issuer={self.issuer!r})"  # never the secret


def read_sign_on(environment: Mapping[str, str], *, production: bool) -> SignOnSettings | None:
    """Read and check the settings; None where no organisation is named."""
    issuer = environment.get("BENCHMARK_OIDC_ISSUER", "").strip().rstrip("/")
    if not issuer:
        return None
    parts = urlsplit(issuer)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
        raise SignOnFault(
            f"BENCHMARK_OIDC_ISSUER is {issuer!r}; write it like https://sign-on.example"
        )
    if production and parts.scheme != "https":
        raise SignOnFault("BENCHMARK_OIDC_ISSUER begins with http://; sign-on needs https://.")
    if production and not environment.get("BENCHMARK_BASE_ADDRESS"):
        raise SignOnFault(
            "BENCHMARK_BASE_ADDRESS is missing. The other organisation sends people back to it."
        )
    for name in NEEDED:
        if not environment.get(name):
            raise SignOnFault(f"{name} is missing; the other organisation gives it to you.")
    return SignOnSettings(
        issuer=issuer,
        client_id=environment[NEEDED[0]],
        client_secret=environment[NEEDED[1]],
        label=environment.get("BENCHMARK_OIDC_LABEL", "").strip() or LABEL,
        second_factors=tuple(environment.get("BENCHMARK_OIDC_SECOND_FACTORS", "").split()),
    )
