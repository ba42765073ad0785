"""Three leads save the same agreement at once, again and again, on both databases.

Ten races in every run; ``RACES=300`` for the whole battery.
"""

import os
from functools import partial
from typing import Any

import pytest

from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.battery.broken import overwriting
from tests.battery.writers import tell
from tests.servers import JSON, Browser, at_once, browser_of, submit_near

RACES = int(os.environ.get("RACES", "10"))
PAGE = "/divisions/zzn-medicine/agreement/handover"
LEADS = [f"{role}.medicine@north.example" for role in ("clinical", "operational", "nursing")]


def test_one_of_three_wins_each_version_and_the_others_get_both_texts(
    app_on_both: Benchmark, questionnaire: Questionnaire, capsys: pytest.CaptureFixture[str]
) -> None:
    won = race(app_on_both, questionnaire, RACES)
    tell(capsys, f"{won} of {RACES} races of three leads had one winner")
    assert won == RACES


def test_an_application_in_which_all_three_win_is_caught(
    app_on_both: Benchmark, questionnaire: Questionnaire
) -> None:
    app_on_both.wsgi_app = overwriting(app_on_both.wsgi_app)
    with pytest.raises(AssertionError, match=r"\[200, 200, 200\]"):
        race(app_on_both, questionnaire, 1)


def race(app: Benchmark, questionnaire: Questionnaire, times: int) -> int:
    """Save the same agreement at once, again and again; how often one of the three won."""
    submit_near(app.engine, questionnaire)
    leads = [browser_of(app, email) for email in LEADS]
    tokens = [lead.token() for lead in leads]
    for number in range(times):
        texts = [f"race {number}, lead {n}" for n in range(len(leads))]
        steps = [partial(save, *each, number) for each in zip(leads, tokens, texts, strict=True)]
        answers = at_once(steps)
        assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
        (won,) = (n for n, answer in enumerate(answers) if answer.status_code == 200)
        assert answers[won].json == {"saved": True, "version": number + 1}
        for n, answer in enumerate(answers):
            if n != won:
                assert answer.json["version"] == number + 1
                assert answer.json["yours"]["reason"] == texts[n]
                assert answer.json["theirs"]["reason"] == texts[won]
        assert texts[won] in leads[0].get(PAGE).text
    return number + 1


def save(lead: Browser, token: str, text: str, version: int) -> Any:
    form = {"csrf_token": token, "version": str(version), "level": "3", "reason": text}
    return lead.post(PAGE, data=form, headers=JSON)
