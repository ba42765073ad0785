"""What is made of a frozen object for a page: made once for the same object, and then kept.

What is painted of an object that never changes does not change either. It is asked for by the
object itself, never by a name or a number: a comparison of other facts, or as somebody else may see
it, is another object (``benchmark.comparison.keeping``), and so is one with fewer columns.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock, RLock
from types import MappingProxyType
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from markupsafe import Markup

from benchmark.comparison.content import Comparison
from benchmark.comparison.drawing import Drawable
from benchmark.comparison.keeping import MOST, Same
from benchmark.comparison.numbers import charts_of, tables_of
from benchmark.web.charts import svg_pair

PIECES = 24  # of one page
# one thread at a time, see benchmark.comparison.keeping.turn; a piece may be made of others. Each
# kind of piece has a lock of its own: who answers does not wait for somebody's large comparison
PAINTING: WeakKeyDictionary[Callable[..., Any], RLock] = WeakKeyDictionary()
ADDING = Lock()
Result = TypeVar("Result")
Pictures = MappingProxyType[str, tuple[Drawable, Markup]]


@dataclass(frozen=True, slots=True)
class _Call:
    """Two calls are equal when the function and its arguments are."""

    key: tuple[object, ...]
    make: Callable[..., Any] = field(compare=False)
    arguments: tuple[object, ...] = field(compare=False)


def kept(make: Callable[..., Result], *arguments: object) -> Result:
    """``make(*arguments)``, as it was made before; ``make`` reads nothing but its arguments.

    Texts are the same when they are equal, objects when they are one and the same, and none of
    them ever changes. ``make`` is a function or, in a template, an imported macro.
    """
    key = (Same(make), *(each if isinstance(each, str) else Same(each) for each in arguments))
    with _turn(make):
        return cast("Result", _made(_Call(key, make, arguments)))


def _turn(make: Callable[..., Any]) -> RLock:
    with ADDING:
        return PAINTING.setdefault(make, RLock())


@lru_cache(maxsize=MOST * PIECES)
def _made(call: _Call) -> Any:
    return call.make(*call.arguments)


def pictures_of(comparison: Comparison, change_of: str) -> Pictures:
    """Every picture of a comparison's page with its SVG, by key; the change of one division."""
    charts = charts_of(comparison, change_of)
    return MappingProxyType({chart.key: (chart, svg_pair(chart)) for chart in charts})


def parts_of(comparison: Comparison) -> tuple[str, ...]:
    """The names of the tables that there are of a comparison."""
    return tuple(tables_of(comparison))
