"""The wheel has everything that the product reads; a wheel without templates is found out.

tests/battery/test_installed.py installs it and tries it.
"""

import shutil
from pathlib import Path

from tests.running import ROOT
from tests.wheels import CARRIED, MOVED, built, missing_in, needed


def test_the_wheel_has_all_that_runs_or_is_read(wheel: Path) -> None:
    assert missing_in(wheel) == set()


def test_what_is_needed_has_every_kind() -> None:
    kinds = {Path(name).suffix[1:] for name in needed()}
    assert {"py", "mako", "html", "yaml", "css", "js", "svg", "ttf", "icc", "csv"} <= kinds


def test_a_wheel_without_templates_is_found_out(tmp_path: Path) -> None:
    """The twin: the same project, whose build leaves the templates out."""
    project = tmp_path / "project"
    for folder in ("benchmark", *CARRIED):
        shutil.copytree(ROOT / folder, project / folder, ignore=shutil.ignore_patterns("*.pyc"))
    for file in ("README.md", "LICENSE", "NOTICE", *MOVED):
        shutil.copy(ROOT / file, project)
    told = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    planted = told.replace('"templates" = "benchmark/templates"\n', "")
    assert planted != told
    (project / "pyproject.toml").write_text(planted, encoding="utf-8")
    missing = missing_in(built(project, tmp_path / "out"))
    assert missing
    assert all(name.startswith("benchmark/templates/") for name in missing)
