"""What may leave a pool: figures of at least 5 trusts, from which no smaller group can be found."""

from collections.abc import Mapping

from benchmark.disclosure.levels import FEWEST_DIVISIONS, FEWEST_TRUSTS

TOO_FEW = f"needs at least {FEWEST_TRUSTS} trusts"
WOULD_TELL = f"the whole less what is shown must leave no trust or at least {FEWEST_TRUSTS}"
FEW_DIVISIONS = f"a trust needs at least {FEWEST_DIVISIONS} divisions to be counted"


def hidden_reason(trusts: int) -> str:
    """Why a figure of so many trusts is not shown; nothing if it is."""
    return "" if trusts >= FEWEST_TRUSTS else TOO_FEW


def hidden_parts(whole: int, parts: Mapping[str, int]) -> dict[str, str]:
    """Part -> why its figure is not shown, nothing if it is; the parts make up the whole.

    ``whole`` and ``parts`` count trusts. Where what is left of the whole would be fewer than 5
    trusts, the smallest part that is shown goes too, by name among equals.

    >>> hidden_parts(16, {"north": 6, "south": 7, "west": 3})
    {'north': 'the whole less what is shown must leave no trust or at least 5', 'south': '', \
'west': 'needs at least 5 trusts'}
    """
    if reason := hidden_reason(whole):
        return dict.fromkeys(parts, reason)
    found = {name: hidden_reason(size) for name, size in parts.items()}
    shown = sorted(
        (name for name in parts if not found[name]), key=lambda name: (parts[name], name)
    )
    for name in shown:
        left = whole - sum(parts[other] for other in parts if not found[other])
        if left == 0 or left >= FEWEST_TRUSTS:
            break
        found[name] = WOULD_TELL
    return found
