"""A kept comparison is exactly the one that would be worked out now, for everybody and always."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from benchmark.comparison.compare import compare
from benchmark.comparison.facts import PoolFacts, RoundFacts
from benchmark.comparison.following_up import LeadChange, Offer, PlannedAction
from benchmark.comparison.keeping import Same, decisions, facts_key, kept_comparison
from benchmark.disclosure import decide
from benchmark.disclosure.levels import Seat, Statistic, Viewer
from benchmark.scoring.schedule import first_schedule
from tests.comparison.facts import QUESTIONNAIRE, READER, facts, spread

OUTSIDER = Viewer(2, "Executive of another trust", (Seat("executive", "ZZS"),))
COLLEAGUE = Viewer(3, "Improvement", (Seat("improvement", "ZZN"),))
OFFER = Offer("medicine", "talent", "shows", "how", "matron")
ACTION = PlannedAction("a", "surgery", "talent", "x", "nursing", date(2027, 1, 1), "m", "done", "")
CHANGES: dict[str, Any] = {
    "trust_code": "ZZS",
    "trust_name": "Another name",
    "invented": False,
    "round_id": "another",
    "round_title": "Another title",
    "closed": True,
    "data_cut": None,
    "questionnaire": type(QUESTIONNAIRE).model_validate(
        QUESTIONNAIRE.model_dump() | {"title": "Another"}
    ),
    "schedule": first_schedule().model_copy(update={"leads": 2}),
    "norm": None,
    "software": "0.1",
    "visibility": "L0",
    "offers": (OFFER,),
    "actions": (ACTION,),
    "lead_changes": (LeadChange("surgery", "nursing", "ends", date(2027, 1, 1)),),
    "lead_changes_from": date(2027, 1, 1),
    "pool": PoolFacts(1, date(2027, 1, 1), 9, of_this_trust=0, figures=(("overall", 2.9, 9),)),
    "shared_evidence": {"medicine": {"talent": ("a text",)}},
}


def changed_facts(name: str) -> RoundFacts:
    made = facts(spread(5, 5))
    if name in ("levels", "agreed"):
        other = np.array(getattr(made, name))
        other[0, ..., 0] = 5 - (other[0, ..., 0] == 5)
        return replace(made, **{name: other})
    if name == "divisions":
        first = replace(made.divisions[0], withheld=True)
        return replace(made, divisions=(first, *made.divisions[1:]))
    return replace(made, **{name: CHANGES[name]})


def test_the_same_facts_are_worked_out_once() -> None:
    one, again = facts(spread(5, 5)), facts(spread(5, 5))
    assert one is not again
    assert kept_comparison(one, READER) is kept_comparison(again, READER)
    assert kept_comparison(one, COLLEAGUE) is kept_comparison(one, READER)
    assert kept_comparison(one, READER) == compare(one, READER)


@pytest.mark.parametrize("name", [each.name for each in fields(RoundFacts)])
def test_a_change_of_any_fact_is_seen(name: str) -> None:
    before, after = facts(spread(5, 5)), changed_facts(name)
    assert facts_key(before) == facts_key(facts(spread(5, 5)))
    assert facts_key(before) != facts_key(after)
    reader = replace(READER, seats=(Seat("executive", after.trust_code),))
    kept_comparison(before, READER)
    assert kept_comparison(after, reader) == compare(after, reader)


def test_nobody_gets_what_was_made_for_somebody_who_may_see_more() -> None:
    made = facts(spread(5, 5))
    assert kept_comparison(made, READER).released
    assert kept_comparison(made, OUTSIDER) == compare(made, OUTSIDER)
    assert not kept_comparison(made, OUTSIDER).released


def test_who_answered_gets_a_comparison_of_their_own_where_they_could_subtract() -> None:
    made = facts(spread(5, 4), closed=True)
    first = replace(made.divisions[0], respondents=frozenset({COLLEAGUE.person}))
    made = replace(made, divisions=(first, *made.divisions[1:]))
    assert kept_comparison(made, READER).divisions[0].overall.low is not None
    assert kept_comparison(made, COLLEAGUE) == compare(made, COLLEAGUE)
    assert kept_comparison(made, COLLEAGUE).divisions[0].overall.low is None


def test_a_decision_that_changes_is_seen_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = facts(spread(5, 5))
    assert kept_comparison(made, READER).trust.overall.value is not None
    for statistic in (Statistic.TRUST_FIGURES, Statistic.POOLED_SPREAD, Statistic.SHARED_EVIDENCE):
        with monkeypatch.context() as patch:
            patch.setitem(decide.RULE, statistic, lambda _: "not today")
            assert kept_comparison(made, READER) == compare(made, READER)
            assert "not today" in decisions(made, READER)


def test_a_fact_without_content_of_its_own_is_refused() -> None:
    broken: Any = replace(facts(spread(5, 4)), offers=[OFFER])
    with pytest.raises(TypeError, match="unhashable"):
        facts_key(broken)


def test_an_object_is_the_same_as_itself_only() -> None:
    one, equal = [1], [1]
    assert Same(one) == Same(one)
    assert hash(Same(one)) == hash(Same(one))
    assert Same(one) != Same(equal)
    assert Same(one) != one
