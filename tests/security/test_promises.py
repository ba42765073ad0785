"""Small promises that no other test holds, each asked for by a requirement in asvs.csv."""

import re

from sqlalchemy import Engine, func, select

from benchmark.database.migration import migrate
from benchmark.database.people import Person, SignIn
from benchmark.database.session import transaction
from benchmark.web.app import Benchmark
from benchmark.web.components import static_folder
from tests.servers import PASSWORD, browser_of

READER = "improvement@north.example"
LONG = "Purple kettle, March ŵ木 " * 4  # a blank at the end counts too
PASSWORD_FIELD = re.compile(r"<input[^>]*name=\"(?:password|current)\"[^>]*>")


def test_a_new_database_has_no_account(empty_database: Engine) -> None:
    migrate(empty_database)
    with transaction(empty_database, writes=False) as session:
        for table in (Person, SignIn):
            assert session.scalar(select(func.count()).select_from(table)) == 0


def test_a_password_field_hides_what_is_typed_and_takes_what_is_pasted(app: Benchmark) -> None:
    pages = [
        browser_of(app, None).get("/sign-in"),
        browser_of(app, READER).get("/account/password"),
    ]
    fields = [field for page in pages for field in PASSWORD_FIELD.findall(page.text)]
    assert len(fields) == 3
    for field in fields:
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(current|new)-password"', field)
        assert "maxlength" not in field
    scripts = [path.read_text(encoding="utf-8") for path in static_folder().glob("*.js")]
    assert scripts
    assert not any(re.search(r"[\"']paste[\"']|onpaste", script) for script in scripts)


def test_every_character_of_a_long_password_counts(app: Benchmark) -> None:
    assert len(LONG) >= 64
    changed = browser_of(app, READER).send("/account/password", current=PASSWORD, password=LONG)
    assert changed.status_code == 303
    for other in (LONG[:-1], LONG.strip(), LONG.lower(), LONG + "x", LONG[:72], LONG[:64]):
        assert browser_of(app, None).sign_in(READER, other).status_code == 400, other
    assert browser_of(app, None).sign_in(READER, LONG).status_code == 303


def test_fields_in_an_address_count_for_nothing_in_a_form(app: Benchmark) -> None:
    stranger = browser_of(app, None)
    address = f"/sign-in?email={READER}&password={PASSWORD}&csrf_token={stranger.token()}"
    assert stranger.post(address).status_code == 400  # the token too is of the form only
    answer = stranger.send(address)
    assert answer.status_code == 400
    assert "Enter your" in answer.text
    assert stranger.get("/").status_code == 303


def test_fields_that_a_form_does_not_have_set_nothing(app: Benchmark) -> None:
    def kept() -> list[object]:
        with transaction(app.engine, writes=False) as session:
            person = session.scalars(select(Person).where(Person.email == READER)).one()
            tenures = [(each.role, each.trust_id, each.to_date) for each in person.memberships]
            return [person.id, person.name, person.disabled_at, *tenures]

    before = kept()
    planted = {"id": "1", "name": "Planted", "email": "planted@north.example", "role": "national"}
    planted |= {"trust_id": "2", "disabled_at": "2026-01-01", "memberships-0-role": "executive"}
    reader = browser_of(app, READER)
    sent = {"current": PASSWORD, "password": LONG} | planted
    assert reader.send("/account/password", **sent).status_code == 303
    assert kept() == before
    assert reader.get("/trusts/zzn/people").status_code == 404
