"""The invented answers: believable differences between divisions, roles and leads, from one seed.

Nothing here describes a real person, division or trust.
"""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from benchmark.database.people import LEAD_ROLES
from benchmark.scoring.answers import DO_NOT_KNOW, DOES_NOT_APPLY

Levels = dict[tuple[str, str, str], int]  # (division, role, practice) -> packed answer

SEED = 1948
DIVISIONS = {
    "medicine": "Medicine",
    "surgery": "Surgery",
    "women-and-children": "Women and Children",
    "urgent-care": "Emergency and Urgent Care",
    "cancer": "Cancer and Specialist",
    "diagnostics": "Diagnostics and Therapies",
    "community": "Community and Older People",
}
START, FIRST_CHANGE, SECOND_CHANGE = date(2022, 4, 1), date(2024, 5, 13), date(2025, 3, 3)
LEADS = (
    ("medicine", "clinical", "Dr Amara Whitlock", START, None),
    ("medicine", "operational", "Callum Prewett", START, None),
    ("medicine", "nursing", "Bronwen Achterberg", START, None),
    ("surgery", "clinical", "Dr Idris Fennimore", START, None),
    ("surgery", "operational", "Oriel Standish", START, FIRST_CHANGE),
    ("surgery", "operational", "Tobias Lantry", FIRST_CHANGE.replace(day=14), None),
    ("surgery", "nursing", "Nkechi Marlborne", START, None),
    ("women-and-children", "clinical", "Dr Saoirse Tindall", START, None),
    ("women-and-children", "operational", "Perpetua Quayle", START, None),
    ("women-and-children", "nursing", "Hollis Abernant", START, SECOND_CHANGE),
    ("women-and-children", "nursing", "Zainab Corrigell", SECOND_CHANGE.replace(day=4), None),
    ("urgent-care", "clinical", "Dr Emrys Valcourt", START, None),
    ("urgent-care", "operational", "Delphine Osgathorpe", START, None),
    ("urgent-care", "nursing", "Kwabena Littlemore", START, None),
    ("cancer", "clinical", "Dr Rosalind Haverkamp", START, None),
    ("cancer", "operational", "Mungo Trevanion", START, None),
    ("cancer", "nursing", "Ottilie Banerjee-Frost", START, None),
    ("diagnostics", "clinical", "Dr Leopold Sandiford", START, None),
    ("diagnostics", "operational", "Yewande Crickmay", START, None),
    ("diagnostics", "nursing", "Fergus Ollerenshaw", START, None),
    ("community", "clinical", "Dr Petronella Ashgrove", START, None),
    ("community", "operational", "Barnaby Nwosu-Lyle", START, None),
    ("community", "nursing", "Gwendolen Tarrant", START, None),
)
LEADERS = {
    "executive": "Marguerite Oldacre",
    "improvement": "Rafferty Dunmoor",
    "coordinator": "Philippa Ekwueme",
    "national": "National Team",
}

# uneven: strong next door, weak here; low: weak in every division
UNEVEN = ("tracking", "review", "dialogue", "follow-through")
UNEVEN_BY_DIVISION = (-0.4, 1.6, 0.2, -1.3, 1.5, -1.2, -0.3)
LOW = ("protected-time", "development", "managers-valued", "talent")
STRONG = ("standard-pathways", "reasons-for-standards", "partners", "clear-roles")
DIVISION_EFFECT = (0.05, 0.45, 0.0, -0.45, 0.4, -0.1, -0.15)
ROLE_EFFECT = (-0.05, 0.15, -0.1)
# in urgent care the operational lead sees what the other two do not
DISAGREE, DISAGREEMENT = "urgent-care", (-0.8, 1.3, -0.6)
DISAGREE_ON = (
    *("deciding-together", "clear-roles", "front-line-voice", "handover", "spreading"),
    *("few-priorities", "clarity", "target-links", "follow-through", "partners"),
)


def invent(practices: tuple[str, ...], rounds: int) -> list[Levels]:
    """One set of levels for each yearly round; divisions move a little from year to year."""
    draw = np.random.default_rng(SEED)
    truth = _truth(practices, draw)  # (divisions, practices)
    leniency = draw.normal(0, 0.22, (len(DIVISIONS), len(LEAD_ROLES)))
    drift = draw.normal(0.08, 0.12, truth.shape)
    return [
        _observed(practices, truth + year * drift, leniency, draw)
        for year in range(1 - rounds, 1)  # the newest round shows the truth
    ]


def _truth(practices: tuple[str, ...], draw: np.random.Generator) -> NDArray[np.float64]:
    base = draw.normal(3.0, 0.3, len(practices))
    truth: NDArray[np.float64] = base + np.array(DIVISION_EFFECT)[:, None]
    truth = truth + draw.normal(0, 0.22, truth.shape)
    for column, key in enumerate(practices):
        if key in UNEVEN:
            truth[:, column] = 2.9 + np.array(UNEVEN_BY_DIVISION)
        elif key in LOW:
            truth[:, column] = 1.8 + draw.normal(0, 0.15, len(DIVISIONS))
        elif key in STRONG:
            truth[:, column] += 0.7
    return truth


def _observed(
    practices: tuple[str, ...],
    truth: NDArray[np.float64],
    leniency: NDArray[np.float64],
    draw: np.random.Generator,
) -> Levels:
    """What each lead answers: the truth, the lead's own view, and the noise of the day."""
    levels: Levels = {}
    for row, division in enumerate(DIVISIONS):
        for column, role in enumerate(LEAD_ROLES):
            view = truth[row] + ROLE_EFFECT[column] + leniency[row, column]
            view = view + draw.normal(0, 0.42, len(practices))
            for place, key in enumerate(practices):
                apart = DISAGREEMENT[column] if _disagree(division, key) else 0.0
                levels[division, role, key] = int(np.clip(np.rint(view[place] + apart), 1, 5))
    _leave_some_without_level(levels)
    return levels


def _disagree(division: str, practice: str) -> bool:
    return division == DISAGREE and practice in DISAGREE_ON


def _leave_some_without_level(levels: Levels) -> None:
    """A few leads cannot say, and one practice does not apply to one division."""
    levels["diagnostics", "nursing", "promotion"] = DO_NOT_KNOW
    levels["community", "clinical", "stretch"] = DO_NOT_KNOW
    for role in LEAD_ROLES:
        levels["diagnostics", role, "patient-flow"] = DOES_NOT_APPLY
        levels["urgent-care", role, "attraction"] = DO_NOT_KNOW
