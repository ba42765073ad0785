"""Choices filter the table and change no figure; every link can be followed back."""

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from benchmark.comparison.content import Comparison, Figure, PoolNorm
from benchmark.web.trusts.choosing import Choices, choices_of
from tests.samples import seven_divisions

PATH = "/trusts/zzn/comparison"
KEYS = [f"d{n}" for n in range(7)]


def chosen(*pairs: tuple[str, str]) -> Choices:
    return choices_of(seven_divisions(), PATH, MultiDict(pairs))


def shown(choices: Choices) -> list[str]:
    return [division.key for division in choices.shown.divisions]


def test_without_a_choice_everything_is_shown() -> None:
    choices = chosen()
    assert choices.shown == seven_divisions()
    assert not choices.filtered
    assert [each.chosen for each in choices.sections] == [True, *[False] * 6]
    assert all(each.chosen for each in choices.divisions)


def test_what_the_round_does_not_have_is_ignored() -> None:
    assert chosen(("section", "nowhere"), ("division", "zzs"), ("division", "")) == chosen()


@given(st.sets(st.sampled_from(KEYS), min_size=1), st.sampled_from(["", "monitoring", "people"]))
def test_a_link_leads_to_what_it_says(divisions: set[str], section: str) -> None:
    pairs = [("division", key) for key in divisions]
    choices = chosen(*pairs, ("section", section))
    assert shown(choices) == sorted(divisions)
    for place, each in enumerate(choices.divisions):
        after = chosen(*parse_qsl(urlsplit(each.href).query))
        assert (shown(after) == KEYS) or (KEYS[place] in shown(after)) != each.chosen
        assert [s.key for s in after.shown.sections] == [s.key for s in choices.shown.sections]
    every = seven_divisions()
    assert _figures(choices.shown) <= _figures(every)


def _figures(comparison: Comparison) -> set[tuple[str, str, float | None]]:
    return {
        (division.key, key, figure.value)
        for division in comparison.divisions
        for key, figure in division.practices.items()
    }


def test_practices_are_chosen_one_by_one_and_their_section_keeps_its_mean() -> None:
    every = seven_divisions()
    section = every.sections[0]
    one, *_ = section.practices
    choices = chosen(("section", section.key), ("practice", one.key))
    assert [p.key for s in choices.shown.sections for p in s.practices] == [one.key]
    assert choices.shown.divisions == every.divisions  # figures are those of the whole round
    assert [each.chosen for each in choices.practices] == [p == one for p in section.practices]
    back = chosen(*parse_qsl(urlsplit(choices.practices[0].href).query))
    assert back.shown.sections == (section,)


def test_the_comparator_is_the_trust_unless_the_norm_is_asked_for() -> None:
    plain, beside = chosen(), chosen(("beside", "norm"))
    assert (plain.comparator, beside.comparator) == ("trust", "norm")
    assert beside.shown == plain.shown
    trust, achievable, norm = plain.comparators
    assert achievable.href == ""
    assert achievable.text.endswith("not shown: there is no pool of other trusts to take it from")
    assert (trust.chosen, norm.chosen) == (True, False)
    assert dict(parse_qsl(urlsplit(norm.href).query))["beside"] == "norm"
    assert chosen(("beside", "achievable")).comparator == "trust"


def test_with_a_pool_the_best_is_still_nobodys_figure_and_the_norm_names_the_pool() -> None:
    hidden = Figure(reason="a rule")
    pool = PoolNorm(1, date(2026, 1, 5), 9, hidden, hidden, {})
    compared = replace(seven_divisions(), pool=pool)
    _, achievable, norm = choices_of(compared, PATH, MultiDict()).comparators
    assert achievable.text.endswith("the best would be the figure of one trust")
    assert compared.norm
    assert norm.text == f"{compared.norm.name} and the mean of other trusts, as context"


def test_a_round_and_a_change_keep_the_rest_of_the_choice() -> None:
    pairs = MultiDict([("division", "d1"), ("change", "d1")])
    rounds = [(seven_divisions().round_id, "Now"), ("before", "Then")]
    choices = choices_of(seven_divisions(), PATH, pairs, rounds)
    assert choices.change_of == "d1"
    now, then = choices.rounds
    assert (now.chosen, then.chosen) == (True, False)
    query = dict(parse_qsl(urlsplit(then.href).query))
    assert query == {"round": "before", "division": "d1", "change": "d1"}
    hidden = next(d.key for d in seven_divisions().divisions if not d.released)
    assert chosen(("change", hidden)).change_of == ""
