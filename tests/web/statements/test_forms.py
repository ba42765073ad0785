"""Taking answers back needs a tick."""

import pytest
from werkzeug.datastructures import MultiDict

from benchmark.web.app import Benchmark
from benchmark.web.statements.forms import WithdrawalForm


@pytest.mark.parametrize(("sent", "valid"), [({}, False), ({"understood": "yes"}, True)])
def test_only_a_tick_says_that_it_is_understood(
    app: Benchmark, sent: dict[str, str], *, valid: bool
) -> None:
    with app.test_request_context():
        assert WithdrawalForm(MultiDict(sent), meta={"csrf": False}).validate() is valid
