"""What several walks over the addresses share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmark.questionnaire.definition import Questionnaire
from tests.servers import copied, serving
from tests.web.walking import World, make_world


@pytest.fixture(scope="module")
def world(
    acceptance_sqlite_model: Path,
    questionnaire: Questionnaire,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """Everybody signed in, and one of everything to walk to; a walk leaves it as it was."""
    address = copied(acceptance_sqlite_model, tmp_path_factory.mktemp("world"))
    with serving(address) as app:
        yield make_world(app, questionnaire)
