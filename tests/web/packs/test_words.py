"""How far a pack is, in words."""

import pytest

from benchmark.web.packs.words import size_in_words


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 kB"), (1, "1 kB"), (819_400, "820 kB"), (999_001, "1.0 MB"), (2_149_000, "2.1 MB")],
)
def test_a_size_as_browsers_say_it(size: int, words: str) -> None:
    assert size_in_words(size) == words
