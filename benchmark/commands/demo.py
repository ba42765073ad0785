"""benchmark demo: a filled database to try the product with."""

import json
import os
import secrets
import string
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmark.assessment.freezing import questionnaire_of, read_unchanged
from benchmark.assessment.issuing import issue_round
from benchmark.commands.environment import keep_texts, plain_faults
from benchmark.commands.progress import progress
from benchmark.commands.scenarios.acceptance import fill_acceptance
from benchmark.commands.scenarios.showcase import fill_showcase
from benchmark.commands.serve import run_server, worker_option
from benchmark.database.migration import migrate
from benchmark.database.people import Person
from benchmark.database.rounds import Round
from benchmark.database.session import open_database, transaction
from benchmark.jobs.mail_settings import is_loopback
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import create_app
from benchmark.web.settings import Settings, read_settings

FIRST = "management-practice-1.0"
SHORTEST_PASSWORD = 8
SCENARIOS: dict[str, Callable[[Session, Questionnaire, str], None]] = {
    "acceptance": fill_acceptance,
    "showcase": fill_showcase,
}


@dataclass(frozen=True, slots=True)
class Filled:
    """What a demo folder remembers of its own filling, so that it can say it again."""

    scenario: str
    password: str


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("instance/demo"),
    show_default=True,
    help="Folder for the database.",
)
@click.option(
    "--scenario", type=click.Choice(sorted(SCENARIOS)), default="showcase", show_default=True
)
@click.option("--password", help="Password of all accounts; made up and printed if not given.")
@click.option("--no-serve", is_flag=True, help="Fill the database and stop.")
@worker_option
def demo(
    port: int,
    data: Path,
    scenario: str,
    password: str | None,
    *,
    no_serve: bool,
    no_worker: bool,
) -> None:
    """Make a database, fill it with invented data, print the accounts and serve it."""
    if password is not None and len(password) < SHORTEST_PASSWORD:
        raise click.UsageError(f"--password needs at least {SHORTEST_PASSWORD} characters")
    with plain_faults():
        # never the configured database, and never with production's rules
        settings = read_settings(without_production(), data)
        engine = open_database(settings.database_url)
        migrate(engine)
        questionnaire = _questionnaire(engine, settings)
        filled = _fill_once(engine, questionnaire, data, scenario, password)
        _print_accounts(engine, filled)
        engine.dispose()
        if not no_serve:
            run_server(create_app(settings), "127.0.0.1", port, worker=not no_worker)


def without_production() -> dict[str, str]:
    ours = {"BENCHMARK_MODE", "BENCHMARK_TRUSTED_HOSTS", "DATABASE_URL", "SECRET_KEY"}
    # mail to invented people stays on this machine
    if not is_loopback(os.environ.get("BENCHMARK_SMTP_HOST", "")):
        ours.add("BENCHMARK_SMTP_HOST")
    return {name: value for name, value in os.environ.items() if name not in ours}


def _questionnaire(engine: Engine, settings: Settings) -> Questionnaire:
    """What new rounds of the demo use; refused like the server does if a used file has changed."""
    keep_texts(engine, settings.questionnaires)
    with transaction(engine, writes=False) as session:
        return read_unchanged(session, settings.questionnaires)[FIRST]


def _fill_once(
    engine: Engine, questionnaire: Questionnaire, data: Path, scenario: str, password: str | None
) -> Filled:
    filled = _remembered(data) if _has_people(engine) else None
    if filled is not None:
        _refuse_another(filled, data, scenario, password)
    else:
        filled = Filled(scenario, password or _made_up_password())
        # remembered first: a filling that was cut off leaves an empty database, and starts again
        _remember(data, filled)
        with transaction(engine, writes=True) as session:
            SCENARIOS[scenario](session, questionnaire, filled.password)
    _issue_reports(engine)
    return filled


def _has_people(engine: Engine) -> bool:
    with transaction(engine, writes=False) as session:
        return session.scalar(select(Person.id).limit(1)) is not None


def _refuse_another(known: Filled, data: Path, scenario: str, password: str | None) -> None:
    if known.scenario != scenario:
        raise click.ClickException(
            f"{data} already holds the {known.scenario} scenario; choose another --data folder"
        )
    if password not in (None, known.password):
        raise click.ClickException(
            f"{data} was filled with another password; leave --password out, or choose another "
            "--data folder"
        )


def _made_up_password() -> str:
    return "-".join(
        "".join(secrets.choice(string.ascii_lowercase) for _ in range(5)) for _ in range(3)
    )


def _memory(data: Path) -> Path:
    return data / "demo.json"


def _remembered(data: Path) -> Filled:
    try:
        return Filled(**json.loads(_memory(data).read_text(encoding="utf-8")))
    except FileNotFoundError as missing:
        raise click.ClickException(
            f"{data} holds a database that no demo has filled; choose another --data folder"
        ) from missing


def _remember(data: Path, filled: Filled) -> None:
    text = json.dumps({"scenario": filled.scenario, "password": filled.password})
    descriptor = os.open(_memory(data), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(text)


def _issue_reports(engine: Engine) -> None:
    """The reports of every finished round; what was issued already is left alone."""
    with transaction(engine, writes=False) as session:
        rounds = list(session.scalars(select(Round.id).where(Round.state == "closed")))
    for round_id in progress(rounds, "Issuing reports"):
        with transaction(engine, writes=True) as session:
            asked = session.get_one(Round, round_id)
            issue_round(session, asked, questionnaire_of(asked))


def _print_accounts(engine: Engine, filled: Filled) -> None:
    with transaction(engine, writes=False) as session:
        people = session.scalars(select(Person).where(Person.disabled_at.is_(None)))
        rows = [_account(person) for person in people if person.password_hash]
    width = max(len(email) for email, _ in rows)
    click.echo(f"Invented data ({filled.scenario}). These people can sign in:")
    for email, what in rows:
        click.echo(f"  {email:{width}}  {what}")
    click.echo(f"Password of all of them: {filled.password}")


def _account(person: Person) -> tuple[str, str]:
    posts = [
        " ".join(
            part
            for part in (
                f"{post.role}{' lead of' if post.division else ''}",
                post.division.name if post.division else None,
                f"({post.trust.code})" if post.trust else None,
            )
            if part
        )
        for post in person.memberships
    ]
    return person.email, ", ".join(posts)
