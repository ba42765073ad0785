"""What two versions of a questionnaire share: only that may be compared over rounds."""

from collections import Counter
from typing import Literal, NamedTuple

from benchmark.questionnaire.definition import Origin, Practice, Previous, Questionnaire

Kind = Literal["same", "reworded", "split", "merged", "added"]


class LeftOut(NamedTuple):
    """A practice that is no part of a comparison, and why in plain words."""

    key: str
    name: str
    why: str


class Descent(NamedTuple):
    """What became of old practices in one new practice."""

    kind: Kind
    origins: tuple[str, ...]
    comparable: bool
    note: str


def comparable_keys(new: Questionnaire, old: Questionnaire) -> dict[str, str]:
    """Return the old key of each new practice that means the same: {new key: old key}.

    Only one-to-one pairs that the crosswalk of ``new`` calls comparable, in the order of ``new``.
    Empty unless ``old`` is the same version or the declared version before ``new``.
    """
    if not_connected(new, old):
        return {}
    pairs = ((key, descent) for key, descent in descents(new, old).items() if descent.comparable)
    return {key: descent.origins[0] for key, descent in pairs}


def left_out(new: Questionnaire, old: Questionnaire) -> tuple[LeftOut, ...]:
    """Return the practices that ``comparable_keys`` leaves out: of ``new``, then the dropped."""
    reason = not_connected(new, old)
    if reason:
        return tuple(LeftOut(each.key, each.name, reason) for each in new.practices)
    names = {practice.key: practice.name for practice in old.practices}
    origins = descents(new, old)
    changed = tuple(
        LeftOut(each.key, each.name, _reason(origins[each.key], new, old, names))
        for each in new.practices
        if not origins[each.key].comparable
    )
    return changed + _dropped(new, old)


def not_connected(new: Questionnaire, old: Questionnaire) -> str | None:
    """Return why nothing of two questionnaires can be compared, or None if something can."""
    if new.name != old.name:
        return f"{new.identity} and {old.identity} are different questionnaires"
    if old.version in (new.version, _previous(new).version):
        return None
    return f"version {new.version} does not say what became of the practices of {old.version}"


def descents(new: Questionnaire, old: Questionnaire) -> dict[str, Descent]:
    """Return what each practice of ``new`` was in ``old``; ``old`` is the version before it."""
    listed = {} if new.version == old.version else _listed(new)
    origins = {each.key: _origins(each, listed, old) for each in new.practices}
    uses = Counter(origin for each in origins.values() for origin in each)
    return {key: _descent(origins[key], uses, listed.get(key)) for key in origins}


def _previous(questionnaire: Questionnaire) -> Previous:
    nothing = Previous(version=questionnaire.version)
    return questionnaire.previous or nothing


def _listed(new: Questionnaire) -> dict[str, Origin]:
    return {origin.key: origin for origin in _previous(new).practices}


def _origins(practice: Practice, listed: dict[str, Origin], old: Questionnaire) -> tuple[str, ...]:
    if practice.key in listed:
        return listed[practice.key].origins
    return (practice.key,) if practice.key in old.keys else ()


def _descent(origins: tuple[str, ...], uses: Counter[str], listed: Origin | None) -> Descent:
    kind = _kind(origins, uses, listed)
    one_to_one = kind in ("same", "reworded")
    comparable = one_to_one and (listed is None or listed.comparable)
    return Descent(kind, origins, comparable, listed.note if listed else "")


def _kind(origins: tuple[str, ...], uses: Counter[str], listed: Origin | None) -> Kind:
    if not origins:
        return "added"
    if len(origins) > 1:
        return "merged"
    if uses[origins[0]] > 1:
        return "split"
    return "reworded" if listed else "same"


def _reason(descent: Descent, new: Questionnaire, old: Questionnaire, names: dict[str, str]) -> str:
    before = " and ".join(f"“{names.get(origin, origin)}”" for origin in descent.origins)
    wordings: dict[Kind, str] = {
        "added": f"new in version {new.version}",
        "merged": f"brings together {before} of version {old.version}",
        "split": f"one part of {before} of version {old.version}",
    }
    wording = wordings.get(descent.kind, f"{before} asked something else in version {old.version}")
    return f"{wording}. {descent.note}" if descent.note else wording


def _dropped(new: Questionnaire, old: Questionnaire) -> tuple[LeftOut, ...]:
    if new.version == old.version:
        return ()
    notes = {dropped.key: dropped.note for dropped in _previous(new).dropped}
    return tuple(
        LeftOut(each.key, each.name, f"not asked in version {new.version}. {notes[each.key]}")
        for each in old.practices
        if each.key in notes
    )
