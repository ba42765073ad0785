"""The journey of tests/web/test_canaries.py over a server that logs too much: it is found out."""

from pathlib import Path

import pytest

from benchmark.questionnaire.definition import Questionnaire
from tests.mail_server import PostOffice
from tests.web.test_canaries import EVERYTHING, found_in, journey

# what somebody might write while they look for a fault
TOO_MUCH = """
from flask import request, request_started
def tell(app, **_):
    app.logger.warning("%s %s %s", request.url, dict(request.cookies), request.form.to_dict())
request_started.connect(tell)
"""

# lines for programs, of all that can be logged; what a basic set-up would write has no such form
FOR_PROGRAMS = """
import logging, os
os.environ["BENCHMARK_LOG"] = "json"
for name in ("benchmark", "waitress", "flask", "urllib3"):
    logging.getLogger(name).setLevel(logging.DEBUG)
logging.getLogger("sqlalchemy.engine").setLevel(logging.INFO)
"""


@pytest.mark.battery
def test_a_server_that_logs_too_much_is_found_out(
    acceptance_sqlite_model: Path,
    tmp_path: Path,
    questionnaire: Questionnaire,
    post_office: PostOffice,
) -> None:
    left = journey(
        acceptance_sqlite_model, tmp_path, questionnaire, post_office, EVERYTHING + TOO_MUCH
    )
    found = found_in(left.log, left.known)
    assert {"evidence", "password", "wrong password", "changed", "chosen"} <= found
    assert {"token of a link", "token of a password link"} <= found
    kinds = {name.partition(":")[0] for name in found}
    assert {"token of a form", "cookie benchmark", "cookie benchmark-device"} <= kinds


@pytest.mark.battery
def test_lines_for_programs_hold_no_canary(
    acceptance_sqlite_model: Path,
    tmp_path: Path,
    questionnaire: Questionnaire,
    post_office: PostOffice,
) -> None:
    left = journey(acceptance_sqlite_model, tmp_path, questionnaire, post_office, FOR_PROGRAMS)
    for told in ('"logger": "sqlalchemy.engine', '"route": "/passwords/<token:token>"', ": sent"):
        assert told in left.log
    assert found_in(left.log, left.known) == set()
