"""What three invented leads see of themselves, for the tests of what is said about it."""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from random import Random

from benchmark.comparison.fingerprint import hash_of
from benchmark.comparison.inside import (
    ROLES,
    Dissent,
    Inside,
    Post,
    PracticeInside,
    SectionInside,
    Voice,
)
from tests.samples import sample_questionnaire

Answers = Mapping[str, Sequence[int]]  # practice -> packed answers in the order of ROLES
MOMENT = datetime(2026, 10, 24, 22, 41, tzinfo=UTC)
KEYS = sample_questionnaire().keys


def inside_of(
    answers: Answers,
    agreed: Mapping[str, int | None] | None = None,
    texts: Mapping[str, str] | None = None,
    answered: int = 3,
) -> Inside:
    """Every practice at level 3 but for ``answers``; ``agreed`` None: left open."""
    questionnaire, agreed, texts = sample_questionnaire(), agreed or {}, texts or {}
    draft = Inside(
        trust_code="ZZN",
        trust_name="North Invented Hospitals NHS Trust",
        division_key="d1",
        division_name="Surgery and theatres",
        round_id="r7f3k2",
        round_title="Autumn round 2026",
        invented=True,
        data_cut=MOMENT,
        questionnaire=questionnaire.identity,
        questionnaire_hash=questionnaire.content_hash,
        software="0.1.0",
        scale=questionnaire.scale,
        posts=tuple(
            Post(role, MOMENT if place < answered else None, 1, paper=False)
            for place, role in enumerate(ROLES)
        ),
        practices=tuple(
            _practice(key, name, section, answers.get(key, (3, 3, 3)), agreed, texts)
            for key, name, section in (
                (p.key, p.name, s.name) for s in questionnaire.sections for p in s.practices
            )
        ),
        sections=(
            SectionInside("operations", "Operations", ("yes", "partly", "no")),
            SectionInside("people", "People", ("yes", None, "yes")),
        ),
        content_hash="",
    )
    return dataclasses.replace(draft, content_hash=hash_of(dataclasses.asdict(draft)))


def _practice(
    key: str,
    name: str,
    section: str,
    answers: Sequence[int],
    agreed: Mapping[str, int | None],
    texts: Mapping[str, str],
) -> PracticeInside:
    level, text = agreed.get(key), texts.get(key, "")
    return PracticeInside(
        key,
        name,
        section,
        tuple(Voice(role, a, text) for role, a in zip(ROLES, answers, strict=True)),
        "" if key not in agreed else "agreed" if level else "open",
        level,
        text,
        (Dissent("nursing", text),) if text else (),
    )


def some_inside(seed: int = 1) -> Inside:
    """A division as divisions are: mostly near each other, some apart, some silent."""
    draw = Random(seed)
    answers = {key: [_level(draw) for _ in ROLES] for key in KEYS}
    for key in draw.sample(KEYS, 3):
        answers[key][draw.randrange(3)] = draw.choice((0, -1, -2, -3))
    agreed: dict[str, int | None] = {
        key: sorted(answers[key])[1] for key in KEYS[:20] if min(answers[key]) > 0
    }
    return inside_of(answers, agreed | dict.fromkeys(KEYS[20:24]), {KEYS[0]: "Journey map."})


def _level(draw: Random) -> int:
    return min(5, max(1, round(draw.gauss(3.2, 0.9))))
