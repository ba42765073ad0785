"""The line-up: the real picture among simulated ones, the same on every machine."""

import numpy as np
import pytest

from benchmark.variation.lineup import PANELS, line_up

REAL = [3.4, 2.1, np.nan, 2.9, 3.8, 2.5]


def test_the_real_one_stands_at_its_place() -> None:
    found = line_up(REAL, 0.2, 0.5, "round")
    assert found.panels.shape == (PANELS, 5)
    known = np.array(REAL)[~np.isnan(REAL)]
    np.testing.assert_allclose(found.panels[found.place], np.sort(known - known.mean())[::-1])
    np.testing.assert_allclose(found.panels.mean(axis=1), 0, atol=1e-12)
    assert (np.diff(found.panels, axis=1) <= 0).all()
    assert found.half_width == 0.5


def test_seed_fixes_pictures_and_place() -> None:
    one, again = (line_up(REAL, 0.2, 0.5, "round") for _ in range(2))
    np.testing.assert_array_equal(one.panels, again.panels)
    assert one.place == again.place == 4  # on every machine
    places = {line_up(REAL, 0.2, 0.5, f"round {number}").place for number in range(400)}
    assert places == set(range(PANELS))


def test_without_differences_the_real_one_is_the_widest_in_1_of_20() -> None:
    random = np.random.default_rng(1)
    widest = 0
    for number in range(600):
        found = line_up(random.normal(0, 0.2, 6), 0.2, 0.5, str(number))
        widest += int(np.argmax(found.panels.var(axis=1))) == found.place
    assert widest / 600 == pytest.approx(0.05, abs=0.025)


@pytest.mark.parametrize(
    ("means", "error", "words"),
    [([3.0, np.nan], 0.2, "two divisions"), ([3.0, 2.0], 0.0, "no noise")],
)
def test_no_line_up(means: list[float], error: float, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        line_up(means, error, 0.5, "round")
