"""Facts of invented rounds, for the tests of what is said about them."""

from collections.abc import Mapping
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from benchmark.comparison.facts import DivisionFacts, RoundFacts
from benchmark.disclosure.levels import Seat, Viewer
from benchmark.questionnaire.norms import norm_for
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaire
from benchmark.scoring.schedule import Schedule, first_schedule

QUESTIONNAIRE = read_questionnaire(questionnaire_folder() / "management-practice-1.0.yaml")
PRACTICES = len(QUESTIONNAIRE.keys)
READER = Viewer(1, "Executive", (Seat("executive", "ZZN"),))
NAMES = ("Medicine", "Surgery", "Children", "Cancer", "Theatres", "Therapies", "Community")


def facts(
    levels: NDArray[np.int8],
    complete: tuple[int, ...] | None = None,
    evidence: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None,
    *,
    closed: bool = False,
    schedule: Schedule | None = None,
    agreed: NDArray[np.int8] | None = None,
) -> RoundFacts:
    """Facts of a round with ``levels`` (divisions, 3, practices)."""
    counts = complete or (3,) * len(levels)
    return RoundFacts(
        trust_code="ZZN",
        trust_name="Invented North NHS Trust",
        invented=True,
        round_id="round",
        round_title="Round 2026",
        closed=closed,
        data_cut=datetime(2026, 10, 31, 12, 0, tzinfo=UTC),
        questionnaire=QUESTIONNAIRE,
        schedule=schedule or first_schedule(),
        norm=norm_for(QUESTIONNAIRE, "united-kingdom"),
        divisions=tuple(
            DivisionFacts(name.lower(), name, count, released=count == 3)
            for name, count in zip(NAMES, counts, strict=False)
        ),
        levels=levels.astype(np.int8),
        agreed=np.zeros(levels.shape[::2], np.int8) if agreed is None else agreed,
        shared_evidence=evidence or {},
        software="0.0",
    )


def spread(seed: int, divisions: int, effect: float = 0.0, noise: float = 0.4) -> NDArray[np.int8]:
    """Random levels: division effects of the given SD, and the leads' noise."""
    draw = np.random.default_rng(seed)
    truth = 3 + draw.normal(0, effect, (divisions, 1, 1))
    drawn = truth + draw.normal(0, noise, (divisions, 3, PRACTICES))
    return np.clip(np.rint(drawn), 1, 5).astype(np.int8)


def decidable(seed: int, divisions: int = 7, noise: float = 0.4) -> NDArray[np.int8]:
    """Levels of a round with something for each list.

    Practices 0 to 3 differ widely between divisions, 4 to 7 are low in all, 8 to 11 high in all.
    """
    draw = np.random.default_rng(seed)
    truth = np.full((divisions, 1, PRACTICES), 3.0)
    truth[:, 0, :4] += np.linspace(-1.9, 1.9, divisions)[:, None]
    truth[:, :, 4:8] = 1.4
    truth[:, :, 8:12] = 4.4
    drawn = truth + draw.normal(0, noise, (divisions, 3, PRACTICES))
    return np.clip(np.rint(drawn), 1, 5).astype(np.int8)
