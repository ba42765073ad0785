"""The words of a plan's forms cover everything that can be stored."""

from benchmark.database.plans import ACTION_STATES, OWNERS
from benchmark.web.plans.forms import OWNER_WORDS, STATE_WORDS


def test_every_owner_and_state_can_be_chosen() -> None:
    assert [key for key, _ in OWNER_WORDS] == list(OWNERS)
    assert tuple(STATE_WORDS) == ACTION_STATES
    assert all(words[0].isupper() for _, words in OWNER_WORDS)
