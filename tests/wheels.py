"""Wheels, built as for a release, and what has to be inside."""

import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.running import ROOT

UV = ROOT / ".uv" / "bin" / "uv"
# what the product reads beside its modules, and where a wheel has it
CARRIED = ("templates", "migrations", "questionnaires", "schedules")
MOVED = {"wsgi.py": "benchmark/wsgi.py", "gunicorn.conf.py": "benchmark/gunicorn_conf.py"}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    return built(ROOT, tmp_path_factory.mktemp("wheel"))


def built(project: Path, out: Path) -> Path:
    uv("build", "--wheel", "--out-dir", str(out), str(project))
    (file,) = out.glob("*.whl")
    return file


def uv(*arguments: str, folder: Path = ROOT) -> str:
    """Run uv as make does; it says what went wrong."""
    inherited = {name: text for name, text in os.environ.items() if name != "VIRTUAL_ENV"}
    environment = inherited | {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1"}
    done = subprocess.run(
        [str(UV), *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def missing_in(wheel: Path) -> set[str]:
    """Files of the checkout that the product needs and the wheel does not have."""
    with zipfile.ZipFile(wheel) as opened:
        return needed() - set(opened.namelist())


def needed() -> set[str]:
    """Names, inside the wheel, of every file of ours that runs or is read."""
    modules = {str(path.relative_to(ROOT)) for path in files_of("benchmark")}
    carried = {f"benchmark/{path.relative_to(ROOT)}" for name in CARRIED for path in files_of(name)}
    return modules | carried | set(MOVED.values())


def files_of(folder: str) -> list[Path]:
    found = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    return [path for path in found if "__pycache__" not in path.parts]
