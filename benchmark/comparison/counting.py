"""How a scoring schedule makes figures of levels, in the words that readers are given."""

from collections import defaultdict
from fractions import Fraction

from benchmark.comparison.wording import in_words, joined
from benchmark.questionnaire.definition import Questionnaire
from benchmark.scoring.schedule import Schedule

HALF = Fraction(1, 2)


def scoring_words(questionnaire: Questionnaire, schedule: Schedule) -> str:
    """How sections and the overall figure come about under a schedule: one short paragraph."""
    needs = (
        f"A section needs {_share(schedule.section_fraction)} of its practices answered, the "
        f"overall figure {_share(schedule.overall_fraction)}; otherwise the report says so."
    )
    return " ".join([_means(questionnaire, schedule), *_moved(questionnaire, schedule), needs])


def _means(questionnaire: Questionnaire, schedule: Schedule) -> str:
    if not schedule.weights:
        return (
            "A section's figure is the mean of its practices. The overall figure is the mean of "
            "all practices, not of the sections, so that every practice counts the same."
        )
    return (
        "A section's figure is the weighted mean of its practices. The overall figure is the "
        f"weighted mean of all practices, not of the sections. {_weights(questionnaire, schedule)}"
    )


def _weights(questionnaire: Questionnaire, schedule: Schedule) -> str:
    """Which practices count more or less often than once, by weight."""
    groups: dict[float, list[str]] = defaultdict(list)
    for practice in questionnaire.practices:
        groups[schedule.weights.get(practice.key, 1.0)].append(practice.name)
    groups.pop(1.0, None)
    parts = [
        f"{joined(names)} {'counts' if len(names) == 1 else 'count'} {_much(weight)}"
        for weight, names in sorted(groups.items())
    ]
    return f"{'; '.join(parts)}. Every other practice counts once." if parts else ""


def _much(weight: float) -> str:
    return "half as much" if weight == HALF else f"{weight:g} times as much"


def _moved(questionnaire: Questionnaire, schedule: Schedule) -> list[str]:
    names = {section.key: section.name for section in questionnaire.sections}
    return [
        f"{practice.name} counts in the section {names[schedule.sections[practice.key]]}."
        for practice in questionnaire.practices
        if practice.key in schedule.sections
    ]


def _share(share: Fraction) -> str:
    if share == 1:
        return "all"
    if share == HALF:
        return "half"
    return f"{in_words(share.numerator)} in {in_words(share.denominator)}"
