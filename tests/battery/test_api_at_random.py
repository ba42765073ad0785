"""Ten thousand requests of the API as each role, half of them such as its description forbids."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmark.assessment import tokens
from benchmark.web.api.describing import RESOURCES
from tests.battery.writers import tell
from tests.servers import browser_of, copied, serving
from tests.web.api.anything import ask_anything, issue_some
from tests.web.api.test_bearer import token_of

pytestmark = pytest.mark.battery

CASES = int(os.environ.get("CASES", "10000"))
TRUST = {
    "lead": "idris.fennimore@fallowmere.example",
    "executive": "marguerite.oldacre@fallowmere.example",
    "improvement": "rafferty.dunmoor@fallowmere.example",
    "coordinator": "philippa.ekwueme@fallowmere.example",
}
# the national team has no token, and a stranger nothing at all
ROLES = (*TRUST, "national", "stranger")


@pytest.mark.parametrize("role", ROLES)
def test_no_answer_is_a_fault_or_outside_the_description(
    filled: Callable[[str], Path],
    tmp_path: Path,
    role: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(tokens, "MOST_A_MINUTE", 10**9)
    each = -(-CASES // len(RESOURCES))
    with serving(copied(filled("showcase") / "benchmark.sqlite", tmp_path)) as app:
        headers, cookies = {}, {}
        if role in TRUST:
            headers = token_of(app, TRUST[role], "ZZF")
        elif role == "national":
            browser = browser_of(app, "national@benchmark.example")
            cookies = {"benchmark": browser.cookie()}
        issue_some(app)
        begun = time.monotonic()
        found = ask_anything(app, each, headers, cookies)
    asked = sum(found.values())
    seconds = time.monotonic() - begun
    tell(capsys, f"{role}: {asked} requests in {seconds:.0f} s, {dict(sorted(found.items()))}")
    assert asked >= CASES * 0.99
