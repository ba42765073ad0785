"""The practices in the order in which the three should talk about them, with what is settled."""

from dataclasses import dataclass

from flask import g

from benchmark.assessment.agreeing import Standing, agreements_of, standings
from benchmark.comparison.inside import Inside, PracticeInside
from benchmark.database.agreements import Agreement
from benchmark.questionnaire.definition import Practice
from benchmark.web.divisions.desk import Desk, inside_of
from benchmark.web.responses.progress import in_words

TO_SETTLE = "to settle"


@dataclass(frozen=True, slots=True)
class Line:
    """One practice: what the three said and settled, and how it stands between them."""

    inside: PracticeInside
    practice: Practice
    standing: Standing
    agreement: Agreement | None  # as it is stored, with its version

    @property
    def key(self) -> str:
        return self.practice.key

    @property
    def state(self) -> str:
        return self.inside.outcome if self.agreement else TO_SETTLE

    @property
    def agreed_in_words(self) -> str:
        """``Level 3: ...``; empty unless they agree on a level."""
        return in_words(self.practice, self.inside.agreed) if self.inside.agreed else ""

    @property
    def dissents(self) -> dict[str, str]:
        """Role -> text."""
        return {dissent.role: dissent.text for dissent in self.inside.dissents}

    @property
    def row(self) -> tuple[str, str, int | None]:
        """Name, the three levels, and the middle one."""
        return self.practice.name, self.inside.said, self.standing.middle


def agenda_of(desk: Desk) -> tuple[Line, ...]:
    """All practices, widest difference first; none for those who may not see them."""
    inside = inside_of(desk)
    return agenda_from(desk, inside) if inside else ()


def agenda_from(desk: Desk, inside: Inside) -> tuple[Line, ...]:
    """The same, of what the three see of themselves, read already."""
    place = (g.session, desk.asked, desk.division)
    standing = {each.practice: each for each in standings(*place, desk.questionnaire)}
    agreements = agreements_of(*place)
    return tuple(
        Line(each, desk.practice(each.key), standing[each.key], agreements.get(each.key))
        for each in inside.by_range
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
