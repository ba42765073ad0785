"""Twenty people read the executive's page at once: how long each of them waits.

Two gunicorn workers serve a SQLite file on this machine; the readers are threads of another
process on the same cores. Each looks at its page for about a second, far shorter than anybody
reads it, and asks again. Without that pause the server is never idle and the wait is that of a
queue: twenty pages' time on two cores. Both are told.
"""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from sqlalchemy import make_url

from tests.performance.big_trust import READER, big_trust
from tests.performance.plain_page import OURS
from tests.running import ROOT, free_port, wait_for
from tests.servers import browser_of, local_settings, serving

READERS, PAGES_EACH, WARM = 20, 25, 8
PAUSE = 1.0  # seconds from page to page, half as much to half as much again


def waits(pause: float = PAUSE) -> np.ndarray:
    """Seconds that each page of each reader took."""
    with big_trust() as address:
        with serving(address) as app:  # the cookie is good for the server too: same key and rows
            cookie = f"benchmark={browser_of(app, READER).cookie()}"
        with a_server(Path(str(make_url(address).database)).parent) as place:
            _read(place, cookie, np.zeros(WARM))
            with ThreadPoolExecutor(READERS) as readers:
                pauses = np.random.default_rng(1).uniform(0.5, 1.5, (READERS, PAGES_EACH)) * pause
                runs = [readers.submit(_read, place, cookie, each) for each in pauses]
                return np.array([run.result() for run in runs])


def p95(pause: float) -> float:
    return float(np.quantile(waits(pause), 0.95))


def _read(place: str, cookie: str, pauses: np.ndarray) -> list[float]:
    took = []
    for pause in pauses:
        time.sleep(pause)
        start = time.perf_counter()
        connection = http.client.HTTPConnection(place, timeout=60)
        connection.request("GET", OURS, headers={"Cookie": cookie})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        took.append(time.perf_counter() - start)
        if answer.status != http.HTTPStatus.OK or len(body) < 100_000:
            raise RuntimeError(f"{OURS} answers {answer.status} with {len(body)} bytes")
    return took


@contextmanager
def a_server(
    data: Path, workers: int = 2, served: str = "wsgi:app", address: str = ""
) -> Iterator[str]:
    """Processes that serve the SQLite file in a folder, or at an address: host and port."""
    port = free_port()
    log = data / "server.log"
    ours = {"BENCHMARK_DATA": str(data), "SECRET_KEY": local_settings("").secret_key}
    ours |= {"DATABASE_URL": address} if address else {}
    command = ["gunicorn", "-w", str(workers), "-b", f"127.0.0.1:{port}", served]
    with log.open("wb") as written:
        process = subprocess.Popen(
            [str(Path(sys.executable).parent / command[0]), *command[1:]],
            cwd=ROOT,
            env={**os.environ, **ours},
            stdout=written,
            stderr=written,
        )
    try:
        wait_for(process, f"http://127.0.0.1:{port}", log)
        yield urlsplit(f"http://127.0.0.1:{port}").netloc
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    for pause in (PAUSE, 0.0):
        found = waits(pause) * 1e3
        middle, late = np.quantile(found, [0.5, 0.95])
        told = f"{found.size} pages, pause {pause:.0f} s: median {middle:.0f}, p95 {late:.0f} ms"
        sys.stdout.write(f"{told}\n")


if __name__ == "__main__":
    main()
