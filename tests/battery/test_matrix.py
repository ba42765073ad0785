"""Every address of everything in every way by everybody.

"make test" has one account after the other in ways that nobody may use, and of what is equally far
from somebody one after the other.
"""

from pathlib import Path

import pytest

from benchmark.questionnaire.definition import Questionnaire
from tests.servers import copied, serving
from tests.web.test_matrix import OVERLAPPING, TABLE
from tests.web.walking import (
    counted_statements,
    everything_kept,
    json_faults,
    make_world,
    walk,
    work_differences,
)

pytestmark = pytest.mark.battery


def test_everybody_gets_what_the_table_promises_whatever_way_they_ask(
    acceptance_sqlite_model: Path, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    with serving(copied(acceptance_sqlite_model, tmp_path)) as app:
        world = make_world(app, questionnaire)
        before = everything_kept(app)
        found = walk(world, TABLE | OVERLAPPING, whole=True)
        assert (found.statuses, found.differences) == ([], [])
        assert json_faults(world, TABLE, whole=True) == []
        with counted_statements(app) as sent:
            assert work_differences(world, TABLE, sent, whole=True) == []
        assert everything_kept(app) == before
