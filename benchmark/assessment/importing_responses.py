"""Taking in answers that leads gave on paper: all rows of a file or none.

What a lead has begun or submitted on screen is never touched.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.access import viewer_of
from benchmark.assessment.calendar import london_day
from benchmark.assessment.calibrating import save_vignettes, vignette_levels
from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.importing import refuse_faults
from benchmark.assessment.paper_rows import PaperRow, header_faults, paper_rows
from benchmark.assessment.responding import (
    Content,
    Edit,
    NotOpen,
    answers_of,
    content_of,
    save,
    submit,
    unanswered,
    unscored,
)
from benchmark.assessment.rounds import is_open
from benchmark.comparison.wording import counted
from benchmark.database.people import Person
from benchmark.database.rounds import Response, Round
from benchmark.database.schema import now
from benchmark.export.answers import scene_column
from benchmark.export.reading import read_answers
from benchmark.questionnaire.definition import Questionnaire
from benchmark.scoring.answers import NOT_IN_PLACE, NOTHING

PAPER = "paper"  # the source of a response, and the "tab" in which its answers are saved
SHOWN = 3  # practices that a message names; the rest are counted

Placed = tuple[PaperRow, Response]
Progress = Callable[[list[Placed]], Iterable[Placed]]
Posts = dict[tuple[str, str], Response]  # by division key and role


class CannotImport(ValueError):
    """The round or the person does not allow it, whatever stands in the file."""


@dataclass
class PaperCounts:
    """What an import of answers from paper came to."""

    submitted: dict[str, str] = field(default_factory=dict)  # response id -> whose
    incomplete: dict[str, tuple[str, ...]] = field(default_factory=dict)  # whose -> what it lacks
    empty: int = 0
    unoffered: int = 0  # "not in place" where the questionnaire does not offer it
    uncalibrated: dict[str, int] = field(default_factory=dict)  # whose -> scenes without a level

    def __str__(self) -> str:
        totals = f"{len(self.submitted)} submitted, {len(self.incomplete)} incomplete"
        lines = [f"{totals}, {self.empty} without answers"]
        lines += [f"submitted: {lead}" for lead in self.submitted.values()]
        lines += [
            f"kept, not submitted: {lead}, without {_listed(keys)}"
            for lead, keys in self.incomplete.items()
        ]
        lines += [
            f"submitted without {counted(count, 'scene')}: {lead}; its leniency stays unknown"
            for lead, count in self.uncalibrated.items()
        ]
        if self.unoffered:
            lines.append(
                f"answers not-in-place where the questionnaire does not offer them: "
                f"{self.unoffered}; they score 1"
            )
        return "\n".join(lines)


def coordinator_for(session: Session, asked: Round, email: str) -> Person:
    """Return the person who enters the answers; ``CannotImport`` unless they may, and now."""
    if not is_open(asked, now()):
        raise CannotImport(f"round {asked.id} ({asked.title}) is not open")
    person = session.scalar(select(Person).where(Person.email == email.strip().lower()))
    if person is None or person.disabled_at is not None:
        raise CannotImport(f"nobody who can sign in has the e-mail address {email}")
    if "coordinator" not in viewer_of(session, person, london_day(now())).roles_in(
        asked.trust.code
    ):
        raise CannotImport(f"{email} is not a coordinator of {asked.trust.code} today")
    return person


def record_responses(
    session: Session, path: Path, asked: Round, person: Person, progress: Progress = iter
) -> PaperCounts:
    """Keep the answers of a file as entered from paper, and submit those that are complete.

    A blank cell leaves alone what an earlier file said. Raises ``FaultyFile`` with every fault;
    the caller's transaction then takes all of it back.
    """
    questionnaire = questionnaire_of(asked)
    table = read_answers(path)
    rows = paper_rows(table, asked.trust, questionnaire)
    placed = _placed(rows, _posts(session, asked))
    faults = [*table.faults, *header_faults(table, questionnaire)]
    refuse_faults(faults, [each.row for each in rows])
    counts = PaperCounts(empty=len(rows) - len(placed))
    for each, response in progress(placed):
        _keep(session, response, each, person)
        _submit(session, response, questionnaire, person, counts)
        counts.unoffered += _unoffered(questionnaire, each.contents)
    return counts


def _posts(session: Session, asked: Round) -> Posts:
    """The responses of a round, locked: nobody begins or submits on screen until we are done."""
    query = select(Response).where(Response.round_id == asked.id).order_by(Response.id)
    locked = session.scalars(query.with_for_update())
    return {(response.division.key, response.role): response for response in locked}


def _placed(rows: list[PaperRow], posts: Posts) -> list[Placed]:
    """Rows that say anything, with the response that each belongs to; faults go to the rows."""
    placed = []
    for each in rows:
        if each.division is None or not each.role:
            continue
        response = posts.get((each.division.key, each.role))
        if response is None or not response.people:
            lead = f"{each.division.key} has no {each.role} lead"
            each.row.refuse("role", f"{lead} in this round; nobody is asked for these answers")
        elif each.says_something and (reason := _touched(response)):
            each.row.refuse("role", reason)
        elif each.says_something:
            _refuse_rescored_scenes(each, response)
            placed.append((each, response))
    return placed


def _refuse_rescored_scenes(each: PaperRow, response: Response) -> None:
    """Scenes do not say where they were scored: only the lead changes one that has a level."""
    for scene, kept in vignette_levels(response).items():
        if each.scenes.get(scene, kept) != kept:
            message = f"'{each.scenes[scene]}' is not the level that is kept, {kept}"
            each.row.refuse(scene_column(scene), f"{message}; the lead can change it on screen")


def _touched(response: Response) -> str:
    """Why answers from paper cannot be kept here; nothing if they can."""
    if response.submission:
        how = "from paper" if response.source == PAPER else "on screen"
        return f"{_lead(response)}: submitted {how} already, for good"
    scenes_on_screen = response.source != PAPER and response.vignette_answers
    if scenes_on_screen or any(answer.tab != PAPER for answer in response.answers):
        return f"{_lead(response)}: begun on screen already; they can be finished there only"
    return ""


def _keep(session: Session, response: Response, each: PaperRow, person: Person) -> None:
    response.source, response.entered_by = PAPER, person.id
    session.flush()
    stored = answers_of(response)
    for practice, content in each.contents.items():
        before = stored.get(practice)
        version, sequence = (before.version, before.sequence) if before else (0, 0)
        edit = Edit(_merged(content_of(before), content), version, PAPER, sequence + 1)
        if not save(session, response, practice, edit).saved:
            raise NotOpen(f"{_lead(response)} has answered on screen meanwhile")
    scenes = vignette_levels(response)
    save_vignettes(session, response, scenes | each.scenes, scenes)


def _merged(before: Content, content: Content) -> Content:
    """What the new file says, and for its blank cells what an earlier one said."""
    level = before.level if content.level == NOTHING else content.level
    told = content if content.evidence else before
    return Content(level, told.evidence, told.share)


def _submit(
    session: Session,
    response: Response,
    questionnaire: Questionnaire,
    person: Person,
    counts: PaperCounts,
) -> None:
    if submit(session, response, questionnaire, person.id):
        counts.submitted[response.id] = _lead(response)
        if without := len(unscored(response, questionnaire)):
            counts.uncalibrated[_lead(response)] = without
    else:
        counts.incomplete[_lead(response)] = unanswered(response, questionnaire)


def _unoffered(questionnaire: Questionnaire, contents: dict[str, Content]) -> int:
    offering = {practice.key for practice in questionnaire.practices if practice.not_in_place}
    said = {key for key, content in contents.items() if content.level == NOT_IN_PLACE}
    return len(said - offering)


def _lead(response: Response) -> str:
    return f"{response.division.key}, {response.role} lead"


def _listed(keys: tuple[str, ...]) -> str:
    more = len(keys) - SHOWN
    return ", ".join(keys[:SHOWN]) + (f" and {more} more" if more > 0 else "")
