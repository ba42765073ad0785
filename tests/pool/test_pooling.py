"""Pools: one for each version, each trust once, and nothing mixed that does not belong together."""

import shutil
from pathlib import Path

import pytest

from benchmark.pool import pooling
from benchmark.pool.distribution import Distribution
from benchmark.pool.engines import here
from benchmark.pool.norms import ALL
from benchmark.pool.pooling import NEWER, Pool, newest, partitions_in, pool
from benchmark.pool.spread import TOO_MANY
from benchmark.pool.suppression import FEW_DIVISIONS
from benchmark.pool.tally import count_file
from benchmark.questionnaire.located import FaultyFile
from tests.pool.invented import partition, trusts

OTHER = {"questionnaire": "management-practice-1.1"}


def pooled(*paths: Path) -> tuple[Pool, ...]:
    return pool(partitions_in(paths), here)


def test_each_version_has_a_pool_of_its_own(tmp_path: Path) -> None:
    partition(tmp_path, trusts("A", 6))
    partition(tmp_path, trusts("A", 5), seed=2, **OTHER)
    first, second = pooled(tmp_path)
    assert (first.questionnaire, second.questionnaire) == (
        "management-practice-1.0",
        "management-practice-1.1",
    )
    assert (len(first.members), len(second.members)) == (6, 5)
    shutil.rmtree(tmp_path / "questionnaire=management-practice-1.1")
    assert pooled(tmp_path) == (first,)


def test_a_trust_counts_once_with_its_newest_round(tmp_path: Path) -> None:
    partition(tmp_path / "new", trusts("A", 6), month="2026-03")
    partition(tmp_path / "old", trusts("A", 7), month="2025-03", seed=2)
    (found,) = pooled(tmp_path)
    assert dict(found.members) == dict.fromkeys(trusts("A", 6), "2026-03") | {"RA06": "2025-03"}
    assert found.left_out == {f"{trust} 2025-03": NEWER for trust in trusts("A", 6)}
    assert (found.divisions, found.leads, found.answers) == (28, 84, 252)
    (alone,) = pooled(tmp_path / "new")
    overall, before = found.norms.overall[ALL], alone.norms.overall[ALL]
    assert isinstance(overall, Distribution)
    assert isinstance(before, Distribution)
    assert (overall.trusts, before.trusts) == (7, 6)


def test_a_trust_of_three_divisions_is_left_out(tmp_path: Path) -> None:
    partition(tmp_path, trusts("A", 6))
    small = partition(tmp_path, ["RXX"], divisions=3, region="B")
    (found,) = pooled(tmp_path)
    assert found.left_out == {"RXX 2026-03": FEW_DIVISIONS}
    assert "RXX" not in dict(found.members)
    assert newest(count_file(small).tally) == ([], {"RXX 2026-03": FEW_DIVISIONS})


def test_the_same_round_of_a_trust_in_two_files_is_told(tmp_path: Path) -> None:
    first = partition(tmp_path / "one", trusts("A", 6))
    partition(tmp_path / "two", trusts("A", 1))
    with pytest.raises(FaultyFile, match=f"two.*: trust RA00, round 2026-03 is in {first} already"):
        pooled(tmp_path)


def test_a_file_that_is_named_twice_is_counted_once(tmp_path: Path) -> None:
    path = partition(tmp_path, trusts("A", 6))
    assert pooled(tmp_path, path, path.parent) == pooled(path)


def test_invented_and_real_answers_are_not_pooled(tmp_path: Path) -> None:
    partition(tmp_path, trusts("A", 6))
    partition(tmp_path, trusts("B", 6), region="B", invented=False)
    with pytest.raises(FaultyFile, match="invented and real answers are not pooled"):
        pooled(tmp_path)


def test_two_texts_of_one_version_are_told(tmp_path: Path) -> None:
    partition(tmp_path, trusts("A", 6))
    partition(tmp_path, trusts("B", 6), region="B", content_hash="b" * 64)
    with pytest.raises(FaultyFile, match=r"management-practice-1\.0 has another text than in"):
        pooled(tmp_path)


def test_places_without_a_partition_are_told(tmp_path: Path) -> None:
    with pytest.raises(FaultyFile, match=r"there is no \.parquet file in this folder"):
        partitions_in([tmp_path])
    with pytest.raises(FaultyFile, match="there is no such file"):
        pooled(tmp_path / "none.parquet")


def test_more_answers_than_can_be_fitted_have_norms_and_no_variances(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    partition(tmp_path, trusts("A", 6))
    monkeypatch.setattr(pooling, "MOST_FITTED", 215)
    (found,) = pooled(tmp_path)
    assert found.answers == 216
    assert found.spread.variances == TOO_MANY
    assert isinstance(found.norms.overall[ALL], Distribution)
