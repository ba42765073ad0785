"""Whether a new version says what became of every practice of the version before it."""

from collections.abc import Iterable, Iterator

from benchmark.questionnaire.crosswalk import comparable_keys, descents
from benchmark.questionnaire.definition import Practice, Previous, Questionnaire
from benchmark.questionnaire.document import Document, Route
from benchmark.questionnaire.located import Fault, did_you_mean
from benchmark.questionnaire.routes import PRACTICE, advice_at, fault_at, texts
from benchmark.questionnaire.shape import EACH

ORIGIN: Route = ("previous", "practices", EACH)
DROPPED: Route = ("previous", "dropped", EACH)
LONGEST_NUMBER = 9  # digits of half a version


def crosswalk_faults(document: Document) -> Iterator[Fault]:
    """Yield what a crosswalk gets wrong about its own file."""
    keys = [key for _, key in texts(document, (*PRACTICE, "key"))]
    listed = {key for _, key in texts(document, (*ORIGIN, "key"))}
    used = {key for _, key in texts(document, (*ORIGIN, "from", EACH))}
    for route, key in texts(document, (*ORIGIN, "key")):
        if key not in keys:
            message = f"there is no practice '{key}' in this version{did_you_mean(key, keys)}"
            yield fault_at(document, route, message)
    for route, key in texts(document, (*DROPPED, "key")):
        if key in used:
            yield fault_at(document, route, f"'{key}' is dropped here and used in 'from' above")
        elif key in keys and key not in listed:
            yield fault_at(document, route, f"'{key}' is dropped here and still asked")
    own, before = (document.values.get(route) for route in (("version",), ("previous", "version")))
    if _number(own) and _number(before) >= _number(own):
        message = f"the version before {own} cannot be {before}"
        yield fault_at(document, ("previous", "version"), message)


def revision_faults(
    document: Document, new: Questionnaire, versions: Iterable[Questionnaire]
) -> Iterator[Fault]:
    """Yield where a questionnaire and the version before it do not fit together."""
    old = _before(new, versions)
    if old is None:
        if new.previous:
            message = f"{new.name}-{new.previous.version} is not here to check the crosswalk with"
            yield advice_at(document, ("previous", "version"), message)
        return
    if new.previous is None:
        message = f"there is no 'previous': answers will not be compared with {old.identity}"
        yield advice_at(document, ("version",), message)
    yield from _unknown_origins(document, new, old)
    yield from _lost(document, new, old)
    yield from _changed(document, new, old)
    yield from _never_comparable(document, new, old)
    yield from _norms_of_other_practices(document, new, old)


def _before(new: Questionnaire, versions: Iterable[Questionnaire]) -> Questionnaire | None:
    """Return the declared version before, or without one the nearest earlier version."""
    others = [each for each in versions if each.name == new.name]
    if new.previous:
        wanted = new.previous.version
        return next((each for each in others if each.version == wanted), None)
    earlier = [each for each in others if _number(each.version) < _number(new.version)]
    return max(earlier, key=lambda each: _number(each.version), default=None)


def _number(version: object) -> tuple[int, ...]:
    parts = version.split(".") if isinstance(version, str) else []
    sound = all(part.isdecimal() and len(part) <= LONGEST_NUMBER for part in parts)
    return tuple(map(int, parts)) if sound else ()


def _crosswalk(new: Questionnaire, old: Questionnaire) -> Previous:
    return new.previous or Previous(version=old.version)


def _unknown_origins(document: Document, new: Questionnaire, old: Questionnaire) -> Iterator[Fault]:
    for pattern in ((*ORIGIN, "from", EACH), (*DROPPED, "key")):
        for route, key in texts(document, pattern):
            if key not in old.keys:
                message = f"{old.identity} has no practice '{key}'{did_you_mean(key, old.keys)}"
                yield fault_at(document, route, message)
    listed = {origin.key for origin in _crosswalk(new, old).practices}
    for route, practice in _routes(new):
        if practice.key not in old.keys and practice.key not in listed:
            message = (
                f"'{practice.key}' is not in {old.identity}: list it under 'previous' with what "
                "it comes from, or with 'from: []' if it is new"
            )
            yield fault_at(document, (*route, "key"), message)


def _lost(document: Document, new: Questionnaire, old: Questionnaire) -> Iterator[Fault]:
    crosswalk = _crosswalk(new, old)
    accounted = {key for origin in crosswalk.practices for key in origin.origins}
    accounted |= {dropped.key for dropped in crosswalk.dropped} | set(new.keys)
    for key in old.keys:
        if key not in accounted:
            message = (
                f"'{key}' of {old.identity} is neither here nor in the crosswalk: say under "
                "'previous' which practice comes from it, or list it as dropped"
            )
            yield fault_at(document, ("previous" if new.previous else "version",), message)


def _changed(document: Document, new: Questionnaire, old: Questionnaire) -> Iterator[Fault]:
    listed = {origin.key for origin in _crosswalk(new, old).practices}
    before = {practice.key: _asked(practice) for practice in old.practices}
    for route, practice in _routes(new):
        known = practice.key in before and practice.key not in listed
        if known and before[practice.key] != _asked(practice):
            message = (
                f"'{practice.key}' asks something else than in {old.identity}: list it under "
                "'previous' and say whether it is still comparable"
            )
            yield fault_at(document, (*route, "key"), message)


def _asked(practice: Practice) -> tuple[object, ...]:
    """Return what a lead reads before answering."""
    return practice.statement, practice.levels, practice.follows, practice.not_in_place


def _never_comparable(
    document: Document, new: Questionnaire, old: Questionnaire
) -> Iterator[Fault]:
    origins = descents(new, old)
    for number, origin in enumerate(_crosswalk(new, old).practices):
        kind = origins[origin.key].kind if origin.key in origins else "same"
        if origin.comparable and kind in ("added", "merged", "split"):
            message = f"a practice that was {kind} is never comparable: write 'comparable: false'"
            yield fault_at(document, ("previous", "practices", number, "comparable"), message)


def _norms_of_other_practices(
    document: Document, new: Questionnaire, old: Questionnaire
) -> Iterator[Fault]:
    """Yield norms of sections whose practices are no longer those that the norm was for."""
    kept = comparable_keys(new, old) if new.previous else {key: key for key in old.keys}
    sections = {section.key: set(_keys(section.practices)) for section in old.sections}
    changed = {
        section.key
        for section in new.sections
        if sections.get(section.key) != {kept.get(key) for key in _keys(section.practices)}
    }
    known = {norm.key: norm.sections for norm in old.norms}
    for number, norm in enumerate(new.norms):
        for key in norm.sections:
            if key in changed and key in known.get(norm.key, {}):
                message = (
                    f"section '{key}' does not ask the same as in {old.identity}, so this norm "
                    "no longer fits it; take the section out of the norm"
                )
                yield fault_at(document, ("norms", number, "sections", key), message)


def _keys(practices: Iterable[Practice]) -> Iterator[str]:
    return (practice.key for practice in practices)


def _routes(questionnaire: Questionnaire) -> Iterator[tuple[Route, Practice]]:
    for number, section in enumerate(questionnaire.sections):
        for place, practice in enumerate(section.practices):
            yield ("sections", number, "practices", place), practice
