"""Everything the environment decides, read once and checked before the first request."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmark.assessment.breached_passwords import BreachedFault, check_set
from benchmark.database.encryption import NotEncryptedError
from benchmark.database.session import configured_url
from benchmark.jobs.mail_settings import NO_MAIL, MailFault, MailSettings, read_mail_settings
from benchmark.questionnaire.source import questionnaire_folder
from benchmark.web.sign_on_settings import SignOnFault, SignOnSettings, read_sign_on

MODES = ("local", "production")
SHORTEST_SECRET = 32
SECOND_FACTOR = ("required", "off")
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]+)?")
LOGS = ("plain", "json")
HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")
TOKEN = re.compile(rf"[A-Za-z0-9._~+/=-]{{{SHORTEST_SECRET},}}")  # what may follow "Bearer"
LOOPBACK = ("127.0.0.1", "localhost")  # Werkzeug can trust no IPv6 address


class SettingsFault(Exception):
    """A setting is missing or wrong; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    mode: str
    database_url: str
    secret_key: str
    questionnaires: Path
    trusted_hosts: tuple[str, ...]
    proxies: int  # how many proxies in front are trusted to say who the client is
    mail: MailSettings = NO_MAIL
    second_factor: bool = True  # whether those who need a second factor are asked for it
    old_secret_keys: tuple[str, ...] = ()  # can still open what they have sealed
    sign_on: SignOnSettings | None = None
    metrics_token: str = ""  # what a program shows to read /metrics; empty: nobody may
    log: str = "plain"
    request_id_header: str = ""  # in which a trusted proxy names its requests; empty: none does
    breached_passwords: Path | None = None  # a set that new passwords are looked up in

    @property
    def production(self) -> bool:
        return self.mode == "production"


def read_settings(environment: Mapping[str, str], data: Path | None = None) -> Settings:
    """Settings from the environment; ``data`` names a folder with its own SQLite database."""
    mode = environment.get("BENCHMARK_MODE", "local")
    if mode not in MODES:
        raise SettingsFault(f"BENCHMARK_MODE is {mode!r}; it must be one of {', '.join(MODES)}.")
    folder = data or Path(environment.get("BENCHMARK_DATA") or "instance")
    return Settings(
        mode=mode,
        database_url=_database_url(environment, data),
        secret_key=_secret_key(environment, mode, folder),
        questionnaires=questionnaires_in(environment),
        trusted_hosts=_trusted_hosts(environment, mode),
        proxies=_proxies(environment),
        mail=mail_settings(environment),
        second_factor=_second_factor(environment, mode),
        old_secret_keys=_old_secret_keys(environment),
        sign_on=_sign_on(environment, mode),
        metrics_token=_metrics_token(environment),
        log=log_format(environment),
        request_id_header=_request_id_header(environment),
        breached_passwords=_breached_passwords(environment),
    )


def _database_url(environment: Mapping[str, str], data: Path | None) -> str:
    try:
        return configured_url(environment, data)
    except NotEncryptedError as fault:
        raise SettingsFault(f"DATABASE_URL: {fault}.") from fault


def log_format(environment: Mapping[str, str]) -> str:
    """How lines of the log are written, by every process of this software."""
    named = environment.get("BENCHMARK_LOG", LOGS[0])
    if named not in LOGS:
        raise SettingsFault(f"BENCHMARK_LOG is {named!r}; it must be one of {', '.join(LOGS)}.")
    return named


def _request_id_header(environment: Mapping[str, str]) -> str:
    named = environment.get("BENCHMARK_REQUEST_ID_HEADER", "")
    if named and not HEADER.fullmatch(named):
        raise SettingsFault(
            f"BENCHMARK_REQUEST_ID_HEADER is {named!r}; write the name of a header such as "
            "X-Request-ID."
        )
    if named and not _proxies(environment):
        raise SettingsFault(
            "BENCHMARK_REQUEST_ID_HEADER needs a proxy in front that sets this header itself: "
            "name it with BENCHMARK_PROXIES, or leave the header out."
        )
    return named


def _metrics_token(environment: Mapping[str, str]) -> str:
    token = environment.get("BENCHMARK_METRICS_TOKEN", "")
    if token and not TOKEN.fullmatch(token):
        raise SettingsFault(
            f"BENCHMARK_METRICS_TOKEN must have at least {SHORTEST_SECRET} letters, digits or "
            "- . _ ~ + / =, and nothing else. Leave it out to let nobody read /metrics."
        )
    return token


def _breached_passwords(environment: Mapping[str, str]) -> Path | None:
    named = environment.get("BENCHMARK_BREACHED_PASSWORDS")
    if not named:
        return None
    try:
        check_set(Path(named))
    except BreachedFault as fault:
        raise SettingsFault(f"BENCHMARK_BREACHED_PASSWORDS: {fault}.") from fault
    return Path(named)


def _second_factor(environment: Mapping[str, str], mode: str) -> bool:
    """In production always; elsewhere only where it is asked for: invented people have no phone."""
    usual = "required" if mode == "production" else "off"
    named = environment.get("BENCHMARK_SECOND_FACTOR", usual)
    if named not in SECOND_FACTOR:
        raise SettingsFault(
            f"BENCHMARK_SECOND_FACTOR is {named!r}; it must be one of {', '.join(SECOND_FACTOR)}."
        )
    if named == "off" and mode == "production":
        raise SettingsFault(
            "BENCHMARK_SECOND_FACTOR is off, which production mode refuses. Leave it out."
        )
    return named == "required"


def _old_secret_keys(environment: Mapping[str, str]) -> tuple[str, ...]:
    keys = tuple(environment.get("BENCHMARK_OLD_SECRET_KEYS", "").split())
    if any(len(key) < SHORTEST_SECRET for key in keys):
        raise SettingsFault(
            "BENCHMARK_OLD_SECRET_KEYS holds a key that is too short. Separate the keys that "
            "SECRET_KEY had before by spaces, the latest first."
        )
    return keys


def _sign_on(environment: Mapping[str, str], mode: str) -> SignOnSettings | None:
    try:
        return read_sign_on(environment, production=mode == "production")
    except SignOnFault as fault:
        raise SettingsFault(str(fault)) from fault


def mail_settings(environment: Mapping[str, str]) -> MailSettings:
    """What a worker needs of the settings: it has no secret key and answers to no host name."""
    production = environment.get("BENCHMARK_MODE") == "production"
    try:
        return read_mail_settings(environment, production=production)
    except MailFault as fault:
        raise SettingsFault(str(fault)) from fault


def questionnaires_in(environment: Mapping[str, str]) -> Path:
    """The folder of the questionnaires that are in force."""
    named = environment.get("BENCHMARK_QUESTIONNAIRES")
    return Path(named) if named else questionnaire_folder()


def _proxies(environment: Mapping[str, str]) -> int:
    named = environment.get("BENCHMARK_PROXIES", "0")
    if not named.isdecimal():
        raise SettingsFault(f"BENCHMARK_PROXIES is {named!r}; it must be a number, 0 for none.")
    return int(named)


def _secret_key(environment: Mapping[str, str], mode: str, folder: Path) -> str:
    key = environment.get("SECRET_KEY", "")
    if key and len(key) < SHORTEST_SECRET:
        raise SettingsFault(f"SECRET_KEY is too short; use at least {SHORTEST_SECRET} characters.")
    if key:
        return key
    if mode == "production":
        raise SettingsFault(
            "SECRET_KEY is missing. In production mode set it to a long random text, for example "
            "the output of: python3 -c 'import secrets; print(secrets.token_hex(32))'"
        )
    return _kept_key(folder)


def _kept_key(folder: Path) -> str:
    """The key of this data folder, so that sign-ins survive a restart."""
    file = folder / "secret-key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(descriptor, "w") as opened:
        opened.write(key := secrets.token_hex(32))
    return key


def _trusted_hosts(environment: Mapping[str, str], mode: str) -> tuple[str, ...]:
    named = environment.get("BENCHMARK_TRUSTED_HOSTS", "")
    hosts = tuple(host.strip() for host in named.split(",") if host.strip())
    if any(not HOST.fullmatch(host) for host in hosts):
        raise SettingsFault(
            f"BENCHMARK_TRUSTED_HOSTS is {named!r}; write whole host names such as "
            "benchmark.example.nhs.uk, without https:// and without patterns."
        )
    if hosts:
        return hosts
    if mode == "production":
        raise SettingsFault(
            "BENCHMARK_TRUSTED_HOSTS is missing. In production mode set it to the host names "
            "under which people reach this service, separated by commas."
        )
    return LOOPBACK
