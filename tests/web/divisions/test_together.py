"""Many practices in one step, after a list of them; and the step taken twice."""

from benchmark.web.app import Benchmark
from tests.servers import browser_of

PLACE = "/divisions/zzn-medicine"


def test_the_list_before_the_step_and_nothing_after_it(settling_app: Benchmark) -> None:
    lead = browser_of(settling_app, "nursing.medicine@north.example")
    steps = (
        ("settle-near", "20 practices agreed on the middle level.", "No practice is left"),
        ("leave-open", "10 practices left open.", "Every practice is settled."),
    )
    for step, done, nothing in steps:
        page = lead.get(f"{PLACE}/{step}").text
        assert "clinical 3, operational" in page
        answer = lead.send(f"{PLACE}/{step}")
        assert answer.headers["Location"].startswith(f"{PLACE}/agreement?round=")
        assert done in lead.get(f"{PLACE}/agreement").text
        assert lead.send(f"{PLACE}/{step}").status_code == 303  # a second click
        assert done not in lead.get(f"{PLACE}/agreement").text
        assert nothing in lead.get(f"{PLACE}/{step}").text
    overview = lead.get(f"{PLACE}/agreement").text
    assert "30 of 30 settled." in overview
    assert "Read and release" in overview
    assert overview.count("Agreed on 3") == 2 * 20  # in the list, and in the record
