"""The improvement pack as pages: every practice, and only what the reader's trust may read."""

from benchmark.database.people import Person
from benchmark.database.plans import Action, Offer
from benchmark.database.session import transaction
from benchmark.web.app import Benchmark
from tests.assessment.following import STEP
from tests.servers import browser_of, response_of

PACK = "/trusts/zzn/practices"
READER = "improvement@north.example"


def fill(app: Benchmark, division: str) -> None:
    with transaction(app.engine, writes=True) as session:
        lead = response_of(session, "ZZN", division, "clinical")
        person = session.query(Person).filter_by(email=READER).one().id
        kept = {"round": lead.round, "division": lead.division, "saved_by": person, "version": 1}
        said = {"practice": "handover", "words": f"{division} words", "contact": "Matron"}
        session.add(Offer(kind="asks", **said, **kept))
        text = {"practice": "handover", "what": f"{division} step", "measure": "m"}
        session.add(Action(**text, owner="together", due=STEP.due, **kept))


def test_a_practice_shows_what_released_divisions_wrote_and_nothing_else(
    released_app: Benchmark,
) -> None:
    for division in ("medicine", "surgery"):
        fill(released_app, division)
    reader = browser_of(released_app, READER)
    page, every = reader.get(f"{PACK}/handover").text, reader.get(PACK).text
    assert "medicine words" in page
    assert "medicine step" in page
    assert "surgery words" not in page + every
    assert "surgery step" not in page + every
    assert "Surgery: 1 of 3 complete" in page
    assert "Medicine asks. Look outside the trust, too." in every
    assert "makes nobody a model" in every


def test_an_empty_pack_and_a_practice_that_is_not_asked(released_app: Benchmark) -> None:
    reader = browser_of(released_app, READER)
    assert "No division asks for this." in reader.get(f"{PACK}/handover").text
    assert reader.get(f"{PACK}/nothing").status_code == 404


def test_it_can_be_found_from_the_start_page(released_app: Benchmark) -> None:
    assert f'href="{PACK}?round=' in browser_of(released_app, READER).get("/").text
