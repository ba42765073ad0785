"""What is sealed is opened by its key, for its owner, and by nothing else."""

import pytest

from benchmark.assessment.sealing import derived, is_sealed_anew, seal, unseal

FIRST, SECOND = "first key " * 4, "second key " * 4


def test_what_is_sealed_says_nothing_and_differs_each_time() -> None:
    once, twice = (seal((FIRST,), "a", "the secret") for _ in range(2))
    assert once != twice
    assert "secret" not in once
    assert unseal((FIRST,), "a", once) == unseal((FIRST,), "a", twice) == "the secret"


def test_a_key_before_this_one_still_opens_and_asks_to_be_sealed_anew() -> None:
    sealed = seal((FIRST,), "a", "the secret")
    assert unseal((SECOND, FIRST), "a", sealed) == "the secret"
    assert not is_sealed_anew((SECOND, FIRST), "a", sealed)
    assert is_sealed_anew((FIRST,), "a", sealed)


@pytest.mark.parametrize("spoilt", ["", "x", "AAAA", "no base64 at all \u2028"])
def test_what_cannot_be_opened_is_nothing(spoilt: str) -> None:
    sealed = seal((FIRST,), "a", "the secret")
    assert unseal((SECOND,), "a", sealed) is None  # another key
    assert unseal((FIRST,), "b", sealed) is None  # moved to another owner's row
    assert unseal((FIRST,), "a", sealed[:-4] + "AAAA") is None
    assert unseal((FIRST,), "a", spoilt) is None


def test_each_purpose_has_bytes_of_its_own() -> None:
    assert derived(FIRST, "one") != derived(FIRST, "two") != derived(SECOND, "two")
    assert len(derived(FIRST, "one", 100)) == 100
