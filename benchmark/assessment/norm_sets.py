"""Norm sets: a pool published for comparison, and the one that a round stands beside."""

import hashlib
import json
from collections.abc import Collection
from datetime import datetime

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from benchmark.assessment.calendar import london_day
from benchmark.assessment.mergers import line_of
from benchmark.assessment.pooled_units import Unit, Whose, named_twice, trusts_that_differ, whose
from benchmark.comparison.facts import PoolFacts
from benchmark.comparison.pooled_norm import COMPARABLE, OVERALL
from benchmark.comparison.wording import joined
from benchmark.database.agreements import Release
from benchmark.database.norm_sets import NormSet
from benchmark.database.questionnaires import FrozenQuestionnaire
from benchmark.database.rounds import Round
from benchmark.disclosure.levels import FEWEST_TRUSTS
from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.norms import comparable_practices, norm_for

ALL = "all"
COVERED_SHARE = 0.7  # of the practices of the outside norm must have a mean, as for a division

Shown = tuple[str, float | None, int]  # key, mean over trusts, trusts; 0 trusts: hidden


class PublishingRefused(Exception):
    """A pool that may not be published; the text says by which rule."""


class Mean(BaseModel):
    """What a norm set takes of a distribution."""

    model_config = ConfigDict(frozen=True)
    mean: float
    trusts: int


class PooledNorms(BaseModel):
    """What a norm set takes of a pool's norms: the figures of all trusts, or why there are none."""

    model_config = ConfigDict(frozen=True)
    overall: dict[str, Mean | str]
    sections: dict[str, dict[str, Mean | str]]
    practices: dict[str, dict[str, Mean | str]]


class PublishedPool(BaseModel):
    """One pool of ``benchmark pool run --out``."""

    model_config = ConfigDict(frozen=True)
    questionnaire: str
    content_hash: str
    invented: bool
    members: tuple[Unit, ...]
    norms: PooledNorms


class PoolFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    pools: tuple[PublishedPool, ...]


def read_pools(text: str) -> tuple[PublishedPool, ...]:
    """The pools of a result; ``PublishingRefused`` for a text that is none."""
    try:
        return PoolFile.model_validate_json(text).pools
    except ValidationError as invalid:
        first = invalid.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise PublishingRefused(f"this is no pool: {where}: {first['msg']}") from invalid


def publish(session: Session, pool: PublishedPool, moment: datetime) -> NormSet:
    """Store a pool as the next norm set of its questionnaire; the rows before it stay.

    Raises ``PublishingRefused`` where between 1 and 4 trusts differ from a set that was published
    before, since whoever has both could subtract them; for a round that is in it twice; or for a
    questionnaire unknown here.
    """
    frozen = session.get(FrozenQuestionnaire, pool.questionnaire)
    if frozen is None or frozen.content_hash != pool.content_hash:
        raise PublishingRefused(f"no round here uses {pool.questionnaire} with this text")
    before = _published(session, pool.questionnaire, invented=pool.invented)
    members = whose(session, pool.questionnaire, pool.members)
    _refuse_repeated(members)
    for each in before:
        _refuse_subtraction(session, each, members.values())
    figures = json.dumps(_figures(pool), sort_keys=True)
    made = NormSet(
        questionnaire=pool.questionnaire,
        invented=pool.invented,
        number=len(before) + 1,
        trusts=len(pool.members),
        members=json.dumps(sorted(pool.members)),
        figures=figures,
        figures_hash=hashlib.sha256(figures.encode()).hexdigest(),
        published_at=moment,
    )
    session.add(made)
    session.flush()
    return made


def _refuse_repeated(members: dict[Unit, Whose]) -> None:
    if twice := named_twice(members):
        raise PublishingRefused(
            f"{joined([' '.join(unit) for unit in twice])} are one round: the trust took another "
            "code between two exports. Export all partitions anew, and pool those"
        )


def _refuse_subtraction(session: Session, before: NormSet, members: Collection[Whose]) -> None:
    stored = [(trust, month) for trust, month in json.loads(before.members)]
    others = whose(session, before.questionnaire, stored).values()
    fewest, most = trusts_that_differ(session, others, members)
    if most and fewest < FEWEST_TRUSTS:
        few = "only" if fewest == most else "perhaps only"  # not known whose a round is
        raise PublishingRefused(
            f"{few} {fewest} of its trusts differ from norm set {before.number}: whoever has "
            f"both could subtract them. Wait until at least {FEWEST_TRUSTS} have changed"
        )


def _published(session: Session, questionnaire: str, *, invented: bool) -> list[NormSet]:
    query = (
        select(NormSet)
        .where(NormSet.questionnaire == questionnaire, NormSet.invented == invented)
        .order_by(NormSet.number)
    )
    return list(session.scalars(query))


def _figures(pool: PublishedPool) -> dict[str, dict[str, Shown]]:
    return {
        "overall": {OVERALL: _shown(OVERALL, pool.norms.overall)},
        "sections": {key: _shown(key, each) for key, each in pool.norms.sections.items()},
        "practices": {key: _shown(key, each) for key, each in pool.norms.practices.items()},
    }


def _shown(key: str, groups: dict[str, Mean | str]) -> Shown:
    """The figure of all trusts; what the pool hides, and what is of too few, is hidden here."""
    found = groups[ALL]
    if isinstance(found, str) or found.trusts < FEWEST_TRUSTS:
        return key, None, 0
    return key, round(found.mean, 2), found.trusts


# made once: putting a statement together takes longer than running it
LAST_RELEASE = select(func.max(Release.released_at)).where(Release.round_id == bindparam("asked"))
NEWEST = (
    select(NormSet)
    .where(
        NormSet.questionnaire == bindparam("questionnaire"),
        NormSet.invented == bindparam("invented"),
        NormSet.published_at <= bindparam("moment"),
    )
    .order_by(NormSet.number.desc())
    .limit(1)
)


def norm_set_for(
    session: Session, asked: Round, questionnaire: Questionnaire, norm: str, moment: datetime | None
) -> PoolFacts | None:
    """The newest norm set at ``moment``, or at the round's last release; None without either.

    ``norm``: the key of the outside norm whose practices make up the comparable figure.
    """
    at = moment or session.scalar(LAST_RELEASE, {"asked": asked.id})
    if at is None:
        return None
    wanted = {"questionnaire": asked.questionnaire, "invented": asked.trust.invented, "moment": at}
    found = session.scalar(NEWEST, wanted)
    line = {trust.code for trust in line_of(asked.trust)}
    return None if found is None else _facts(found, line, questionnaire, norm)


def _facts(
    found: NormSet, line: Collection[str], questionnaire: Questionnaire, norm: str
) -> PoolFacts:
    """``line``: the codes of all trusts that are one today; their readers know each of them."""
    stored = json.loads(found.figures)
    published = norm_for(questionnaire, norm)
    covered = comparable_practices(questionnaire, published) if published else ()
    figures = [*stored["overall"].values(), *stored["sections"].values()]
    figures += [comparable(stored["practices"], covered)] if covered else []
    return PoolFacts(
        number=found.number,
        published=london_day(found.published_at),
        trusts=found.trusts,
        of_this_trust=len({code for code, _ in json.loads(found.members)}.intersection(line)),
        figures=tuple((key, value, trusts) for key, value, trusts in figures),
    )


def comparable(practices: dict[str, Shown], covered: tuple[str, ...]) -> Shown:
    """The mean of the covered practices' means, of as many trusts as the fewest of them has."""
    known = [practices[key] for key in covered if key in practices]
    means = [(value, trusts) for _, value, trusts in known if value is not None]
    if len(means) < COVERED_SHARE * len(covered):
        return COMPARABLE, None, 0
    value = sum(value for value, _ in means) / len(means)
    return COMPARABLE, round(value, 2), min(trusts for _, trusts in means)
