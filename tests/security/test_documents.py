"""docs/controls.md says the figures that the code has."""

import runpy
from pathlib import Path

import pytest

from benchmark.assessment import (
    calendar,
    mail_links,
    outbox,
    pack_making,
    password_links,
    passwords,
    planning,
    reminding,
    replacing,
    second_factor,
    signing_in,
    supporting,
    throttling,
    tokens,
)
from benchmark.comparison import keeping
from benchmark.disclosure.levels import Viewer
from benchmark.export import reading
from benchmark.questionnaire import document
from benchmark.web import receiving, workers

ROOT = Path(__file__).resolve().parents[2]
CONTROLS = (ROOT / "docs/controls.md").read_text(encoding="utf-8")
MIB = 2**20


def gunicorn_threads() -> int:
    """What ``gunicorn.conf.py`` says, without gunicorn."""
    return int(runpy.run_path(str(ROOT / "gunicorn.conf.py"))["threads"])


SAID = {
    f"at least {passwords.SHORTEST} characters",
    f"argon2id with {signing_in.HASHER.memory_cost // 1024} MiB, {signing_in.HASHER.time_cost} pas",
    f"at most {mail_links.LONGEST_DAYS} days",
    f"in an invitation for {password_links.WELCOME_FOR.days} days",
    f"for {password_links.FORGOTTEN_FOR.total_seconds() / 3600:g} hour",
    f"{second_factor.RECOVERY_CODES} codes, each used once",
    f"for {throttling.COUNTED_FOR.total_seconds() / 3600:g} hours",
    f"{throttling.MOST_FAILURES} failures for one account, or {throttling.MOST_FROM_ADDRESS} from",
    f"from {throttling.FIRST_WAIT.total_seconds() / 60:g} minute up to",
    f"up to {throttling.LONGEST_WAIT.total_seconds() / 60:g} minutes and never more",
    f"once in {password_links.PAUSE.total_seconds() / 60:g} minutes and",
    f"and {password_links.MOST_A_DAY} times a day for one address",
    f"{password_links.MOST_REQUESTS} times a day from one place",
    ", ".join(passwords.OUR_WORDS),
    f"after {signing_in.IDLE.total_seconds() / 60:g} minutes without a request",
    f"after {signing_in.LONGEST_SIGN_IN.total_seconds() / 3600:g} hours in any case",
    f"{receiving.LARGEST_BODY // MIB} MiB, {receiving.MOST_FIELDS} fields, {receiving.MOST_FILES}",
    f"read within {workers.ARRIVES_WITHIN} seconds",
    f"for {max(tokens.DAYS)} days at most",
    f"{tokens.MOST} in force for one person, {tokens.MOST_A_MINUTE} requests a minute",
    f"{password_links.LONGEST_EMAIL} characters",
    f"saves for {calendar.GRACE.total_seconds() / 60:g} minutes after",
    f"shared by {replacing.MOST_IN_A_POST} people at most",
    f"at most {planning.MOST_OPEN} open actions",
    "{}, {} and {} working days before".format(*reminding.DAYS_BEFORE),
    f"is tried {outbox.MOST_ATTEMPTS} times",
    f"pauses of up to {outbox.LONGEST_PAUSE.total_seconds() / 3600:g} hours",
    f"for the same figures, and tried {pack_making.MOST_ATTEMPTS} times",
    f"the first {passwords.LOOKED_AT} characters only",
    f"kept for {keeping.MOST} rounds",
    f"and {gunicorn_threads()} threads in each worker",
    f"with a reason, for {supporting.MOST_HOURS} hours at most",
    f"{reading.MOST_BYTES // MIB} MiB, {reading.MOST_UNPACKED // MIB} MiB unpacked",
    f"{reading.MOST_ROWS:,} rows",
    f"{document.MOST_BYTES // 1024} KiB, {document.MOST_EVENTS:,} values",
    f"{document.DEEPEST} levels deep",
}


@pytest.mark.parametrize("figure", sorted(SAID))
def test_each_figure_is_the_one_in_the_code(figure: str) -> None:
    assert figure in " ".join(CONTROLS.split())


def test_another_figure_would_be_found() -> None:
    assert "at least 13 characters" not in " ".join(CONTROLS.split())


def test_who_needs_a_second_factor_is_told() -> None:
    named = {"coordinator": "coordinators", "executive": "executives", "national": "national team"}
    assert set(named) == second_factor.NEEDED_BY
    assert second_factor.needs_second_factor(Viewer(1, "", (), frozenset({"ZZN"})))
    assert all(words in CONTROLS for words in (*named.values(), "and support in production"))
