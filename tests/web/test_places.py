"""How places are written in addresses."""

import pytest
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule

from benchmark.web.places import add_converters


def matched(rule: str, address: str) -> dict[str, object] | None:
    url_map = Map()
    add_converters(url_map)
    url_map.add(Rule(rule, endpoint="here"))
    try:
        return dict(url_map.bind("localhost").match(address)[1])
    except NotFound:
        return None


KNOWN = {
    ("<trust:t>", "zzn"): {"t": "ZZN"},
    ("<trust:t>", "R0A"): {"t": "R0A"},
    ("<trust:t>-<division:d>", "zzn-women-and-children2"): {"t": "ZZN", "d": "women-and-children2"},
    ("<practice:p>", "patient-flow"): {"p": "patient-flow"},
    ("<id:i>", "abcdefghijkmnp23"): {"i": "abcdefghijkmnp23"},
    ("<id:i>.pdf", "abcdefghijkmnp23.pdf"): {"i": "abcdefghijkmnp23"},
    ("<digest:h>", "0a" * 32): {"h": "0a" * 32},
    ("<token:t>", "a-link_cut=off."): {"t": "a-link_cut=off."},
}
UNKNOWN = [
    ("<trust:t>", "zzn!"),
    ("<trust:t>", "elevenchars"),
    ("<trust:t>-<division:d>", "zzn-Medicine"),
    ("<trust:t>-<division:d>", "zzn-"),
    ("<trust:t>-<division:d>", "zzn-../x"),
    ("<practice:p>", "Patient-flow"),
    ("<practice:p>", "p"),
    ("<token:t>", "x" * 201),
    ("<practice:p>", "patient_flow"),
    ("<practice:p>", "x" * 41),
    ("<id:i>", "abcdefghijkmnp2"),
    ("<id:i>", "abcdefghijkmnp234"),
    ("<id:i>", "ABCDEFGHIJKMNP23"),
    ("<digest:h>", "0A" * 32),
    ("<digest:h>", "0a" * 31),
]


@pytest.mark.parametrize(("rule", "place"), KNOWN)
def test_a_place_is_read(rule: str, place: str) -> None:
    assert matched(f"/{rule}", f"/{place}") == KNOWN[rule, place]


@pytest.mark.parametrize(("rule", "place"), UNKNOWN)
def test_what_is_no_place_is_no_address(rule: str, place: str) -> None:
    assert matched(f"/{rule}", f"/{place}") is None


def test_a_trust_is_written_in_small_letters() -> None:
    url_map = Map()
    add_converters(url_map)
    url_map.add(Rule("/<trust:t>-<division:d>", endpoint="here"))
    address = url_map.bind("localhost").build("here", {"t": "ZZN", "d": "medicine"})
    assert address == "/zzn-medicine"
