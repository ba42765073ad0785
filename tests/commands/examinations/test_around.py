"""Mail server, disk, keys and backups: each fault is planted and found."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from benchmark.commands.examinations import around
from benchmark.commands.examinations.around import backup_finding, mail_finding, storage_findings
from benchmark.database.backing_up import back_up
from benchmark.database.schema import now
from benchmark.jobs.mail_settings import NO_MAIL
from tests.databases import closing
from tests.mail_server import LOGIN, PostOffice
from tests.running import free_port

SOMEBODY = "somebody@trust.example"


def test_a_mail_server_is_asked_and_nothing_is_sent(post_office: PostOffice) -> None:
    found = mail_finding(post_office.settings(), "", now())
    assert (found.said, found.advice) == (f"127.0.0.1:{post_office.port} takes mail", "")
    assert post_office.arrived == []


def test_a_mail_goes_where_it_is_asked_to(post_office: PostOffice) -> None:
    assert mail_finding(post_office.settings(), SOMEBODY, now()).advice == ""
    assert post_office.envelopes == [[SOMEBODY]]
    assert "has asked it to send this mail" in post_office.text()


def test_a_server_that_is_away_or_refuses_is_found(post_office: PostOffice) -> None:
    away = mail_finding(post_office.settings(port=free_port()), "", now())
    assert "cannot be reached" in away.said
    assert "BENCHMARK_SMTP_" in away.advice
    user, password = (word.decode() for word in LOGIN)
    login = mail_finding(post_office.settings(user=user, password=password), "", now())
    assert login.advice  # this server offers no login
    assert password not in f"{login}"
    post_office.rcpt = "550 no such mailbox"
    refused = mail_finding(post_office.settings(), SOMEBODY, now())
    assert "550 no such mailbox" in refused.said
    assert refused.advice


def test_mail_that_is_not_set_up_is_no_fault_until_one_is_asked_for() -> None:
    assert mail_finding(NO_MAIL, "", now()).advice == ""
    assert "BENCHMARK_SMTP_HOST" in mail_finding(NO_MAIL, SOMEBODY, now()).advice


def test_a_folder_with_room_and_private_keys_is_well(tmp_path: Path) -> None:
    (tmp_path / "secret-key").touch(0o600)
    assert [f.advice for f in storage_findings(tmp_path)] == ["", ""]


def test_a_full_disk_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(around, "LEAST_FREE", 10**18)
    (found,) = storage_findings(tmp_path)
    assert "make room" in found.advice


@pytest.mark.parametrize("rights", [0o640, 0o604, 0o620])
def test_a_key_that_others_can_read_or_change_is_found(tmp_path: Path, rights: int) -> None:
    (tmp_path / "secret-key").touch()
    (tmp_path / "secret-key").chmod(rights)
    _, found = storage_findings(tmp_path)
    assert f"{rights:o}" in found.said
    assert "chmod 600" in found.advice


def test_a_folder_that_is_missing_is_found(tmp_path: Path) -> None:
    (found,) = storage_findings(tmp_path / "none")
    assert "BENCHMARK_DATA" in found.advice


def test_a_folder_that_is_not_ours_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # root, as whom tests may run, may write
    assert "give it to the user" in [f.advice for f in storage_findings(tmp_path)][1]


def test_the_age_of_the_latest_backup(acceptance: str, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    assert backup_finding(None, now()).advice == ""
    assert "every night" in backup_finding(folder, now()).advice
    with closing(acceptance) as engine:
        back_up(engine, folder / "one")
    assert backup_finding(folder, now()).advice == ""
    assert backup_finding(folder, now() + timedelta(hours=25)).advice == ""
    assert "nightly" in backup_finding(folder, now() + timedelta(hours=27)).advice
    (folder / "one").write_bytes((folder / "one").read_bytes()[:-100])
    assert "cut or changed" in backup_finding(folder, now()).advice
