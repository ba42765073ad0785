"""Freezing: a questionnaire version is stored whole when a round first uses it.

Rounds read the stored copy from then on. Its file may go, but it may not change under the same
version number.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from benchmark.assessment.changed_texts import changed_texts, difference_in_lines
from benchmark.comparison.wording import local_day
from benchmark.database.questionnaires import FrozenQuestionnaire
from benchmark.database.rounds import Round
from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.source import FaultyQuestionnaire, read_questionnaires

MOST_SHOWN = 30  # differences; more of them are counted
WHAT_TO_DO = (
    "Nothing was changed: rounds keep to the stored text. Put its words back into the file, or "
    "give the file a new version: a version number that no round has used."
)

Files = Mapping[str, Questionnaire]  # by identity, as the folder of questionnaires has them
READ: dict[str, Questionnaire] = {}  # by the hash of their content


class FrozenFault(Exception):
    """What rounds use and what there is do not agree; the text says how and what to do."""


def freeze(session: Session, questionnaire: Questionnaire) -> FrozenQuestionnaire:
    """Store a version whole, once; a second call returns the first copy.

    Raises ``FrozenFault`` with the difference if another text is stored under this version.
    """
    kept = session.get(FrozenQuestionnaire, questionnaire.identity) or _keep(session, questionnaire)
    if trouble := _difference(kept, questionnaire):
        raise FrozenFault(trouble)
    return kept


def questionnaire_of(asked: Round) -> Questionnaire:
    """Return the questionnaire of a round as it was frozen; whatever has become of its file.

    Its text is long, and whoever answers asks for it with every practice: what this process has
    read once is known by its hash, which no other text has.
    """
    known = READ.get(asked.questionnaire_hash)
    if known is None:
        known = READ[asked.questionnaire_hash] = thawed(asked.frozen)
    return known


def thawed(frozen: FrozenQuestionnaire) -> Questionnaire:
    """Return the stored questionnaire; ``FrozenFault`` if it is not what was stored."""
    if not frozen.content:
        raise FrozenFault(_without_text(frozen))
    return _read(frozen.content, frozen.content_hash)


def refuse_changed(session: Session, files: Files) -> None:
    """Raise ``FrozenFault`` with every way in which the files differ from what rounds use.

    A version without a file is as good as ever, and so is a file that no round has used.
    """
    troubles = (_trouble(frozen, files.get(frozen.identity)) for frozen in _versions(session))
    if told := [trouble for trouble in troubles if trouble]:
        raise FrozenFault("\n\n".join(told))


def read_unchanged(session: Session, folder: Path) -> dict[str, Questionnaire]:
    """Return the questionnaires of a folder, none of which differs from what rounds use.

    A difference is told before other faults (``FaultyQuestionnaire``): an edit of a used version
    also breaks the crosswalk of the next one, and to mend that would be the wrong advice.
    """
    try:
        files = read_questionnaires(folder)
    except FaultyQuestionnaire as faulty:
        refuse_changed(session, faulty.readable)
        raise
    refuse_changed(session, files)
    return files


def versions_without_text(session: Session) -> list[FrozenQuestionnaire]:
    """Return the versions of which an older database has the hash only."""
    return [frozen for frozen in _versions(session) if not frozen.content]


def give_texts(missing: Iterable[FrozenQuestionnaire], files: Files) -> str:
    """Store the texts of files with the right hash; returns what to do about the others."""
    troubles = []
    for frozen in missing:
        file = files.get(frozen.identity)
        if file and file.content_hash == frozen.content_hash:
            frozen.content = _text(file)
        else:
            troubles.append(_without_text(frozen))
    return "\n\n".join(troubles)


def _versions(session: Session) -> list[FrozenQuestionnaire]:
    return list(session.scalars(select(FrozenQuestionnaire).order_by(FrozenQuestionnaire.identity)))


def _keep(session: Session, questionnaire: Questionnaire) -> FrozenQuestionnaire:
    kept = FrozenQuestionnaire(
        identity=questionnaire.identity,
        content_hash=questionnaire.content_hash,
        content=_text(questionnaire),
    )
    try:
        with session.begin_nested():
            session.add(kept)
    except IntegrityError:  # another round was opened in the same moment, and stored it first
        return session.get_one(FrozenQuestionnaire, questionnaire.identity)
    return kept


def _text(questionnaire: Questionnaire) -> str:
    return questionnaire.model_dump_json(exclude_defaults=True)


@lru_cache(maxsize=64)
def _read(content: str, content_hash: str) -> Questionnaire:
    try:
        questionnaire = Questionnaire.model_validate_json(content, strict=True)
    except ValidationError as invalid:
        raise FrozenFault(
            "a questionnaire stored in the database cannot be read by this software; install the "
            f"software that stored it, or newer ({invalid.error_count()} faults)"
        ) from invalid
    if questionnaire.content_hash != content_hash:
        raise FrozenFault(
            f"{questionnaire.identity} in the database is not what was stored there: its hash is "
            f"{questionnaire.content_hash}, not {content_hash}; restore the database from a backup"
        )
    return questionnaire


def _trouble(frozen: FrozenQuestionnaire, file: Questionnaire | None) -> str:
    """Say what is wrong with a stored version beside its file; nothing if all is well."""
    try:
        thawed(frozen)
    except FrozenFault as fault:
        return str(fault)
    return _difference(frozen, file) if file else ""


def _difference(frozen: FrozenQuestionnaire, file: Questionnaire) -> str:
    if file.content_hash == frozen.content_hash:
        return ""
    changed = changed_texts(thawed(frozen), file)
    lines = list(difference_in_lines(changed[:MOST_SHOWN]))
    if len(changed) > MOST_SHOWN:
        lines.append(f"and {len(changed) - MOST_SHOWN} more differences")
    head = (
        f"{frozen.identity} has changed since a round first used it, on "
        f"{local_day(frozen.frozen_at)} (- the text that rounds use, + the file):"
    )
    return "\n".join([head, "", *lines, "", WHAT_TO_DO])


def _without_text(frozen: FrozenQuestionnaire) -> str:
    return (
        f"rounds use {frozen.identity}, but this database comes from older software and does not "
        "hold its text. Put the file with the content hash "
        f"{frozen.content_hash} into the folder of questionnaires and run benchmark migrate"
    )
