"""Invented leads release through the same steps as real ones."""

from benchmark.assessment.releasing import confirmations_of, release_of
from benchmark.database.people import LEAD_ROLES
from benchmark.database.session import transaction
from benchmark.web.app import Benchmark
from tests.servers import response_of


def test_all_three_have_confirmed_what_was_released(released_app: Benchmark) -> None:
    with transaction(released_app.engine, writes=False) as session:
        response = response_of(session, "ZZN", "medicine", "clinical")
        release = release_of(session, response.round, response.division)
        confirmed = confirmations_of(session, response.round, response.division)
    assert release is not None
    assert {each.preview_hash for each in confirmed.values()} == {release.preview_hash}
    assert set(confirmed) == set(LEAD_ROLES)
