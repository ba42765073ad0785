"""A filled showcase, made once a run."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmark.commands.main import main


@pytest.fixture(scope="session")
def showcase(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a showcase database."""
    data = tmp_path_factory.mktemp("showcase")
    arguments = ["demo", "--no-serve", "--data", str(data), "--password", "an invented pass phrase"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return data
