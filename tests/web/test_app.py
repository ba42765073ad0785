"""The application as a whole: when it refuses to start, and what it refuses to read."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import g
from psycopg import sql
from sqlalchemy import make_url, select

from benchmark.assessment.freezing import FrozenFault
from benchmark.database.migration import SchemaMismatch
from benchmark.database.people import SignIn, SignInAttempt
from benchmark.database.session import sqlite_url, transaction
from benchmark.questionnaire.located import FaultyFile
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaires
from benchmark.web.app import bare_app, create_app
from benchmark.web.receiving import LARGEST_BODY
from benchmark.web.settings import SettingsFault
from tests.databases import closing, run_sql
from tests.servers import JSON, browser_of, local_settings, own_response, serving

KNOWN = "executive@north.example"
LEAD = "clinical.medicine@north.example"


def test_a_database_that_was_never_migrated_is_refused(fresh_postgresql: str) -> None:
    with pytest.raises(SchemaMismatch, match=r"the database is empty.*run benchmark migrate"):
        create_app(local_settings(fresh_postgresql))


@pytest.mark.parametrize("made", [False, True])
def test_a_file_without_our_tables_is_refused(tmp_path: Path, *, made: bool) -> None:
    if made:
        (tmp_path / "benchmark.sqlite").touch()
    with pytest.raises(SchemaMismatch, match="run benchmark migrate"):
        create_app(local_settings(sqlite_url(tmp_path)))
    assert (tmp_path / "benchmark.sqlite").exists() == made


def test_a_database_of_newer_software_is_refused(acceptance: str) -> None:
    with closing(acceptance) as engine, engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '999'")
    with pytest.raises(SchemaMismatch, match=r"at 999.*newer software"):
        create_app(local_settings(acceptance))


@pytest.mark.parametrize(
    "address", ["mysql://db/x", "nonsense", "", "postgresql://db:port/x", "sqlite+nothing:///x"]
)
def test_an_address_of_no_database_is_refused(address: str) -> None:
    with pytest.raises(SettingsFault, match="DATABASE_URL is not an address of a database"):
        create_app(local_settings(address))


def test_a_database_out_of_reach_is_refused() -> None:
    address = "postgresql://me:hidden@127.0.0.1:1/x?connect_timeout=2"
    with pytest.raises(SettingsFault, match="cannot use the database") as refused:
        create_app(local_settings(address))
    assert "hidden" not in str(refused.value)


def test_a_faulty_questionnaire_is_refused_with_its_line(acceptance: str, tmp_path: Path) -> None:
    good = (questionnaire_folder() / "management-practice-1.0.yaml").read_text(encoding="utf-8")
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "faulty.yaml").write_text(good.replace("language:", "langage:", 1), encoding="utf-8")
    with pytest.raises(FaultyFile, match=r"faulty\.yaml:\d+"):
        create_app(local_settings(acceptance, questionnaires=folder))


def test_one_word_of_a_used_version_is_told_and_not_what_it_breaks_in_the_next_version(
    acceptance: str, tmp_path: Path
) -> None:
    folder = tmp_path / "ours"
    shutil.copytree(questionnaire_folder(), folder)
    file = folder / "management-practice-1.0.yaml"
    was, becomes = "Rotas repeat from year to year", "Rotas repeat from week to week"
    file.write_text(file.read_text("utf-8").replace(was, becomes, 1), "utf-8")
    for _ in range(2):  # a restart changes nothing
        with pytest.raises(FrozenFault) as refused:
            create_app(local_settings(acceptance, questionnaires=folder))
        told = str(refused.value)
        assert f"practice people-to-demand, level 1\n  - {was}" in told
        assert f"  + {becomes}" in told
        assert "crosswalk" not in told
    with pytest.raises(FaultyFile, match="asks something else than in management-practice"):
        read_questionnaires(folder)


def test_a_folder_without_a_questionnaire_is_refused(acceptance: str, tmp_path: Path) -> None:
    with pytest.raises(FaultyFile, match="there is no questionnaire"):
        create_app(local_settings(acceptance, questionnaires=tmp_path / "nowhere"))


def test_the_addresses_are_known_without_database_or_secret() -> None:
    app = bare_app()
    assert "/sign-in" in {rule.rule for rule in app.url_map.iter_rules()}
    assert app.secret_key is None


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "benchmark", "a b"]
)
def test_an_unknown_host_is_refused(acceptance: str, host: str) -> None:
    with serving(acceptance) as app:
        for address in ("/sign-in", "/", "/no-such-page"):
            answer = app.test_client().get(address, headers={"Host": host})
            assert answer.status_code == 400
            assert "evil" not in answer.text
            assert "What was sent could not be read" in answer.text


def test_a_known_host_is_served(acceptance: str) -> None:
    with serving(acceptance, trusted_hosts=("benchmark.example",)) as app:
        assert (
            app.test_client().get("/help", headers={"Host": "benchmark.example"}).status_code == 200
        )
        assert app.test_client().get("/help", headers={"Host": "localhost"}).status_code == 400


@pytest.mark.parametrize("proxies", [0, 1])
def test_only_a_trusted_proxy_may_say_how_the_reader_came(acceptance: str, proxies: int) -> None:
    hosts = ("localhost", "benchmark.example")
    with serving(acceptance, proxies=proxies, trusted_hosts=hosts) as app:
        said = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "benchmark.example"}
        answer = app.test_client().get("/sign-in", headers=said)
        assert ("Secure" in answer.headers["Set-Cookie"]) == bool(proxies)
        forged = said | {"X-Forwarded-Host": "evil.example"}
        status = app.test_client().get("/sign-in", headers=forged).status_code
        assert status == (400 if proxies else 200)


def test_a_body_that_is_too_large_is_refused(acceptance: str) -> None:
    with serving(acceptance) as app:
        lead = browser_of(app, LEAD)
        page = f"{own_response(lead)}/patient-flow"
        sent = {"version": "0", "answer": "3", "evidence": "x" * LARGEST_BODY}
        for answer in (lead.send(page, **sent), lead.send("/sign-out", **sent)):
            assert answer.status_code == 413
            assert "nhsuk-header" in answer.text
        as_json = lead.send(page, JSON, **sent)
        assert (as_json.status_code, list(as_json.json)) == (413, ["errors"])
        assert 'value="0"' in lead.get(page).text


@pytest.fixture
def vanishing(acceptance_postgresql: str, postgresql_url: str) -> Iterator[tuple[str, str]]:
    """Address of a database, and of the server that may drop it."""
    yield acceptance_postgresql, postgresql_url
    name = sql.Identifier(str(make_url(acceptance_postgresql).database))
    run_sql(postgresql_url, sql.SQL("CREATE DATABASE {}").format(name))


def test_while_the_database_is_away_the_pages_say_so(vanishing: tuple[str, str]) -> None:
    address, server = vanishing
    with serving(address) as app:
        browser = browser_of(app, KNOWN)
        assert browser.get("/readyz").status_code == 200
        name = sql.Identifier(str(make_url(address).database))
        run_sql(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
        for asked in ("/", "/help", "/readyz"):
            answer = browser.get(asked)
            assert answer.status_code == 503
            assert "Sorry, the service is not available" in answer.text
        assert browser.get("/healthz").json == {"status": "ok"}  # the process itself is well
        told = browser.get("/", headers=JSON)
        assert (told.status_code, list(told.json)) == (503, ["errors"])


def test_a_failed_view_leaves_nothing_half_done(acceptance: str) -> None:
    with serving(acceptance) as app:
        stranger = browser_of(app, None)

        view = app.view_functions["account.check_sign_in"]

        def failing() -> None:
            view()
            raise RuntimeError("planted")

        vars(failing).update(vars(view))
        app.view_functions["account.check_sign_in"] = failing
        answer = stranger.sign_in(KNOWN)
        assert answer.status_code == 500
        assert "planted" not in answer.text
        with transaction(app.engine, writes=False) as session:
            assert session.scalars(select(SignIn)).all() == []


def test_a_get_cannot_write(acceptance: str) -> None:
    with serving(acceptance) as app:
        view = app.view_functions["information.help_page"]

        def writing() -> None:
            g.session.add(SignInAttempt(email_hash="a" * 64))
            g.session.flush()

        vars(writing).update(vars(view))
        app.view_functions["information.help_page"] = writing
        assert app.test_client().get("/help").status_code in {500, 503}
        with transaction(app.engine, writes=False) as session:
            assert session.scalars(select(SignInAttempt)).all() == []
