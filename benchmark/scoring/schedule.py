"""A scoring schedule: how answers become figures, frozen, with a version of its own.

A schedule is read from a YAML file and checked against the questionnaire that it scores. Two rules
stand in every file and cannot be changed there: a level at L1 needs all three leads or an agreed
level (fewer would tell readers who said what), and what is not in place scores 1.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails

from benchmark.questionnaire.definition import Key, Part, Questionnaire, Text
from benchmark.questionnaire.document import Document, Route, read_document
from benchmark.questionnaire.located import Fault, FaultyFile, did_you_mean
from benchmark.questionnaire.shape import WORDINGS

EVERY = "every"  # as the name of the questionnaire: fits all of them, because it names no practice
FIRST = "1.0"
# Rounds that were never rescored read schedule 1.0 from its file, so its content is pinned here.
FIRST_HASH = "ebccecee31a20f2e4cfbe799627b955de0d4d394ead93ba5262488cbac061dbc"
SHARE = r"^[1-9][0-9]?/[1-9][0-9]?$"
VERSION = r"^\d+\.\d+$"
EXAMPLES = {
    SHARE: "must be a share such as 1/2 or 7/10",
    VERSION: 'must be two numbers with a point, such as "1.0"',
}
MISSING_ENTRY = "is missing; write {} if there is none"

Share = Annotated[str, Field(pattern=SHARE)]
Weight = Annotated[float, Field(ge=0.1, le=10)]


class Schedule(Part):
    """One version of the rules that turn levels into figures."""

    title: Text
    version: Annotated[str, Field(pattern=VERSION, max_length=10)]
    questionnaire: Key  # the name of the questionnaire it fits, or "every"
    reason: Text  # why it differs from the version before, for the readers of a correction notice
    leads: Literal[3]
    not_in_place: Literal[1]
    section_share: Share
    overall_share: Share
    weights: dict[Key, Weight]
    sections: dict[Key, Key]  # practice -> section, where it is not the questionnaire's

    @property
    def section_fraction(self) -> Fraction:
        return Fraction(self.section_share)

    @property
    def overall_fraction(self) -> Fraction:
        return Fraction(self.overall_share)

    @property
    def content_hash(self) -> str:
        """SHA-256 (hex) of the whole content, whatever the layout of the file."""
        return hashlib.sha256(self.as_json().encode()).hexdigest()

    def as_json(self) -> str:
        """The whole schedule as one text, to be kept with what was scored under it."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)


class FaultySchedule(FaultyFile):
    """Schedule files that cannot be used, with all of their faults."""


def schedule_from(text: str) -> Schedule:
    """Return the schedule that ``as_json`` has written."""
    return Schedule.model_validate_json(text)


def schedule_folder() -> Path:
    """Return where the product's schedules lie: in the wheel, else in the checkout."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "schedules", package.parent / "schedules"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"there is no folder schedules in {package} or beside it")


@cache
def first_schedule() -> Schedule:
    """Return schedule 1.0, under which every round is scored until it is rescored.

    Raises ``FaultySchedule`` when its file was changed: that would change every round in silence.
    """
    path = schedule_folder() / f"scoring-{FIRST}.yaml"
    first = read_schedule(path)
    if first.content_hash != FIRST_HASH:
        message = "schedule 1.0 was changed; put it back, and give the change a version of its own"
        raise FaultySchedule([Fault(path, 1, 1, message)])
    return first


def schedule_file(folder: Path, version: str) -> Path:
    """Return the file of a version; raises ``FaultySchedule`` that names the versions there are."""
    files = {path.stem.removeprefix("scoring-"): path for path in folder.glob("scoring-*.yaml")}
    if version not in files:
        known = f"; there is {', '.join(sorted(files))}" if files else ""
        raise FaultySchedule([Fault(folder, 1, 1, f"there is no schedule {version}{known}")])
    return files[version]


def fitting_versions(folder: Path, questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the versions in a folder that score this questionnaire, without a fault."""
    found = []
    for path in sorted(folder.glob("scoring-*.yaml")):
        with suppress(FaultySchedule):
            found.append(read_schedule(path, questionnaire).version)
    return tuple(found)


def read_schedule(path: Path, questionnaire: Questionnaire | None = None) -> Schedule:
    """Return the schedule of a file; with a questionnaire, one that fits it.

    Raises ``FaultySchedule`` with every fault, each with its line and column.
    """
    document = read_document(path)
    faults = [_of_schedules(fault) for fault in document.faults]
    if document.content is None:
        raise FaultySchedule(faults)
    try:
        schedule = Schedule.model_validate_json(json.dumps(document.content), strict=True)
    except ValidationError as invalid:
        found = (_shape_fault(document, each) for each in invalid.errors(include_url=False))
        raise FaultySchedule([*faults, *found]) from invalid
    faults += _content_faults(document, schedule)
    if questionnaire is not None:
        faults += _misfits(document, schedule, questionnaire)
    if faults:
        raise FaultySchedule(sorted(faults, key=lambda fault: (fault.line, str(fault.column))))
    return schedule


def _of_schedules(fault: Fault) -> Fault:
    """The reader of YAML speaks of questionnaires, which most of its files are."""
    return replace(fault, message=fault.message.replace("questionnaire", "scoring schedule"))


def _shape_fault(document: Document, detail: ErrorDetails) -> Fault:
    route: Route = detail["loc"]
    named = detail["type"] == "extra_forbidden" or route[-1:] == ("[key]",)
    route = route[:-1] if route[-1:] == ("[key]",) else route
    place = document.name_place(route) if named else document.place(route)
    called = route[-1] if route else "file"
    return Fault(document.path, place.line, place.column, f"{called!r} {_words(document, detail)}")


def _words(document: Document, detail: ErrorDetails) -> str:
    kind, context, route = detail["type"], detail.get("ctx", {}), detail["loc"]
    if kind == "extra_forbidden":
        return f"is not a field here{did_you_mean(str(route[-1]), Schedule.model_fields)}"
    if kind == "missing" and route[-1] in ("weights", "sections"):
        return MISSING_ENTRY
    if kind == "string_pattern_mismatch" and context["pattern"] in EXAMPLES:
        return EXAMPLES[context["pattern"]]
    wording = WORDINGS.get(kind)
    return wording(context, document.values.get(route)) if wording else detail["msg"]


def _content_faults(document: Document, schedule: Schedule) -> Iterator[Fault]:
    """What the shape of single fields cannot say."""
    for name in ("section_share", "overall_share"):
        if Fraction(getattr(schedule, name)) > 1:
            yield _fault(document, (name,), f"{getattr(schedule, name)} is more than all")
    if document.path.stem != f"scoring-{schedule.version}":
        message = f"the file of this version is named scoring-{schedule.version}.yaml"
        yield _fault(document, ("version",), message)
    if schedule.questionnaire == EVERY and (schedule.weights or schedule.sections):
        message = "a schedule that names practices fits one questionnaire: write its name here"
        yield _fault(document, ("questionnaire",), message)


def _misfits(
    document: Document, schedule: Schedule, questionnaire: Questionnaire
) -> Iterator[Fault]:
    """Where the schedule names what this questionnaire does not have."""
    if schedule.questionnaire not in (EVERY, questionnaire.name):
        message = f"the schedule fits {schedule.questionnaire}, not {questionnaire.name}"
        yield _fault(document, ("questionnaire",), message)
        return
    for field, names in (("weights", schedule.weights), ("sections", schedule.sections)):
        for key in names:
            if key not in questionnaire.keys:
                hint = did_you_mean(key, questionnaire.keys)
                message = f"{key!r} is not a practice of {questionnaire.identity}{hint}"
                yield _name_fault(document, (field, key), message)
    yield from _misplaced(document, schedule, questionnaire)


def _misplaced(
    document: Document, schedule: Schedule, questionnaire: Questionnaire
) -> Iterator[Fault]:
    known = {section.key for section in questionnaire.sections}
    published = {key for norm in questionnaire.norms for key in norm.sections}
    for key, section in schedule.sections.items():
        if section not in known:
            message = f"{section!r} is not a section{did_you_mean(section, known)}"
            yield _fault(document, ("sections", key), message)
        elif key in questionnaire.keys:
            crossed = {section, questionnaire.section_of(key).key} & published
            if crossed:
                message = f"a norm was published for the section {min(crossed)}: it keeps its own"
                yield _fault(document, ("sections", key), message)
    if not any(section not in known for section in schedule.sections.values()):
        yield from _emptied(document, schedule, questionnaire)


def _emptied(
    document: Document, schedule: Schedule, questionnaire: Questionnaire
) -> Iterator[Fault]:
    placed = {
        schedule.sections.get(p.key, s.key) for s in questionnaire.sections for p in s.practices
    }
    for section in questionnaire.sections:
        if section.key not in placed:
            yield _name_fault(document, ("sections",), f"no practice is left in {section.key!r}")


def _fault(document: Document, route: Route, message: str) -> Fault:
    place = document.place(route)
    return Fault(document.path, place.line, place.column, message)


def _name_fault(document: Document, route: Route, message: str) -> Fault:
    place = document.name_place(route)
    return Fault(document.path, place.line, place.column, message)
