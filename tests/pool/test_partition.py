"""Partitions: written whole for their owner only, read as they were, refused when they are not."""

import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmark.pool.partition import METADATA, place_of, read_partition, unfinished, write_partition
from benchmark.questionnaire.located import FaultyFile
from benchmark.scoring.grid import ROLES
from tests.pool.invented import KEYS, about, labels_of, levels_of, partition, trusts


def rows_of(labels: dict[str, list[str]], levels: np.ndarray) -> list[tuple[object, ...]]:
    names = zip(labels["trust"], labels["role"], labels["division"], strict=True)
    return [(*name, *row) for name, row in zip(names, levels.tolist(), strict=True)]


def test_what_is_written_is_read_sorted_by_trust_role_and_division(tmp_path: Path) -> None:
    labels = labels_of(["RXH", "RAB"], 5)
    levels = levels_of(30, 1)
    write_partition(tmp_path / "one.parquet", about(), labels, levels)
    found = read_partition(tmp_path / "one.parquet")
    places, names = found.division
    read = [
        (found.trusts[t], ROLES[r], names[d], *row)
        for t, r, d, row in zip(
            found.trust, found.role, places, np.stack(found.columns, 1).tolist(), strict=True
        )
    ]
    in_order = sorted(
        rows_of(labels, levels), key=lambda row: (row[0], ROLES.index(row[1]), row[2])
    )
    assert read == in_order
    assert found.about == about()


def test_other_programs_find_plain_columns_of_bytes(tmp_path: Path) -> None:
    path = partition(tmp_path, ["RXH"])
    assert path.relative_to(tmp_path).as_posix() == (
        "questionnaire=management-practice-1.0/round=2026-03/region=Y56/answers.parquet"
    )
    schema = pq.read_schema(path)
    assert schema.names == ["trust", "role", "division", *KEYS]
    assert {str(schema.field(key).type) for key in KEYS} == {"int8"}
    assert not any(field.nullable for field in schema)


def test_a_partition_is_for_its_owner_only_and_leaves_no_part(tmp_path: Path) -> None:
    path = partition(tmp_path, ["RXH"])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_fault_while_writing_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    path = partition(tmp_path, ["RXH"])
    before = path.read_bytes()
    with pytest.raises(ValueError, match="closed file"), unfinished(path) as file:
        file.close()  # as good as a disk that refuses the rest
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_levels_that_do_not_fit_their_labels_are_refused(tmp_path: Path) -> None:
    for levels in (levels_of(11, 1), levels_of(12, 1, practices=2)):
        with pytest.raises(ValueError, match="three labels a sheet"):
            write_partition(tmp_path / "one.parquet", about(), labels_of(["RXH"], 4), levels)
    assert not list(tmp_path.iterdir())


def test_a_writer_that_is_killed_leaves_no_file_under_the_name(tmp_path: Path) -> None:
    path = tmp_path / "one.parquet"
    script = (
        "import os, sys, pathlib\n"
        "from benchmark.pool.partition import unfinished\n"
        "with unfinished(pathlib.Path(sys.argv[1])) as file:\n"
        "    file.write(b'PAR1'); file.flush(); os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert done.returncode == -9
    assert not path.exists()
    partition_again = about()
    write_partition(path, partition_again, labels_of(["RXH"], 4), levels_of(12, 1))
    assert read_partition(path).about == partition_again


def fault_of(path: Path) -> str | None:
    try:
        read_partition(path)
    except FaultyFile as fault:
        return str(fault)
    return None


def test_every_cut_and_every_changed_byte_is_told_with_the_file(tmp_path: Path) -> None:
    path = partition(tmp_path, trusts("A", 6))
    whole = path.read_bytes()
    expected = np.stack(read_partition(path).columns)
    wrong = [whole[:length] for length in range(0, len(whole), 41)]
    wrong += [
        whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :] for at in range(0, len(whole), 41)
    ]
    accepted = 0
    for content in wrong:
        path.write_bytes(content)
        told = fault_of(path)
        assert told is None or told.startswith(f"{path}:")
        if told is None:  # a byte of the file's metadata that nobody reads
            accepted += 1
            np.testing.assert_array_equal(np.stack(read_partition(path).columns), expected)
    assert accepted < len(wrong) / 3


@pytest.mark.parametrize("content", [b"", b"PAR1", b"trust,role\n", b"\x00" * 400])
def test_another_file_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.parquet"
    path.write_bytes(content)
    with pytest.raises(FaultyFile, match="this is no whole partition"):
        read_partition(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(FaultyFile, match=r"none\.parquet:1:1: .*there is no such file"):
        read_partition(tmp_path / "none.parquet")


def changed(path: Path, **columns: object) -> Path:
    """The same partition with other columns, as another program might write it."""
    table = pq.read_table(path)
    for name, values in columns.items():
        place = table.schema.get_field_index(name)
        field = table.schema.field(name)
        table = table.set_column(place, field, pa.array(values, field.type))
    pq.write_table(table, path)
    return path


def test_rows_out_of_order_and_repeated_leads_are_told_with_their_row(tmp_path: Path) -> None:
    path = partition(tmp_path, ["RXH"])
    names = pq.read_table(path).column("division").to_pylist()
    for wrong in ([*names[:2], names[1], *names[3:]], [names[1], names[0], *names[2:]]):
        changed(path, division=wrong)
        with pytest.raises(FaultyFile, match=r"answers\.parquet:[23]+4?:division|:[24]:division"):
            read_partition(path)


def test_a_stranger_among_the_roles_is_told(tmp_path: Path) -> None:
    path = partition(tmp_path, ["RXH"])
    roles = pq.read_table(path).column("role").to_pylist()
    with pytest.raises(FaultyFile, match=":4:role: 'porter' is not a role"):
        read_partition(changed(path, role=[*roles[:3], "porter", *roles[4:]]))


def test_a_parquet_file_that_is_no_partition_is_told(tmp_path: Path) -> None:
    path = tmp_path / "plain.parquet"
    table = pa.table({"trust": ["RXH"]})
    pq.write_table(table, path)
    with pytest.raises(FaultyFile, match="no partition: benchmark pool export writes them"):
        read_partition(path)
    pq.write_table(table.replace_schema_metadata({METADATA: b"{}"}), path)
    with pytest.raises(FaultyFile, match="cannot be read by this software"):
        read_partition(path)
    pq.write_table(table.replace_schema_metadata({METADATA: about().model_dump_json()}), path)
    with pytest.raises(FaultyFile, match="the columns are not those of its questionnaire"):
        read_partition(path)


def test_the_place_of_a_partition_differs_by_version_round_and_region(tmp_path: Path) -> None:
    told = [about(), about("Y58"), about(month="2026-09"), about(questionnaire="other-1.0")]
    assert len({place_of(tmp_path, each) for each in told}) == len(told)
