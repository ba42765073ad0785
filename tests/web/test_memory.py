"""What a server has loaded is not looked through for garbage; what comes later is."""

import gc
import os
import subprocess
import sys
import weakref
from pathlib import Path

from benchmark.web.memory import keep_loaded
from tests.running import ROOT

HOW_MUCH = "import gc, wsgi; print(gc.get_freeze_count(), len(gc.get_objects()))"
LOADED = 100_000  # objects, and more: what is imported, the questionnaires, the addresses


class Ring:
    def __init__(self) -> None:
        self.itself = self


def test_what_comes_later_is_still_found() -> None:
    keep_loaded()
    try:
        found = weakref.ref(Ring())
        gc.collect()
        assert found() is None
        assert gc.get_freeze_count() > LOADED
    finally:
        gc.unfreeze()


def test_a_worker_begins_with_everything_kept(data: Path) -> None:
    environment = os.environ | {"BENCHMARK_DATA": str(data), "SECRET_KEY": 40 * "k"}
    told = subprocess.run(
        [sys.executable, "-c", HOW_MUCH],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
    )
    kept, others = map(int, told.stdout.split())
    assert kept > LOADED
    assert others < LOADED / 100
