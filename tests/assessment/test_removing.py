"""At the end of its time a round goes whole or not at all; its frame, codes and record stay."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from benchmark.assessment import removing
from benchmark.assessment.agreeing import agreements_of
from benchmark.assessment.issuing import issue_round
from benchmark.assessment.removing import (
    GOES,
    LATE,
    STAYS,
    Removed,
    due_rounds,
    remove_round,
    sweep,
    was_removed_lately,
)
from benchmark.assessment.verifying import State, state_of
from benchmark.database.agreements import Agreement, Release
from benchmark.database.audit import AuditEntry
from benchmark.database.contents import contents
from benchmark.database.plans import ActionNote
from benchmark.database.rounds import Answer, Report, Round
from benchmark.database.schema import Table
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.assessment.canary_person import named_in
from tests.assessment.records import checked
from tests.old_rounds import IN_THE_ROUND, TODAY, announce
from tests.servers import response_of

# what is changed and not emptied, in the trust's frame and beside it
CHANGED = {"rounds", "reports", "audit_entries"}


@pytest.fixture
def due(old: Engine) -> Engine:
    """A full round of the north, announced and due; and one of the south, which is not."""
    assert announce(old) == 1
    return old


@pytest.fixture
def due_on_both(old_on_both: Engine) -> Engine:
    assert announce(old_on_both) == 1
    return old_on_both


def removed(engine: Engine) -> list[Removed | None]:
    with transaction(engine, writes=True) as session:
        return [remove_round(session, each, TODAY) for each in due_rounds(session, TODAY)]


def rows(engine: Engine) -> dict[str, tuple[int, str]]:
    with engine.execution_options(writes=False).connect() as connection:
        found = contents(connection)
    return {name: (facts.rows, facts.sha256) for name, facts in found.items()}


def the_north(session: Session) -> Round:
    return session.scalars(select(Round).where(Round.closes_on < TODAY.date())).one()


def answers_of_the_south(engine: Engine) -> list[tuple[str, int, str]]:
    with transaction(engine, writes=False) as session:
        own = response_of(session, "ZZS", "medicine", "clinical")
        return [(each.practice, each.level, each.evidence) for each in own.answers]


def test_everything_of_the_round_goes_and_nothing_of_any_other(due_on_both: Engine) -> None:
    old = due_on_both
    assert named_in(old) == IN_THE_ROUND  # so the search below can find each of them
    head, south, before = checked(old).head, answers_of_the_south(old), rows(old)
    (told,) = removed(old)
    assert named_in(old) == set()
    assert answers_of_the_south(old) == south
    assert len(south) > 20
    assert told is not None
    counts = {words: count for count, words in told.goes}
    assert counts["answers with their evidence"] == 180
    assert counts["submissions"] == counts["responses"] == counts["names beside responses"] == 6
    assert counts["issued reports: their codes stay"] == 5
    emptied = {column.class_.__tablename__ for column, _ in GOES}
    after = rows(old)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= emptied | CHANGED
    assert {"answers", "responses", "round_events", "jobs", "mails"} <= changed
    record = checked(old, head=head)
    assert record.fault == ""
    with transaction(old, writes=False) as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc())).first()
        asked = the_north(session)
        assert (last.kind, last.way, last.round_id) == ("answers removed", "service", asked.id)
        assert (asked.removed_at, asked.removed_after, asked.removal_on) == (TODAY, 6, None)
        assert (asked.title, asked.lawful_basis) == ("A round of long ago", "A task")


def test_issued_reports_are_still_told_by_their_codes(due: Engine) -> None:
    with transaction(due, writes=False) as session:
        codes = {each.id: each.content_hash for each in session.scalars(select(Report))}
    removed(due)
    with transaction(due, writes=False) as session:
        found = list(
            session.scalars(select(Report).where(Report.round_id == the_north(session).id))
        )
        assert len(found) == 5
        for report in found:
            assert (report.pdf, report.content_hash) == (b"", codes[report.id])
            assert state_of([report]) is State.ENDED


def test_the_second_time_there_is_nothing_to_do(due: Engine) -> None:
    with transaction(due, writes=False) as session:
        key = the_north(session).id
    assert len(removed(due)) == 1
    before = rows(due)
    assert removed(due) == []
    with transaction(due, writes=True) as session:
        assert remove_round(session, session.get_one(Round, key), TODAY) is None
    assert rows(due) == before


@pytest.mark.parametrize("place", [4, 15])
def test_stopped_in_the_middle_everything_is_there(due_on_both: Engine, place: int) -> None:
    old = due_on_both
    before, deleted = rows(old), []

    def stop(*arguments: object) -> None:
        if str(arguments[2]).startswith("DELETE"):
            deleted.append(arguments[2])
            if len(deleted) == place:
                raise KeyboardInterrupt

    event.listen(old, "before_cursor_execute", stop)
    with pytest.raises(KeyboardInterrupt):
        removed(old)
    event.remove(old, "before_cursor_execute", stop)
    assert len(deleted) == place
    assert rows(old) == before
    assert len(removed(old)) == 1
    assert named_in(old) == set()


def test_what_is_held_meanwhile_stays(due: Engine) -> None:
    with transaction(due, writes=True) as session:
        asked = the_north(session)
        asked.held_at = TODAY
        session.flush()
        assert remove_round(session, asked, TODAY) is None
    assert named_in(due) == IN_THE_ROUND


def test_what_was_being_written_meanwhile_goes_with_the_next_pass(
    due: Engine, questionnaire: Questionnaire
) -> None:
    removed(due)
    with transaction(due, writes=True) as session:
        asked = the_north(session)
        division = asked.trust.divisions[0]
        late = {"round_id": asked.id, "division_id": division.id, "practice": "few-priorities"}
        saved = {"state": "open", "reason": "Quillfeather", "version": 1, "saved_by": 1}
        session.add(Agreement(**late, **saved))
    assert named_in(due) == {"agreements.reason"}
    with transaction(due, writes=True) as session:
        assert was_removed_lately(session, TODAY + LATE / 2)
        assert sweep(session, TODAY + LATE / 2) == 1
        assert sweep(session, TODAY + LATE / 2) == 0
        assert not was_removed_lately(session, TODAY + LATE)
        assert agreements_of(session, asked, division) == {}
        assert issue_round(session, the_north(session), questionnaire) == []
    assert named_in(due) == set()


def test_every_column_that_points_to_a_round_goes_or_stays_for_a_reason() -> None:
    frames = {"rounds", "responses", "actions", "jobs"}
    pointing = {
        (table.name, key.parent.name)
        for table in Table.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name in frames
    }
    decided = {(c.class_.__tablename__, c.key) for c in (*(c for c, _ in GOES), *STAYS)}
    # emptied, and their codes stay; and the second way of a mail to its round
    others = {("reports", "round_id"), ("corrections", "round_id"), ("mails", "response_id")}
    assert pointing == decided | others


def test_a_table_that_is_forgotten_is_found(due: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    forgotten = tuple((c, words) for c, words in GOES if c is not ActionNote.action_id)
    monkeypatch.setattr(removing, "GOES", forgotten)
    with pytest.raises(DatabaseError):  # the action cannot go before its notes
        removed(due)
    kept = tuple((c, words) for c, words in GOES if c is not Release.round_id)
    monkeypatch.setattr(removing, "GOES", kept)
    removed(due)
    with transaction(due, writes=False) as session:
        assert session.scalars(
            select(Release).where(Release.round_id == the_north(session).id)
        ).all()
        assert not session.scalars(
            select(Answer).join(Answer.response).where(Answer.evidence.like("%uillfeather%"))
        ).all()


HISTORY = ("round_events", "acknowledgements", "action_notes")


@pytest.mark.parametrize("table", HISTORY)
def test_history_goes_with_its_round_only(due_on_both: Engine, table: str) -> None:
    old = due_on_both
    with pytest.raises(DatabaseError, match="only ever added to"), old.begin() as connection:
        connection.execute(text(f"DELETE FROM {table}"))
    with transaction(old, writes=True) as session:
        asked = the_north(session)
        asked.removed_at, asked.removed_after = TODAY - timedelta(days=1), 6
        session.flush()
        before = session.execute(text(f"SELECT count(*) FROM {table}")).scalar() or 0
        removing.sweep(session, TODAY - timedelta(hours=1))
        left = session.execute(text(f"SELECT count(*) FROM {table}")).scalar() or 0
    assert left < before
    if left:  # of the south, whose round is there
        with pytest.raises(DatabaseError, match="only ever added to"), old.begin() as connection:
            connection.execute(text(f"DELETE FROM {table}"))
