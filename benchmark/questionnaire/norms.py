"""Outside norms: published figures that stand beside ours as context, never as a verdict."""

from benchmark.questionnaire.definition import Norm, Questionnaire


def norm_for(questionnaire: Questionnaire, key: str) -> Norm | None:
    """Return the norm of that key, or None if the questionnaire has none."""
    return next((norm for norm in questionnaire.norms if norm.key == key), None)


def comparable_practices(questionnaire: Questionnaire, norm: Norm) -> tuple[str, ...]:
    """Return the keys of the practices whose sections the norm covers, in the order of the file."""
    return tuple(
        practice.key
        for section in questionnaire.sections
        if section.key in norm.sections
        for practice in section.practices
    )
