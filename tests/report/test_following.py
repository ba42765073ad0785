"""Offers, changes of lead and decisions in the trust's report."""

import dataclasses

from benchmark.comparison.compare import compare
from benchmark.comparison.following_told import NO_CHANGE, NOBODY
from benchmark.report.following import NONE_TO_DECIDE, decisions_asked
from benchmark.report.trust import trust_report
from tests.comparison.facts import READER, decidable, facts
from tests.comparison.two_rounds import moved, same_leads
from tests.reading import flat, page_texts


def test_the_report_says_who_offers_which_leads_change_and_what_to_decide() -> None:
    """Two rounds of one trust: offers, changes and the change since then, in this order."""
    comparison = moved(*same_leads(3), {"surgery": 1})
    text = flat(" ".join(page_texts(trust_report(comparison))))
    assert "Somebody offers to show how in one practice" in text
    assert "Medicine offers to show Come and see Matron" in text
    assert "Surgery nursing lead ends with 31 December 2026" in text
    since = comparison.since
    assert since
    assert text.index(flat(since.caution)) < text.index("up 0.")
    places = ("Practice by division", "Overall, ", "Somebody offers", "A lead changes in Surgery")
    found = [text.index(words) for words in (*places, flat(since.caution), "Decisions asked for")]
    assert sorted(found[2:]) == found[2:]


def test_nobody_and_nothing_are_said_in_words() -> None:
    comparison = compare(facts(decidable(1)), READER)
    text = flat(" ".join(page_texts(trust_report(comparison))))
    for words in (NOBODY, NO_CHANGE, *decisions_asked(comparison)):
        assert flat(words) in text
    empty = dataclasses.replace(
        comparison, insight=dataclasses.replace(comparison.insight, lists=())
    )
    assert not list(decisions_asked(empty))
    assert NONE_TO_DECIDE in flat(" ".join(page_texts(trust_report(empty))))
