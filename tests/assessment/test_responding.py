"""Saving and submitting: the save protocol as a table, then what the table cannot say."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from benchmark.assessment.calendar import london_day
from benchmark.assessment.events import events_of
from benchmark.assessment.responding import (
    Content,
    Edit,
    NotOpen,
    answers_of,
    content_of,
    may_change,
    save,
    submit,
    unanswered,
)
from benchmark.database.rounds import Answer, Response, Submission
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.scoring.answers import DO_NOT_KNOW, DOES_NOT_APPLY, NOTHING
from benchmark.scoring.sheet import sheet_hash, unpack
from tests.servers import at_once, give, hand_in, response_of


@dataclass(frozen=True)
class Save:
    """A save as it arrives, and what becomes of it."""

    level: int
    version: int
    saved: bool
    now_at: int  # the version afterwards
    holds: int  # the level stored afterwards
    tab: str = ""
    sequence: int = 0


PROTOCOL = {
    "the first save": [Save(3, 0, saved=True, now_at=1, holds=3)],
    "the next save knows the version": [
        Save(3, 0, saved=True, now_at=1, holds=3),
        Save(4, 1, saved=True, now_at=2, holds=4),
    ],
    "an older version is refused": [
        Save(3, 0, saved=True, now_at=1, holds=3),
        Save(4, 0, saved=False, now_at=1, holds=3),
    ],
    "a version that never was is refused": [
        Save(3, 7, saved=False, now_at=0, holds=NOTHING),
        Save(3, 0, saved=True, now_at=1, holds=3),
        Save(4, 7, saved=False, now_at=1, holds=3),
    ],
    "the stored content again is saved, whatever the version": [
        Save(3, 0, saved=True, now_at=1, holds=3),
        Save(3, 0, saved=True, now_at=1, holds=3),
        Save(3, 9, saved=True, now_at=1, holds=3),
    ],
    "empty clears": [
        Save(3, 0, saved=True, now_at=1, holds=3),
        Save(NOTHING, 1, saved=True, now_at=2, holds=NOTHING),
        Save(5, 2, saved=True, now_at=3, holds=5),
    ],
    "empty before anything was saved": [Save(NOTHING, 0, saved=True, now_at=0, holds=NOTHING)],
    "within one tab the newest sequence wins, whatever the version": [
        Save(1, 0, saved=True, now_at=1, holds=1, tab="a", sequence=1),
        Save(2, 0, saved=True, now_at=2, holds=2, tab="a", sequence=2),
        Save(3, 0, saved=True, now_at=3, holds=3, tab="a", sequence=5),
    ],
    "a save of the same tab that arrives late changes nothing, and is no conflict": [
        Save(4, 0, saved=True, now_at=1, holds=4, tab="a", sequence=2),
        Save(3, 0, saved=True, now_at=1, holds=4, tab="a", sequence=1),
        Save(3, 0, saved=True, now_at=1, holds=4, tab="a", sequence=2),
    ],
    "another tab needs the version, however high its sequence": [
        Save(3, 0, saved=True, now_at=1, holds=3, tab="a", sequence=1),
        Save(4, 0, saved=False, now_at=1, holds=3, tab="b", sequence=9),
        Save(4, 1, saved=True, now_at=2, holds=4, tab="b", sequence=1),
    ],
    "once another tab has saved, the first one needs the version, too": [
        Save(3, 0, saved=True, now_at=1, holds=3, tab="a", sequence=1),
        Save(4, 1, saved=True, now_at=2, holds=4, tab="b", sequence=1),
        Save(5, 1, saved=False, now_at=2, holds=4, tab="a", sequence=2),
        Save(5, 2, saved=True, now_at=3, holds=5, tab="a", sequence=3),
    ],
    "saves without a tab are never of one tab": [
        Save(3, 0, saved=True, now_at=1, holds=3, sequence=1),
        Save(4, 0, saved=False, now_at=1, holds=3, sequence=2),
    ],
}


def clinical_lead(session: Session) -> Response:
    return response_of(session, "ZZN", "medicine", "clinical")


@pytest.mark.parametrize("rule", PROTOCOL)
def test_the_save_protocol(engine: Engine, questionnaire: Questionnaire, rule: str) -> None:
    practice = questionnaire.keys[0]
    for step in PROTOCOL[rule]:
        with transaction(engine, writes=True) as session:
            edit = Edit(Content(step.level), step.version, step.tab, step.sequence)
            result = save(session, clinical_lead(session), practice, edit)
        assert (result.saved, result.version) == (step.saved, step.now_at)
        with transaction(engine, writes=False) as session:
            stored = answers_of(clinical_lead(session)).get(practice)
            assert (stored.version if stored else 0, content_of(stored).level) == (
                step.now_at,
                step.holds,
            )


def test_a_refused_save_hands_both_contents_back(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    first, second = Content(3, "before", share=True), Content(4, "after")
    with transaction(engine, writes=True) as session:
        save(session, clinical_lead(session), questionnaire.keys[0], Edit(first, 0))
        result = save(session, clinical_lead(session), questionnaire.keys[0], Edit(second, 0))
    assert (result.yours, result.theirs) == (second, first)


def test_evidence_or_the_tick_alone_make_a_new_content(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    contents = [Content(3), Content(3, "seen"), Content(3, "seen", share=True), Content(3, "seen")]
    for version, content in enumerate(contents):
        with transaction(engine, writes=True) as session:
            edit = Edit(content, version)
            result = save(session, clinical_lead(session), questionnaire.keys[0], edit)
            assert (result.saved, result.version) == (True, version + 1)


def test_one_practice_knows_nothing_of_another(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    with transaction(engine, writes=True) as session:
        for key in questionnaire.keys[:2]:
            assert save(session, clinical_lead(session), key, Edit(Content(3), 0)).saved


def test_twenty_saves_of_one_version_at_once_have_one_winner(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    practice = questionnaire.keys[0]

    def saving(text: str) -> bool:
        with transaction(engine, writes=True) as session:
            edit = Edit(Content(3, text), version)
            return save(session, clinical_lead(session), practice, edit).saved

    for version in range(3):
        texts = [f"{version}, thread {n}" for n in range(20)]
        won = at_once([lambda text=text: saving(text) for text in texts])
        assert won.count(True) == 1
        with transaction(engine, writes=False) as session:
            stored = answers_of(clinical_lead(session))[practice]
            assert (stored.version, stored.evidence) == (version + 1, texts[won.index(True)])


def test_what_counts_as_unanswered(engine: Engine, questionnaire: Questionnaire) -> None:
    levels = (DO_NOT_KNOW, DOES_NOT_APPLY, 1, NOTHING)
    with transaction(engine, writes=True) as session:
        response = clinical_lead(session)
        for key, level in zip(questionnaire.keys, levels, strict=False):
            save(session, response, key, Edit(Content(level, "only words"), 0))
    with transaction(engine, writes=False) as session:
        assert unanswered(clinical_lead(session), questionnaire) == questionnaire.keys[3:]


def test_submitting_with_a_practice_missing_changes_nothing(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    with transaction(engine, writes=True) as session:
        response = clinical_lead(session)
        give(session, response, questionnaire)
        save(session, response, questionnaire.keys[7], Edit(Content(), 1))
        assert submit(session, response, questionnaire, 1) is None
    assert submissions(engine) == 0


def test_a_submission_holds_the_answers_in_the_questionnaires_order(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    levels = [1 + place % 5 for place in range(len(questionnaire.keys))]
    with transaction(engine, writes=True) as session:
        response = clinical_lead(session)
        give(session, response, questionnaire, lambda place: levels[place])
        first = submit(session, response, questionnaire, response.people[0].id)
        assert first is not None
        assert list(unpack(first.sheet)) == levels
        assert first.sheet_hash == sheet_hash(questionnaire.identity, first.sheet)
        moment = first.submitted_at
    with transaction(engine, writes=True) as session:
        again = submit(session, clinical_lead(session), questionnaire, 1)
        assert again is not None
        assert again.submitted_at == moment
    assert submissions(engine) == 1


def test_twenty_submits_at_once_make_one_submission(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    with transaction(engine, writes=True) as session:
        give(session, clinical_lead(session), questionnaire)

    def submitting() -> object:
        with transaction(engine, writes=True) as session:
            sent = submit(session, clinical_lead(session), questionnaire, 1)
            return sent and sent.submitted_at

    moments = at_once([submitting] * 20)
    assert None not in moments
    assert len(set(moments)) == 1
    assert submissions(engine) == 1


def test_nothing_is_saved_after_the_submission(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    with transaction(engine, writes=True) as session:
        response = clinical_lead(session)
        give(session, response, questionnaire)
        submit(session, response, questionnaire, response.people[0].id)
        with pytest.raises(NotOpen, match="You have submitted these answers"):
            save(session, response, questionnaire.keys[0], Edit(Content(5), 1))
        assert answers_of(response)[questionnaire.keys[0]].level == 3


@pytest.mark.parametrize("days", [-3, 3], ids=["closed", "not open yet"])
def test_a_round_that_is_not_open_takes_nothing(
    engine: Engine, questionnaire: Questionnaire, days: int
) -> None:
    with transaction(engine, writes=True) as session:
        response = clinical_lead(session)
        give(session, response, questionnaire)
        day = london_day(now()) + timedelta(days)
        response.round.opens_on = response.round.closes_on = day
        session.flush()
        with pytest.raises(NotOpen, match="This round is not open"):
            save(session, response, questionnaire.keys[0], Edit(Content(5), 1))
        with pytest.raises(NotOpen, match="This round is not open"):
            submit(session, response, questionnaire, 1)
    assert submissions(engine) == 0


def test_time_on_a_page_adds_up_and_no_visit_counts_for_more_than_an_hour(engine: Engine) -> None:
    key, visits = "patient-flow", (40, 20, 90_000)
    with transaction(engine, writes=True) as session:
        response = clinical_lead(session)
        for version, seconds in enumerate(visits):
            edit = Edit(Content(1 + version), version, seconds=seconds)
            assert save(session, response, key, edit).saved
        save(session, response, key, edit)  # the same once more, as a lost answer is sent again
        assert answers_of(response)[key].seconds == 40 + 20 + 3600


def test_a_submission_is_recorded_once_without_any_answer(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    with transaction(engine, writes=True) as session:
        response = clinical_lead(session)
        give(session, response, questionnaire)
        for _ in range(2):
            submit(session, response, questionnaire, response.people[0].id)
        (event,) = events_of(session, response.round)
        assert (event.kind, event.role, event.detail) == ("submitted", "clinical", "")
        assert event.division is response.division


@pytest.mark.parametrize("final", ["withdrawn_at", "set_aside_at", "outcome"])
def test_a_response_that_is_over_takes_no_save(engine: Engine, final: str) -> None:
    with transaction(engine, writes=True) as session:
        response = clinical_lead(session)
        assert may_change(response)
        setattr(response, final, "vacant" if final == "outcome" else now())
        session.flush()
        assert not may_change(response)
        with pytest.raises(NotOpen):
            save(session, response, "patient-flow", Edit(Content(5), 0))


def submissions(engine: Engine) -> int:
    with transaction(engine, writes=False) as session:
        return session.scalar(select(func.count()).select_from(Submission)) or 0


@pytest.mark.parametrize("step", ["closed", "submitted", "withdrawn", "saved"])
def test_what_others_did_before_the_lock_is_seen(
    engine: Engine, questionnaire: Questionnaire, step: str
) -> None:
    """A save is checked without a lock first; what counts is how it stands under the lock."""
    practice = questionnaire.keys[0]
    with transaction(engine, writes=True, late=True) as session:
        response = clinical_lead(session)
        assert may_change(response)
        assert session.get(Answer, (response.id, practice)) is None
        with transaction(engine, writes=True) as other:
            meanwhile(other, clinical_lead(other), step, questionnaire)
        if step == "saved":
            assert not save(session, response, practice, Edit(Content(5), 0)).saved
        else:
            with pytest.raises(NotOpen):
                save(session, response, practice, Edit(Content(5), 0))
            assert not may_change(response)


def meanwhile(
    session: Session, response: Response, step: str, questionnaire: Questionnaire
) -> None:
    if step == "closed":
        response.round.state = "closed"
    elif step == "withdrawn":
        response.withdrawn_at = now()
    elif step == "saved":
        save(session, response, questionnaire.keys[0], Edit(Content(2), 0))
    else:
        hand_in(session, response, questionnaire)


def test_an_answer_that_was_in_hand_shows_what_was_saved_since(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    practice = questionnaire.keys[0]
    with transaction(engine, writes=True) as session:
        response = clinical_lead(session)
        save(session, response, practice, Edit(Content(2), 0))
        in_hand = session.get_one(Answer, (response.id, practice))
        save(session, response, practice, Edit(Content(4, "seen", share=True), 1))
        assert content_of(in_hand) == Content(4, "seen", share=True)
        assert in_hand.version == 2
