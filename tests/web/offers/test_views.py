"""Offers of a division: made by its leads, read by the trust, withdrawn in two steps."""

import pytest

from benchmark.web.app import Benchmark
from tests.servers import Browser, browser_of

OFFERS = "/divisions/zzn-medicine/offers"
LEAD, COLLEAGUE = "clinical.medicine@north.example", "nursing.medicine@north.example"
READER = "executive@north.example"
OFFER = {"practice": "tracking", "words": "Our <b>board</b>", "contact": "Matron", "version": "0"}


@pytest.fixture
def lead(released_app: Benchmark) -> Browser:
    return browser_of(released_app, LEAD)


@pytest.mark.parametrize("kind", ["shows", "asks"])
def test_it_is_made_once_and_read_by_the_trust(
    released_app: Benchmark, lead: Browser, kind: str
) -> None:
    for _ in range(2):
        assert lead.send(f"{OFFERS}/{kind}", **OFFER).status_code == 303
    reader = browser_of(released_app, READER)
    for page in (OFFERS, "/trusts/zzn/practices/tracking"):
        text = reader.get(page).text
        assert text.count("Our &lt;b&gt;board&lt;/b&gt;") == 1
        assert text.count("Matron") == 1
    assert "Withdraw" not in reader.get(OFFERS).text


def test_an_empty_form_names_every_field(lead: Browser) -> None:
    answer = lead.send(f"{OFFERS}/shows", practice="", words="", contact="", version="0")
    assert answer.status_code == 400
    for field in ("practice", "words", "contact"):
        assert f'href="#{field}"' in answer.text


def test_who_saves_second_gets_both(released_app: Benchmark, lead: Browser) -> None:
    lead.send(f"{OFFERS}/shows", **OFFER)
    page = lead.get(f"{OFFERS}/shows?practice=tracking").text
    assert 'name="version" value="1"' in page
    assert "Our &lt;b&gt;board" in page
    colleague = browser_of(released_app, COLLEAGUE)
    changed = OFFER | {"words": "new words", "version": "1"}
    assert colleague.send(f"{OFFERS}/shows", **changed).status_code == 303
    late = lead.send(f"{OFFERS}/shows", **OFFER | {"words": "mine", "version": "1"})
    assert late.status_code == 409
    assert "the nursing lead saved something else" in late.text
    assert "new words" in late.text


def test_it_is_withdrawn_after_a_page_that_says_what_that_does(
    released_app: Benchmark, lead: Browser
) -> None:
    lead.send(f"{OFFERS}/shows", **OFFER)
    step = f"{OFFERS}/shows/tracking/withdraw"
    assert "reports that are issued from now on" in lead.get(step).text
    assert lead.send(step).status_code == 400  # not read yet
    for _ in range(2):
        assert lead.send(step, confirm="yes").status_code == 303
    assert "Our" not in browser_of(released_app, READER).get(OFFERS).text.split("<main")[1]
    assert lead.get(step).status_code == 303
    late = lead.send(f"{OFFERS}/shows", **OFFER | {"words": "again", "version": "1"})
    assert late.status_code == 409
    assert "It was withdrawn." in late.text
    assert lead.send(f"{OFFERS}/shows", **OFFER).status_code == 303


def test_a_practice_that_is_not_asked_does_not_exist(lead: Browser) -> None:
    assert lead.send(f"{OFFERS}/shows/nothing/withdraw", confirm="yes").status_code == 404
    assert lead.send(f"{OFFERS}/shows", **OFFER | {"practice": "nothing"}).status_code == 400
