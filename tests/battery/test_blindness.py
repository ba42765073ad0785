"""Whatever colleagues did, everybody asks for everything.

"make test" does so in some states; in the others it has one ask of those who were refused in all.
"""

from pathlib import Path

import pytest

from benchmark.questionnaire.definition import Questionnaire
from tests.web import test_what_others_fetch as released
from tests.web.test_blindness import (
    PAIRS,
    STATES,
    Ground,
    differences,
    ground,
    prepared,
    read_all,
)

__all__ = ["ground"]
pytestmark = pytest.mark.battery


def test_nobody_can_tell_what_a_colleague_did_whatever_they_ask_for(
    ground: Ground, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    seen = {
        state: read_all(prepared(ground, questionnaire, tmp_path / f"{n}", state), ground)
        for n, state in enumerate(STATES)
    }
    assert len({frozenset(read) for read in seen.values()}) == 1
    for pair in PAIRS:
        assert differences(seen[pair.one], seen[pair.other], pair) == [], pair


@pytest.mark.parametrize("case", released.CASES)
def test_others_fetch_the_same_bytes_whatever_they_ask_for(
    ground: Ground, tmp_path: Path, case: str
) -> None:
    change, closed = released.CASES[case]
    (before, said), (after, said_then) = (
        released.fetched(ground, tmp_path / f"{n}", way, closed=closed)
        for n, way in enumerate((released.as_they_are, change))
    )
    assert said == said_then
    assert before.keys() == after.keys()
    assert differences(before, after, released.WHOLE) == []
