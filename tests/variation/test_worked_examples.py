"""Every published figure whose data are typed in."""

from pathlib import Path

import pytest

from benchmark.variation.validation import Example, checks_of
from benchmark.variation.worked_examples import OWN_DATA


@pytest.mark.parametrize("example", OWN_DATA, ids=lambda example: example.source)
def test_published_figures(example: Example) -> None:
    checks = list(checks_of(example, Path()))
    assert len(checks) == len(example.published)
    assert [check for check in checks if not check.met] == []
