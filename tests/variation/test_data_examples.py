"""Every published figure whose data are real files made elsewhere."""

from pathlib import Path

import pytest

from benchmark.variation.data_examples import EXAMPLES
from benchmark.variation.validation import Example, checks_of


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.source)
def test_published_figures(example: Example, shared_data: Path) -> None:
    checks = list(checks_of(example, shared_data))
    assert len(checks) == len(example.published)
    assert [check for check in checks if not check.met] == []
