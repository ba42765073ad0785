"""A packed sheet: one lead's answers, one signed byte a practice, in the questionnaire's order."""

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmark.questionnaire.located import did_you_mean
from benchmark.scoring.answers import FORM_WORDS, HIGHEST, LOWEST, NOTHING


def pack(questionnaire_keys: Sequence[str], answers: Mapping[str, int]) -> bytes:
    """Return the sheet of the answers by practice key; a practice without answer is 0.

    Raises ``ValueError`` for an unknown practice or a number that is no answer.
    """
    known = frozenset(questionnaire_keys)
    for key, answer in answers.items():
        if key not in known:
            hint = did_you_mean(key, questionnaire_keys)
            raise ValueError(f"'{key}' is not a practice of this questionnaire{hint}")
        if answer not in FORM_WORDS:
            raise ValueError(f"{key}: {answer} is not an answer: {LOWEST} to {HIGHEST}")
    row = [int(answers.get(key, NOTHING)) for key in questionnaire_keys]
    return np.array(row, dtype=np.int8).tobytes()


def unpack(sheet: bytes) -> NDArray[np.int8]:
    """Return the answers (practices,) of a sheet, read-only.

    Raises ``ValueError`` for a byte that is no answer.
    """
    levels = np.frombuffer(sheet, dtype=np.int8)
    strangers = np.flatnonzero((levels < LOWEST) | (levels > HIGHEST))
    if strangers.size:
        position = int(strangers[0])
        message = f"byte {position + 1} of {levels.size} is {levels[position]}, which is no answer"
        raise ValueError(f"the sheet is damaged: {message}")
    return levels


def sheet_hash(identity: str, sheet: bytes) -> str:
    """Return SHA-256 (hex) over the questionnaire's identity, a line feed and the sheet."""
    return hashlib.sha256(identity.encode() + b"\n" + sheet).hexdigest()
