"""Every requirement of OWASP ASVS 5.0, levels 1 and 2, has its test, or says why it has none.

``asvs.csv`` says each in our own short words; the numbers and levels are those of the standard
(https://github.com/OWASP/ASVS, 5.0.0). "open: ..." is what is not fulfilled, or not shown.
"""

import ast
import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "tests/security/asvs.csv"
# for each section, the level of each of its requirements in turn
LEVELS = {
    "1.1": "22", "1.2": "1111122223", "1.3": "112222222223", "1.4": "222", "1.5": "123",
    "2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "23",
    "3.1": "3", "3.2": "113", "3.3": "12223", "3.4": "11222233", "3.5": "11122333",
    "3.6": "3", "3.7": "22333",
    "4.1": "12233", "4.2": "23333", "4.3": "22", "4.4": "1222",
    "5.1": "2", "5.2": "112333", "5.3": "113", "5.4": "222",
    "6.1": "122", "6.2": "111111112222", "6.3": "11223333", "6.4": "112233",
    "6.5": "22222333", "6.6": "2223", "6.7": "33", "6.8": "2222",
    "7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223", "7.6": "22",
    "8.1": "1233", "8.2": "1123", "8.3": "133", "8.4": "23",
    "9.1": "111", "9.2": "1222",
    "10.1": "22", "10.2": "223", "10.3": "22223", "10.4": "1111122222233333",
    "10.5": "22222", "10.6": "22", "10.7": "222",
    "11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222", "11.5": "23",
    "11.6": "23", "11.7": "33",
    "12.1": "12233", "12.2": "11", "12.3": "22223",
    "13.1": "2333", "13.2": "222223", "13.3": "2233", "13.4": "1222233",
    "14.1": "22", "14.2": "12223333", "14.3": "122",
    "15.1": "12233", "15.2": "12233", "15.3": "1222222", "15.4": "3333",
    "16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223",
    "17.1": "23", "17.2": "22223333", "17.3": "22",
}  # fmt: skip
MOST_OPEN = 6
OPEN_AT_LEVEL_ONE = {"14.2.1"}
REASONS = ("does not apply: ", "open: ")
Row = dict[str, str]


def required() -> dict[str, str]:
    """Number and level of every requirement of the standard."""
    return {
        f"{section}.{place}": level
        for section, levels in LEVELS.items()
        for place, level in enumerate(levels, start=1)
    }


def rows() -> list[Row]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def names_in(file: str) -> frozenset[str]:
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (node.name for node in tree.body if isinstance(node, ast.FunctionDef))
    return frozenset(name for name in functions if name.startswith("test_"))


def faults(table: list[Row]) -> list[str]:
    """What is wrong with the table, row by row."""
    wanted = {number: level for number, level in required().items() if level in "12"}
    found = Counter(row["id"] for row in table)
    told = [f"{number}: missing" for number in wanted.keys() - found]
    told += [f"{number}: {found[number]} times" for number in found if found[number] > 1]
    return told + [f"{row['id']}: {fault}" for row in table for fault in row_faults(row, wanted)]


def row_faults(row: Row, wanted: dict[str, str]) -> list[str]:
    named, reason = row["tests"].split(), row["reason"]
    told = [f"there is no {node}" for node in named if not is_a_test(node)]
    if row["id"] not in wanted or row["level"] != wanted[row["id"]]:
        told.append("not of this level in the standard")
    if bool(named) == bool(reason):
        told.append("has tests or a reason, one of them")
    if reason and (not reason.startswith(REASONS) or len(reason.split()) < len(REASONS) + 2):
        told.append("the reason says neither why it does not apply nor what is open")
    if not row["requirement"].strip():
        told.append("does not say what is required")
    return told


def is_a_test(node: str) -> bool:
    file, _, name = node.partition("::")
    return name in names_in(file)


def test_the_standard_has_as_many_requirements_as_it_says() -> None:
    assert Counter(required().values()) == {"1": 70, "2": 183, "3": 92}


def test_every_requirement_has_its_test_or_says_why_it_has_none() -> None:
    assert faults(rows()) == []


def test_no_more_is_open_than_was() -> None:
    """A requirement that loses its test is told here; one that gains one may lower the number."""
    kinds = Counter(row["reason"].partition(":")[0] for row in rows())
    assert kinds["open"] <= MOST_OPEN
    counts = f"({kinds['']}, {kinds['does not apply']} and {kinds['open']} of {kinds.total()})"
    assert counts in (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    level_one = [row["id"] for row in rows() if row["level"] == "1" and "open" in row["reason"]]
    assert set(level_one) <= OPEN_AT_LEVEL_ONE


CHANGES: dict[str, Row] = {
    "a test that does not exist": {"tests": "tests/web/test_app.py::test_nothing", "reason": ""},
    "a file that does not exist": {"tests": "tests/nowhere.py::test_nothing", "reason": ""},
    "neither a test nor a reason": {"tests": "", "reason": ""},
    "a reason that is none": {"tests": "", "reason": "later"},
    "an empty reason": {"tests": "", "reason": "open: "},
    "another level": {"level": "3"},
    "a number that does not exist": {"id": "99.1.1"},
    "no words": {"requirement": " "},
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_row_that_is_wrong_is_found(change: str) -> None:
    first, *others = rows()
    assert faults([first | CHANGES[change], *others])


def test_a_row_that_is_lost_or_doubled_is_found() -> None:
    first, *others = rows()
    assert faults(others) == [f"{first['id']}: missing"]
    assert faults([first, first, *others]) == [f"{first['id']}: 2 times"]
