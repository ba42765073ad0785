"""All of a file or nothing, with located faults and a progress bar where somebody watches."""

import io
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from benchmark.commands.import_file import import_file, with_progress
from benchmark.database.people import Trust
from benchmark.database.session import transaction
from benchmark.questionnaire.located import Fault, FaultyFile


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def record_words(
    session: Session, path: Path, progress: Callable[[list[Any]], Iterable[Any]]
) -> str:
    words = path.read_text().split()
    for word in progress(words):
        session.add(Trust(code=word, name=word))
    if "bad" in words:
        raise FaultyFile([Fault(path, 1, "word", "is bad; choose a better one")])
    return f"{len(words)} words"


def kept(engine: Engine) -> int:
    with transaction(engine, writes=False) as session:
        return session.scalars(select(func.count()).select_from(Trust)).one()


def test_the_counts_are_the_result(
    database: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "words"
    file.write_text("one two")
    import_file(database, file, record_words)
    assert capsys.readouterr() == ("2 words\n", "")
    assert kept(database) == 2


def test_faults_go_to_the_error_output_and_nothing_is_kept(
    database: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "words"
    file.write_text("one bad")
    with pytest.raises(SystemExit) as ending:
        import_file(database, file, record_words)
    assert ending.value.code == 1
    message = f"{file}:1:word: is bad; choose a better one\nnothing was imported\n"
    assert capsys.readouterr() == ("", message)
    assert kept(database) == 0


def test_progress_is_shown_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert list(with_progress([1, 2, 3])) == [1, 2, 3]
    assert "Importing" in terminal.getvalue()
    assert "100%" in terminal.getvalue()


def test_progress_is_silent_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(with_progress([1, 2, 3])) == [1, 2, 3]
    assert capsys.readouterr() == ("", "")
