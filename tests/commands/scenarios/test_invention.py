"""Invented levels come from one seed and are always valid answers."""

from benchmark.commands.scenarios.invention import DIVISIONS, LEADS, invent
from benchmark.scoring.answers import FORM_WORDS
from tests.comparison.facts import QUESTIONNAIRE


def test_the_same_seed_gives_the_same_rounds() -> None:
    assert invent(QUESTIONNAIRE.keys, 3) == invent(QUESTIONNAIRE.keys, 3)


def test_every_lead_of_every_round_answers_every_practice() -> None:
    for levels in invent(QUESTIONNAIRE.keys, 3):
        assert len(levels) == len(DIVISIONS) * 3 * len(QUESTIONNAIRE.keys)
        assert set(levels.values()) <= set(FORM_WORDS)
        assert 0 not in levels.values()


def test_every_post_is_held_at_the_start_and_now() -> None:
    posts = [(division, role) for division, role, _, _, until in LEADS if until is None]
    assert sorted(posts) == sorted((d, r) for d in DIVISIONS for r in ROLES)


ROLES = ("clinical", "operational", "nursing")
