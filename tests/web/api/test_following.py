"""Plans and reports, as others in the trust read them."""

from tests.servers import Browser


def test_actions_are_those_of_the_plan_pages(
    executive: Browser, rounds: list[dict[str, str]]
) -> None:
    found = 0
    for asked in rounds:
        trust = asked["plans"].split("/")[4]
        for action in executive.get(asked["plans"]).json["items"]:
            page = executive.get(
                f"/divisions/{trust}-{action['division']}/plan?round={asked['id']}"
            ).text
            assert action["what"].replace("'", "&#39;") in page
            assert action["measure"].replace("'", "&#39;") in page
            found += 1
    assert found > 3


def test_one_division_can_be_asked_for(executive: Browser, rounds: list[dict[str, str]]) -> None:
    every = executive.get(rounds[0]["plans"]).json
    keys = {each["key"] for each in executive.get(rounds[0]["divisions"]).json["items"]}
    parts = {key: executive.get(f"{rounds[0]['plans']}?division={key}").json for key in keys}
    assert sum(len(part["items"]) for part in parts.values()) == len(every["items"])
    assert sum(len(part["not_shown"]) for part in parts.values()) == len(every["not_shown"]) > 0


def test_rounds_say_where_their_parts_are(executive: Browser, rounds: list[dict[str, str]]) -> None:
    assert [each["state"] for each in rounds] == ["open", "closed", "closed", "closed"]
    for asked in rounds:
        for part in ("divisions", "scores", "variation", "plans", "reports"):
            assert executive.get(asked[part]).status_code == 200
