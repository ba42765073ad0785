"""A number on the scale with its interval, or the reason why it is not shown."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A number on the scale 1 to 5 with its 95% interval, or the reason why it is not shown.

    ``value`` None: ``reason`` says why in plain words. ``value`` given without ``low`` and
    ``high``: ``interval_reason`` says why there is no interval.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str = ""
    interval_reason: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) != bool(self.reason):
            raise ValueError("a figure has a value or the reason why it has none")
        if self.value is not None and (self.low is None) != bool(self.interval_reason):
            raise ValueError("a figure has an interval or the reason why it has none")
