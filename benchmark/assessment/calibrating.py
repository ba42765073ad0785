"""A lead scores the fixed scenes of a questionnaire, which show how strictly each lead scores."""

from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple, TypeVar

from sqlalchemy.orm import Session

from benchmark.assessment.responding import lock, refuse_unless_open
from benchmark.database.rounds import Response, VignetteAnswer
from benchmark.database.schema import now
from benchmark.questionnaire.definition import Questionnaire
from benchmark.variation.leniency import leniency
from benchmark.variation.shapes import PAIR

Levels = dict[str, int]  # by vignette key
Whose = TypeVar("Whose", bound=Hashable)


class LeadLeniency(NamedTuple):
    """Mean difference from the key in levels, as it is and shrunken, with its standard error.

    ``kept`` (0 to 1) is the share of a lead's difference from the mean that shrinking has left.
    """

    raw: float
    shrunken: float
    error: float
    kept: float


def vignette_levels(response: Response) -> Levels:
    return {answer.vignette: answer.level for answer in response.vignette_answers}


def save_vignettes(session: Session, response: Response, levels: Levels, seen: Levels) -> bool:
    """Keep the levels of a page's scenes, all of them; a scene without a level is cleared.

    ``seen`` is what the sender had been shown. False, and nothing is changed, when something else
    is stored by now. Raises ``NotOpen`` for a response that can no longer be changed.
    """
    lock(session, response)
    refuse_unless_open(response)
    stored = vignette_levels(response)
    if stored == levels:
        return True
    if stored != seen:
        return False
    kept = {answer.vignette: answer for answer in response.vignette_answers}
    for key in kept.keys() - levels.keys():
        session.delete(kept[key])
    for key, level in levels.items():
        answer = kept.get(key) or VignetteAnswer(response_id=response.id, vignette=key)
        answer.level, answer.saved_at = level, now()
        session.add(answer)
    session.flush()
    session.expire(response, ["vignette_answers"])
    return True


def leniency_of(
    questionnaire: Questionnaire, responses: Iterable[Response]
) -> dict[str, LeadLeniency]:
    """How leniently each lead scores, by response id, of those who scored every scene.

    Pass all submitted responses of the pool: a lead's leniency is drawn towards theirs. Empty
    with fewer than two such leads. The leads' own scores are never changed by it.
    """
    return leniencies(questionnaire, {each.id: vignette_levels(each) for each in responses})


def leniencies(
    questionnaire: Questionnaire, told: Mapping[Whose, Mapping[str, int]]
) -> dict[Whose, LeadLeniency]:
    """Do the same from the levels that each lead gave to the scenes, by any name of the lead."""
    key = {vignette.key: vignette.level for vignette in questionnaire.vignettes}
    rows = {
        whose: [given[scene] for scene in key]
        for whose, given in told.items()
        if given.keys() == key.keys()
    }
    if not key or len(rows) < PAIR:
        return {}
    found = leniency(list(rows.values()), list(key.values()))
    pairs = zip(found.raw.tolist(), found.shrunken.tolist(), strict=True)
    return {
        each: LeadLeniency(raw, shrunken, found.error, found.kept)
        for each, (raw, shrunken) in zip(rows, pairs, strict=True)
    }
