"""A browser in words, and never in its own."""

import pytest

from benchmark.web.browsers import browser_in_words

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
CASES = {
    f"{WINDOWS} AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0": "Edge on Windows",
    f"{WINDOWS} AppleWebKit/537.36 Chrome/126.0 Safari/537.36": "Chrome on Windows",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko Firefox/128.0": "Firefox on Linux",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Safari/604.1": "Safari on iPhone",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Safari/605.1": "Safari on Mac",
    "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari": "Chrome on Android",
    "": "A browser",
    "<script>alert(1)</script>" * 99: "A browser",
}


@pytest.mark.parametrize("agent", CASES)
def test_a_browser_in_words(agent: str) -> None:
    assert browser_in_words(agent) == CASES[agent]
    assert len(CASES[agent]) <= 60  # what the column holds
