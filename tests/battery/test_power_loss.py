"""The power goes while six leads save: what they were told is saved is there afterwards.

`tests.battery.disk` keeps the order of all writes and syncs of the whole application and makes the
files as they would be after a power cut at any moment between them. Killing processes cannot show
this: what they have written stays in the memory of the machine. A real power cut cannot be had on
a shared machine, and a shim in C or a tracer would have to be installed first.

Three cuts in every run; ``POWER_CUTS=50`` for the whole battery. One cut goes on where the last one
has left the files, and every other cut loses all that was not synced.
"""

import os
import random
import shutil
from collections.abc import Iterator
from functools import partial
from itertools import count, islice
from pathlib import Path

import pytest
from sqlalchemy import event

from benchmark.database.session import sqlite_url
from benchmark.questionnaire.definition import Questionnaire
from tests.battery.disk import Disk, after_power_cut, watched
from tests.battery.writers import (
    Lead,
    Told,
    in_process,
    practices_of,
    rows_at,
    settled,
    six_leads,
    tell,
    untrue,
    writing,
)
from tests.servers import at_once, serving

CUTS = int(os.environ.get("POWER_CUTS", "3"))
SAVES = 8  # of each lead until the power goes
OURS = ""  # the settings of benchmark.database.sqlite as they are
CHECKPOINT = 40  # pages: cuts shall fall into checkpoints, which usually come every 1,000


def test_what_is_told_to_be_saved_survives_a_power_cut(
    acceptance_sqlite: str,
    questionnaire: Questionnaire,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    leads, practices = six_leads(acceptance_sqlite), practices_of(questionnaire)
    seen = list(islice(power_cuts(OURS, leads, practices, tmp_path), CUTS))
    lost, saves = [each for found, _ in seen for each in found], sum(saves for _, saves in seen)
    tell(capsys, f"{len(seen)} power cuts: {saves} acknowledged saves, {len(lost)} of them lost")
    assert lost == []
    assert saves > CUTS


@pytest.mark.parametrize("careless", ["NORMAL", "OFF"])
def test_a_database_that_does_not_wait_for_the_disk_is_caught(
    careless: str, acceptance_sqlite: str, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    """Now and then a cut comes just after a checkpoint, and nothing is lost: it is tried again."""
    leads, practices = six_leads(acceptance_sqlite), practices_of(questionnaire)
    cuts = islice(power_cuts(careless, leads, practices, tmp_path), 8)
    assert any("was acknowledged" in each for found, _ in cuts for each in found)


def power_cuts(
    synchronous: str, leads: list[Lead], practices: tuple[str, ...], tmp_path: Path
) -> Iterator[tuple[list[str], int]]:
    """Cut the power again and again; what was lost each time, and how many saves were kept."""
    chance = random.Random(1)
    before = tmp_path / "before"
    before.mkdir()
    shutil.copy(tmp_path / "benchmark.sqlite", before)
    rows = rows_read(before, tmp_path)
    for number in count():
        live, after = tmp_path / "live", tmp_path / f"after-{number}"
        shutil.copytree(before, live)
        disk = save_on(live, synchronous, leads, practices, settled(rows))
        cut = chance.randrange(len(disk.events) // 2, len(disk.events))
        after_power_cut(before, disk, cut, after, chance if number % 2 else None)
        told, saves = told_until(disk, cut, settled(rows))
        rows = rows_read(after, tmp_path)
        yield untrue(told, rows), saves
        shutil.rmtree(live)
        shutil.rmtree(before)
        before = after


def save_on(
    live: Path, synchronous: str, leads: list[Lead], practices: tuple[str, ...], told: Told
) -> Disk:
    """Six leads save on the real application over a watched folder."""
    with watched(live) as disk, serving(sqlite_url(live)) as app:

        @event.listens_for(app.engine, "connect")
        def prepare(connection: object, _: object) -> None:
            connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT}")
            if synchronous:
                connection.execute(f"PRAGMA synchronous={synchronous}")

        steps = [
            partial(list, islice(writing(lead, practices, told, disk.note, save), SAVES))
            for lead in leads
            for save in [in_process(app, lead)]
        ]
        statuses = [status for each in at_once(steps) for status in each]
        assert set(statuses) == {200}
        return disk


def told_until(disk: Disk, cut: int, told: Told) -> tuple[Told, int]:
    """What the leads had been told when the power went, and how many saves that were."""
    notes = [note for note in disk.events[:cut] if len(note) == 2]
    for kind, content in notes:
        told.note(kind, content)
    return told, sum(kind == "kept" for kind, _ in notes)


def rows_read(folder: Path, tmp_path: Path) -> dict:
    """Read a copy: the next start shall find the files as the power cut has left them."""
    copy = tmp_path / "read"
    shutil.copytree(folder, copy)
    try:
        return rows_at(sqlite_url(copy))
    finally:
        shutil.rmtree(copy)
