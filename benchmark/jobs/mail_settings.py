"""What the environment says about mail: which server sends it, from whom, and our own address."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from urllib.parse import urlsplit

PORTS = {"starttls": 587, "tls": 465, "none": 25}
LARGEST_PORT = 65_535
ADDRESS = re.compile(r"[!#-'*+./-9=?A-Z^-~-]+@[A-Za-z0-9.-]+")  # ASCII, nothing to quote
LOCAL_ADDRESS = "http://127.0.0.1:8000"
SENDER_NAME = "Management Practice Benchmark"


class MailFault(Exception):
    """A setting of mail is missing or wrong; the message says what to do."""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Without a host no mail is sent: it waits in the outbox."""

    host: str = ""
    port: int = 587
    security: str = "starttls"
    user: str = ""
    password: str = ""
    sender: str = ""
    reply_to: str = ""
    base_address: str = LOCAL_ADDRESS
    timeout: float = 30  # seconds for each step of an exchange with the server

    def __repr__(self) -> str:
        return f"MailSettings(host={self.host!r}, port={self.port})"  # never the password

    @property
    def ready(self) -> bool:
        return bool(self.host)


NO_MAIL = MailSettings()


def read_mail_settings(environment: Mapping[str, str], *, production: bool) -> MailSettings:
    """Read and check the settings; raises ``MailFault`` with the first thing that is wrong."""
    base_address = _base_address(environment, production=production)
    host = environment.get("BENCHMARK_SMTP_HOST", "").strip()
    if not host:
        return MailSettings(base_address=base_address)
    security = _security(environment, host, production=production)
    user = environment.get("BENCHMARK_SMTP_USER", "")
    password = environment.get("BENCHMARK_SMTP_PASSWORD", "")
    if bool(user) != bool(password):
        raise MailFault("Set both BENCHMARK_SMTP_USER and BENCHMARK_SMTP_PASSWORD, or neither.")
    return MailSettings(
        host=host,
        port=_port(environment, security),
        security=security,
        user=user,
        password=password,
        sender=_address(environment, "BENCHMARK_MAIL_FROM", required=True),
        reply_to=_address(environment, "BENCHMARK_MAIL_REPLY_TO", required=False),
        base_address=base_address,
    )


def _security(environment: Mapping[str, str], host: str, *, production: bool) -> str:
    security = environment.get("BENCHMARK_SMTP_SECURITY", "starttls")
    if security not in PORTS:
        raise MailFault(
            f"BENCHMARK_SMTP_SECURITY is {security!r}; it must be one of {', '.join(PORTS)}."
        )
    if security == "none" and production and not is_loopback(host):
        raise MailFault(
            "BENCHMARK_SMTP_SECURITY is none, which would send links in clear over the network. "
            "Use starttls or tls; none is for a mail server on this machine only."
        )
    return security


def _port(environment: Mapping[str, str], security: str) -> int:
    named = environment.get("BENCHMARK_SMTP_PORT", str(PORTS[security]))
    if not named.isdecimal() or not 0 < int(named) <= LARGEST_PORT:
        raise MailFault(f"BENCHMARK_SMTP_PORT is {named!r}; it must be a number up to 65535.")
    return int(named)


def _address(environment: Mapping[str, str], name: str, *, required: bool) -> str:
    named = environment.get(name, "").strip()
    if not named and not required:
        return ""
    if not is_mail_address(named):
        raise MailFault(f"{name} is {named!r}; give an address like benchmark@trust.example.")
    return named


def is_mail_address(text: str) -> bool:
    """Whether a mail server would take this as one address, and as nothing more."""
    if not ADDRESS.fullmatch(text):
        return False
    try:
        Address(addr_spec=text)
    except (ValueError, IndexError, HeaderParseError):
        return False
    return True


def _base_address(environment: Mapping[str, str], *, production: bool) -> str:
    """Where people reach this service: links are never built from what a browser claims."""
    named = environment.get("BENCHMARK_BASE_ADDRESS", "").strip().rstrip("/")
    if not named:
        if production and environment.get("BENCHMARK_SMTP_HOST"):
            raise MailFault(
                "BENCHMARK_BASE_ADDRESS is missing. Links in mails begin with it: set it to where "
                "people reach this service, such as https://benchmark.example.nhs.uk"
            )
        return LOCAL_ADDRESS
    parts = urlsplit(named)
    whole = parts.scheme in {"http", "https"} and parts.hostname and named.isprintable()
    if not whole or parts.query or parts.fragment or " " in named:
        raise MailFault(
            f"BENCHMARK_BASE_ADDRESS is {named!r}; write it like https://benchmark.example.nhs.uk"
        )
    if production and parts.scheme == "http" and not is_loopback(str(parts.hostname)):
        raise MailFault("BENCHMARK_BASE_ADDRESS begins with http://; links need https://.")
    return named


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
