"""Reading what was given out about somebody."""

import csv
import io
import json
from typing import Any
from zipfile import ZipFile

from sqlalchemy import Engine

from benchmark.assessment.subject_access import DATA, README, Given, give_own_data
from benchmark.database.session import transaction
from tests.assessment.posts import person_named

OWN = "clinical.medicine@north.example"
Tables = dict[str, list[dict[str, Any]]]


def given(engine: Engine, email: str = OWN) -> Given:
    with transaction(engine, writes=True) as session:
        return give_own_data(session, person_named(session, email))


def tables(content: bytes) -> Tables:
    """The tables as data; each is checked to be in its own file too."""
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        found: Tables = json.loads(archive.read(DATA))
        names = {name.removesuffix(".csv").replace("-", " ") for name in archive.namelist()}
        assert names - {README, DATA} == found.keys()
        for name, rows in found.items():
            text = archive.read(f"{name.replace(' ', '-')}.csv").decode()
            assert len(list(csv.DictReader(io.StringIO(text)))) == len(rows)
    return found


def held(engine: Engine, email: str = OWN) -> Tables:
    return tables(given(engine, email).content)


def answers_only(found: Tables) -> Tables:
    """Without what tells of the giving out itself."""
    return {name: rows for name, rows in found.items() if name not in ("record", "account")}
