"""Faults say file, line and column; files that are no text are refused with their place."""

from pathlib import Path

import pytest

from benchmark.questionnaire.located import Fault, FaultyFile, did_you_mean, read_text


def test_a_fault_reads_as_editors_expect_it() -> None:
    assert str(Fault(Path("a/b.yaml"), 3, 7, "is missing")) == "a/b.yaml:3:7: is missing"
    assert str(Fault(Path("b.csv"), 3, "tracking", "is 7")) == "b.csv:3:tracking: is 7"


def test_a_faulty_file_shows_twenty_faults_and_counts_the_rest() -> None:
    faulty = FaultyFile(Fault(Path("b.csv"), line, 1, "wrong") for line in range(1, 24))
    lines = str(faulty).splitlines()
    assert len(faulty.faults) == 23
    assert lines[19] == "b.csv:20:1: wrong"
    assert lines[20:] == ["and 3 more"]


def test_twenty_faults_are_all_shown() -> None:
    faulty = FaultyFile(Fault(Path("b.csv"), line, 1, "wrong") for line in range(1, 21))
    assert str(faulty).splitlines()[-1] == "b.csv:20:1: wrong"


def test_text_is_read_without_its_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "marked.csv"
    path.write_bytes(b"\xef\xbb\xbfa,\xc3\xa9\r\n")
    assert read_text(path, 100) == "a,é\r\n"


@pytest.mark.parametrize(
    ("content", "place", "byte"),
    [
        (b"caf\xe9", "1:4", "0xe9"),
        (b"one\ntwo\nthr\xe9e\n", "3:4", "0xe9"),
        ("é\né".encode() + b"\x96", "2:2", "0x96"),  # characters count, not bytes
        (b"\xef\xbb\xbfa\x96", "1:2", "0x96"),
        (b"\xff\xfea\x00", "1:1", "0xff"),  # UTF-16
        (b"cut \xe2\x82", "1:5", "0xe2"),
    ],
)
def test_another_encoding_is_refused_at_its_first_byte(
    tmp_path: Path, content: bytes, place: str, byte: str
) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes(content)
    with pytest.raises(FaultyFile) as refused:
        read_text(path, 100)
    assert str(refused.value) == (
        f"{path}:{place}: byte {byte} is not UTF-8: save the file again with the encoding UTF-8"
    )


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"x" * 2**20)
    assert len(read_text(path, 2**20)) == 2**20
    path.write_bytes(b"x" * (2**20 + 1))
    with pytest.raises(FaultyFile, match=r"1:1: the file is larger than 1 MiB"):
        read_text(path, 2**20)


def test_what_is_no_file_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(FaultyFile, match=r"nowhere\.yaml:1:1: there is no such file"):
        read_text(tmp_path / "nowhere.yaml", 100)
    (tmp_path / "file").write_text("x")
    with pytest.raises(FaultyFile, match="there is no such file"):
        read_text(tmp_path / "file" / "small.yaml", 100)
    with pytest.raises(FaultyFile, match="this is a folder, not a file"):
        read_text(tmp_path, 100)


def test_a_file_that_does_not_open_gives_the_reason_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FaultyFile, match="1:1: the file cannot be opened: File name too long"):
        read_text(tmp_path / f"{'x' * 300}.yaml", 100)


def test_the_nearest_names_are_offered_and_none_for_a_strange_one() -> None:
    assert did_you_mean("trakcing", ["tracking", "review"]) == "; did you mean 'tracking'?"
    assert did_you_mean("zzz", ["tracking", "review"]) == ""
