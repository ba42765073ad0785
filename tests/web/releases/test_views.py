"""What the three confirm is what others read; nothing is released before three confirm the same."""

import re
from datetime import timedelta

from sqlalchemy import select

from benchmark.assessment.planning import write_action
from benchmark.assessment.rounds import open_round
from benchmark.commands.scenarios.agreements import release_as_it_stands
from benchmark.database.agreements import Release
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.assessment.following import STEP
from tests.servers import browser_of, hand_in, release_division, response_of

PLACE = "/divisions/zzn-medicine"
LEADS = [f"{role}.medicine@north.example" for role in ("clinical", "operational", "nursing")]
# where to go on, the foot of every page, and what the page of the release says in its own words
NOT_IN_THE_PREVIEW = {
    *("What happens next", "About this service", "Who answered, and how sure this is"),
}
PREVIEW = re.compile(r'name="preview" value="([0-9a-f]{64})"')


def hidden(page: str) -> str:
    found = PREVIEW.search(page)
    assert found, "there is no preview to confirm"
    return found[1]


def released(app: Benchmark) -> bool:
    with transaction(app.engine, writes=False) as session:
        return session.scalar(select(Release)) is not None


def test_from_what_is_missing_to_the_release(
    settling_app: Benchmark, questionnaire: Questionnaire
) -> None:
    one, two, three = (browser_of(settling_app, email) for email in LEADS)
    executive = browser_of(settling_app, "executive@north.example")
    early = one.get(f"{PLACE}/release").text
    assert "30 practices are not settled yet" in early
    assert "release it" not in early
    refused = one.send(f"{PLACE}/release", preview="0" * 64)
    assert refused.status_code == 409
    assert "There is a problem" in refused.text
    assert f'href="{PLACE}/agreement?round=' in refused.text  # where to do something about it
    one.send(f"{PLACE}/settle-near")
    one.send(f"{PLACE}/leave-open")

    first = one.get(f"{PLACE}/release").text
    assert "This cannot be undone" in first
    one.send(f"{PLACE}/release", preview=hidden(first))
    mine = one.get(f"{PLACE}/release").text
    assert "You have confirmed this. Two confirmations still to come." in mine
    assert "release it" not in mine
    # the second changes a level first: the two now hold different previews
    two.send(f"{PLACE}/agreement/{questionnaire.keys[2]}", level="5", version="1")
    assert "changed since you confirmed" in one.get(f"{PLACE}/release").text
    stale = two.send(f"{PLACE}/release", preview=hidden(first))
    assert stale.status_code == 409
    assert "This has changed since you opened the page. Please read it again." in stale.text
    second = hidden(stale.text)
    for lead in (two, three):
        lead.send(f"{PLACE}/release", preview=second)
    assert not released(settling_app)
    assert "Not released" in executive.get(f"{PLACE}/report").text
    one.send(f"{PLACE}/release", preview=second)
    assert released(settling_app)
    assert "Your levels are released" in one.get(f"{PLACE}/release").text
    assert_the_same_parts(second_page=stale.text, report=executive.get(f"{PLACE}/report").text)


def assert_the_same_parts(second_page: str, report: str) -> None:
    """From the first choice to the last text that is shared, each part is the same in both."""
    start, end = "<h2>One to protect</h2>", "<h2>How sure this is</h2>"
    preview = parts_of(second_page[second_page.index(start) : second_page.index(end)])
    read = parts_of(report)
    for title, words in preview.items():
        assert read[title][: len(words)] == words
    assert set(read) - set(preview) == NOT_IN_THE_PREVIEW
    assert "what nursing saw of" in " ".join(preview["Evidence that its authors share"])


def parts_of(page: str) -> dict[str, list[str]]:
    """Words under each heading, without the marks around them."""
    parts = re.split(r"<h2[^>]*>(.*?)</h2>", page, flags=re.DOTALL)
    titles = (part.strip() for part in parts[1::2])
    return {
        title: re.sub(r"<[^>]*>", " ", words).split()
        for title, words in zip(titles, parts[2::2], strict=True)
    }


def test_who_sees_no_preview(settling_app: Benchmark) -> None:
    outsider = browser_of(settling_app, "clinical.surgery@north.example")
    assert outsider.get(f"{PLACE}/release").status_code == 404
    waiting = outsider.get("/divisions/zzn-surgery/release")
    assert "0 of 3 complete" in waiting.text
    assert outsider.send("/divisions/zzn-surgery/release", preview="0" * 64).status_code == 409


def test_after_the_release_another_confirmation_changes_nothing(
    settling_app: Benchmark, questionnaire: Questionnaire
) -> None:
    release_division(settling_app.engine, questionnaire)
    lead = browser_of(settling_app, LEADS[0])
    again = lead.send(f"{PLACE}/release", preview="nonsense")
    assert again.status_code == 303
    page = lead.get(f"{PLACE}/release").text
    assert page.count("Confirmed on") == 3
    assert "release it" not in page


def test_the_preview_has_the_last_round_beside_it_and_what_is_still_planned(
    settling_app: Benchmark, questionnaire: Questionnaire
) -> None:
    with transaction(settling_app.engine, writes=True) as session:
        asked = response_of(session, "ZZN", "medicine", "clinical").round
        medicine, day = asked.trust.divisions[0], asked.opens_on
        before = open_round(session, asked.trust, questionnaire, "The round before", day, day)
        before.closes_on = asked.closes_on
        for response in before.responses:
            if response.division is medicine:
                hand_in(session, response, questionnaire, lambda _: 2)
        before.opens_on = before.closes_on = day - timedelta(days=300)
        release_as_it_stands(session, before, medicine, questionnaire)
        write_action(session, before, medicine, STEP, response.people[0].id)
    here = f"{PLACE}/release?round={asked.id}"
    preview = browser_of(settling_app, LEADS[0]).get(here).text
    preview = preview[preview.index('id="preview"') :]
    assert "The round before" in preview
    assert STEP.what in preview
    assert "No earlier round" not in preview
