"""A pool as JSON and as lines: nothing of a division, nothing of fewer than 5 trusts."""

import json
from pathlib import Path

from benchmark.pool.engines import here
from benchmark.pool.pooling import Pool, partitions_in, pool
from benchmark.pool.telling import as_json, as_lines
from tests.pool.invented import partition, trusts


def pooled(folder: Path) -> Pool:
    return pool(partitions_in([folder]), here)[0]


def test_json_holds_every_figure_and_names_no_division(tmp_path: Path) -> None:
    partition(tmp_path, trusts("A", 6))
    text = as_json([pooled(tmp_path)])
    (found,) = json.loads(text)["pools"]
    assert "division-" not in text
    assert found["norms"]["overall"]["all"]["trusts"] == 6
    assert set(found["norms"]["answers"]["flow"]["all"]["answers"]) >= {"1", "5", "dont-know"}
    assert set(found["spread"]["variances"]) == {
        *("trust", "division", "trust_practice", "division_practice", "lead", "residual")
    }


def numbers(found: object) -> list[float]:
    if isinstance(found, dict):
        return [number for value in found.values() for number in numbers(value)]
    if isinstance(found, list):
        return [number for value in found for number in numbers(value)]
    return [float(found)] if isinstance(found, float) else []


def test_of_four_trusts_no_figure_is_in_the_json(tmp_path: Path) -> None:
    partition(tmp_path, trusts("A", 4))
    (found,) = json.loads(as_json([pooled(tmp_path)]))["pools"]
    assert numbers(found) == []
    assert found["norms"]["overall"]["all"] == "not shown: needs at least 5 trusts"
    assert found["spread"]["variances"] == "not shown: needs at least 5 trusts"


def test_lines_say_who_is_in_it_and_what_is_hidden_by_which_rule(tmp_path: Path) -> None:
    partition(tmp_path, trusts("A", 7), region="Y56")
    partition(tmp_path, trusts("B", 5), region="Y58", seed=2)
    partition(tmp_path, trusts("C", 2), region="Y60", seed=3)
    said = "\n".join(as_lines(pooled(tmp_path)))
    assert "management-practice-1.0: invented data, 14 trusts" in said
    assert "56 divisions, 168 leads, 504 scored answers" in said
    assert "overall, region Y60: not shown: needs at least 5 trusts" in said
    assert "overall, region Y58: not shown: the whole less what is shown must leave" in said
    assert "within-trust share: 0." in said
    assert "variance, division x practice: " in said
    assert "nursing: " in said
    assert "left out" not in said
