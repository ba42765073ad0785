"""Turning what the environment and the options say into what a command needs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import Engine

from benchmark.assessment.freezing import FrozenFault, give_texts, versions_without_text
from benchmark.database.migration import SchemaMismatch
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.located import FaultyFile
from benchmark.questionnaire.source import read_questionnaires
from benchmark.web.app import Benchmark, create_app
from benchmark.web.settings import Settings, SettingsFault, questionnaires_in, read_settings

FAULTS = (SettingsFault, SchemaMismatch, FaultyFile, FrozenFault, FileNotFoundError)


@contextmanager
def plain_faults() -> Iterator[None]:
    """Known faults become one plain message and exit code 1."""
    try:
        yield
    except FAULTS as fault:
        raise click.ClickException(str(fault)) from fault


def settings_for(data: Path | None) -> Settings:
    with plain_faults():
        return read_settings(os.environ, data)


def app_for(data: Path | None) -> Benchmark:
    """The application, or exit code 1 with the reason why it cannot start."""
    with plain_faults():
        return create_app(settings_for(data))


def keep_texts(engine: Engine, folder: Path) -> None:
    """Store the questionnaires that an older database names by their hash only.

    Raises ``FrozenFault`` when a file is missing; the texts of the others are kept.
    """
    with transaction(engine, writes=True) as session:
        missing = versions_without_text(session)
        trouble = give_texts(missing, read_questionnaires(folder)) if missing else ""
    if trouble:
        raise FrozenFault(trouble)


def questionnaire_for(identity: str) -> Questionnaire:
    """A questionnaire of the configured folder, or exit code 1 with the reason."""
    with plain_faults():
        found = read_questionnaires(questionnaires_in(os.environ)).get(identity)
    if found is None:
        raise click.ClickException(f"there is no questionnaire {identity}")
    return found
