"""Who may write on a division's plan: a lead of it, in post, while it is current."""

from benchmark.database.people import Division
from benchmark.database.session import transaction
from benchmark.web.app import Benchmark
from tests.servers import browser_of, response_of


def test_a_division_that_takes_no_part_in_the_round_has_no_plan(released_app: Benchmark) -> None:
    with transaction(released_app.engine, writes=True) as session:
        trust = response_of(session, "ZZN", "medicine", "clinical").round.trust
        trust.divisions.append(Division(key="later", name="Later", position=9))
    browser = browser_of(released_app, "executive@north.example")
    for page in ("plan", "offers"):
        assert browser.get(f"/divisions/zzn-later/{page}").status_code == 404
        assert browser.get(f"/divisions/zzn-medicine/{page}").status_code == 200


def test_an_abandoned_round_says_so_to_its_leads_and_offers_no_button(
    released_app: Benchmark,
) -> None:
    with transaction(released_app.engine, writes=True) as session:
        response_of(session, "ZZN", "medicine", "clinical").round.state = "abandoned"
    page = browser_of(released_app, "clinical.medicine@north.example")
    text = page.get("/divisions/zzn-medicine/plan").text
    assert "This round was abandoned." in text
    assert "Write an action" not in text
