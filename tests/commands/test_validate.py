"""The validation dossier as text and as JSON, with and without the real data."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmark.commands.validate import text_of, validate
from benchmark.variation.simulation_table import COMMITTED, committed
from benchmark.variation.validation import Check
from benchmark.variation.worked_examples import EXAMPLES


def test_without_the_data_files(tmp_path: Path) -> None:
    result = CliRunner().invoke(validate, ["--data", str(tmp_path)])
    assert result.exit_code == 0
    assert "MISSED" not in result.stdout
    assert ", 0 missed" in result.stdout
    assert "ICC(2,1)" in result.stdout
    assert "three raters with role effects (3000 rounds, seed 20220631)" in result.stdout
    assert f"not checked: {tmp_path}/mixed/bcg.csv is not there" in result.stderr


def test_json_with_the_data_files(shared_data: Path) -> None:
    result = CliRunner().invoke(validate, ["--json", "--data", str(shared_data)])
    assert (result.exit_code, result.stderr) == (0, "")
    found = json.loads(result.stdout)
    assert found["missing_files"] == []
    assert len(found["simulations"]) == len(committed())
    assert len(found["checks"]) > sum(len(example.published) for example in EXAMPLES)
    names = {"source", "figure", "published", "ours", "difference", "met", "note"}
    assert {frozenset(check) for check in found["checks"]} == {frozenset(names)}


def test_a_miss_ends_with_1(shared_data: Path, tmp_path: Path) -> None:
    """One batch of Dyestuff2 with another unit is not what was published."""
    rows = (shared_data / "mixed" / "dyestuff2.csv").read_text().splitlines()
    (tmp_path / "mixed").mkdir()
    changed = [f"{row}0" if ",A," in row else row for row in rows]
    changed = [row.replace(",A,", ",A,9") for row in changed]
    (tmp_path / "mixed" / "dyestuff2.csv").write_text("\n".join(changed))
    result = CliRunner().invoke(validate, ["--data", str(tmp_path)])
    assert result.exit_code == 1
    assert "MISSED" in result.stdout


@pytest.mark.parametrize(("met", "words"), [(True, "0 missed"), (False, "1 missed")])
def test_the_last_line_counts(met: bool, words: str) -> None:
    lines = list(text_of([Check("Source", "mean", "3.5", 3.5, 0.0, met, "")]))
    assert words in lines[-1]


def test_simulations_are_printed_as_they_are_kept() -> None:
    result = CliRunner().invoke(validate, ["--simulate", "--rounds", "3"])
    assert (result.exit_code, result.stderr) == (0, "")
    lines, kept = result.stdout.splitlines(), COMMITTED.read_text().splitlines()
    assert lines[0] == kept[0]
    # of a few rounds design, figure, seed and truth are the same, and the first intervals
    assert [line.split(",")[:3] for line in lines] == [line.split(",")[:3] for line in kept]
