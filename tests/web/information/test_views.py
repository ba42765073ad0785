"""Pages for everybody, and the health of the service."""

import pytest

from benchmark.database.session import transaction
from benchmark.web.app import Benchmark
from tests.servers import JSON, browser_of


@pytest.mark.parametrize(
    "page", ["privacy", "cookies", "accessibility", "help", "methods/validation"]
)
def test_anybody_reads_the_pages_about_the_service(app: Benchmark, page: str) -> None:
    for email in (None, "national@benchmark.example"):
        answer = browser_of(app, email).get(f"/{page}")
        assert answer.status_code == 200
        assert answer.text.count("<h1") == 1


def test_the_cookies_page_names_the_cookie_that_is_set(app: Benchmark) -> None:
    browser = browser_of(app, None)
    browser.get("/sign-in")
    page = browser.get("/cookies").text
    assert browser.get_cookie("benchmark") is not None
    assert "benchmark" in page[page.index("<main") :]


def test_reading_about_the_service_sets_no_cookie(app: Benchmark) -> None:
    assert "Set-Cookie" not in app.test_client().get("/privacy").headers


def test_the_health_of_the_service(app: Benchmark) -> None:
    assert app.test_client().get("/healthz").json == {"status": "ok"}
    assert app.test_client().get("/readyz").json == {"status": "ready"}


def test_a_database_at_another_schema_is_not_ready(app: Benchmark) -> None:
    with transaction(app.engine, writes=True) as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '001'")
    answer = app.test_client().get("/readyz", headers=JSON)
    assert answer.status_code == 503
    assert app.test_client().get("/healthz").status_code == 200
