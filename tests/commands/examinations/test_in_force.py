"""Settings are told without their secrets, and a misspelt one is found."""

import re
from pathlib import Path

import pytest

from benchmark.commands.examinations.in_force import KNOWN, SECRETS, settings_findings
from tests.running import ROOT

SECRET = "0123456789abcdef" * 4
PASSWORD = "a-password-of-the-database"
WELL = {
    "DATABASE_URL": f"postgresql://benchmark:{PASSWORD}@127.0.0.1/benchmark",
    "BENCHMARK_MODE": "production",
    "SECRET_KEY": SECRET,
    "BENCHMARK_TRUSTED_HOSTS": "benchmark.example",
    "BENCHMARK_METRICS_TOKEN": SECRET,
    "PATH": "/bin",
}


def test_all_is_told_and_no_secret() -> None:
    found = list(settings_findings(WELL, None))
    assert [finding.advice for finding in found] == [""] * len(found)
    said = "\n".join(finding.said for finding in found)
    assert SECRET not in said
    assert PASSWORD not in said
    assert "SECRET_KEY=(secret, 64 characters)" in said
    assert "DATABASE_URL=postgresql://benchmark:***@127.0.0.1/benchmark" in said
    assert "/bin" not in said


@pytest.mark.parametrize(
    ("changed", "said", "advice"),
    [
        (
            {"BENCHMARK_SMPT_HOST": "mail"},
            "BENCHMARK_SMPT_HOST is no setting",
            "BENCHMARK_SMTP_HOST?",
        ),
        ({"BENCHMARK_TRUSTED_HOSTS": ""}, "the server would not start", "BENCHMARK_TRUSTED_HOSTS"),
        ({"SECRET_KEY": "short"}, "the server would not start", "SECRET_KEY is too short"),
    ],
)
def test_a_fault_is_found_with_what_to_do(changed: dict[str, str], said: str, advice: str) -> None:
    (fault,) = [finding for finding in settings_findings(WELL | changed, None) if finding.advice]
    assert said in fault.said
    assert advice in fault.advice


def test_a_password_among_the_options_of_an_address_is_not_told() -> None:
    address = f"postgresql://benchmark@127.0.0.1/benchmark?password={PASSWORD}"
    said = "\n".join(f.said for f in settings_findings(WELL | {"DATABASE_URL": address}, None))
    assert "benchmark@127.0.0.1/benchmark" in said
    assert PASSWORD not in said


def test_what_is_no_address_is_not_repeated() -> None:
    said = [f.said for f in settings_findings({"DATABASE_URL": f"not:{PASSWORD}@an"}, None)]
    assert "DATABASE_URL=(not an address of a database)" in said


def test_looking_makes_no_key(tmp_path: Path) -> None:
    assert not [f for f in settings_findings({}, tmp_path / "data") if f.advice]
    assert not (tmp_path / "data").exists()


def test_every_setting_of_the_table_is_known_and_every_known_one_stands_there() -> None:
    table = (ROOT / "README.md").read_text(encoding="utf-8").partition("| variable | meaning")[2]
    first = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    named = set(re.findall(r"`([A-Z_]+)`", " ".join(first)))
    assert named - {"OPENBLAS_NUM_THREADS"} == KNOWN
    told_secret = {name for name in KNOWN if re.search(r"KEY|PASSWORD|SECRET$|TOKEN", name)}
    assert told_secret == SECRETS
