"""A figure or the reason why it does not exist."""

import pytest

from benchmark.variation.reasons import attempt


def test_what_is_found_has_no_reason():
    reasons = {}
    assert attempt("a.b", reasons, lambda: 3) == 3
    assert reasons == {}


def test_a_value_error_is_the_reason():
    reasons = {}

    def compute():
        raise ValueError("too few")

    assert attempt("a.b", reasons, compute) is None
    assert reasons == {"a.b": "too few"}


def test_a_fault_of_the_program_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        attempt("a", {}, lambda: 1 / 0)
