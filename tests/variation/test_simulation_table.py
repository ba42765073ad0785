"""The committed simulations: what they promise, and that the first rounds come out the same."""

from pathlib import Path

import pytest

from benchmark.variation.simulation_table import COMMITTED, committed, table_of
from benchmark.variation.simulations import DESIGNS, SEED

FINDINGS = committed()


def test_every_design_is_there_with_its_seed_and_rounds() -> None:
    rounds = {design.name: design.rounds for design in DESIGNS}
    assert {finding.design for finding in FINDINGS} == set(rounds)
    for finding in FINDINGS:
        assert finding.seed == SEED
        assert 0.99 * rounds[finding.design] <= finding.rounds <= rounds[finding.design]


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda f: f"{f.design}: {f.figure}")
def test_intervals_cover(finding: object) -> None:
    """Inside the parameter space 93-97%, at zero variance at least 93%."""
    assert finding.coverage >= 93
    assert finding.coverage <= 97 or not finding.inside


def test_decompositions_have_no_bias() -> None:
    known = [finding for finding in FINDINGS if finding.bias is not None]
    assert len(known) > 50
    assert [finding for finding in known if abs(finding.bias) >= 3] == []


def test_the_boundary_is_what_biases() -> None:
    """Why the unbounded variances exist: with no trust variance the division's is too low."""
    bounded = {(f.design, f.figure): f.bounded_bias for f in FINDINGS}
    assert bounded["no variance between trusts, 3% missing", "division"] < -3


def test_written_and_read() -> None:
    assert table_of(FINDINGS) == COMMITTED.read_text(encoding="utf-8")


def test_a_broken_table_is_noticed(tmp_path: Path) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_text(COMMITTED.read_text(encoding="utf-8").replace("0.16,", "x,", 1))
    with pytest.raises(ValueError, match="could not convert"):
        committed(broken)
