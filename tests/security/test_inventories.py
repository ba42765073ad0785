"""The lists in docs: tables by class, keys, algorithms, logs and servers are those of the code."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import benchmark.database
from benchmark.database.schema import Table

ROOT = Path(__file__).resolve().parents[2]
CONTROLS = (ROOT / "docs/controls.md").read_text(encoding="utf-8")
DATA = (ROOT / "docs/data.md").read_text(encoding="utf-8")
LISTED = re.compile(r"^Tables: (.+?)\.$", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"`([A-Za-z_]+)`")
CLASSES = 5
# names of settings that hold a secret, or an address with one
SECRET = re.compile(r"[A-Z_]*(SECRET|PASSWORD$|KEYS?$|DATABASE_URL)[A-Z_]*")
# ours, made of the secret keys; and how the programs of PostgreSQL are told what DATABASE_URL says
NO_SECRETS = {"SEALING_KEYS", "PGPASSWORD"}
# what can open a connection, and how docs/controls.md calls the other side
SPEAKERS = {
    "psycopg": "`DATABASE_URL`",
    "smtplib": "`BENCHMARK_SMTP_HOST`",
    "authlib": "`BENCHMARK_OIDC_ISSUER`",
    "requests": "`BENCHMARK_OIDC_ISSUER`",
}
LISTENERS = {"benchmark.commands.serve", "benchmark.web.workers"}  # they take connections only
NETWORK = {*SPEAKERS, "socket", "urllib.request", "http.client", "httpx", "ftplib", "telnetlib"}
# modules and names of the code -> how docs/controls.md calls the algorithm
ALGORITHMS = {
    "hashlib.sha256": "SHA-256",
    "hashlib.sha1": "SHA-1",
    "hmac.new": "HMAC-SHA-256",
    "hmac.compare_digest": "",  # compares, and makes nothing
    "argon2": "argon2id",
    "pyotp": "RFC 6238",
    "cryptography": "AES-256-GCM",
    "joserfc": "RS256 to PS512",
}


def section(text: str, heading: str) -> str:
    return text.partition(f"## {heading}\n")[2].partition("\n## ")[0]


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of the package, parsed."""
    files = sorted((ROOT / "benchmark").rglob("*.py"))
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts): ast.parse(
            file.read_text(encoding="utf-8")
        )
        for file in files
    }


def imported(tree: ast.Module) -> set[str]:
    """All that a module imports, by its full name and by each name before a dot."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
    return {".".join(name.split(".")[:count]) for name in names for count in range(1, 4)}


def called_of(tree: ast.Module, module: str) -> set[str]:
    """``hashlib.sha256``: every attribute of a module that the code takes."""
    taken = {
        f"{module}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == module
    }
    return taken | {name for name in imported(tree) if name.startswith(f"{module}.")}


def speakers(modules: dict[str, ast.Module]) -> dict[str, set[str]]:
    found = {name: imported(tree) & NETWORK for name, tree in modules.items()}
    return {name: used for name, used in found.items() if used}


def algorithms(modules: Iterable[ast.Module]) -> set[str]:
    found: set[str] = set()
    for tree in modules:
        found |= called_of(tree, "hashlib") | called_of(tree, "hmac")
        found |= imported(tree) & {"argon2", "pyotp", "cryptography", "joserfc", "ssl", "random"}
    return found - {"ssl"}  # mail over TLS: the settings of the system


def secret_settings(modules: Iterable[ast.Module]) -> set[str]:
    """Names of settings that hold a secret, wherever the code reads the environment."""
    texts = (
        node.value
        for tree in modules
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return {text for text in texts if SECRET.fullmatch(text)} - NO_SECRETS


def loggers(modules: dict[str, ast.Module]) -> set[str]:
    """The packages whose modules write to a log."""
    found = set()
    for name, tree in modules.items():
        taken = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        of_flask = "logger" in taken and "flask.current_app" in imported(tree)
        if "getLogger" in taken or of_flask:
            found.add(".".join(name.split(".")[:2]))
    return found


def tables() -> set[str]:
    for module in pkgutil.iter_modules(benchmark.database.__path__):
        importlib.import_module(f"benchmark.database.{module.name}")
    return set(Table.metadata.tables)


def test_every_table_stands_in_one_class() -> None:
    listed = [name for group in LISTED.findall(DATA) for name in NAME.findall(group)]
    assert len(LISTED.findall(DATA)) == CLASSES
    assert sorted(listed) == sorted(tables())


def test_each_class_says_how_it_is_protected() -> None:
    for part in DATA.split("\n## ")[1:]:
        assert len(LISTED.sub("", part).split()) > 10, part


def test_only_listed_servers_are_spoken_to() -> None:
    told = section(CONTROLS, "Whom the service speaks to")
    for module, used in speakers(trees()).items():
        if module in LISTENERS:
            assert used == {"socket"}, module
        else:
            assert used <= set(SPEAKERS), module
            assert all(SPEAKERS[each] in told for each in used), module


def test_a_module_that_speaks_to_somebody_else_is_found() -> None:
    planted = {"benchmark.web.planted": ast.parse("from urllib.request import urlopen")}
    assert speakers(planted) == {"benchmark.web.planted": {"urllib.request"}}


def test_every_algorithm_stands_in_the_list() -> None:
    told = section(CONTROLS, "Keys and algorithms")
    used = algorithms(trees().values())
    assert used == set(ALGORITHMS)
    assert all(words in told for words in ALGORITHMS.values())


def test_another_algorithm_is_found() -> None:
    for planted in ("import hashlib\nhashlib.md5(b'')", "from hashlib import md5"):
        assert algorithms([ast.parse(planted)]) - set(ALGORITHMS) == {"hashlib.md5"}
    assert algorithms([ast.parse("import random")]) == {"random"}


def test_every_secret_of_the_settings_has_its_life() -> None:
    told = section(CONTROLS, "Keys and algorithms").partition("### The life of a key")[2]
    known = set(re.findall(r"^\| `([A-Z_]+)`", told, re.MULTILINE))
    assert known == secret_settings(trees().values())
    planted = ast.parse('environment.get("BENCHMARK_NEW_SECRET")')
    assert secret_settings([planted]) - known == {"BENCHMARK_NEW_SECRET"}


def test_every_part_that_logs_stands_in_the_list() -> None:
    told = section(CONTROLS, "What is logged")
    # the commands set the log up, and write nothing to it
    parts = loggers(trees()) - {"benchmark.commands"}
    assert parts == set(re.findall(r"`(benchmark\.[a-z]+)\.\*`", told))
    planted = {"benchmark.report.planted": ast.parse("import logging\nlogging.getLogger('x')")}
    assert loggers(planted) == {"benchmark.report"}
    for table in re.findall(r"the tables? `([a-z_]+)`(?: and `([a-z_]+)`)?", told):
        assert set(filter(None, table)) <= tables()


def test_every_test_that_the_document_names_is_there() -> None:
    named = re.findall(r"`(tests/[a-z_/]+\.py)`", CONTROLS)
    assert len(named) > 10
    assert [each for each in named if not (ROOT / each).is_file()] == []


def test_weak_components_are_replaced_sooner_the_worse_they_are() -> None:
    told = section(CONTROLS, "How soon weak components are replaced")
    days = [int(number) for number in re.findall(r"\| (\d+) days \|", told)]
    assert len(days) == 4
    assert days == sorted(days)
    for part in ("`uv.lock`", "`templates/`", "Python", "PostgreSQL"):
        assert part in told
