"""A trust's divisions through the pages."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from benchmark.assessment.running_a_round import close_now
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.web.app import Benchmark
from benchmark.web.organisation.views import STEPS
from benchmark.web.places import DivisionStep
from tests.assessment.posts import TODAY, coordinator_of
from tests.servers import Browser, response_of

DIVISIONS = "/trusts/zzn/divisions"
TODAY_TYPED = {f"last_day-{part}": str(getattr(TODAY, part)) for part in ("day", "month", "year")}


@pytest.fixture
def coordinator(client_of: Callable[[str], Browser]) -> Browser:
    return client_of("coordinator@north.example")


def test_every_step_has_an_address_and_no_other_has() -> None:
    assert set(DivisionStep.regex.split("|")) == set(STEPS)


def test_divisions_are_added_renamed_and_put_in_order(coordinator: Browser) -> None:
    assert coordinator.send(f"{DIVISIONS}/new", name="x" * 200).status_code == 303
    again = coordinator.send(f"{DIVISIONS}/new", name="SURGERY")
    assert (again.status_code, "already has a division" in again.text) == (400, True)
    assert 'value="SURGERY"' in again.text
    renamed = coordinator.send(f"{DIVISIONS}/surgery/rename", name="Operations <all>")
    assert renamed.status_code == 303
    page = coordinator.get(DIVISIONS).text
    assert "Operations &lt;all&gt;" in page
    order = f"surgery,medicine,{'x' * 60}"
    assert f'value="{order}"' in page
    for _ in range(2):
        assert coordinator.send(DIVISIONS, order=order).status_code == 303
    page = coordinator.get(DIVISIONS).text
    assert page.index("Operations") < page.index("Medicine")
    assert coordinator.send(DIVISIONS, order="surgery,nowhere").status_code == 409


def test_divisions_end_merge_and_split_once_no_round_needs_them(
    coordinator: Browser, app: Benchmark
) -> None:
    merging = TODAY_TYPED | {"confirm": "yes", "other": "surgery", "name": "Hospital care"}
    refused = coordinator.send(f"{DIVISIONS}/medicine/merge", **merging)
    assert (refused.status_code, "takes part in" in refused.text) == (409, True)
    with transaction(app.engine, writes=True) as session:
        asked = response_of(session, "ZZN", "medicine", "clinical").round
        close_now(session, asked, coordinator_of(session), now())
    alone = coordinator.send(f"{DIVISIONS}/medicine/merge", **(merging | {"other": "medicine"}))
    assert alone.status_code == 400
    assert coordinator.send(f"{DIVISIONS}/medicine/merge", **merging).status_code == 303
    assert coordinator.get(f"{DIVISIONS}/medicine/rename").status_code == 303  # it has ended
    splitting = TODAY_TYPED | {"confirm": "yes", "name": "East", "second": "West"}
    assert "; continued by Hospital care" in coordinator.get(DIVISIONS).text
    assert coordinator.send(f"{DIVISIONS}/hospital-care/split", **splitting).status_code == 303
    assert "; continued by East and West" in coordinator.get(DIVISIONS).text
    tomorrow = TODAY + timedelta(days=1)
    typed = {f"last_day-{part}": str(getattr(tomorrow, part)) for part in ("day", "month", "year")}
    ending = coordinator.send(f"{DIVISIONS}/east/end", confirm="yes", **typed)
    assert ending.status_code == 303
    assert "until" in coordinator.get(DIVISIONS).text
