"""The bill of materials that ``make build`` writes, against our own reading of uv.lock."""

import copy
import json
import subprocess
import tomllib
from typing import Any

import pytest

from tests.running import ROOT

PROJECT = "management-practice-benchmark"
Needs = set[tuple[str, str]]  # who needs whom


@pytest.fixture(scope="module")
def bill(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("bill")
    subprocess.run(["make", "--silent", "sbom", f"DIST={folder}"], cwd=ROOT, check=True)
    return json.loads((folder / "sbom.cdx.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def lock() -> dict[str, Any]:
    text = (ROOT / "uv.lock").read_text(encoding="utf-8")
    return {package["name"]: package for package in tomllib.loads(text)["package"]}


def test_it_is_cyclonedx_of_this_project(bill: Any) -> None:
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    assert bill["metadata"]["component"]["name"] == PROJECT


def test_it_has_everything_that_the_product_needs_and_nothing_else(
    bill: Any, lock: dict[str, Any]
) -> None:
    assert faults(bill, lock) == []
    names = {part["name"] for part in bill["components"]}
    assert {"flask", "cffi", "psycopg-binary", "pyarrow", "tzdata"} <= names
    assert not {"pytest", "ruff", "playwright"} & names


def test_what_is_left_out_or_changed_is_found(bill: Any, lock: dict[str, Any]) -> None:
    """The twins: a part missing, of another version, with another file, or needed by nobody."""
    without, other, foreign, loose = (copy.deepcopy(bill) for _ in range(4))
    del without["components"][0]
    other["components"][0]["version"] = "0"
    foreign["components"][0]["externalReferences"][0]["hashes"][0]["content"] = "0" * 64
    needing = next(each for each in loose["dependencies"] if each.get("dependsOn"))
    needing["dependsOn"].pop()
    assert all(faults(planted, lock) for planted in (without, other, foreign, loose))


def faults(bill: Any, lock: dict[str, Any]) -> list[str]:
    """Say where the bill differs from the lock: parts with their versions, files, needs."""
    needs = needed_from(lock)
    names = {name for pair in needs for name in pair} - {PROJECT}
    promised = {name: (lock[name]["version"], digests(lock[name])) for name in names}
    told = {part["name"]: (part["version"], told_digests(part)) for part in bill["components"]}
    wrong = [n for n in promised.keys() | told.keys() if promised.get(n) != told.get(n)]
    return sorted(wrong) + [f"{a} needs {b}" for a, b in sorted(needs ^ told_needs(bill))]


def digests(package: dict[str, Any]) -> frozenset[str]:
    files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
    return frozenset(file["hash"].removeprefix("sha256:") for file in files)


def told_digests(part: Any) -> frozenset[str]:
    return frozenset(
        digest["content"] for file in part["externalReferences"] for digest in file["hashes"]
    )


def told_needs(bill: Any) -> Needs:
    named = [*bill["components"], bill["metadata"]["component"]]
    names = {part["bom-ref"]: part["name"] for part in named}
    return {
        (names.get(each["ref"], each["ref"]), names.get(other, other))
        for each in bill["dependencies"]
        for other in each.get("dependsOn", [])
    }


def needed_from(lock: dict[str, Any]) -> Needs:
    """Who needs whom, from the project down, with all its extras and without what tests need."""
    found: Needs = set()
    seen: set[tuple[str, str]] = set()
    ahead = [(PROJECT, ""), *((PROJECT, extra) for extra in extras(lock[PROJECT]))]
    while ahead:
        name, extra = ahead.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        package = lock[name]
        wants = extras(package)[extra] if extra else package.get("dependencies", [])
        for want in wants:
            found.add((name, want["name"]))
            ahead += [(want["name"], wanted) for wanted in ("", *want.get("extra", []))]
    return found


def extras(package: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = package.get("optional-dependencies", {})
    return found
