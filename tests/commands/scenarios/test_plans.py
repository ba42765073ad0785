"""Invented plans: they go on over the rounds, and fit the divisions that are there."""

from pathlib import Path

import pytest

from benchmark.assessment.plan_facts import actions_in, offers_in
from benchmark.commands.scenarios.invention import DIVISIONS
from benchmark.commands.scenarios.plans import plans_of_divisions
from benchmark.database.plans import ACTION_STATES, OWNERS
from benchmark.database.rounds import Round
from benchmark.database.session import open_database, sqlite_url, transaction
from benchmark.questionnaire.definition import Questionnaire

STATES = {
    "Round 2023": ["in progress"],
    "Round 2024": ["done", "in progress", "planned"],
    "Round 2025": ["changed", "in progress", "in progress", "in progress", "planned", "planned"],
}


@pytest.mark.parametrize("title", STATES)
def test_each_round_shows_what_it_showed_then(
    showcase: Path, questionnaire: Questionnaire, title: str
) -> None:
    engine = open_database(sqlite_url(showcase))
    with transaction(engine, writes=False) as session:
        asked = session.query(Round).filter_by(title=title).one()
        actions = actions_in(session, asked, tuple(DIVISIONS))
        offers = offers_in(session, asked, tuple(DIVISIONS), questionnaire.keys)
    engine.dispose()
    assert sorted(action.state for action in actions) == STATES[title]
    assert all(action.progress or action.state == "planned" for action in actions)
    kinds = {offer.kind for offer in offers}
    assert kinds == {"Round 2023": set(), "Round 2024": {"shows"}}.get(title, {"shows", "asks"})


def test_every_text_fits_a_practice_a_post_and_a_state(questionnaire: Questionnaire) -> None:
    said = plans_of_divisions()
    for each in (*said["offers"], *said["actions"]):
        assert each["division"] in DIVISIONS
        assert each["practice"] in questionnaire.keys
    for action in said["actions"]:
        assert action["owner"] in OWNERS
        assert {note["state"] for note in action["notes"]} <= set(ACTION_STATES)
        assert [note["on"] for note in action["notes"]] == sorted(n["on"] for n in action["notes"])
