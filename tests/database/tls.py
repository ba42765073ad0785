"""TLS in front of a real PostgreSQL: a door that ends it, with certificates made for the test."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ASKS_FOR_TLS = b"\x00\x00\x00\x08\x04\xd2\x16\x2f"  # PostgreSQL's SSLRequest
HANDSHAKE = 0x16
ENOUGH = 1 << 16


@dataclass
class Authority:
    """Somebody who signs certificates; ``folder`` keeps them."""

    folder: Path
    name: str = "authority"
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def __post_init__(self) -> None:
        self.file = self.signed(self.name, self.key, own=True)

    def issue(self, name: str) -> tuple[Path, Path]:
        """Certificate and key for a host or an account."""
        key = ec.generate_private_key(ec.SECP256R1())
        file = self.folder / f"{self.name}-{name}.key"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        file.chmod(0o600)
        return self.signed(name, key), file

    def signed(self, name: str, key: ec.EllipticCurvePrivateKey, *, own: bool = False) -> Path:
        begins = datetime.now(UTC) - timedelta(hours=1)
        made = (
            x509.CertificateBuilder()
            .subject_name(_named(name))
            .issuer_name(_named(self.name))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(begins + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=own, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        file = self.folder / f"{self.name}-{name}.pem"
        file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        return file


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


@dataclass
class Door:
    """A port that leads to a database, and what came to it."""

    database: str  # the socket of the server
    context: ssl.SSLContext | None  # none: it answers that it speaks no TLS
    port: int = 0
    first_bytes: list[bytes] = field(default_factory=list)  # of each connection, as they travel
    let_in: list[str] = field(default_factory=list)  # of each that went on: whose certificate

    def serve(self, server: socket.socket) -> None:
        with suppress(OSError):  # the test is over
            while True:
                client, _ = server.accept()
                Thread(target=self.meet, args=(client,), daemon=True).start()

    def meet(self, client: socket.socket) -> None:
        with suppress(OSError), ExitStack() as stack:
            stack.enter_context(client)
            begun = client.recv(len(ASKS_FOR_TLS))
            if begun == ASKS_FOR_TLS:
                client.sendall(b"S" if self.context else b"N")
                self.first_bytes.append(client.recv(64, socket.MSG_PEEK))
                if self.context:
                    client = stack.enter_context(self.context.wrap_socket(client, server_side=True))
                begun = client.recv(ENOUGH)
            if not begun:
                return
            self.let_in.append(_name_of(client))
            server = stack.enter_context(socket.socket(socket.AF_UNIX))
            server.connect(self.database)
            server.sendall(begun)
            Thread(target=_pass_on, args=(server, client), daemon=True).start()
            _pass_on(client, server)


def _name_of(client: socket.socket) -> str:
    shown = client.getpeercert() if isinstance(client, ssl.SSLSocket) else None
    subject = (shown or {}).get("subject", ())
    return str(subject[0][0][1]) if subject else ""


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError, ValueError):
        while told := one.recv(ENOUGH):
            other.sendall(told)
    for each in (one, other):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


@contextmanager
def door(folder: str, context: ssl.SSLContext | None) -> Iterator[Door]:
    """A door to the server whose socket lies in a folder."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        made = Door(f"{folder}/.s.PGSQL.5432", context, server.getsockname()[1])
        Thread(target=made.serve, args=(server,), daemon=True).start()
        yield made


def speaks_for(name: str, authority: Authority, clients: Authority | None = None) -> ssl.SSLContext:
    """TLS of a server under this name; with ``clients`` only for those who show a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*authority.issue(name))
    if clients:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(clients.file)
    return context
