"""People and their posts through the pages; nobody of another trust is shown or changed."""

import io
import re
from collections.abc import Callable
from html import unescape

import pytest
from sqlalchemy import select

from benchmark.assessment.tenures import NOT_TOGETHER, tenures_of
from benchmark.database.mail import Mail
from benchmark.database.session import transaction
from benchmark.web.app import Benchmark
from benchmark.web.people.content import tenure_key
from benchmark.web.people.views import ACTS
from benchmark.web.places import TenureStep
from tests.assessment.posts import TODAY, person_named, trust_named
from tests.servers import Browser, masked

PEOPLE = "/trusts/zzn/people"
START = {f"start-{part}": str(getattr(TODAY, part)) for part in ("day", "month", "year")}
LONG = "Wolfe " * 33 + "x"  # 199 characters
NEW = {"post": "nursing surgery", "name": LONG, "email": "New@north.example", **START}
SOUTH = "clinical.medicine@south.example"
FILE = (
    "trust,division,role,name,email,from,to\n"
    'ZZN,Medicine,clinical,"Ann <b>, Invented",ann@north.example,2026-01-01,\n'
)


@pytest.fixture
def coordinator(client_of: Callable[[str], Browser]) -> Browser:
    return client_of("coordinator@north.example")


def key_of(app: Benchmark, email: str) -> str:
    with transaction(app.engine, writes=False) as session:
        (tenure,) = person_named(session, email).memberships
        return tenure_key(str(app.secret_key), tenure)


def test_every_step_has_an_address_and_no_other_has() -> None:
    assert set(TenureStep.regex.split("|")) == set(ACTS)


def test_a_person_is_added_and_changed_and_their_tenure_ends(
    coordinator: Browser, app: Benchmark
) -> None:
    for _ in range(2):  # a second click
        assert coordinator.send(f"{PEOPLE}/new", **NEW).status_code == 303
    assert coordinator.get(PEOPLE).text.count(f"{LONG}<br>") == 1
    address = f"{PEOPLE}/{key_of(app, 'new@north.example')}"
    changed = {"name": "Shorter", "email": "shorter@north.example"}
    assert coordinator.send(f"{address}/change", **changed).status_code == 303
    taken = coordinator.send(f"{address}/change", name="Shorter", email=SOUTH)
    assert (taken.status_code, f'value="{SOUTH}"' in taken.text) == (409, True)
    ends = {name.replace("start", "end"): value for name, value in START.items()}
    assert coordinator.send(f"{address}/end", confirm="yes", **ends).status_code == 303
    assert coordinator.send(f"{address}/end", **ends).status_code == 400
    assert " to " in coordinator.get(PEOPLE).text
    empty = coordinator.send(f"{PEOPLE}/new", name="Only a name")
    assert (empty.status_code, 'value="Only a name"' in empty.text) == (400, True)
    assert "#start-day" in empty.text


def test_people_of_another_trust_do_not_show(coordinator: Browser, app: Benchmark) -> None:
    theirs = f"{PEOPLE}/{key_of(app, SOUTH)}/change"
    absent = f"{PEOPLE}/{'a' * 16}/change"
    assert coordinator.get(theirs).status_code == 404
    assert masked(coordinator.get(theirs).data) == masked(coordinator.get(absent).data)
    guessed = coordinator.send(f"{PEOPLE}/new", **(NEW | {"name": "A Guess", "email": SOUTH}))
    assert guessed.status_code == 400
    assert NOT_TOGETHER in guessed.text
    assert "Clinical Lead" not in re.sub("<option.*?</option>", "", guessed.text)
    with transaction(app.engine, writes=False) as session:
        assert len(tenures_of(session, trust_named(session))) == 9


def test_a_file_is_looked_at_first_and_then_taken_in(coordinator: Browser) -> None:
    token = coordinator.token()

    def post(**fields: object) -> str:
        answer = coordinator.post(f"{PEOPLE}/upload", data={"csrf_token": token, **fields})
        statuses.append(answer.status_code)
        return answer.text

    statuses: list[int] = []
    preview = post(file=(io.BytesIO(FILE.encode()), "people.csv"))
    assert "1 tenure: 1 new" in preview
    assert "ann@north.example" not in coordinator.get(PEOPLE).text
    found = re.search(r'<textarea name="content" hidden>\n?(.*?)</textarea>', preview, re.DOTALL)
    assert found
    assert unescape(found[1]) == FILE
    post(content=unescape(found[1]), confirm="yes")
    assert "Ann &lt;b&gt;, Invented" in coordinator.get(PEOPLE).text
    faults = post(file=(io.BytesIO(f"{FILE}ZZS,A,clinical,B,b,soon,\n".encode()), "people.csv"))
    assert "ZZN only" in faults or "is not a date" in faults
    assert 'href="#faults"' in faults
    post()
    post(file=(io.BytesIO(b"\xff\xfe"), "people.csv"))
    assert statuses == [200, 303, 400, 400, 400]


def test_people_of_a_file_who_have_no_password_get_a_link(
    coordinator: Browser, app: Benchmark
) -> None:
    line = "ZZN,,improvement,Ida Ivy,ida@north.example,2026-04-01,"
    answer = coordinator.send(
        f"{PEOPLE}/upload", content=f"{FILE.splitlines()[0]}\n{line}\n", confirm="yes"
    )
    assert answer.status_code == 303
    assert "Links to choose a password are on their way: 1." in coordinator.get(PEOPLE).text
    with transaction(app.engine, writes=False) as session:
        assert list(session.scalars(select(Mail.address))) == ["ida@north.example"]
