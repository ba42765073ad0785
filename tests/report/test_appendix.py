"""What stands behind the brief, for divisions with and without an earlier round."""

import dataclasses

from benchmark.comparison import wording
from benchmark.comparison.division_content import content_of
from benchmark.comparison.rounds_compared import NO_BAND, rounds_compared
from benchmark.report.division import division_report
from benchmark.scoring.schedule import first_schedule
from tests.reading import flat, page_texts
from tests.samples import sample_questionnaire, seven_divisions


def _text(formed_from: dict[str, tuple[str, ...]]) -> str:
    asked = sample_questionnaire()
    later = dataclasses.replace(seven_divisions(), questionnaire_hash=asked.content_hash)
    asked_then = tuple(each for each in later.divisions if each.key not in formed_from)
    before = dataclasses.replace(later, round_title="Spring round 2026", divisions=asked_then)
    over = rounds_compared(before, later, asked, asked, first_schedule(), formed_from)
    return flat(" ".join(page_texts(division_report(content_of(later, asked, "d1", over)))))


def test_the_last_round_stands_beside_this_one_without_a_word_on_change() -> None:
    text = _text({})
    division = seven_divisions().division("d1")
    assert "Autumn round 2026 beside Spring round 2026" in text
    assert NO_BAND in text
    mean = wording.mean(division.overall)
    assert f"Mean of the practices compared {mean} {mean}" in text
    assert "Building talent 5 5" in text


def test_a_division_that_was_formed_since_says_so_instead() -> None:
    text = _text({"d1": ("Surgery", "Theatres")})
    assert "it was formed from Surgery and Theatres since" in text
    assert "Mean of the practices compared" not in text


def test_without_an_earlier_round_it_says_so() -> None:
    content = content_of(seven_divisions(), sample_questionnaire(), "d1")
    text = flat(" ".join(page_texts(division_report(content))))
    assert "No earlier round of this trust can stand beside this one." in text
