"""Three people settle a practice at once, and nobody's text is lost."""

import pytest
from sqlalchemy import select

from benchmark.database.agreements import Agreement, Dissent
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.agreements.forms import LONGEST
from benchmark.web.app import Benchmark
from tests.servers import JSON, Browser, browser_of, release_division

PLACE = "/divisions/zzn-medicine"
ONE, TWO, THREE = (
    f"{role}.medicine@north.example" for role in ("clinical", "operational", "nursing")
)
PAGE = f"{PLACE}/agreement/handover"
DISSENT = f"{PLACE}/dissent/handover"


@pytest.fixture
def one(settling_app: Benchmark) -> Browser:
    return browser_of(settling_app, ONE)


@pytest.fixture
def two(settling_app: Benchmark) -> Browser:
    return browser_of(settling_app, TWO)


def stored(app: Benchmark) -> tuple[int | None, str, int] | None:
    with transaction(app.engine, writes=False) as session:
        kept = session.scalar(select(Agreement).where(Agreement.practice == "handover"))
        return (kept.level, kept.reason, kept.version) if kept else None


def test_a_practice_is_settled_and_the_next_one_asked(
    settling_app: Benchmark, one: Browser, two: Browser
) -> None:
    page = one.get(PAGE).text
    assert "what nursing saw of handover" in page  # not ticked as shared: only the three read it
    assert '" checked' not in page  # nothing is preselected
    saved = one.send(PAGE, version="0", level="3", reason="as\r\nwe saw")
    assert saved.status_code == 303
    assert "/agreement/" in saved.headers["Location"]
    assert "handover" not in saved.headers["Location"]
    again = one.send(PAGE, JSON, version="0", level="3", reason="as\nwe saw")
    assert (again.status_code, again.json) == (200, {"saved": True, "version": 1})
    listed = two.send(PAGE, version="1", level="open", reason="", then="list")
    assert listed.headers["Location"].startswith(f"{PLACE}/agreement?round=")
    assert stored(settling_app) == (None, "", 2)
    overview = two.get(f"{PLACE}/agreement").text
    assert "1 of 30 settled." in overview
    assert "29 left to settle" in overview


REFUSED = {
    "no level": ({"level": ""}, "level"),
    "a level that is none": ({"level": "6"}, "level"),
    "no version": ({"version": ""}, "version"),
    "a version that is no number": ({"version": "one"}, "version"),
    "too long a reason": ({"reason": "x" * (LONGEST + 1)}, "reason"),
}


def test_what_cannot_be_saved_is_refused_and_the_text_stays(
    settling_app: Benchmark, one: Browser
) -> None:
    for name, (changed, field) in REFUSED.items():
        form = {"version": "0", "level": "3", "reason": "kept <text>"} | changed
        told = one.send(PAGE, JSON, **form)
        assert (told.status_code, list(told.json["errors"])) == (400, [field]), name
        page = one.send(PAGE, **form)
        assert page.status_code == 400, name
        assert "There is a problem" in page.text, name
        if field != "reason":
            assert "kept &lt;text&gt;" in page.text, name
    assert stored(settling_app) is None
    assert one.send(f"{PLACE}/agreement/no-such", version="0", level="3").status_code == 404


def test_an_old_version_gets_both_texts_and_either_can_be_kept(
    settling_app: Benchmark, one: Browser, two: Browser
) -> None:
    one.send(PAGE, version="0", level="3", reason="the <first> of us")
    late = {"version": "0", "level": "5", "reason": "\nthe second"}
    conflict = two.send(PAGE, **late)
    assert conflict.status_code == 409
    for words in ("the &lt;first&gt; of us", "the second", "by the clinical lead"):
        assert words in conflict.text
    assert "the &lt;first&gt; of us\n\n\nthe second" in conflict.text  # to join the two
    assert stored(settling_app) == (3, "the <first> of us", 1)
    told = two.send(PAGE, JSON, **late).json
    assert told.pop("theirs") | {"at": ""} == {
        "level": "3",
        "reason": "the <first> of us",
        "by": "clinical",
        "at": "",
    }
    assert told == {
        "saved": False,
        "version": 1,
        "yours": {"level": "5", "reason": "\nthe second"},
    }
    assert two.send(PAGE, **late | {"version": "1"}).status_code == 303
    assert stored(settling_app) == (5, "\nthe second", 2)
    in_a_meeting = one.send(f"{PAGE}?meeting=yes", version="1", level="1", reason="")
    assert in_a_meeting.status_code == 409
    assert "meeting=yes" in in_a_meeting.text  # the choice leads back to the shared screen


def test_a_dissent_is_ones_own_and_no_part_of_the_meeting(
    settling_app: Benchmark, one: Browser, two: Browser
) -> None:
    assert one.send(DISSENT, version="0", text="I see a 2").status_code == 303
    assert "The clinical lead sees it otherwise:</strong> I see a 2" in two.get(PAGE).text
    assert "I see a 2" not in two.get(DISSENT).text  # that page is two's own
    assert "I see a 2" in one.get(DISSENT).text
    meeting = two.get(f"{PLACE}/meeting?practice=handover").text
    assert "what nursing saw of handover" in meeting
    assert "I see a 2" not in meeting
    window = one.send(DISSENT, version="0", text="from a second window")
    assert window.status_code == 409
    assert {"I see a 2", "from a second window"} <= set(window.text.replace("<", ">").split(">"))
    assert one.send(DISSENT, version="1", text="x" * (LONGEST + 1)).status_code == 400
    with transaction(settling_app.engine, writes=False) as session:
        assert [(each.role, each.text) for each in session.scalars(select(Dissent))] == [
            ("clinical", "I see a 2")
        ]


def test_after_the_release_what_was_sent_is_shown_and_not_saved(
    settling_app: Benchmark, one: Browser, questionnaire: Questionnaire
) -> None:
    release_division(settling_app.engine, questionnaire)
    before = stored(settling_app)
    late = one.send(PAGE, version="1", level="1", reason="too late")
    assert late.status_code == 409
    assert "It can no longer be changed" in late.text
    assert "too late" in late.text
    told = one.send(PAGE, JSON, version="1", level="1")
    assert (told.status_code, told.json["saved"]) == (409, False)
    dissent = one.send(DISSENT, version="0", text="too late, too")
    assert (dissent.status_code, "too late, too" in dissent.text) == (409, True)
    for step in ("settle-near", "leave-open"):
        assert one.send(f"{PLACE}/{step}").status_code == 303
        assert "It can no longer be changed" in one.get(f"{PLACE}/{step}").text
    assert stored(settling_app) == before
    for page in (PAGE, f"{PLACE}/meeting", DISSENT):
        assert "preventDoubleClick" not in one.get(page).text
        assert "Save" not in one.get(page).text


def test_before_three_of_three_nothing_is_shown_or_saved(settling_app: Benchmark) -> None:
    lead, place = (
        browser_of(settling_app, "nursing.surgery@north.example"),
        "/divisions/zzn-surgery",
    )
    for page in ("agreement", "agreement/handover", "dissent/handover", "settle-near", "leave-open",
                 "meeting", "agenda", "release"):  # fmt: skip
        shown = lead.get(f"{place}/{page}")
        assert (shown.status_code, "0 of 3 complete" in shown.text) == (200, True), page
        assert "<form" not in shown.text[shown.text.index("<main") :], page
    for page in ("agreement/handover", "dissent/handover", "settle-near", "leave-open", "release"):
        sent = lead.send(f"{place}/{page}", version="0", level="3", text="early")
        assert sent.status_code == 409, page
    assert lead.send(f"{place}/agreement/handover", JSON, level="3").json["saved"] is False
    assert stored(settling_app) is None


def test_the_sheet_for_a_meeting_names_the_three_widest_gaps(one: Browser) -> None:
    sheet = one.get(f"{PLACE}/agenda").text
    assert sheet.count("10 minutes:") == 4  # three gaps, and what happens next
    assert sheet.count("Two levels apart.") == 3
    assert "Agree on the middle level for 20 practices" in sheet
