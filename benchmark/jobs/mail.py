"""Sending what waits in the outbox, one mail at a time, through the configured mail server."""

import logging
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime

from sqlalchemy import Engine

from benchmark.assessment.outbox import Letter, Outcome, claim, settle
from benchmark.database.schema import now, random_id
from benchmark.database.session import transaction
from benchmark.jobs.mail_settings import SENDER_NAME, MailSettings, is_mail_address

LOG = logging.getLogger(__name__)
PERMANENT = range(500, 600)
NO_ADDRESS = "This is not an e-mail address that mail can be sent to."
NO_LOGIN = "The mail server refused our user name and password."
NO_ENCRYPTION = "The mail server does not offer an encrypted connection."
BROKEN_OFF = "The connection to the mail server broke off; the mail may have arrived."
TRIED = "Somebody who runs this service has asked it to send this mail, and it has arrived."
Clock = Callable[[], datetime]


def send_due(
    engine: Engine,
    settings: MailSettings,
    clock: Clock = now,
    stopped: Callable[[], bool] = lambda: False,
) -> int:
    """Send what is due; returns how many mails were sent.

    Claiming and settling are transactions of their own: none is open while a server is asked.
    Ends early when the server cannot be reached, or ``stopped`` says so.
    """
    sent = 0
    while settings.ready and not stopped():
        with transaction(engine, writes=True) as session:
            letter = claim(session, clock(), settings.base_address)
        if letter is None:
            break
        outcome = send(letter, settings, clock())
        with transaction(engine, writes=True) as session:
            settle(session, letter, outcome, clock())
        # neither address nor link: a log is read by others
        LOG.info("mail %s: %s", letter.mail_id, outcome.error or "sent")
        sent += not outcome.error
        if outcome.unreachable:
            break
    return sent


def try_server(settings: MailSettings, address: str, moment: datetime) -> Outcome:
    """Ask the mail server whether it lets us in; with an address also whether it takes a mail."""
    name = f"try-{random_id()}"
    letter = Letter("", 1, "", address, "A mail to try this service", TRIED, name)
    message = written(letter, settings, moment) if address else None

    def ask(server: smtplib.SMTP) -> None:
        if message:
            server.send_message(message, settings.sender, [address])
        else:
            server.noop()

    return _exchanged(settings, ask)


def send(letter: Letter, settings: MailSettings, moment: datetime) -> Outcome:
    """One attempt. Every fault of mail, network and encryption becomes an outcome."""
    if not is_mail_address(letter.address):
        return Outcome(NO_ADDRESS, final=True)
    message = written(letter, settings, moment)
    return _exchanged(
        settings, lambda server: server.send_message(message, settings.sender, [letter.address])
    )


def _exchanged(settings: MailSettings, ask: Callable[[smtplib.SMTP], object]) -> Outcome:
    """What comes of asking a server that was reached and has let us in."""
    try:
        with _connected(settings) as server:
            try:
                ask(server)
            except (smtplib.SMTPException, OSError) as fault:
                return _refused(fault)
    except smtplib.SMTPAuthenticationError:
        return Outcome(NO_LOGIN, unreachable=True)
    except smtplib.SMTPNotSupportedError:
        return Outcome(NO_ENCRYPTION, unreachable=True)
    except (smtplib.SMTPException, OSError) as fault:
        return Outcome(f"The mail server cannot be reached: {_reason(fault)}", unreachable=True)
    return Outcome()


@contextmanager
def _connected(settings: MailSettings) -> Iterator[smtplib.SMTP]:
    server = _open(settings)
    try:
        if settings.security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if settings.user:
            server.login(settings.user, settings.password)
        yield server
    finally:
        # the mail is sent or not by now: how we part changes nothing
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()


def _open(settings: MailSettings) -> smtplib.SMTP:
    if settings.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(
            settings.host, settings.port, timeout=settings.timeout, context=context
        )
    return smtplib.SMTP(settings.host, settings.port, timeout=settings.timeout)


def _refused(fault: Exception) -> Outcome:
    """What a server says to a mail: 5xx for good, 4xx for now; and else nobody knows."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(fault.recipients.values()))
        return Outcome(f"{code} {_plain(text)}", final=code in PERMANENT)
    if isinstance(fault, smtplib.SMTPNotSupportedError):
        return Outcome(NO_ADDRESS, final=True)  # one that needs SMTPUTF8
    if isinstance(fault, smtplib.SMTPDataError):
        return Outcome(_reason(fault), final=fault.smtp_code in PERMANENT)
    if isinstance(fault, smtplib.SMTPResponseException):
        return Outcome(_reason(fault))  # our sender address: a setting, which will be mended
    return Outcome(BROKEN_OFF)


def _reason(fault: Exception) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"{fault.smtp_code} {_plain(fault.smtp_error)}"
    if isinstance(fault, OSError) and fault.strerror:
        return fault.strerror
    return type(fault).__name__ if isinstance(fault, OSError) else str(fault)


def _plain(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text


def written(letter: Letter, settings: MailSettings, moment: datetime) -> EmailMessage:
    """The mail as it travels: plain text, so that nothing in it loads or tracks."""
    domain = settings.sender.rpartition("@")[2]
    message = EmailMessage(policy=WIRE)
    message["From"] = Address(SENDER_NAME, addr_spec=settings.sender)
    message["To"] = Address(letter.name, addr_spec=letter.address)
    if settings.reply_to:
        message["Reply-To"] = Address(addr_spec=settings.reply_to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(moment)
    message["Message-ID"] = f"<{letter.message_id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"  # out-of-office programs do not answer it
    # a long link would otherwise turn the whole text into base64, which filters distrust
    message.set_content(letter.text, cte="quoted-printable")
    return message
