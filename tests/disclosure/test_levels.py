"""The values that a decision is made of."""

from benchmark.disclosure.levels import Decision, Seat, Viewer

TWO_TRUSTS = Viewer(
    1,
    "both",
    (Seat("clinical", "ZZN", "medicine"), Seat("executive", "ZZN"), Seat("nursing", "ZZS", "eyes")),
)


def test_roles_count_in_their_own_trust_only() -> None:
    assert TWO_TRUSTS.roles_in("ZZN") == {"clinical", "executive"}
    assert TWO_TRUSTS.roles_in("ZZS") == {"nursing"}
    assert TWO_TRUSTS.roles_in("ZZZ") == frozenset()


def test_a_decision_shows_unless_it_has_a_reason() -> None:
    assert Decision().show
    assert not Decision("2 of 3 complete").show
