"""What says who a person is goes, everywhere and at once; what they did stays, and verifies."""

import hashlib

import pytest
from sqlalchemy import Engine, String, func, select

from benchmark.assessment.disabling import enable
from benchmark.assessment.erasing import FORMER_LEAD, GOES, STAYS, Erased, erase_person
from benchmark.assessment.naming import FREE_TEXTS
from benchmark.assessment.refusals import Refused
from benchmark.assessment.results import role_levels
from benchmark.assessment.tenures import change_details
from benchmark.assessment.verifying import State, state_of
from benchmark.database.audit import AuditEntry, AuditPerson
from benchmark.database.jobs import Job, JobFile
from benchmark.database.people import Membership, Person, SignIn, SignInAttempt
from benchmark.database.plans import ActionNote
from benchmark.database.rounds import Answer, Report, Submission
from benchmark.database.schema import Table, now
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.assessment.canary_person import (
    EMAIL,
    EVERYWHERE,
    NAME,
    YESTERDAY,
    leave,
    named_in,
    plant,
)
from tests.assessment.posts import person_named, trust_named
from tests.assessment.records import checked
from tests.assessment.two_trusts import as_one
from tests.databases import closing
from tests.servers import hand_in, response_of


def erased(engine: Engine, *codes: str) -> Erased:
    with transaction(engine, writes=True) as session:
        person = person_named(session, EMAIL)
        return erase_person(session, person, [trust_named(session, code) for code in codes])


def kept(engine: Engine, questionnaire: Questionnaire) -> object:
    """What was answered, and what the record says, without who."""
    with transaction(engine, writes=False) as session:
        response = response_of(session, "ZZN", "medicine", "clinical")
        levels = role_levels(session, response.round, "medicine", questionnaire)
        sheets = list(session.scalars(select(Submission.sheet_hash).order_by("sheet_hash")))
        own = select(Answer.evidence).where(Answer.response_id == response.id)
        return repr(levels), sheets, list(session.scalars(own.order_by(Answer.practice)))


def test_the_name_goes_from_everywhere_and_the_answers_stay(
    packing_on_both: Engine, questionnaire: Questionnaire
) -> None:
    engine = packing_on_both
    person = plant(engine, questionnaire)
    leave(engine, person)
    before = kept(engine, questionnaire)
    head = checked(engine).head
    assert named_in(engine) == EVERYWHERE  # so the search below can find each of them
    told = erased(engine, "ZZN")
    assert named_in(engine) == set()
    assert kept(engine, questionnaire) == before
    record = checked(engine, head=head)
    assert (record.fault, record.nameless) == ("", 2)
    with transaction(engine, writes=False) as session:
        nobody = session.get_one(Person, person)
        assert (nobody.name, nobody.password_hash) == (FORMER_LEAD, None)
        assert nobody.erased_at
        assert nobody.disabled_at
        for column in GOES:
            assert not session.scalars(select(column).where(column == person)).all()
        assert not session.scalars(select(SignInAttempt.id)).all()
    goes = {words: count for count, words in told.goes}
    assert goes["texts of others that named them"] == len(FREE_TEXTS)
    assert goes["entries of the record that named them"] == 2
    assert goes["issued reports that named them: hashes stay"] == 4
    assert {words: count for count, words in told.stays}["submissions"] == 1


def test_what_was_taken_out_is_told_by_its_hash_and_all_else_is_unchanged(
    packing: Engine, questionnaire: Questionnaire
) -> None:
    leave(packing, plant(packing, questionnaire))
    with transaction(packing, writes=True) as session:
        unnamed = session.scalars(select(Report)).all()[0]
        untouched = Report(
            round_id=unnamed.round_id, level="L1", content_hash="c" * 64, data_cut=now(),
            pdf=b"%PDF-1.7 of older software", pdf_hash="",
        )  # fmt: skip
        session.add(untouched)
        session.flush()
        key, hashes = (
            untouched.id,
            {each.id: each.pdf_hash for each in session.scalars(select(Report))},
        )
    told = erased(packing, "ZZN")
    assert any("1 issued reports come from software" in line for line in told.look)
    with transaction(packing, writes=False) as session:
        for report in session.scalars(select(Report)):
            assert report.pdf_hash == hashes[report.id]
            assert (report.removed_at is None) == (report.id == key)
            expected = State.UNKNOWN if report.id == key else State.REMOVED
            assert state_of([report]) is expected
            assert hashlib.sha256(report.pdf).hexdigest() != report.pdf_hash
        job = session.scalars(select(Job)).one()
        assert (job.state, job.size, job.files) == ("failed", 0, [])
        assert not session.scalars(select(JobFile.id)).all()


def test_a_text_whose_row_is_only_ever_added_to_goes_as_a_whole(
    packing_on_both: Engine, questionnaire: Questionnaire
) -> None:
    leave(packing_on_both, plant(packing_on_both, questionnaire))
    erased(packing_on_both, "ZZN")
    with transaction(packing_on_both, writes=False) as session:
        assert session.scalars(select(ActionNote.words)).all() == ["Text removed"]
        response = response_of(session, "ZZN", "medicine", "nursing")
        (evidence,) = [a.evidence for a in response.answers if a.evidence.startswith("Ask")]
        assert evidence == "Ask [name removed] ([name removed]) about it."
        assert response.round.title == "Round of [name removed]"


def test_only_who_has_left_is_erased_and_nothing_is_changed_before(
    packing: Engine, questionnaire: Questionnaire
) -> None:
    person = plant(packing, questionnaire)
    with pytest.raises(Refused, match="still holds a post"):
        erased(packing, "ZZN")
    leave(packing, person)
    with transaction(packing, writes=True) as session:
        south = trust_named(session, "ZZS")
        tenure = {"role": "improvement", "from_date": YESTERDAY, "to_date": YESTERDAY}
        session.add(Membership(person_id=person, trust_id=south.id, **tenure))
    with pytest.raises(Refused, match="ZZS has known this person too"):
        erased(packing, "ZZN")
    assert named_in(packing) == EVERYWHERE
    erased(packing, "ZZS", "ZZN")
    assert named_in(packing) == set()
    assert checked(packing, trust=2).entries == 1  # it stands in both records


def test_a_post_in_a_trust_that_was_merged_holds_nobody_back(
    packing_on_both: Engine, questionnaire: Questionnaire
) -> None:
    """It has no last day: by it people read what was before, while they have a post after it."""
    engine = packing_on_both
    plant(engine, questionnaire)
    with transaction(engine, writes=True) as session:
        as_one(session)
        person = person_named(session, EMAIL)
        post = next(
            each for each in person.memberships if each.trust_id == trust_named(session, "ZZM").id
        )
    with pytest.raises(Refused, match="still holds a post"):
        erased(engine, "ZZN", "ZZM")
    with transaction(engine, writes=True) as session:
        held = session.get_one(Membership, post.id)
        held.from_date = held.to_date = YESTERDAY
    with pytest.raises(Refused, match="ZZM has known this person too"):
        erased(engine, "ZZN")
    assert erased(engine, "ZZN", "ZZM").goes


def test_who_still_owes_answers_is_not_erased(
    acceptance_on_both: str, questionnaire: Questionnaire
) -> None:
    with closing(acceptance_on_both) as engine:
        with transaction(engine, writes=True) as session:
            person = person_named(session, "clinical.medicine@north.example")
            person.email = EMAIL
        leave(engine, person.id)
        with pytest.raises(Refused, match=r"still asked for answers in Round \d+\."):
            erased(engine, "ZZN")
        with transaction(engine, writes=True) as session:
            hand_in(session, response_of(session, "ZZN", "medicine", "clinical"), questionnaire)
        assert erased(engine, "ZZN").goes == ()


def test_a_name_that_another_person_bears_is_left_in_texts_and_told(
    packing: Engine, questionnaire: Questionnaire
) -> None:
    leave(packing, plant(packing, questionnaire))
    with transaction(packing, writes=True) as session:
        session.add(Person(name=NAME.upper(), email="namesake@south.example"))
    told = erased(packing, "ZZN")
    assert "Only the address was looked for" in told.look[0]
    with transaction(packing, writes=False) as session:
        response = response_of(session, "ZZN", "medicine", "nursing")
        (evidence,) = [a.evidence for a in response.answers if a.evidence.startswith("Ask")]
    assert evidence == "Ask zebedee  QUILLFEATHER ([name removed]) about it."


def test_other_trusts_and_other_people_keep_what_is_theirs(
    packing: Engine, questionnaire: Questionnaire
) -> None:
    leave(packing, plant(packing, questionnaire))
    with transaction(packing, writes=True) as session:
        south = response_of(session, "ZZS", "medicine", "clinical")
        south.round.lawful_basis = f"Seen by {NAME}."
        colleague = person_named(session, "nursing.medicine@north.example")
        session.add(SignIn(token_hash="d" * 64, person=colleague, expires_at=now()))
        remembered = AuditPerson.person_id == colleague.id
        before = session.scalar(select(func.count()).select_from(AuditPerson).where(remembered))
    erased(packing, "ZZN")
    assert named_in(packing) == {"rounds.lawful_basis"}  # somebody else's, in another trust
    with transaction(packing, writes=False) as session:
        after = session.scalar(select(func.count()).select_from(AuditPerson).where(remembered))
        assert before == after
        assert session.get(SignIn, "d" * 64)


def test_nobody_can_be_put_in_the_place_of_who_was_erased(
    packing: Engine, questionnaire: Questionnaire
) -> None:
    person = plant(packing, questionnaire)
    leave(packing, person)
    erased(packing, "ZZN")
    with transaction(packing, writes=True) as session:
        nobody, north = session.get_one(Person, person), trust_named(session)
        with pytest.raises(Refused, match="cannot be entered again"):
            change_details(session, north, nobody, NAME, EMAIL)
        with pytest.raises(Refused, match="nobody can be let in again"):
            enable(session, nobody)
        with pytest.raises(Refused, match="erased already"):
            erase_person(session, nobody, [north])
        kinds = select(AuditEntry.kind).order_by(AuditEntry.number.desc())
        assert session.scalars(kinds.limit(2)).all() == ["person erased", "names erased"]


# columns of text in which no name can stand: our own words, ids, hashes, and what is public
NEVER_A_NAME = {
    "actions": {"id", "practice", "owner"},
    "acknowledgements": {"id", "version", "statement_hash", "statement"},
    "action_notes": {"id", "state"},
    "agreements": {"practice", "state"},
    "answers": {"practice", "tab"},
    "audit_entries": {
        *("kind", "way", "round_id", "subject", "detail", "actor", "previous", "hash"),
    },
    "audit_people": {"nonce"},  # its row goes with the name
    "confirmations": {"role", "preview_hash"},
    "corrections": {
        *("id", "from_schedule", "to_schedule", "schedule", "schedule_hash"),
        *("content", "content_hash"),  # figures, divisions and practices
    },
    "dissents": {"practice", "role"},
    "divisions": {"key", "name"},
    "job_files": {"id", "name", "title", "sha256"},
    "jobs": {"id", "kind", "level", "content_hash", "state", "error", "worker", "digest"},
    "lineage": {"kind"},
    "mails": {"id", "occasion", "kind", "page", "message_id", "state"},
    "memberships": {"role"},
    "norm_sets": {"id", "figures", "figures_hash", "members"},  # of at least five trusts
    "offers": {"practice", "kind"},
    "questionnaires": {"identity", "content_hash", "content"},
    "releases": {"preview_hash"},
    "reports": {"id", "level", "content_hash", "kind", "pdf_hash"},
    "responses": {"id", "role", "statement_hash", "source", "outcome"},
    "round_events": {"id", "role", "kind"},
    "rounds": {"id", "questionnaire_hash", "state", "level"},
    "section_answers": {"section", "continues"},
    "submissions": {"sheet_hash"},
    "support_accesses": {"id", "ended_how"},
    "trusts": {"code", "name", "region"},
    "vignette_answers": {"vignette"},
}
# their rows, or these columns, go or are overwritten
OF_THE_PERSON = {
    *("people", "password_requests", "sign_in_attempts"),
    *(column.class_.__tablename__ for column in GOES),
}


def test_every_column_that_could_hold_a_name_has_been_thought_of() -> None:
    """A new column stands in one of the lists, with a reason, before anything is kept in it."""
    searched = {(each.column.class_.__tablename__, each.column.key) for each in FREE_TEXTS}
    never = {(table, column) for table, columns in NEVER_A_NAME.items() for column in columns}
    texts = {
        (table.name, column.name)
        for table in Table.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String) and not column.foreign_keys
    }
    forgotten = {
        f"{table}.{column}"
        for table, column in texts - searched - never
        if table not in OF_THE_PERSON
    }
    assert forgotten == set()
    assert searched & never == set()
    assert never <= texts


def test_every_column_that_points_to_a_person_goes_or_stays_for_a_reason() -> None:
    pointing = {
        (table.name, key.parent.name)
        for table in Table.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "people"
    }
    decided = {(c.class_.__tablename__, c.key) for c in (*GOES, *STAYS)}
    assert pointing == decided | {("audit_people", "person_id")}
