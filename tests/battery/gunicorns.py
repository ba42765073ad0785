"""Gunicorn as in production, in a process group of its own that can be killed as a whole."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.running import ROOT, free_port, wait_for
from tests.servers import local_settings

OURS = "wsgi:app"
GUNICORN = str(Path(sys.executable).with_name("gunicorn"))


@dataclass(frozen=True)
class Serving:
    process: "subprocess.Popen[bytes]"
    place: str  # host:port
    log: Path

    def kill(self) -> None:
        """End the master and its workers at once, without a chance to tidy up."""
        group = self.group()
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        while any(map(_runs, group)):  # workers are nobody's children now, and go a little later
            time.sleep(0.01)

    def group(self) -> list[int]:
        """The master and its workers."""
        words = ("ps", "-o", "pid=", "-g", str(self.process.pid))
        return [
            int(word)
            for word in subprocess.run(words, capture_output=True, check=False).stdout.split()
        ]


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    except OSError:
        return False
    return state[0] not in "ZX"


@contextmanager
def gunicorn(address: str, folder: Path, app: str = OURS, *options: str) -> Iterator[Serving]:
    """Serve a database with two workers, with the key that all tests share; killed at the end."""
    port, log = free_port(), folder / "gunicorn.log"
    ours = {"DATABASE_URL": address, "SECRET_KEY": local_settings("").secret_key}
    command = [GUNICORN, "-w", "2", *options, "-b", f"127.0.0.1:{port}", app]
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("BENCHMARK_")}
    with log.open("ab") as written:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=inherited | ours,
            stdout=written,
            stderr=written,
            start_new_session=True,
        )
    serving = Serving(process, f"127.0.0.1:{port}", log)
    try:
        wait_for(process, f"http://{serving.place}", log)
        yield serving
    finally:
        serving.kill()
