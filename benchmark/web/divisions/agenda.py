"""The practices in the order in which the three should talk about them, with what is settled."""

from dataclasses import dataclass

from flask import g

from benchmark.assessment.agreeing import Standing, agreements_of, standings
from benchmark.assessment.results import role_evidence, role_levels
from benchmark.assessment.settling import dissents_of
from benchmark.comparison.wording import counted
from benchmark.database.agreements import Agreement
from benchmark.questionnaire.definition import Practice
from benchmark.scoring.answers import NOTHING
from benchmark.web.divisions.desk import Desk
from benchmark.web.divisions.sides import Sides, side_by_side
from benchmark.web.responses.progress import in_words

TO_SETTLE = "to settle"
SHORT = {0: "no answer", -1: "does not know", -2: "does not apply", -3: "not in place"}


@dataclass(frozen=True, slots=True)
class Line:
    """One practice: the three side by side, and what they say together."""

    sides: Sides
    standing: Standing
    agreement: Agreement | None
    dissents: dict[str, str]  # role -> text

    @property
    def practice(self) -> Practice:
        return self.sides.practice

    @property
    def key(self) -> str:
        return self.sides.practice.key

    @property
    def state(self) -> str:
        if self.agreement is None:
            return TO_SETTLE
        if self.agreement.level is None:
            return "left open"
        return f"agreed on {self.agreement.level}"

    @property
    def agreed_in_words(self) -> str:
        """``Level 3: ...``; empty unless they agree on a level."""
        level = self.agreement.level if self.agreement else None
        return in_words(self.practice, level) if level else ""

    @property
    def gap(self) -> str:
        """How far the three are apart, in words."""
        apart = self.sides.apart
        if apart is None:
            return "too few levels to compare"
        return "the same level" if apart == 0 else f"{counted(apart, 'level')} apart"

    @property
    def levels(self) -> str:
        """``clinical 2, operational 4, nursing does not know``."""
        return ", ".join(
            f"{side.role} {side.level if side.text else SHORT[side.answer]}"
            for side in self.sides.sides
            if side.answer != NOTHING
        )

    @property
    def row(self) -> tuple[str, str, int | None]:
        """Name, the three levels, and the middle one."""
        return self.practice.name, self.levels, self.standing.middle


def agenda_of(desk: Desk) -> tuple[Line, ...]:
    """All practices, widest difference first. Ask only where the desk's decision shows them."""
    session, asked, division = g.session, desk.asked, desk.division
    levels = role_levels(session, asked, division.key, desk.questionnaire)
    evidence = role_evidence(session, asked, division.key)
    standing = {
        each.practice: each for each in standings(session, asked, division, desk.questionnaire)
    }
    agreements = agreements_of(session, asked, division)
    dissents = dissents_of(session, asked, division)
    return tuple(
        Line(
            sides,
            standing[sides.practice.key],
            agreements.get(sides.practice.key),
            dissents.get(sides.practice.key, {}),
        )
        for sides in side_by_side(desk.questionnaire, levels, evidence)
    )


def left_to_settle(agenda: tuple[Line, ...]) -> list[Line]:
    return [line for line in agenda if line.agreement is None]


def near_to_settle(agenda: tuple[Line, ...]) -> list[Line]:
    """What one step can settle on the middle level."""
    return [line for line in left_to_settle(agenda) if line.standing.near]


def following(agenda: tuple[Line, ...], key: str) -> Line | None:
    """The next practice after this one that is to settle, else the first that is."""
    keys = [line.key for line in agenda]
    after = agenda[keys.index(key) + 1 :]
    left = [*left_to_settle(after), *left_to_settle(agenda)]
    return next((line for line in left if line.key != key), None)


def beside(agenda: tuple[Line, ...], key: str) -> tuple[Line | None, Line | None]:
    """The practices before and after this one on the agenda."""
    place = [line.key for line in agenda].index(key)
    before = agenda[place - 1] if place else None
    return before, agenda[place + 1] if place + 1 < len(agenda) else None
