"""What the service stands on: the mail server, the disk, the files of keys, the last backup."""

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from benchmark.commands.examinations.finding import Finding
from benchmark.database.backup_file import BackupFault, sealed
from benchmark.jobs.mail import try_server
from benchmark.jobs.mail_settings import MailSettings

LEAST_FREE = 500_000_000  # bytes; the largest report is some hundred thousand
GIGABYTE = 1_000_000_000
OLDEST_BACKUP = timedelta(hours=26)  # one a night, and two hours to make it
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def mail_finding(settings: MailSettings, send_to: str, moment: datetime) -> Finding:
    """Whether the mail server lets us in; a mail goes out only where somebody asks for one."""
    if not settings.ready:
        advice = "set BENCHMARK_SMTP_HOST to send one" if send_to else ""
        return Finding("mail", "not set up (BENCHMARK_SMTP_HOST): it waits", advice)
    place = f"{settings.host}:{settings.port}"
    outcome = try_server(settings, send_to, moment)
    if outcome.error:
        return Finding("mail", f"{place}: {outcome.error}", "check the settings BENCHMARK_SMTP_...")
    return Finding("mail", f"{place} takes mail" + (f"; one was sent to {send_to}" * bool(send_to)))


def storage_findings(folder: Path) -> Iterator[Finding]:
    """Room and rights of the data folder: our own files in it are nobody else's to read."""
    if not folder.is_dir():
        yield Finding("storage", f"there is no folder {folder}", "make it, or set BENCHMARK_DATA")
        return
    free = shutil.disk_usage(folder).free
    advice = "make room: saves fail when the disk is full" if free < LEAST_FREE else ""
    yield Finding("storage", f"{free / GIGABYTE:.1f} GB free in {folder}", advice)
    if not os.access(folder, os.W_OK):
        owner = "give it to the user as whom the service runs"
        yield Finding("storage", f"we may not write in {folder}", owner)
    for file in (folder / "secret-key", folder / "demo.json"):
        if file.exists():
            yield _private(file)


def _private(file: Path) -> Finding:
    rights = stat.S_IMODE(file.stat().st_mode)
    advice = f"run chmod 600 {file}, and change what is in it" if rights & OTHERS else ""
    return Finding("storage", f"{file} has the rights {rights:o}", advice)


def backup_finding(folder: Path | None, moment: datetime) -> Finding:
    """How old the latest backup is, and whether every byte of it is as it was written."""
    if folder is None:
        return Finding("backup", "age not known: name the folder of backups by --backups")
    files = [file for file in folder.glob("*") if file.is_file()]
    if not files:
        return Finding("backup", f"there is none in {folder}", "run benchmark backup every night")
    latest = max(files, key=lambda file: file.stat().st_mtime)
    try:
        manifest, _ = sealed(latest)
    except BackupFault as fault:
        return Finding("backup", f"{latest} is no whole backup", str(fault))
    age = moment - manifest.moment
    advice = "look why the nightly benchmark backup did not run" if age > OLDEST_BACKUP else ""
    return Finding("backup", f"{latest} is {age / timedelta(hours=1):.1f} hours old", advice)
