"""Account, posts, mails and the record of one person; whoever else did something has no name."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from benchmark.assessment.auditing import Deed, record
from benchmark.assessment.held_account import account_held, at
from benchmark.database.session import transaction
from tests.assessment.held import OWN
from tests.assessment.posts import coordinator_of, person_named
from tests.servers import response_of


def test_a_moment_in_words_or_nothing() -> None:
    assert at(datetime(2026, 7, 1, 9, 30, tzinfo=UTC)) == "1 July 2026 at 10:30 (UK time)"
    assert at(None) == ""


def test_others_entries_on_ones_own_response_are_there_without_their_name(packing: Engine) -> None:
    with transaction(packing, writes=True) as session:
        person, by = person_named(session, OWN), coordinator_of(session)
        own = response_of(session, "ZZN", "medicine", "clinical")
        other = response_of(session, "ZZN", "medicine", "nursing")
        for response in (own, other):
            deed = Deed(
                "answers taken in",
                round_id=own.round_id,
                division_id=own.division_id,
                subject=f"response:{response.id}",
            )
            record(session, 1, deed, by)
        record(session, 1, Deed("three read", division_id=own.division_id), person.id)
        found = {sheet.title: sheet for sheet in account_held(session, person)}
    rows = [dict(zip(found["record"].header, row, strict=True)) for row in found["record"].rows]
    assert [(row["who"], row["what"]) for row in rows] == [
        ("somebody else", "answers taken in (Answers and agreement)"),
        ("you", "three read (What the three leads said, read)"),
    ]
    assert rows[0]["round"].startswith("Round ")
    assert rows[0]["division"] == "Medicine"
    account = dict(found["account"].rows)
    assert account["has a password"] == "yes, as a slow hash"
    assert account["authenticator app"] == "none"
