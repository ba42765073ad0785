"""People come in with their tenures, all of them or none, as often as one likes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import selectinload

from benchmark.assessment.importing_people import PeopleCounts, division_key, record_people
from benchmark.database.people import Division, Membership, Person, Trust
from benchmark.database.session import transaction
from benchmark.questionnaire.located import FaultyFile

HEADER = "trust,division,role,name,email,from,to"
# invented people of invented trusts
EVERYBODY = """
ZZN,Medicine,clinical,Ash Aspen,clinical@north.example,2025-04-01,
ZZN,Medicine,operational,Bea Birch,operational@north.example,2025-04-01,
ZZN,Medicine,nursing,Cy Cedar,nursing@north.example,2025-04-01,2026-03-31
ZZN,Women & Children,clinical,Ash Aspen,Clinical@North.Example,2025-04-01,
ZZN,,executive,Di Damson,executive@north.example,2025-04-01,
ZZN,,improvement,Eli Elm,improvement@north.example,2025-04-01,
ZZN,,coordinator,Fay Fir,coordinator@north.example,2025-04-01,
,,national,Gus Gum,national@benchmark.example,2025-04-01,
"""


@pytest.fixture
def trusts(database: Engine) -> Engine:
    with transaction(database, writes=True) as session:
        for code in ("ZZN", "ZZS"):
            session.add(Trust(code=code, name=f"Invented {code}", invented=True))
    return database


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"


def record(engine: Engine, file: Path, lines: str) -> PeopleCounts:
    file.write_text(f"{HEADER}\n{lines.strip()}\n", encoding="utf-8")
    with transaction(engine, writes=True) as session:
        return record_people(session, file)


def faults(engine: Engine, file: Path, lines: str) -> list[str]:
    with pytest.raises(FaultyFile) as refusal:
        record(engine, file, lines)
    return [str(fault).removeprefix(f"{file}:") for fault in refusal.value.faults]


def tenures(engine: Engine) -> list[tuple[str, str, str, str, str]]:
    """Read (place, role, e-mail, first day, last day) of all tenures, in order."""
    with transaction(engine, writes=False) as session:
        everything = selectinload("*")
        kept = session.scalars(select(Membership).options(everything)).all()
        return sorted(
            (
                f"{m.trust.code if m.trust else ''}/{m.division.key if m.division else ''}",
                m.role,
                m.person.email,
                str(m.from_date),
                str(m.to_date or ""),
            )
            for m in kept
        )


def names(engine: Engine) -> dict[str, str]:
    with transaction(engine, writes=False) as session:
        return {person.email: person.name for person in session.scalars(select(Person))}


def divisions(engine: Engine) -> list[tuple[str, str, int]]:
    with transaction(engine, writes=False) as session:
        kept = session.scalars(select(Division).order_by(Division.id))
        return [(division.key, division.name, division.position) for division in kept]


def test_everybody_comes_in_with_place_role_and_dates(trusts: Engine, file: Path) -> None:
    counts = record(trusts, file, EVERYBODY)
    assert str(counts) == (
        "8 tenures: 8 new, 0 changed; people: 7 new, 0 renamed; divisions: 2 new"
    )
    assert tenures(trusts) == [
        ("/", "national", "national@benchmark.example", "2025-04-01", ""),
        ("ZZN/", "coordinator", "coordinator@north.example", "2025-04-01", ""),
        ("ZZN/", "executive", "executive@north.example", "2025-04-01", ""),
        ("ZZN/", "improvement", "improvement@north.example", "2025-04-01", ""),
        ("ZZN/medicine", "clinical", "clinical@north.example", "2025-04-01", ""),
        ("ZZN/medicine", "nursing", "nursing@north.example", "2025-04-01", "2026-03-31"),
        ("ZZN/medicine", "operational", "operational@north.example", "2025-04-01", ""),
        ("ZZN/women-and-children", "clinical", "clinical@north.example", "2025-04-01", ""),
    ]
    assert divisions(trusts) == [
        ("medicine", "Medicine", 0),
        ("women-and-children", "Women & Children", 1),
    ]


def test_a_second_time_changes_nothing(trusts: Engine, file: Path) -> None:
    record(trusts, file, EVERYBODY)
    before = tenures(trusts), names(trusts), divisions(trusts)
    assert record(trusts, file, EVERYBODY) == PeopleCounts(tenures=8)
    assert (tenures(trusts), names(trusts), divisions(trusts)) == before


def test_a_division_is_found_by_its_name_or_its_key(trusts: Engine, file: Path) -> None:
    record(trusts, file, EVERYBODY)
    lines = """
zzn,MEDICINE,clinical,Hal Hazel,hal@north.example,2025-05-01,
ZZN,women-and-children,nursing,Ivy Ilex,ivy@north.example,2025-05-01,
ZZN,women  &  children,operational,Jo Juniper,jo@north.example,2025-05-01,
"""
    assert record(trusts, file, lines).new_divisions == 0


def test_trusts_may_have_divisions_of_the_same_name(trusts: Engine, file: Path) -> None:
    record(trusts, file, EVERYBODY)
    line = "ZZS,Medicine,clinical,Kit Kapok,kit@south.example,2025-05-01,"
    assert record(trusts, file, line).new_divisions == 1
    assert ("ZZS/medicine", "clinical", "kit@south.example", "2025-05-01", "") in tenures(trusts)


def test_a_new_name_for_a_known_address_renames_the_person(trusts: Engine, file: Path) -> None:
    record(trusts, file, EVERYBODY)
    line = "ZZN,Medicine,clinical,Ash Alder,CLINICAL@north.example,2025-04-01,"
    assert record(trusts, file, line) == PeopleCounts(tenures=1, renamed_people=1)
    assert names(trusts)["clinical@north.example"] == "Ash Alder"


def test_a_last_day_ends_a_known_tenure_and_an_empty_one_never_reopens_it(
    trusts: Engine, file: Path
) -> None:
    open_ended = "ZZN,,executive,Di Damson,executive@north.example,2025-04-01,"
    ended = ("ZZN/", "executive", "executive@north.example", "2025-04-01", "2025-12-31")
    record(trusts, file, open_ended)
    counts = record(trusts, file, f"{open_ended}2025-12-31")
    assert counts == PeopleCounts(tenures=1, changed_tenures=1)
    assert tenures(trusts) == [ended]
    assert record(trusts, file, open_ended) == PeopleCounts(tenures=1)
    assert tenures(trusts) == [ended]


def test_a_tenure_may_follow_the_day_after_whatever_the_order_of_lines(
    trusts: Engine, file: Path
) -> None:
    record(trusts, file, "ZZN,,executive,Di Damson,executive@north.example,2025-04-01,")
    lines = """
ZZN,,executive,Di Damson,executive@north.example,2026-01-01,
ZZN,,executive,Di Damson,executive@north.example,2025-04-01,2025-12-31
"""
    counts = record(trusts, file, lines)
    assert (counts.new_tenures, counts.changed_tenures) == (1, 1)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2025-04-01,", "2025-05-01,"),
        ("2025-04-01,", "2025-05-01,2025-06-01"),
        ("2025-04-01,2025-05-01", "2025-05-01,"),  # the last day belongs to the tenure
        ("2025-05-01,", "2025-04-01,2025-05-01"),
    ],
)
def test_one_person_holds_a_role_in_a_place_once_at_a_time(
    trusts: Engine, file: Path, first: str, second: str
) -> None:
    line = "ZZN,Medicine,nursing,Cy Cedar,nursing@north.example,"
    start, _, end = first.partition(",")
    span = f"from {start} {f'to {end}' if end else 'on'}; a person holds a role once at a time"
    together = f"{line}{first}\n{line}{second}"
    assert faults(trusts, file, together) == [f"3:from: overlaps the tenure of line 2, {span}"]
    record(trusts, file, line + first)
    assert faults(trusts, file, line + second) == [
        f"2:from: overlaps the tenure known already, {span}"
    ]


def test_the_same_dates_in_another_role_place_or_person_are_no_overlap(
    trusts: Engine, file: Path
) -> None:
    lines = """
ZZN,Medicine,nursing,Cy Cedar,nursing@north.example,2025-04-01,
ZZN,Medicine,operational,Cy Cedar,nursing@north.example,2025-04-01,
ZZN,Surgery,nursing,Cy Cedar,nursing@north.example,2025-04-01,
ZZS,Surgery,nursing,Cy Cedar,nursing@north.example,2025-04-01,
ZZN,Medicine,nursing,Lou Larch,jobshare@north.example,2025-04-01,
"""
    assert record(trusts, file, lines).new_tenures == 5


def test_the_same_line_twice_is_refused(trusts: Engine, file: Path) -> None:
    line = "ZZN,,executive,Di Damson,executive@north.example,2025-04-01,"
    assert faults(trusts, file, f"{line}\n{line}") == [
        "3:from: repeats the tenure of line 2; remove one of the two"
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (
            "ZZM,Medicine,nursing,Cy Cedar,cy@north.example,2025-04-01,",
            (
                "trust: no trust with the code 'ZZM' is known; did you mean 'ZZS' or 'ZZN'?; "
                "run benchmark import-trusts first"
            ),
        ),
        (
            ",Medicine,nursing,Cy Cedar,cy@north.example,2025-04-01,",
            "trust: is empty; say in which trust this person is nursing",
        ),
        (
            "ZZN,,nursing,Cy Cedar,cy@north.example,2025-04-01,",
            "division: is empty; say in which division this person is nursing",
        ),
        (
            "ZZN,Medicine,executive,Cy Cedar,cy@north.example,2025-04-01,",
            "division: must be empty: executive is not a role of one division",
        ),
        (
            "ZZN,,national,Cy Cedar,cy@north.example,2025-04-01,",
            "trust: must be empty: national is a role outside the trusts",
        ),
        (
            "ZZN,Medicine,nurse,Cy Cedar,cy@north.example,2025-04-01,",
            (
                "role: 'nurse' is not a role; use one of clinical, operational, nursing, "
                "executive, improvement, coordinator, national; did you mean 'nursing'?"
            ),
        ),
        (
            "ZZN,Medicine,,Cy Cedar,cy@north.example,2025-04-01,",
            "role: is empty; fill it in or remove the line",
        ),
        (
            "ZZN,Medicine,nursing,,cy@north.example,2025-04-01,",
            "name: is empty; fill it in or remove the line",
        ),
        (
            "ZZN,Medicine,nursing,Cy Cedar,,2025-04-01,",
            "email: is empty; fill it in or remove the line",
        ),
        (
            "ZZN,Medicine,nursing,Cy Cedar,cy at north,2025-04-01,",
            "email: 'cy at north' is not an e-mail address; write it like a@b.example",
        ),
        (
            "ZZN,Medicine,nursing,Cy Cedar,cy@north.example,,",
            "from: is empty; give the first day of the tenure, such as 2025-04-01",
        ),
        (
            "ZZN,Medicine,nursing,Cy Cedar,cy@north.example,01/04/2025,",
            "from: '01/04/2025' is not a date; write it like 2025-04-01",
        ),
        (
            "ZZN,Medicine,nursing,Cy Cedar,cy@north.example,2025-04-01,2025-03-31",
            "to: the last day, 2025-03-31, comes before the first, 2025-04-01",
        ),
        (
            "ZZN,???,nursing,Cy Cedar,cy@north.example,2025-04-01,",
            "division: '???' needs a letter from a to z for its address",
        ),
        (
            "ZZN,Medicine,nursing,Cy Cedar,cy@north.example,2025-04-01",
            "to: the row has 6 cells, the header 7",
        ),
    ],
)
def test_a_broken_line_is_located(trusts: Engine, file: Path, line: str, fault: str) -> None:
    assert faults(trusts, file, line) == [f"2:{fault}"]


def test_two_spellings_of_one_division_are_not_made_into_two(trusts: Engine, file: Path) -> None:
    lines = """
ZZN,Women & Children,nursing,Cy Cedar,cy@north.example,2025-04-01,
ZZN,Women and Children,clinical,Ash Aspen,ash@north.example,2025-04-01,
"""
    assert faults(trusts, file, lines) == [
        (
            "3:division: 'Women and Children' would have the same address as 'Women & Children', "
            "women-and-children; use one spelling"
        )
    ]


def test_one_address_has_one_name(trusts: Engine, file: Path) -> None:
    lines = """
ZZN,Medicine,nursing,Cy Cedar,cy@north.example,2025-04-01,
ZZN,Surgery,nursing,Cyril Cedar,cy@north.example,2025-04-01,
"""
    assert faults(trusts, file, lines) == [
        "3:name: line 2 calls cy@north.example 'Cy Cedar'; use one name"
    ]


def test_every_kind_of_fault_is_told_at_once_and_nothing_is_kept(
    trusts: Engine, file: Path
) -> None:
    lines = """
ZZN,Medicine,nursing,Cy Cedar,cy@north.example,2025-04-01,
ZZX,Medicine,nursing,Cy Cedar,cy@north.example,2025-04-01,
ZZN,Medicine,nursing,Cy Cedar,cy@north.example,2025-05-01,
ZZN,Medicine,nursing
ZZN,Medicine,chaplain,Cy Cedar,cy@north.example,2025-04-31,
"""
    found = faults(trusts, file, lines)
    assert [fault.rsplit(":", 1)[0] for fault in found][:3] == ["3:trust", "4:from", "5:name"]
    assert sorted(fault.split(":")[1] for fault in found[3:]) == ["from", "role"]
    assert (tenures(trusts), names(trusts), divisions(trusts)) == ([], {}, [])


def test_what_looks_like_a_formula_is_just_text(trusts: Engine, file: Path) -> None:
    record(trusts, file, "ZZN,+Surgery,nursing,=1+1,=cy@north.example,2025-04-01,")
    assert names(trusts) == {"=cy@north.example": "=1+1"}
    assert divisions(trusts) == [("surgery", "+Surgery", 0)]


def test_a_long_file_asks_the_database_no_more_often_than_a_short_one(
    trusts: Engine, file: Path
) -> None:
    def questions(people: int) -> int:
        asked = []
        event.listen(trusts, "before_cursor_execute", lambda *said: asked.append(said[2]))
        record(trusts, file, crowd(people))
        return sum(statement.startswith("SELECT") for statement in asked)

    record(trusts, file, crowd(400))
    assert questions(400) == questions(40)


def crowd(people: int) -> str:
    return "\n".join(
        f"ZZN,Division {person % 20},nursing,Person {person},p{person}@north.example,2025-04-01,"
        for person in range(people)
    )


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Medicine", "medicine"),
        ("Women & Children", "women-and-children"),
        ("Women's Health", "womens-health"),
        ("Chirurgie générale", "chirurgie-generale"),
        ("  Surgery -- (East)  ", "surgery-east"),
        ("3rd Floor", "division-3rd-floor"),
        ("!", ""),
        (61 * "x", 60 * "x"),
        (59 * "x" + " y", 59 * "x"),
    ],
)
def test_the_address_of_a_division_reads_like_its_name(name: str, key: str) -> None:
    assert division_key(name) == key


@given(st.text(max_size=200))
def test_the_address_of_a_division_has_a_plain_form(name: str) -> None:
    key = division_key(name)
    assert len(key) <= 60
    assert not key or (
        key[0].isalpha() and set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    )
