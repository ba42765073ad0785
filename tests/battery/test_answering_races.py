"""Two tabs save the same practice at once, and a button is pressed twenty times at once.

Ten races in every run; ``RACES=300`` for the whole battery. On both databases.
"""

import os
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from benchmark.assessment.events import events_of
from benchmark.database.mail import Mail
from benchmark.database.rounds import Submission
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.battery.broken import overwriting
from tests.battery.writers import tell
from tests.servers import JSON, Browser, at_once, browser_of, give, own_response, response_of

RACES = int(os.environ.get("RACES", "10"))
LEAD = "clinical.medicine@north.example"
POSTS = [(d, role) for d in ("medicine", "surgery") for role in ("clinical", "nursing")]
TIMES = 20  # that the button is pressed


def test_one_of_two_tabs_wins_each_version_and_the_other_chooses(
    app_on_both: Benchmark, questionnaire: Questionnaire, capsys: pytest.CaptureFixture[str]
) -> None:
    won = race(app_on_both, questionnaire, RACES)
    tell(capsys, f"{won} of {RACES} races of two tabs had one winner")
    assert won == RACES


def test_an_application_in_which_both_tabs_win_is_caught(
    app_on_both: Benchmark, questionnaire: Questionnaire
) -> None:
    app_on_both.wsgi_app = overwriting(app_on_both.wsgi_app)
    with pytest.raises(AssertionError, match=r"\[200, 200\]"):
        race(app_on_both, questionnaire, 1)


def race(app: Benchmark, questionnaire: Questionnaire, times: int) -> int:
    """Save from two tabs at once, again and again; how often one of them won."""
    windows = browser_of(app, LEAD).twins(2)
    token = windows[0].token()
    page = f"{own_response(windows[0])}/{questionnaire.keys[0]}"
    for number in range(times):
        version, texts = 2 * number, [f"race {number}, tab {n}" for n in range(2)]
        steps = [
            partial(save, window, page, token, text, version, n)
            for n, (window, text) in enumerate(zip(windows, texts, strict=True))
        ]
        answers = at_once(steps)
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        (lost,) = (n for n, answer in enumerate(answers) if answer.status_code == 409)
        told = answers[lost].json
        assert (told["version"], told["yours"]["evidence"]) == (version + 1, texts[lost])
        assert told["theirs"]["evidence"] == texts[1 - lost]
        kept = save(windows[lost], page, token, texts[lost], version + 1, lost)
        assert kept.json == {"saved": True, "version": version + 2}
    assert texts[lost] in windows[0].get(page).text
    return number + 1


def save(window: Browser, page: str, token: str, text: str, version: int, tab: int) -> Any:
    form = {"csrf_token": token, "version": str(version), "answer": "3", "evidence": text}
    # a tab of its own for each load of the page, as the script of the page makes it
    ours = {"tab": f"{tab}-{version}", "sequence": "1"}
    return window.post(page, data=form | ours, headers=JSON)


def test_twenty_submits_at_once_are_one_submission_one_event_and_one_receipt(
    app_on_both: Benchmark, questionnaire: Questionnaire
) -> None:
    posts = POSTS[: max(1, RACES * len(POSTS) // 100)]
    for division, role in posts:
        with transaction(app_on_both.engine, writes=True) as session:
            give(session, response_of(session, "ZZN", division, role), questionnaire)
        windows = browser_of(app_on_both, f"{role}.{division}@north.example").twins(TIMES)
        response, data = own_response(windows[0]), {"csrf_token": windows[0].token()}
        answers = at_once([partial(w.post, f"{response}/submit", data=data) for w in windows])
        seen = {(answer.status_code, answer.headers["Location"]) for answer in answers}
        assert seen == {(303, response)}
    with transaction(app_on_both.engine, writes=False) as session:
        asked = response_of(session, "ZZN", "medicine", "clinical").round
        recorded = [event.kind for event in events_of(session, asked)].count("submitted")
        receipts = select(func.count()).select_from(Mail).where(Mail.kind == "receipt")
        counts = [session.scalar(select(func.count()).select_from(Submission)), recorded]
        assert [*counts, session.scalar(receipts)] == [len(posts)] * 3
