"""What 600 leads do on the last day, at a fixed rate: read a practice, save it, go on to the next.

Every save that the server has acknowledged is written down, to be read back afterwards.
"""

import itertools
import json
import os
import random
import re
import time
from pathlib import Path
from typing import Any

import gevent
from locust import events, task
from locust.contrib.fasthttp import FastHttpUser

PEOPLE = [json.loads(line) for line in Path(os.environ["LOAD_PEOPLE"]).read_text().splitlines()]
KEYS = os.environ["LOAD_PRACTICES"].split()
RATE = float(os.environ["LOAD_RATE"])  # requests a second of all together
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
VERSION = re.compile(r'name="version" value="(\d+)"')
SEE_OTHER = 303
PERIOD = len(PEOPLE) / RATE  # seconds from one request of somebody to their next
START_EVERY = 20  # requests: now and then somebody looks at the start page
turn = itertools.count()
acknowledged: list[dict[str, Any]] = []


class Lead(FastHttpUser):
    """One lead in one browser; each task is one request."""

    network_timeout = 60.0
    connection_timeout = 60.0

    def on_start(self) -> None:
        number = next(turn)
        known = PEOPLE[number % len(PEOPLE)]
        self.response = known["response"]
        self.headers = {"Cookie": f"benchmark={known['cookie']}"}
        self.asked = number  # not everybody is at the same practice
        self.page = ""
        self.due = time.monotonic() + random.uniform(0, PERIOD)
        gevent.sleep(self.due - time.monotonic())

    def wait_time(self) -> float:
        """Until the next request is due, by a clock of its own that no answer puts off.

        locust's own way to a fixed rate counts from the last answer: after the first wait that all
        have shared everybody would ask at the same instant, again and again. People do not.
        """
        self.due += PERIOD
        return max(0.0, self.due - time.monotonic())

    @task
    def go_on(self) -> None:
        self.asked += 1
        if self.asked % START_EVERY == 0:
            self.client.get("/", headers=self.headers, name="start page")
        elif self.page:
            self._save()
        else:
            self._read()

    def _read(self) -> None:
        key = KEYS[self.asked % len(KEYS)]
        place = f"/responses/{self.response}/{key}"
        with self.client.get(
            place, headers=self.headers, name="practice", catch_response=True
        ) as got:
            if got.status_code == 200 and 'name="answer"' in (got.text or ""):
                self.page, self.practice = got.text, key
            else:
                got.failure(f"{got.status_code} instead of the page of a practice")

    def _save(self) -> None:
        token, version = TOKEN.search(self.page), VERSION.search(self.page)
        self.page = ""
        assert token, "the page has no form"
        assert version, "the form has no version"
        level, evidence = 1 + self.asked % 5, f"seen at step {self.asked}"
        form = {"csrf_token": token[1], "version": version[1], "answer": str(level)}
        place = f"/responses/{self.response}/{self.practice}"
        with self.client.post(
            place,
            data=form | {"evidence": evidence},
            headers=self.headers,
            name="save",
            allow_redirects=False,
            catch_response=True,
        ) as got:
            if got.status_code != SEE_OTHER:
                got.failure(f"{got.status_code} instead of the way to the next practice")
                return
            got.success()
            said = {"practice": self.practice, "level": level, "evidence": evidence}
            acknowledged.append({"response": self.response, "version": int(version[1]) + 1} | said)


@events.test_stop.add_listener
def write_down(**_: Any) -> None:
    with Path(os.environ["LOAD_ACKNOWLEDGED"]).open("w") as written:
        written.writelines(json.dumps(each) + "\n" for each in acknowledged)
