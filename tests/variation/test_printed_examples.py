"""Every figure printed in a table or by another package."""

from pathlib import Path

import pytest

from benchmark.variation.printed_examples import EXAMPLES
from benchmark.variation.validation import Example, checks_of


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.source)
def test_printed_figures(example: Example) -> None:
    checks = list(checks_of(example, Path()))
    assert len(checks) == len(example.published)
    assert [check for check in checks if not check.met] == []
