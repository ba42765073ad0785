"""What the environment decides; what is missing or wrong is said plainly, before the first page."""

import stat
from pathlib import Path

import pytest

from benchmark.questionnaire.source import questionnaire_folder
from benchmark.web.settings import LOOPBACK, SHORTEST_SECRET, SettingsFault, read_settings

SECRET = "s" * SHORTEST_SECRET
PRODUCTION = {
    "BENCHMARK_MODE": "production",
    "SECRET_KEY": SECRET,
    "BENCHMARK_TRUSTED_HOSTS": "benchmark.example",
    "DATABASE_URL": "postgresql://benchmark@db/benchmark?sslmode=verify-full",
}


def test_local_mode_needs_nothing(tmp_path: Path) -> None:
    settings = read_settings({}, tmp_path)
    assert (settings.mode, settings.production) == ("local", False)
    assert settings.database_url.endswith("/benchmark.sqlite")
    assert str(tmp_path) in settings.database_url
    assert settings.trusted_hosts == LOOPBACK
    assert settings.questionnaires == questionnaire_folder()
    assert settings.proxies == 0
    assert not settings.mail.ready


def test_production_takes_everything_from_the_environment() -> None:
    settings = read_settings(PRODUCTION | {"BENCHMARK_PROXIES": "1"})
    assert settings.production
    assert settings.secret_key == SECRET
    assert settings.trusted_hosts == ("benchmark.example",)
    assert settings.database_url == PRODUCTION["DATABASE_URL"]
    assert settings.proxies == 1


def test_a_set_of_breached_passwords_is_named_by_its_file(tmp_path: Path) -> None:
    file = tmp_path / "breached.txt"
    file.write_text(f"{'A' * 40}:3\n")
    named = {"BENCHMARK_BREACHED_PASSWORDS": str(file)}
    assert read_settings(PRODUCTION | named).breached_passwords == file
    assert read_settings(PRODUCTION).breached_passwords is None


FAULTS = {
    "a database in clear": (
        {"DATABASE_URL": "postgresql://u:a-secret@db/benchmark"},
        "DATABASE_URL: the database is on another machine",
    ),
    "no secret key": ({"SECRET_KEY": ""}, "SECRET_KEY is missing. In production mode set it"),
    "a short secret key": ({"SECRET_KEY": "s" * 31}, "SECRET_KEY is too short; use at least 32"),
    "no hosts": ({"BENCHMARK_TRUSTED_HOSTS": ""}, "BENCHMARK_TRUSTED_HOSTS is missing"),
    "hosts of commas": ({"BENCHMARK_TRUSTED_HOSTS": " , ,"}, "BENCHMARK_TRUSTED_HOSTS is missing"),
    "an address for a host": ({"BENCHMARK_TRUSTED_HOSTS": "https://a"}, "write whole host names"),
    "a pattern of hosts": ({"BENCHMARK_TRUSTED_HOSTS": "a.example,.b.example"}, "write whole host"),
    "any host": ({"BENCHMARK_TRUSTED_HOSTS": "*"}, "write whole host names"),
    "an unknown mode": ({"BENCHMARK_MODE": "prod"}, "BENCHMARK_MODE is 'prod'; it must be one of"),
    "an empty mode": ({"BENCHMARK_MODE": ""}, "BENCHMARK_MODE is ''; it must be one of"),
    "half of the mail settings": (
        {"BENCHMARK_SMTP_HOST": "mail"},
        "BENCHMARK_BASE_ADDRESS is missing",
    ),
    "no second factor": ({"BENCHMARK_SECOND_FACTOR": "off"}, "which production mode refuses"),
    "half a factor": ({"BENCHMARK_SECOND_FACTOR": "yes"}, "BENCHMARK_SECOND_FACTOR is 'yes'"),
    "a set of passwords that is not there": (
        {"BENCHMARK_BREACHED_PASSWORDS": "/nowhere/breached.txt"},
        "/nowhere/breached.txt cannot be read",
    ),
    "a short old key": ({"BENCHMARK_OLD_SECRET_KEYS": "short"}, "a key that is too short"),
    "a short token": ({"BENCHMARK_METRICS_TOKEN": "short"}, "must have at least 32 letters"),
    "a token of words": ({"BENCHMARK_METRICS_TOKEN": "and a space " * 4}, "and nothing else"),
    "an unknown log": ({"BENCHMARK_LOG": "xml"}, "must be one of plain, json"),
    "a header in words": ({"BENCHMARK_REQUEST_ID_HEADER": "the id"}, "such as X-Request-ID"),
    "a header of nobody": (
        {"BENCHMARK_REQUEST_ID_HEADER": "X-Request-ID", "BENCHMARK_PROXIES": "0"},
        "needs a proxy in front that sets this header itself",
    ),
    "half of sign-on": (
        {"BENCHMARK_OIDC_ISSUER": "https://a.example", "BENCHMARK_BASE_ADDRESS": "https://b"},
        "BENCHMARK_OIDC_CLIENT_ID is missing",
    ),
    "proxies in words": ({"BENCHMARK_PROXIES": "one"}, "BENCHMARK_PROXIES is 'one'"),
    "proxies below zero": ({"BENCHMARK_PROXIES": "-1"}, "BENCHMARK_PROXIES is '-1'"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_setting_that_is_missing_or_wrong_says_what_to_do(fault: str) -> None:
    changed, message = FAULTS[fault]
    with pytest.raises(SettingsFault) as refused:
        read_settings(PRODUCTION | changed)
    assert message in str(refused.value)
    assert SECRET not in str(refused.value)
    assert "a-secret" not in str(refused.value)


def test_a_short_secret_key_is_refused_in_local_mode_too(tmp_path: Path) -> None:
    with pytest.raises(SettingsFault, match="too short"):
        read_settings({"SECRET_KEY": "short"}, tmp_path)


def test_hosts_are_separated_by_commas() -> None:
    settings = read_settings(PRODUCTION | {"BENCHMARK_TRUSTED_HOSTS": "a.example, b.example,"})
    assert settings.trusted_hosts == ("a.example", "b.example")


def test_a_data_folder_keeps_its_secret_key_to_itself(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "place"
    first = read_settings({}, folder).secret_key
    assert len(first) >= SHORTEST_SECRET
    assert read_settings({}, folder).secret_key == first
    assert read_settings({}, tmp_path / "other").secret_key != first
    mode = stat.S_IMODE((folder / "secret-key").stat().st_mode)
    assert mode == 0o600


def test_the_folder_that_is_named_wins_over_the_environment(tmp_path: Path) -> None:
    elsewhere = {"DATABASE_URL": "postgresql://db/x", "BENCHMARK_DATA": "/elsewhere"}
    assert str(tmp_path) in read_settings(elsewhere, tmp_path).database_url
    own = read_settings({"BENCHMARK_DATA": str(tmp_path)})
    assert str(tmp_path) in own.database_url


def test_another_folder_of_questionnaires(tmp_path: Path) -> None:
    named = {"BENCHMARK_QUESTIONNAIRES": str(tmp_path / "ours")}
    assert read_settings(named, tmp_path).questionnaires == tmp_path / "ours"


def test_the_second_factor_is_required_in_production_and_where_it_is_asked_for() -> None:
    assert read_settings(PRODUCTION).second_factor
    local = {"SECRET_KEY": SECRET}
    assert not read_settings(local).second_factor
    assert read_settings(local | {"BENCHMARK_SECOND_FACTOR": "required"}).second_factor
    assert read_settings(local | {"BENCHMARK_OLD_SECRET_KEYS": f"{SECRET}2 {SECRET}1"}) == (
        read_settings(local | {"BENCHMARK_OLD_SECRET_KEYS": f" {SECRET}2  {SECRET}1 "})
    )
