"""Three leads save the same agreement at once, again and again, on both databases.

Ten races in every run; ``RACES=100`` for the whole battery.
"""

import os
from functools import partial
from typing import Any

from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.servers import JSON, Browser, at_once, browser_of, submit_near

RACES = int(os.environ.get("RACES", "10"))
PAGE = "/divisions/zzn-medicine/agreement/handover"
LEADS = [f"{role}.medicine@north.example" for role in ("clinical", "operational", "nursing")]


def test_one_of_three_wins_each_version_and_the_others_get_both_texts(
    app_on_both: Benchmark, questionnaire: Questionnaire
) -> None:
    submit_near(app_on_both.engine, questionnaire)
    leads = [browser_of(app_on_both, email) for email in LEADS]
    tokens = [lead.token() for lead in leads]
    for race in range(RACES):
        texts = [f"race {race}, lead {n}" for n in range(len(leads))]
        steps = [partial(save, *each, race) for each in zip(leads, tokens, texts, strict=True)]
        answers = at_once(steps)
        assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
        (won,) = (n for n, answer in enumerate(answers) if answer.status_code == 200)
        assert answers[won].json == {"saved": True, "version": race + 1}
        for n, answer in enumerate(answers):
            if n != won:
                assert answer.json["version"] == race + 1
                assert answer.json["yours"]["reason"] == texts[n]
                assert answer.json["theirs"]["reason"] == texts[won]
        assert texts[won] in leads[0].get(PAGE).text


def save(lead: Browser, token: str, text: str, version: int) -> Any:
    form = {"csrf_token": token, "version": str(version), "level": "3", "reason": text}
    return lead.post(PAGE, data=form, headers=JSON)
