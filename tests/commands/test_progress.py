"""Progress shows on a terminal and stays out of files."""

import sys
from io import StringIO

import pytest

from benchmark.commands.progress import progress


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "shown"), [(StringIO(), False), (Terminal(), True)])
def test_all_items_come_and_only_a_terminal_sees_a_bar(
    monkeypatch: pytest.MonkeyPatch, stream: StringIO, shown: bool
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    assert list(progress([1, 2, 3], "Counting")) == [1, 2, 3]
    assert ("Counting" in stream.getvalue()) == shown
