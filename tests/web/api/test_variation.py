"""Variation is told with the figures of the comparison page, no finer."""

import csv
import io
from typing import Any

import pytest

from tests.servers import Browser


@pytest.fixture(scope="module")
def told(executive: Browser, rounds: list[dict[str, str]]) -> dict[str, Any]:
    asked = next(each for each in rounds if each["state"] == "closed")
    found: dict[str, Any] = executive.get(asked["variation"]).json
    return found


def lines(executive: Browser, told: dict[str, Any], part: str) -> list[list[str]]:
    """The rows of one table of the page."""
    trust, asked = told["about"]["trust"], told["about"]["round"]
    page = executive.get(f"/trusts/{trust}/comparison.csv?part={part}&round={asked}")
    assert page.status_code == 200
    return list(csv.reader(io.StringIO(page.text, newline="")))[1:]


def test_standings(executive: Browser, told: dict[str, Any]) -> None:
    found = [
        [
            each["name"],
            f"{each['observed']:.1f}",
            f"{each['drawn']:.1f}",
            f"{each['low']:.1f} to {each['high']:.1f}",
            each["words"].capitalize(),
        ]
        for each in told["standings"]["rows"]
    ]
    assert len(found) == 7
    assert found == lines(executive, told, "divisions")


def test_places(executive: Browser, told: dict[str, Any]) -> None:
    found = [
        [
            f"{number} {each['name']}",
            f"{each['mean']:.1f}",
            f"{each['mean_low']:.1f} to {each['mean_high']:.1f}",
            f"{each['spread']:.1f}",
            f"{each['spread_low']:.1f} to {each['spread_high']:.1f}",
        ]
        for number, each in enumerate(told["places"]["rows"], start=1)
    ]
    assert len(found) == 30
    assert found == [line[:5] for line in lines(executive, told, "uneven-or-low")]


def test_parts_and_checks(executive: Browser, told: dict[str, Any]) -> None:
    shares = [
        [each["name"], f"{each['share']:.0%}", f"{each['low']:.0%} to {each['high']:.0%}"]
        for each in told["parts"]["rows"]
    ]
    assert shares == lines(executive, told, "how-much-is-real")
    checks = [
        [each["name"], each["figure"]["text"], each["between"], each["words"]]
        for each in told["checks"]["rows"]
    ]
    assert checks
    assert checks == lines(executive, told, "checks")[: len(checks)]


def test_lists(executive: Browser, told: dict[str, Any]) -> None:
    found = [
        [each["title"], line["name"], line["where"], line["step"]]
        for each in told["lists"]["rows"]
        for line in each["practices"]
    ]
    found += [
        [each["title"], "", each["none"], ""] for each in told["lists"]["rows"] if each["none"]
    ]
    assert found == lines(executive, told, "lists")


def test_the_change_since_the_last_round(executive: Browser, told: dict[str, Any]) -> None:
    found = [
        [
            each["name"],
            each["before"]["text"],
            each["after"]["text"],
            each["change"]["text"],
            each["change"]["band"]["text"],
            each["change"]["words"],
        ]
        for each in told["since_last_round"]["rows"]
    ]
    page = {line[0]: line[:6] for line in lines(executive, told, "change")}
    assert len(found) == 8
    assert found == [page[name] for name, *_ in found]


def test_the_page_says_the_same_sentences(executive: Browser, told: dict[str, Any]) -> None:
    about = told["about"]
    page = executive.get(f"/trusts/{about['trust']}/comparison?round={about['round']}").text
    for sentence in (told["finding"], told["how_sure"], told["line_up"]["text"]):
        assert sentence.replace("'", "&#39;") in page


def test_the_first_round_has_none_before_it(
    executive: Browser, rounds: list[dict[str, str]]
) -> None:
    since = executive.get(rounds[-1]["variation"]).json["since_last_round"]
    assert since["shown"] is False
    assert since["rule"] == "there is no earlier round to stand beside this one"
