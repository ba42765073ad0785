"""docs/data.md names the controls of each kind of data, and for each a test that there is."""

import re

import pytest
from sqlalchemy import Column, Text

from benchmark.database.schema import Table
from tests.security.test_asvs import is_a_test
from tests.security.test_inventories import DATA, LISTED, NAME, tables

ROW = re.compile(r"^\| (?P<control>.+) \| (?P<tests>`.+`) \|$")
TEST = re.compile(r"`(tests/[^`]+)`")
KINDS = DATA.split("\n## ")[1:]
FEWEST = {"Secret": 4, "Identified judgements": 7, "Of a trust": 5, "Of people": 4, "Of nobody": 2}
# texts beside a secret that open nothing: how somebody came in and in what browser, and what a
# token is called and for; keys to other tables
HARMLESS = {"agent", "way", "name", "parts", "id", "response_id"}
KEPT = re.compile(r"(token|code)_hash|sealed_secret|recovery_salt|codes_for")


def name_of(kind: str) -> str:
    return kind.splitlines()[0].partition(":")[0]


def controls(kind: str) -> dict[str, list[str]]:
    """Each control of a kind of data, with the tests that show it."""
    rows = filter(None, map(ROW.match, kind.splitlines()))
    return {row["control"]: TEST.findall(row["tests"]) for row in rows}


def faults(kind: str) -> list[str]:
    found = controls(kind)
    told = [f"{control}: no test" for control, named in found.items() if not named]
    told += [f"there is no {t}" for named in found.values() for t in named if not is_a_test(t)]
    lines = [line for line in kind.splitlines() if line.startswith("|")]
    if len(lines) != len(found) + 2:  # and the head of the table
        told.append("a row that cannot be read")
    return told if len(found) >= FEWEST[name_of(kind)] else [*told, "too few controls"]


@pytest.mark.parametrize("kind", KINDS, ids=name_of)
def test_each_control_of_each_kind_names_a_test_that_there_is(kind: str) -> None:
    assert faults(kind) == []


def test_a_control_without_a_test_and_a_test_that_is_gone_are_found() -> None:
    kind = KINDS[1]
    first = TEST.findall(kind)[0]
    assert faults(kind.replace(first, f"{first}_gone")) == [f"there is no {first}_gone"]
    assert "a row that cannot be read" in faults(kind.replace(f"`{first}`", ""))
    without = "\n".join(line for line in kind.splitlines() if first not in line)
    assert faults(without) == ["too few controls"]


def texts_in_clear(columns: list[Column[object]]) -> list[str]:
    """Columns of text that are neither a hash, nor sealed, nor known to open nothing."""
    return [
        str(column)
        for column in columns
        if column.type.python_type is str
        and not KEPT.fullmatch(column.name)
        and column.name not in HARMLESS
    ]


def test_what_opens_something_is_kept_as_a_hash_or_sealed() -> None:
    tables()
    secret = [name for group in LISTED.findall(KINDS[0]) for name in NAME.findall(group)]
    columns = [column for name in secret for column in Table.metadata.tables[name].columns]
    assert len(secret) == 7
    assert texts_in_clear(columns) == []
    assert texts_in_clear([Column("token", Text)]) == ["token"]


def test_what_is_of_nobody_points_to_no_person_and_no_answer() -> None:
    tables()
    public = [name for group in LISTED.findall(KINDS[-1]) for name in NAME.findall(group)]
    keys = {
        key.column.table.name for name in public for key in Table.metadata.tables[name].foreign_keys
    }
    assert len(public) == 5
    assert keys <= set(public)
