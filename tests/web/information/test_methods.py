"""The validation dossier as tables: every check, every file that is not there, every design."""

from dataclasses import replace

from benchmark.variation.dossier import own_dossier
from benchmark.variation.simulations import DESIGNS
from benchmark.web.app import Benchmark
from benchmark.web.information.methods import (
    elsewhere_rows,
    example_tables,
    simulation_tables,
)
from tests.servers import browser_of

DOSSIER = own_dossier()


def test_every_check_is_a_row_under_its_source() -> None:
    tables = example_tables(DOSSIER)
    assert sum(len(table.rows) for table in tables) == len(DOSSIER.checks)
    assert {table.caption for table in tables} == {check.source for check in DOSSIER.checks}
    assert all(row[3] != "missed" for table in tables for row in table.rows)


def test_a_miss_is_called_one() -> None:
    missed = replace(DOSSIER.checks[0], met=False)
    tables = example_tables(replace(DOSSIER, checks=(missed,)))
    assert tables[0].rows[0][3] == "missed"
    assert tables[0].summary == "1 figure, 1 missed"


def test_every_design_has_its_rounds_and_seed() -> None:
    tables = simulation_tables(DOSSIER)
    assert len(tables) == len(DESIGNS)
    assert tables[0].caption == "Three raters with role effects: 3,000 rounds, seed 20220631"
    assert tables[0].summary == "intervals hold in 94.0% to 96.7%, bias at most 0.8%"
    assert all(row[3].endswith("%") for table in tables for row in table.rows)


def test_the_page_is_honest_about_what_it_could_not_compute(app: Benchmark) -> None:
    page = browser_of(app, None).get("/methods/validation").text
    assert f"{len(DOSSIER.checks)} published figures" in page
    assert "all met" in page
    assert "This server has not computed these" in page
    for source, _, file in elsewhere_rows(DOSSIER.elsewhere):
        assert file in page
        assert source.split("&")[0][:20] in page
