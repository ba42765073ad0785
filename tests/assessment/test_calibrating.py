"""Scenes are kept like answers, and leniency comes from leads who scored them all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmark.assessment.calibrating import leniency_of, save_vignettes, vignette_levels
from benchmark.assessment.responding import NotOpen, needed_scenes, submit, unscored
from benchmark.database.rounds import Response
from benchmark.database.session import transaction
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaires
from tests.databases import closing
from tests.servers import copied, fill, give, hand_in, response_of

QUESTIONNAIRES = read_questionnaires(questionnaire_folder())
SECOND = QUESTIONNAIRES["management-practice-1.1"]
KEYS = tuple(vignette.key for vignette in SECOND.vignettes)
PLACE = ("ZZN", "medicine", "clinical")


@pytest.fixture(scope="module")
def model(sqlite_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("second")
    fill(copied(sqlite_model, folder), SECOND)
    return folder / "benchmark.sqlite"


@pytest.fixture
def engine(model: Path, tmp_path: Path) -> Iterator[Engine]:
    with closing(copied(model, tmp_path)) as opened:
        yield opened


def levels(*given: int) -> dict[str, int]:
    return dict(zip(KEYS, given, strict=True))


def test_levels_are_kept_changed_and_cleared(engine: Engine) -> None:
    for given, seen in (
        (levels(2, 3, 4), {}),
        ({KEYS[0]: 5}, levels(2, 3, 4)),
        ({}, {KEYS[0]: 5}),
    ):
        with transaction(engine, writes=True) as session:
            assert save_vignettes(session, response_of(session, *PLACE), given, seen)
        with transaction(engine, writes=False) as session:
            assert vignette_levels(response_of(session, *PLACE)) == given


def test_what_the_sender_had_not_seen_stays(engine: Engine) -> None:
    with transaction(engine, writes=True) as session:
        response = response_of(session, *PLACE)
        assert save_vignettes(session, response, levels(2, 3, 4), {})
        assert save_vignettes(session, response, levels(2, 3, 4), {})  # the same again
        assert not save_vignettes(session, response, levels(1, 1, 1), {})
        assert vignette_levels(response) == levels(2, 3, 4)


def test_a_submission_needs_all_scenes_and_ends_their_changes(engine: Engine) -> None:
    with transaction(engine, writes=True) as session:
        response = response_of(session, *PLACE)
        give(session, response, SECOND)
        assert save_vignettes(session, response, {KEYS[0]: 1}, levels(2, 3, 4))
        assert unscored(response, SECOND) == KEYS[1:]
        assert submit(session, response, SECOND, response.people[0].id) is None
        assert save_vignettes(session, response, levels(1, 2, 3), {KEYS[0]: 1})
        assert submit(session, response, SECOND, response.people[0].id)
        with pytest.raises(NotOpen, match="submitted"):
            save_vignettes(session, response, levels(5, 5, 5), levels(1, 2, 3))


def test_what_came_on_paper_may_be_submitted_without_scenes(engine: Engine) -> None:
    with transaction(engine, writes=False) as session:
        response = response_of(session, *PLACE)
        assert unscored(response, SECOND) == KEYS
        assert needed_scenes(response, SECOND) == KEYS
        response.source = "paper"
        assert unscored(response, SECOND) == KEYS
        assert needed_scenes(response, SECOND) == ()
        session.expire(response)


def test_leniency_is_measured_against_the_key_and_leaves_answers_alone(engine: Engine) -> None:
    given = {"clinical": (3, 4, 5), "operational": (2, 3, 4), "nursing": (2, 2, 3)}
    with transaction(engine, writes=True) as session:
        for role, told in given.items():
            response = response_of(session, "ZZN", "medicine", role)
            hand_in(session, response, SECOND)
            for answer in response.vignette_answers:
                answer.level = levels(*told)[answer.vignette]
        sheets = {each.id: each.submission.sheet for each in all_submitted(session)}
        found = leniency_of(SECOND, all_responses(session))
        assert set(found) == set(sheets)
        roles = {each.id: each.role for each in all_submitted(session)}
        raw = {roles[each]: round(told.raw, 6) for each, told in found.items()}
        assert raw == {"clinical": 1, "operational": 0, "nursing": round(-2 / 3, 6)}
        shrunken = {roles[each]: told.shrunken for each, told in found.items()}
        assert 0 < shrunken["clinical"] < 1
        assert -2 / 3 < shrunken["nursing"] < 0
        assert {each.id: each.submission.sheet for each in all_submitted(session)} == sheets


def all_responses(session: Session) -> list[Response]:
    return list(session.scalars(select(Response)))


def all_submitted(session: Session) -> list[Response]:
    return [each for each in all_responses(session) if each.submission]


@pytest.mark.parametrize("version", sorted(QUESTIONNAIRES))
def test_without_two_leads_or_without_scenes_there_is_none(version: str) -> None:
    questionnaire = QUESTIONNAIRES[version]
    assert leniency_of(questionnaire, []) == {}
    assert leniency_of(questionnaire, [Response(id="a"), Response(id="b")]) == {}
