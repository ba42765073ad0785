"""The settings in force: whether the server would take them, and whether one is misspelt."""

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from secrets import token_hex

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from benchmark.commands.examinations.finding import Finding
from benchmark.database.session import without_secrets
from benchmark.web.settings import SettingsFault, read_settings

SECRETS = frozenset(
    {
        "SECRET_KEY",
        "BENCHMARK_OLD_SECRET_KEYS",
        "BENCHMARK_OIDC_CLIENT_SECRET",
        "BENCHMARK_SMTP_PASSWORD",
        "BENCHMARK_METRICS_TOKEN",
    }
)
KNOWN = SECRETS | {
    "DATABASE_URL",
    *(
        f"BENCHMARK_{name}"
        for name in (
            *("DATA", "MODE", "SECOND_FACTOR", "OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_LABEL"),
            *("OIDC_SECOND_FACTORS", "TRUSTED_HOSTS", "PROXIES", "BASE_ADDRESS", "SMTP_HOST"),
            *("SMTP_SECURITY", "SMTP_PORT", "SMTP_USER", "MAIL_FROM", "MAIL_REPLY_TO"),
            *("QUESTIONNAIRES", "SCHEDULES", "LOG", "REQUEST_ID_HEADER"),
        )
    ),
}


def settings_findings(environment: Mapping[str, str], data: Path | None) -> Iterator[Finding]:
    """Each setting that is set, and what the server would say of all of them."""
    for name in sorted(environment.keys() & KNOWN):
        yield Finding("setting", f"{name}={_shown(name, environment[name])}")
    ours = (name for name in environment if name.startswith("BENCHMARK_"))
    for name in sorted(set(ours) - KNOWN):
        yield Finding("setting", f"{name} is no setting of this software", _meant(name))
    try:
        read_settings(_without_making(environment), data)
    except SettingsFault as fault:
        yield Finding("settings", "the server would not start", str(fault))
    else:
        yield Finding("settings", "the server takes them")


def _without_making(environment: Mapping[str, str]) -> Mapping[str, str]:
    """In local mode the server makes a missing key at once; to look at it must make none."""
    production = environment.get("BENCHMARK_MODE") == "production"
    if production or environment.get("SECRET_KEY"):
        return environment
    return {**environment, "SECRET_KEY": token_hex(32)}


def _meant(name: str) -> str:
    near = difflib.get_close_matches(name, KNOWN, n=1)
    return f"did you mean {near[0]}?" if near else "take it out of the environment"


def _shown(name: str, value: str) -> str:
    if name in SECRETS:
        return f"(secret, {len(value)} characters)"
    if name != "DATABASE_URL":
        return value
    try:
        return without_secrets(make_url(value))
    except (ArgumentError, ValueError):
        return "(not an address of a database)"  # and may hold a password
