"""Two rounds beside each other are found by the key of a division."""

import pytest

from tests.comparison.two_rounds import moved, same_leads


def test_a_division_is_found_by_its_key() -> None:
    since = moved(*same_leads(1, 4)).since
    assert since
    assert since.division("surgery").name == "Surgery"
    with pytest.raises(StopIteration):
        since.division("nowhere")
