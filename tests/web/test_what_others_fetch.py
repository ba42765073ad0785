"""After a release: of all that others fetch, nothing depends on which lead of the three said what.

``tests/disclosure/test_adversary.py`` tries to work hidden levels out of comparisons. Here it is
shown that pages, files, packs and reports hold nothing besides: two databases are made in which
comparisons say the same and the leads' own levels differ, and every address gives others the same
bytes. Then a rule is broken on purpose.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from flask import g
from numpy.typing import NDArray
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from benchmark.assessment.access import find_division
from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.over_rounds import comparison_over_rounds
from benchmark.assessment.results import reader_of
from benchmark.database.people import LEAD_ROLES
from benchmark.database.rounds import Answer, Response, Round
from benchmark.database.session import transaction
from benchmark.disclosure import decide
from benchmark.disclosure.levels import Statistic, Viewer
from benchmark.questionnaire.definition import Questionnaire
from benchmark.scoring.sheet import sheet_hash, unpack
from benchmark.web import security
from tests.databases import closing
from tests.servers import copied, response_of
from tests.web.test_blindness import (
    LEADS,
    SUPPORT,
    Ground,
    Pair,
    Place,
    Seen,
    differences,
    ground,
    read_all,
    worth_asking_again,
)

__all__ = ["ground"]
READERS = (
    LEADS["clinical"],  # of medicine, which has not begun
    "executive@north.example",
    "coordinator@north.example",
    "national@benchmark.example",
    SUPPORT,
    "stranger",
)
WHOLE = Pair("", "", ())  # nobody is an author, and nothing may differ
Levels = NDArray[np.int8]  # (roles, practices) of one division


def as_they_are(levels: Levels) -> Levels:
    return levels


def swapped(levels: Levels) -> Levels:
    """The clinical and the nursing lead have said what the other one said."""
    return levels[::-1]


def further_apart(levels: Levels) -> Levels:
    """The same middle of the three, the lowest at 1 and the highest at 5."""
    order = levels.argsort(axis=0, kind="stable")
    moved = levels.copy()
    np.put_along_axis(moved, order[:1], 1, axis=0)
    np.put_along_axis(moved, order[2:], 5, axis=0)
    return moved


def rewrite(session: Session, asked: Round, change: Callable[[Levels], Levels]) -> None:
    """Change what the leads of every released division have said, division by division."""
    questionnaire = questionnaire_of(asked)
    for division in asked.trust.divisions:
        three = [each for each in asked.responses if each.division is division]
        three.sort(key=lambda each: LEAD_ROLES.index(each.role))
        if all(each.submission for each in three):
            sheets = np.array([unpack(each.submission.sheet) for each in three if each.submission])
            for response, levels in zip(three, change(sheets), strict=True):
                _say(session, response, questionnaire, levels)


def _say(
    session: Session, response: Response, questionnaire: Questionnaire, levels: Levels
) -> None:
    assert response.submission
    response.submission.sheet = levels.tobytes()
    response.submission.sheet_hash = sheet_hash(questionnaire.identity, levels.tobytes())
    for key, level in zip(questionnaire.keys, levels.tolist(), strict=True):
        session.execute(
            update(Answer)
            .where(Answer.response_id == response.id, Answer.practice == key)
            .values(level=level)
        )


def fetched(
    ground: Ground,
    folder: Path,
    change: Callable[[Levels], Levels],
    *,
    closed: bool,
    readers: tuple[str, ...] = READERS,
    again: frozenset[Place] | None = None,
) -> tuple[Seen, str]:
    """All that the readers fetch, and the hash of all that an executive's comparison says.

    Or of what they have fetched what is worth asking ``again``.
    """
    folder.mkdir()
    address = copied(ground.file, folder)
    with closing(address) as engine:
        with transaction(engine, writes=True) as session:
            asked = response_of(session, "ZZN", "surgery", "clinical").round
            rewrite(session, asked, change)
            asked.state = "closed" if closed else "open"
        with transaction(engine, writes=False) as session:
            asked = session.scalars(select(Round).where(Round.id == asked.id)).one()
            reader, asks = reader_of(asked.trust), questionnaire_of(asked)
            said = comparison_over_rounds(session, reader, asked, asks).content_hash
    return read_all(address, ground, readers, again), said


# while the round is open figures from the leads' own answers are kept back; once it has closed
# they are pooled, and who of three said what is in none of them
CASES = {"open, further apart": (further_apart, False), "closed, swapped": (swapped, True)}


@pytest.mark.parametrize("case", CASES)
def test_others_fetch_the_same_bytes(ground: Ground, tmp_path: Path, case: str) -> None:
    change, closed = CASES[case]
    before, said = fetched(ground, tmp_path / "before", as_they_are, closed=closed)
    again = worth_asking_again([before])  # "make battery" asks for everything once more
    after, said_then = fetched(ground, tmp_path / "after", change, closed=closed, again=again)
    assert said == said_then
    assert len(after) > 400
    assert {place for _, place, _ in after} == set(ground.addresses)
    assert differences(before, after, WHOLE) == []


def test_the_levels_were_really_changed(ground: Ground, tmp_path: Path) -> None:
    with (
        closing(copied(ground.file, tmp_path)) as engine,
        transaction(engine, writes=True) as session,
    ):
        lead = response_of(session, "ZZN", "surgery", "clinical")
        assert lead.submission
        found = {lead.submission.sheet}
        for change, _ in CASES.values():
            rewrite(session, lead.round, change)
            found.add(lead.submission.sheet)
    assert len(found) == 1 + len(CASES)


def _any_lead_of_the_trust(viewer: Viewer, roles: frozenset[str], place: dict[str, str]) -> bool:
    g.division = find_division(g.session, place["trust"], place["division"])
    return g.division is not None and bool(viewer.roles_in(place["trust"]) & roles)


def test_a_rule_that_opens_the_three_to_other_leads_is_seen(
    ground: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(decide.AUDIENCE, Statistic.ROLE_LEVELS, lambda *_: True)
    monkeypatch.setitem(security.ADMITTED, "division", _any_lead_of_the_trust)
    readers = (LEADS["clinical"],)
    change, closed = CASES["closed, swapped"]
    places = [tmp_path / "before", tmp_path / "after"]
    before, after = (
        fetched(ground, place, change, closed=closed, readers=readers)[0]
        for place, change in zip(places, (as_they_are, change), strict=True)
    )
    found = {each.split(" at ")[1] for each in differences(before, after, WHOLE)}
    assert {"/divisions/zzn-surgery/three", "/divisions/zzn-surgery/three.csv"} <= found
