"""The practice-by-division table: numbers, shades, hidden cells and their rules."""

import pytest
from flask import Flask, render_template_string
from hypothesis import given
from hypothesis import strategies as st

from benchmark.comparison.content import (
    Comparison,
    DivisionResult,
    Figure,
    PracticeHeading,
    SectionHeading,
    TrustResult,
)
from benchmark.web.components import configure_templates, environment_options
from benchmark.web.heat import HeatCell, heat_cell, heat_grid

SECTIONS = (
    SectionHeading(
        "targets",
        "Goals",
        (PracticeHeading("stretch", "Demanding goals"), PracticeHeading("clarity", "Clear goals")),
        has_norm=True,
    ),
)
WAITING = "two of three leads have submitted"
TOO_FEW = "fewer than four divisions have been released"


def figure(value: float) -> Figure:
    return Figure(value, max(1, value - 0.5), min(5, value + 0.5))


def division(name: str, stretch: Figure, clarity: Figure, reason: str = "") -> DivisionResult:
    mean = figure(((stretch.value or 0) + (clarity.value or 0)) / 2)
    return DivisionResult(
        key=name.lower(),
        name=name,
        complete=3,
        reason=reason,
        overall=mean,
        comparable=mean,
        sections={"targets": mean},
        practices={"stretch": stretch, "clarity": clarity},
        verdict="no clear difference",
        practice_verdicts={},
        shared_evidence={},
    )


def comparison(*divisions: DivisionResult) -> Comparison:
    hidden = Figure(reason=TOO_FEW)
    trust = TrustResult(
        overall=hidden,
        comparable=hidden,
        sections={"targets": hidden},
        practices={"stretch": figure(2.5), "clarity": hidden},
        middle_half={},
    )
    return Comparison(
        trust_code="ZZN",
        trust_name="North",
        invented=True,
        round_id="r",
        round_title="Round",
        data_cut=None,
        questionnaire="management-practice-1.0",
        questionnaire_hash="0",
        schedule="1",
        scoring="",
        software="0",
        scale=("a", "b", "c", "d", "e"),
        sections=SECTIONS,
        divisions=divisions,
        trust=trust,
        norm=None,
        finding="",
        differences=(),
        caution="",
        content_hash="0",
    )


MEDICINE = division("Medicine", figure(4), figure(1))
SURGERY = division("Surgery", figure(5), figure(5), WAITING)
NORTH = comparison(MEDICINE, SURGERY)
HIDDEN = HeatCell("not shown", "app-not-shown")


def test_columns_keep_the_order_of_the_trust() -> None:
    assert heat_grid(NORTH).columns == ("Medicine", "Surgery", "Trust")
    assert heat_grid(comparison(SURGERY, MEDICINE)).columns == ("Surgery", "Medicine", "Trust")


def test_levels_are_whole_and_means_have_one_decimal() -> None:
    (section,) = heat_grid(NORTH).sections
    stretch, clarity = section.practices
    assert (stretch.name, clarity.name) == ("Demanding goals", "Clear goals")
    assert stretch.cells[0] == HeatCell("4", "app-level-4")
    assert stretch.cells[2] == HeatCell("2.5", "app-level-3")
    assert section.mean.name == "Goals"
    assert section.mean.cells[0] == HeatCell("2.5", "app-level-3")
    assert heat_grid(NORTH).overall.cells[0] == HeatCell("2.5", "app-level-3")


def test_a_division_that_is_not_released_shows_nothing_whatever_it_holds() -> None:
    grid = heat_grid(NORTH)
    rows = [grid.overall] + [
        row for section in grid.sections for row in (section.mean, *section.practices)
    ]
    assert len(rows) == 4
    assert {row.cells[1] for row in rows} == {HIDDEN}


def test_every_rule_that_hides_is_said_once_with_its_columns() -> None:
    assert heat_grid(NORTH).hidden == (
        ("Surgery", "Two of three leads have submitted."),
        ("Trust", "Fewer than four divisions have been released."),
    )
    both = comparison(SURGERY, division("Care", figure(1), figure(1), WAITING))
    assert heat_grid(both).hidden[0] == (
        "Surgery and Care",
        "Two of three leads have submitted.",
    )


@given(st.floats(1, 5))
def test_the_shade_is_that_of_the_nearest_level(value: float) -> None:
    level = int(heat_cell(figure(value)).style.removeprefix("app-level-"))
    assert 1 <= level <= 5
    assert abs(level - value) <= 0.5


def test_a_level_between_two_levels_is_refused() -> None:
    with pytest.raises(ValueError, match="not a whole level"):
        heat_cell(figure(2.5), decimals=False)


def test_the_table_says_not_shown_in_every_hidden_cell() -> None:
    app = Flask("benchmark.web")
    app.jinja_options = environment_options()
    configure_templates(app.jinja_env)
    source = """{% from "components/tables.html" import heat_table %}
    {{ heat_table(comparison, "Where practice is high") }}"""
    with app.test_request_context("/"):
        html = render_template_string(source, comparison=NORTH)
    assert html.count('<td class="app-not-shown">not shown</td>') == 7
    assert html.count("<td") == 12
    assert html.count('<th scope="col">') == 4
    assert html.count('<th scope="rowgroup">') == 1
    assert html.count('<th scope="row">') == 3
    assert 'role="region" tabindex="0" aria-label="Where practice is high"' in html
    assert "<li>Surgery: Two of three leads have submitted.</li>" in html
