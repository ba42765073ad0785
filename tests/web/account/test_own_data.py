"""What is held about oneself: by a button only, for oneself only, and recorded."""

from benchmark.web.app import Benchmark
from tests.assessment.held import OWN, tables
from tests.servers import browser_of


def test_everybody_downloads_their_own_by_a_button(released_app: Benchmark) -> None:
    browser = browser_of(released_app, OWN)
    page = browser.get("/account")
    assert '<a href="/account/data">Download what is held about you</a>' in page.text
    page = browser.get("/account/data")
    assert page.status_code == 200
    assert "your answers and your evidence" in page.text
    assert browser.get("/trusts/zzn/audit").status_code == 404
    answer = browser.send("/account/data")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    name = answer.headers["Content-Disposition"]
    assert name.startswith('attachment; filename="held-about-you-')
    assert "no-store" in answer.headers["Cache-Control"]
    found = tables(answer.data)
    assert {row["value"] for row in found["account"]} >= {OWN}
    assert len(found["answers"]) == 30
    again = tables(browser.send("/account/data").data)  # pressed twice, given twice
    assert again["answers"] == found["answers"]
    record = browser_of(released_app, "coordinator@north.example").get("/trusts/zzn/audit").text
    assert record.count("Downloaded all that is held about themselves") == 2


def test_nobody_else_is_in_anybodys_file(released_app: Benchmark) -> None:
    own = browser_of(released_app, "nursing.medicine@north.example").send("/account/data").data
    assert b"what nursing saw of" in own
    assert b"what clinical saw of" not in own
    assert b"clinical.medicine@" not in own
    assert browser_of(released_app, None).send("/account/data").status_code == 303
