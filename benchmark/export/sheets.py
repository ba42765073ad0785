"""What a file of answers holds, before it is CSV or a workbook: sheets of texts and numbers."""

from dataclasses import dataclass

Cell = str | int | float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its header. ``choices`` names the values that a column offers."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()  # lines below the rows, in CSV only
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()


class UnfitText(ValueError):
    """A text that the format cannot hold as it is; it is never cut or changed."""
