"""The page of a timeline, before any round and in one."""

from sqlalchemy import update

from benchmark.database.rounds import Round
from benchmark.database.session import transaction
from benchmark.web.app import Benchmark
from tests.servers import browser_of

PAGE = "/trusts/zzn/timeline"


def test_the_released_division_stands_on_it_in_the_words_of_its_reader(
    released_app: Benchmark,
) -> None:
    lead = browser_of(released_app, "clinical.medicine@north.example").get(PAGE).text
    others = browser_of(released_app, "executive@north.example").get(PAGE).text
    assert "The three of you released the levels of Medicine." in lead
    assert "The three leads of Medicine released its levels." in others
    assert "submitted" not in others[others.index("<main") :]
    assert "confirmed" not in others[others.index("<main") :]


def test_a_trust_without_a_round(app: Benchmark) -> None:
    with transaction(app.engine, writes=True) as session:
        session.execute(update(Round).values(state="draft"))
    assert "no round" in browser_of(app, "executive@north.example").get(PAGE).text
