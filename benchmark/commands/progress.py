"""Progress on long work: a bar on a terminal, nothing in a file."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import click

Item = TypeVar("Item")


def progress(items: Sequence[Item], label: str) -> Iterator[Item]:
    """The items one by one, with a bar on stderr when it is a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, label=label, file=sys.stderr) as bar:
        shown: Iterable[Item] = bar
        yield from shown
