"""Turning what the environment and the options say into what a command needs."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from benchmark.database.migration import SchemaMismatch
from benchmark.questionnaire.located import FaultyFile
from benchmark.web.app import Benchmark, create_app
from benchmark.web.settings import Settings, SettingsFault, read_settings

FAULTS = (SettingsFault, SchemaMismatch, FaultyFile, FileNotFoundError)


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


def data_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder with the SQLite database; without it DATABASE_URL or BENCHMARK_DATA.",
    )(command)
