"""Who answers for a post while a round is open: the forms, and what they do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import g
from flask_wtf import FlaskForm

from benchmark.assessment.calendar import london_day
from benchmark.assessment.inviting import invite_to
from benchmark.assessment.replacing import (
    AGAIN,
    KEEP,
    MOST_IN_A_POST,
    Newcomer,
    add_second_person,
    may_keep,
    replace_lead,
)
from benchmark.assessment.rounds import is_open
from benchmark.database.people import Person
from benchmark.database.rounds import Response
from benchmark.database.schema import now
from benchmark.web.coordinator.forms import JoiningForm, NewLeadForm


@dataclass(frozen=True, slots=True)
class Change:
    form: Callable[[Response], FlaskForm]
    act: Callable[[Response, Any], object]
    done: str


def may_change(response: Response, step: str) -> bool:
    """Whether the page can be of use at all."""
    if not is_open(response.round, now()):
        return False
    if step == "replace":
        return bool(response.people)
    return response.submission is None and len(response.people) < MOST_IN_A_POST


def _replacing_form(response: Response) -> NewLeadForm:
    choices = (KEEP, AGAIN) if _can_keep(response) else (AGAIN,)
    alone = "0" if len(response.people) == 1 else None
    form = NewLeadForm(data={"start": london_day(now()), "leaving": alone})
    form.offer(_people(response), choices)
    return form


def _people(response: Response) -> list[Person]:
    return sorted(response.people, key=lambda person: person.id)


def _can_keep(response: Response) -> bool:
    return any(may_keep(response, person) for person in response.people)


def _joining_form(_: Response) -> JoiningForm:
    return JoiningForm(data={"start": london_day(now())})


def _newcomer(form: Any) -> Newcomer:
    return Newcomer(form.name.data, form.email.data, form.start.data)


def _replace(response: Response, form: NewLeadForm) -> None:
    leaving = _people(response)[int(form.leaving.data)]
    coordinator = g.viewer.person
    in_force = replace_lead(
        g.session, response, leaving, _newcomer(form), form.choice.data, coordinator, now()
    )
    invite_to(g.session, in_force)


def _join(response: Response, form: JoiningForm) -> None:
    add_second_person(g.session, response, _newcomer(form), g.viewer.person, now())
    invite_to(g.session, response)


CHANGES = {
    "replace": Change(_replacing_form, _replace, "The lead is changed."),
    "join": Change(_joining_form, _join, "The post has one more person."),
}
