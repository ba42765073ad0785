"""bandit and semgrep over the code; make scan also attacks the pages."""

import pytest

from tests.missing import give_up
from tests.security.attacking import ATTACKERS, pages_for, unreached
from tests.security.scan import SCANNERS, code_faults, differences, unfound

pytestmark = pytest.mark.battery


def test_scanners_find_the_planted_holes_and_nothing_in_the_code() -> None:
    if not SCANNERS.is_dir():
        give_up("the scanners are not installed: make .uv/scanners")
    assert code_faults() == []


def test_what_is_new_and_what_is_allowed_for_nothing_are_faults() -> None:
    found = {("B1", "a.py"): 1}
    assert differences(found, {("B1", "a.py"): "why"}) == []
    assert differences(found, {}) == ["B1 in a.py"]
    assert differences({}, {("B1", "a.py"): "why"}) == ["B1 in a.py is not found"]
    assert unfound(found, {"B1", "B2"}) == ["B2 does not find it"]


def test_whoever_reaches_too_few_of_their_own_pages_is_a_fault() -> None:
    pages = {
        email: {page for page in pages_for(email, whose) if "<trust" in page}
        for email, whose in ATTACKERS.items()
    }
    assert (pages["nobody"], pages["support@supplier.example"]) == (
        set(),
        {"/support/<trust:trust>"},
    )
    assert unreached("support", {"/", "/support/<trust:trust>"}, {"/"}) == [
        "wapiti as support: reached only 50% of the pages"
    ]
    assert unreached("support", {"/"}, {"/", "/help"}) == []
