"""Choices filter the table and change no figure; every link can be followed back."""

from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from benchmark.comparison.content import Comparison
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
