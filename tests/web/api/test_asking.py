"""A parameter that does not fit is named, and its value is not repeated."""

import pytest
from flask import Flask

from benchmark.web.api.asking import MOST, USUAL, Nothing, OfScores, asked
from benchmark.web.api.problems import BadParameters


def test_what_fits_is_read() -> None:
    with Flask("asked").test_request_context("/?limit=7&division=medicine&kind=section"):
        found = asked(OfScores)
    assert (found.limit, found.cursor, found.division, found.kind) == (7, "", "medicine", "section")
    with Flask("asked").test_request_context("/"):
        assert asked(OfScores).limit == USUAL


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("limit=0", {"limit"}),
        (f"limit={MOST + 1}", {"limit"}),
        ("limit=seven-secret", {"limit"}),
        ("limit=", {"limit"}),
        ("limit=1&limit=2", {"limit"}),
        ("cursor=secret", {"cursor"}),
        ("cursor=0.0123456789abcdef", {"cursor"}),
        ("division=Secret", {"division"}),
        ("division=", {"division"}),
        ("kind=secret&divsion=x", {"kind", "divsion"}),
    ],
)
def test_what_does_not_is_named(query: str, names: set[str]) -> None:
    with Flask("asked").test_request_context(f"/?{query}"), pytest.raises(BadParameters) as found:
        asked(OfScores)
    assert {fault.name for fault in found.value.faults} == names
    assert "ecret" not in " ".join(fault.detail for fault in found.value.faults)


def test_where_there_is_no_parameter_each_is_a_fault() -> None:
    with Flask("asked").test_request_context("/?limit=1"), pytest.raises(BadParameters) as found:
        asked(Nothing)
    assert found.value.faults[0].detail == "there is no such parameter"
