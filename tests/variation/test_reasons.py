"""A figure or the reason why it does not exist."""

from typing import Never

import pytest

from benchmark.variation.reasons import attempt


def test_what_is_found_has_no_reason() -> None:
    reasons = {}
    assert attempt("a.b", reasons, lambda: 3) == 3
    assert reasons == {}


def test_a_value_error_is_the_reason() -> None:
    reasons = {}

    def compute() -> Never:
        raise ValueError("too few")

    assert attempt("a.b", reasons, compute) is None
    assert reasons == {"a.b": "too few"}


def test_a_fault_of_the_program_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        attempt("a", {}, lambda: 1 / 0)
