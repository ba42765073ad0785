"""The divisions of a trust, for its coordinator."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_wtf import FlaskForm

from benchmark.assessment.calendar import london_day
from benchmark.assessment.lineage import continued_by, moved_here
from benchmark.assessment.organising import (
    add_division,
    end_division,
    in_force,
    merge_divisions,
    put_in_order,
    rename_division,
    split_division,
)
from benchmark.database.people import Division
from benchmark.database.schema import now
from benchmark.web.forms import error_places, succeeds
from benchmark.web.organisation.forms import EndForm, MergeForm, NameForm, OrderForm, SplitForm
from benchmark.web.security import COORDINATORS, access

organisation = Blueprint("organisation", __name__)
DIVISIONS = "/trusts/<trust:trust>/divisions"
STEP = f"{DIVISIONS}/<division:division>/<division_step:step>"


@dataclass(frozen=True, slots=True)
class Step:
    form: Callable[[], FlaskForm]
    act: Callable[[Any], object]
    done: str


@organisation.get(DIVISIONS)
@access("trust", COORDINATORS)
def divisions(trust: str) -> Any:
    return _list_page(OrderForm(formdata=None))


@organisation.post(DIVISIONS)
@access("trust", COORDINATORS)
def order(trust: str) -> Any:
    """The button that was pressed carries the whole new order: pressing it twice does no harm."""
    form = OrderForm()
    if not form.validate():
        return _list_page(form), 400
    if not succeeds(form, lambda: put_in_order(g.session, g.trust, form.order.data.split(","))):
        return _list_page(form), 409
    return redirect(_divisions_address(), 303)


def _list_page(form: FlaskForm) -> str:
    standing = in_force(g.trust, london_day(now()))
    keys = [division.key for division in standing]
    return render_template(
        "organisation/divisions.html",
        trust=g.trust,
        standing=[
            (division, ",".join(_moved_up(keys, place)) if place else "")
            for place, division in enumerate(standing)
        ],
        ended=[division for division in g.trust.divisions if division not in standing],
        continued=continued_by(g.session, g.trust),
        moved=moved_here(g.session, g.trust),
        error_summary=error_places(form),
    )


def _moved_up(keys: list[str], place: int) -> list[str]:
    return [*keys[: place - 1], keys[place], keys[place - 1], *keys[place + 1 :]]


def _divisions_address() -> str:
    return url_for("organisation.divisions", trust=g.trust.code)


@organisation.get(f"{DIVISIONS}/new")
@access("trust", COORDINATORS)
def new(trust: str) -> Any:
    return _page("new", NameForm(formdata=None))


@organisation.post(f"{DIVISIONS}/new")
@access("trust", COORDINATORS)
def add(trust: str) -> Any:
    form = NameForm()
    if form.validate() and succeeds(form, lambda: add_division(g.session, g.trust, form.name.data)):
        flash(f"{form.name.data} is added. Add its three leads next.")
        return redirect(_divisions_address(), 303)
    return _page("new", form), 400


@organisation.get(STEP)
@access("trust", COORDINATORS)
def step(trust: str, division: str, step: str) -> Any:
    if g.division.ended_on is not None:
        return redirect(_divisions_address(), 303)
    return _page(step, STEPS[step].form())


@organisation.post(STEP)
@access("trust", COORDINATORS)
def take(trust: str, division: str, step: str) -> Any:
    form = STEPS[step].form()
    if not form.validate():
        return _page(step, form), 400
    if not succeeds(form, lambda: STEPS[step].act(form)):
        return _page(step, form), 409
    flash(STEPS[step].done)
    return redirect(_divisions_address(), 303)


def _page(step: str, form: FlaskForm) -> str:
    return render_template(
        "organisation/change.html",
        trust=g.trust,
        division=g.get("division"),
        step=step,
        form=form,
        error_summary=error_places(form),
    )


def _renaming_form() -> NameForm:
    return NameForm(data={"name": g.division.name})


def _merging_form() -> MergeForm:
    form = MergeForm()
    form.other.choices = [(each.key, each.name) for each in _others()]
    return form


def _others() -> list[Division]:
    standing = in_force(g.trust, london_day(now()))
    return [each for each in standing if each.ended_on is None and each is not g.division]


def _rename(form: NameForm) -> None:
    rename_division(g.session, g.division, form.name.data, g.viewer.person)


def _merge(form: MergeForm) -> None:
    other = next(each for each in _others() if each.key == form.other.data)
    name, last_day = form.name.data, form.last_day.data
    merge_divisions(g.session, g.division, other, name, last_day, g.viewer.person)


def _split(form: SplitForm) -> None:
    names = (form.name.data, form.second.data)
    split_division(g.session, g.division, names, form.last_day.data, g.viewer.person)


STEPS = {
    "rename": Step(_renaming_form, _rename, "The division has its new name."),
    "end": Step(
        EndForm,
        lambda form: end_division(g.session, g.division, form.last_day.data),
        "The last day of the division is recorded.",
    ),
    "merge": Step(_merging_form, _merge, "The divisions are merged. Add the three leads next."),
    "split": Step(SplitForm, _split, "The division is split. Add the leads of both next."),
}
