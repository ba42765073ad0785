"""Packed sheets: what goes in comes out, in the order of the questionnaire."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.scoring.sheet import pack, sheet_hash, unpack

KEYS = ("patient-flow", "tracking", "review", "talent")
ANSWER = st.integers(-3, 5)


def test_a_sheet_has_one_byte_a_practice_in_the_order_of_the_questionnaire() -> None:
    sheet = pack(KEYS, {"review": -3, "patient-flow": 5, "tracking": -1})
    assert sheet == bytes([5, 255, 253, 0])  # two's complement: -1 is 255, -3 is 253
    assert unpack(sheet).tolist() == [5, -1, -3, 0]


@given(st.dictionaries(st.sampled_from(KEYS), ANSWER))
def test_what_is_packed_is_unpacked(answers: dict[str, int]) -> None:
    levels = unpack(pack(KEYS, answers))
    assert levels.dtype == np.int8
    assert dict(zip(KEYS, levels.tolist(), strict=True)) == dict.fromkeys(KEYS, 0) | answers


def test_an_unpacked_sheet_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        unpack(pack(KEYS, {}))[0] = 5


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"trackin": 3}, "'trackin' is not a practice of this questionnaire; did you mean 'track"),
        ({"tracking": 6}, "tracking: 6 is not an answer: -3 to 5"),
        ({"tracking": -4}, "tracking: -4 is not an answer: -3 to 5"),
        ({"tracking": 259}, "tracking: 259 is not an answer: -3 to 5"),
    ],
)
def test_bad_answers_are_refused(answers: dict[str, int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        pack(KEYS, answers)


@given(st.binary(max_size=40))
def test_any_bytes_are_answers_or_refused(content: bytes) -> None:
    signed = [byte - 256 if byte > 127 else byte for byte in content]
    if all(-3 <= answer <= 5 for answer in signed):
        assert unpack(content).tolist() == signed
    else:
        with pytest.raises(ValueError, match="the sheet is damaged: byte"):
            unpack(content)


def test_a_damaged_byte_is_named() -> None:
    with pytest.raises(ValueError, match="byte 3 of 4 is 6, which is no answer"):
        unpack(bytes([1, 2, 6, 7]))


def test_the_hash_is_what_another_tool_computes() -> None:
    # printf 'small-1.0\n\005\377' | sha256sum
    expected = "35e762b58927ea47bdc1c67c90e632b76a7770642539379d39d7ab0263403c38"
    assert sheet_hash("small-1.0", bytes([5, 255])) == expected
    assert sheet_hash("small-1.1", bytes([5, 255])) != expected
    assert sheet_hash("small-1.0", bytes([5, 254])) != expected
