"""The words that say how a schedule makes figures of levels."""

from benchmark.comparison.counting import scoring_words
from benchmark.scoring.schedule import first_schedule
from tests.comparison.facts import QUESTIONNAIRE

FIRST = first_schedule()


def words(**changed: object) -> str:
    return scoring_words(QUESTIONNAIRE, FIRST.model_copy(update=changed))


def test_the_first_schedule_says_that_every_practice_counts_the_same() -> None:
    assert words() == (
        "A section's figure is the mean of its practices. The overall figure is the mean of all "
        "practices, not of the sections, so that every practice counts the same. A section needs "
        "half of its practices answered, the overall figure seven in ten; otherwise the report "
        "says so."
    )


def test_shares_are_said_in_words() -> None:
    assert "A section needs two in three of its" in words(section_share="2/3")
    assert "the overall figure four in five;" in words(overall_share="4/5")
    assert "the overall figure all;" in words(overall_share="1/1")
    assert "the overall figure 19 in 20;" in words(overall_share="19/20")


def test_weights_and_moves_name_their_practices() -> None:
    told = words(weights={"clear-roles": 0.5, "talent": 3.0, "handover": 0.5, "tracking": 1.0})
    names = {p.key: p.name for p in QUESTIONNAIRE.practices}
    assert (
        f"{names['clear-roles']} and {names['handover']} count half as much; {names['talent']} "
        "counts 3 times as much. Every other practice counts once."
    ) in told
    assert names["tracking"] not in told
    moved = words(sections={"partners": "working-as-three"})
    section = next(s.name for s in QUESTIONNAIRE.sections if s.key == "working-as-three")
    assert f"{names['partners']} counts in the section {section}." in moved
