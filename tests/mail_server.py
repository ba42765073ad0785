"""Fixtures with a real SMTP server in this process, which answers as a test tells it to."""

import ssl
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from benchmark.jobs.mail_settings import MailSettings

SENDER = "benchmark@service.example"
BASE = "https://benchmark.example"
FINE = "250 OK"
DROP = "drop the connection"
LOGIN = (b"benchmark", b"a secret of the mail server")


@dataclass
class PostOffice:
    """What has arrived, and what the server answers from now on."""

    port: int = 0
    rcpt: str = FINE
    data: str = FINE
    arrived: list[EmailMessage] = field(default_factory=list)
    envelopes: list[list[str]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None  # done while a client waits for our answer

    def __post_init__(self) -> None:
        vars(self).update(handle_RCPT=self._recipient, handle_DATA=self._take)  # the names it asks

    async def _recipient(self, *arguments: Any) -> str:
        _, _, envelope, address, _ = arguments
        if self.rcpt == FINE:
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def _take(self, server: Any, _session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.arrived.append(message)
        self.envelopes.append(envelope.rcpt_tos)
        self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        self.meanwhile()
        if self.data == DROP:
            server.transport.abort()
        return FINE if self.data == DROP else self.data

    def text(self, place: int = -1) -> str:
        """The text of a mail that has arrived."""
        content: str = self.arrived[place].get_content()
        return content.replace("\r\n", "\n")

    def readers(self) -> list[str]:
        """To whom mails have come, in alphabetical order."""
        return sorted(address for envelope in self.envelopes for address in envelope)

    def settings(self, **changed: Any) -> MailSettings:
        usual: dict[str, Any] = {"host": "127.0.0.1", "port": self.port, "security": "none"}
        usual |= {"sender": SENDER, "base_address": BASE, "timeout": 5}
        return MailSettings(**(usual | changed))


class OnAnyPort(Controller):
    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def _check_login(*arguments: Any) -> AuthResult:
    login = arguments[-1]
    right = (login.login, login.password) == LOGIN
    return AuthResult(success=right, handled=False)  # the server says which


def running(office: PostOffice, **options: Any) -> Iterator[PostOffice]:
    controller = OnAnyPort(office, hostname="127.0.0.1", port=0, **options)
    controller.start()
    office.port = controller.port
    yield office
    controller.stop()


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    """A mail server that takes everything until it is told otherwise."""
    yield from running(PostOffice())


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """The certificate of a mail server on this machine, trusted for the length of a test."""
    key, file = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subject = ["-subj", "/CN=invented", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command = ["openssl", "req", "-x509", *curve, *subject, "-keyout", str(key), "-out", str(file)]
    subprocess.run(command, check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    return context


@pytest.fixture
def guarded_post_office(certificate: ssl.SSLContext) -> Iterator[PostOffice]:
    """A mail server that wants STARTTLS, a user name and a password."""
    options = {"require_starttls": True, "auth_required": True, "authenticator": _check_login}
    yield from running(PostOffice(), tls_context=certificate, **options)


@pytest.fixture
def encrypted_post_office(certificate: ssl.SSLContext) -> Iterator[PostOffice]:
    """A mail server that speaks TLS from the first byte."""
    yield from running(PostOffice(), ssl_context=certificate)
