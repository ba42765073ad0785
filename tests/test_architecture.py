"""The house keeps its rules: each rule is a sentence here, and each is shown to be able to fail.

A rule is a function from the project's folder to what offends against it. Where a limit makes code
worse, split at the idea, not at the line count.
"""

import ast
import graphlib
import re
import statistics
import subprocess
import sys
import tokenize
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
LONGEST_MEDIAN = 8
MOST_EXCEPTIONS = 8
FORBIDDEN = re.compile("(util|helper|manager|service)s?|common|misc")
Function = ast.FunctionDef | ast.AsyncFunctionDef
Import = ast.Import | ast.ImportFrom
EXCEPTION = re.compile(
    r"#\s*(?:(?:ruff:\s*)?noqa(?:\s*:\s*[A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*)?|type:\s*ignore(?:\[[^]]*])?)"
)
WORDS_OF_A_REASON = 2

Rule = Callable[[Path], list[str]]


def long_modules(root: Path) -> list[str]:
    """Find modules of more than 300 lines."""
    lengths = {path: len(path.read_text().splitlines()) for path in package(root)}
    return [f"{p}: {length} lines" for p, length in lengths.items() if length > LONGEST_MODULE]


def long_functions(root: Path) -> list[str]:
    """Find functions of more than 40 lines."""
    return [
        f"{path}:{function.lineno}: {function.name}, {length(function)} lines"
        for path, function in all_functions(root)
        if length(function) > LONGEST_FUNCTION
    ]


def long_median(root: Path) -> list[str]:
    """Compare the median length of all functions with 8 lines."""
    middle = median_length(root)
    return [f"the median is {middle:g} lines"] if middle > LONGEST_MEDIAN else []


def hidden_imports(root: Path) -> list[str]:
    """Find imports inside a function: they hide what a module needs."""
    return [
        f"{path}:{node.lineno}: in {function.name}"
        for path, function in all_functions(root)
        for node in ast.walk(function)
        if isinstance(node, Import)
    ]


def import_cycles(root: Path) -> list[str]:
    """Find modules that need each other."""
    modules = {module_name(root, path): path for path in package(root)}
    graph = {name: imported(path, modules.keys()) - {name} for name, path in modules.items()}
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return [" needs ".join(reversed(error.args[1]))]
    return []


def speaking_packages(root: Path) -> list[str]:
    """Find an ``__init__.py`` that holds anything but its docstring."""
    return [
        str(path)
        for path in package(root)
        if path.name == "__init__.py"
        and (len(tree(path).body) != 1 or ast.get_docstring(tree(path)) is None)
    ]


def untested_modules(root: Path) -> list[str]:
    """Find modules with functions whose test does not stand at the mirrored place."""
    missing = {
        path: root / "tests" / path.parent.relative_to(root / "benchmark") / f"test_{path.name}"
        for path in package(root)
        if path.name != "__init__.py" and any(functions(path))
    }
    return [f"{path} needs {test}" for path, test in missing.items() if not test.is_file()]


def too_many_exceptions(root: Path) -> list[str]:
    """Find all lint exceptions, if they are more than 8."""
    found = [f"{place}: {comment}" for place, comment in lint_exceptions(root)]
    return found if len(found) > MOST_EXCEPTIONS else []


def exceptions_without_reason(root: Path) -> list[str]:
    """Find lint exceptions that do not say why."""
    return [
        f"{place}: {comment}"
        for place, comment in lint_exceptions(root)
        if len(re.findall(r"[^\W\d_]{2,}", EXCEPTION.sub("", comment))) < WORDS_OF_A_REASON
    ]


def empty_names(root: Path) -> list[str]:
    """Find modules and folders whose name says nothing about the trade."""
    named = [*package(root), *(path.parent for path in package(root))]
    return sorted({str(path) for path in named if FORBIDDEN.fullmatch(path.stem)})


def second_commits(root: Path) -> list[str]:
    """Find calls of ``.commit(``, if there are more than the one of the transaction."""
    calls = [
        f"{path}:{node.lineno}"
        for path in package(root)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "commit"
    ]
    return calls if len(calls) > 1 else []


def mocked_modules(root: Path) -> list[str]:
    """Find tests that put something else in the place of a function of ours."""
    return [
        f"{path}:{node.lineno}: {ast.unparse(node)}"
        for path in sorted((root / "tests").rglob("*.py"))
        for ours in [names_of_ours(path)]
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and replaces_ours(node, ours)
    ]


def complex_functions(root: Path) -> list[str]:
    """Find functions that ruff counts as more complex than pyproject.toml allows (8)."""
    options = ["--select", "C901", "--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    command = [sys.executable, "-m", "ruff", "check", *options, "--output-format", "concise"]
    return run(command, root)


ADVICE: dict[Rule, str] = {
    long_modules: f"a module has at most {LONGEST_MODULE} lines; split it at an idea",
    long_functions: f"a function has at most {LONGEST_FUNCTION} lines; name its steps",
    long_median: f"half of the functions have at most {LONGEST_MEDIAN} lines",
    hidden_imports: "imports stand at the top of a module; a cycle is solved by moving code",
    import_cycles: "modules do not need each other in a circle; move what both need below both",
    speaking_packages: "an __init__.py holds a docstring and nothing else",
    untested_modules: "every module with functions has its test at the mirrored path",
    too_many_exceptions: f"there are at most {MOST_EXCEPTIONS} lint exceptions; mend one",
    exceptions_without_reason: "a lint exception says why: # noqa: S603 - we wrote the command",
    empty_names: "a module is named for what it is about",
    second_commits: "only benchmark.database.session.transaction commits",
    mocked_modules: "tests use our real modules; constants in capitals may be set",
    complex_functions: "a function has a complexity of at most 8; use a table or name its steps",
}


@pytest.mark.parametrize("rule", ADVICE, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rule(rule: Rule, record_property: Callable[..., None]) -> None:
    record_property("median length of a function", median_length(ROOT))
    hold(ADVICE[rule], rule(ROOT))


def test_imports_go_down_the_floors_only() -> None:
    """Ask import-linter, whose contract stands in pyproject.toml."""
    lint_imports = str(Path(sys.executable).with_name("lint-imports"))
    hold("a package imports from the floors below it", run([lint_imports, "--no-cache"], ROOT))


def hold(advice: str, offenders: list[str]) -> None:
    if offenders:
        listed = "\n  ".join([f"{advice} ({len(offenders)}):", *offenders])
        pytest.fail(listed.replace(f"{ROOT}/", ""), pytrace=False)


LONG = "def long():\n" + "    print()\n" * 40
ONE_TEST = "def test_one():\n    assert True\n"
PLANTS: list[tuple[Rule, str, str]] = [
    (long_modules, "benchmark/pool/plan.py", "x = 1\n" * 301),
    (long_functions, "benchmark/pool/plan.py", LONG),
    (long_median, "benchmark/pool/plan.py", LONG),
    (hidden_imports, "benchmark/pool/plan.py", "class A:\n    def f(self):\n        import os\n"),
    (import_cycles, "benchmark/pool/one.py", "from benchmark.pool import two\n"),
    (speaking_packages, "benchmark/pool/__init__.py", '"""Pool."""\nx = 1\n'),
    (speaking_packages, "benchmark/pool/__init__.py", ""),
    (untested_modules, "benchmark/pool/plan.py", "class A:\n    def f(self): ...\n"),
    (too_many_exceptions, "tests/test_x.py", "x = 1  # noqa: E501 - one two three\n" * 9),
    (exceptions_without_reason, "benchmark/pool/plan.py", "x = 1  # noqa: E501, S603\n"),
    (exceptions_without_reason, "benchmark/pool/plan.py", "x = 1  # type: ignore[no-any-return]\n"),
    (empty_names, "benchmark/pool/utils.py", ""),
    (empty_names, "benchmark/services/one.py", ""),
    (second_commits, "benchmark/pool/plan.py", "session.commit()\nsession.commit()\n"),
    (mocked_modules, "tests/test_x.py", "mocker.patch('benchmark.pool.one.f')\n"),
    (mocked_modules, "tests/test_x.py", "from benchmark import pool\nm.setattr(pool, 'f', g)\n"),
    (
        mocked_modules,
        "tests/test_x.py",
        "import benchmark.pool\npatch.object(benchmark.pool, 'f')\n",
    ),
    (complex_functions, "benchmark/pool/plan.py", "def f(x):\n" + "    if x: x += 1\n" * 8),
]


@pytest.mark.parametrize(("rule", "place", "text"), PLANTS)
def test_every_rule_can_fail(tmp_path: Path, rule: Rule, place: str, text: str) -> None:
    plant(tmp_path, "benchmark/pool/two.py", "import benchmark.pool.one\nSTEPS = 1\n")
    plant(tmp_path, "benchmark/pool/one.py", "def f():\n    return 1  # noqa: E501 - as printed\n")
    plant(tmp_path, "tests/pool/test_one.py", ONE_TEST + "monkeypatch.setattr(two, 'STEPS', 2)\n")
    assert rule(tmp_path) == []
    plant(tmp_path, place, text)
    assert rule(tmp_path) != []


def test_every_rule_was_planted() -> None:
    assert {rule for rule, _, _ in PLANTS} == set(ADVICE)


def plant(root: Path, place: str, text: str) -> None:
    (root / place).parent.mkdir(parents=True, exist_ok=True)
    (root / place).write_text(text)
    tree.cache_clear()


def package(root: Path) -> list[Path]:
    return sorted((root / "benchmark").rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def all_functions(root: Path) -> Iterator[tuple[Path, Function]]:
    return ((path, function) for path in package(root) for function in functions(path))


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def median_length(root: Path) -> float:
    return statistics.median(length(function) for _, function in all_functions(root))


def module_name(root: Path, path: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path, modules: set[str]) -> set[str]:
    """Name the modules of ours that a module imports, anywhere in it."""
    names = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            within = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= (within & modules) or {node.module}
    return names & modules


def lint_exceptions(root: Path) -> Iterator[tuple[str, str]]:
    for folder in ("benchmark", "migrations", "tests"):
        for path in sorted((root / folder).rglob("*.py")):
            with tokenize.open(path) as lines:
                for token in tokenize.generate_tokens(lines.readline):
                    if token.type == tokenize.COMMENT and EXCEPTION.search(token.string):
                        yield f"{path}:{token.start[0]}", token.string


def names_of_ours(path: Path) -> set[str]:
    """Name what a test has imported from our package."""
    return {"benchmark"} | {
        alias.asname or alias.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("benchmark")
        for alias in node.names
    }


def replaces_ours(call: ast.Call, ours: set[str]) -> bool:
    function = ast.unparse(call.func)
    if not re.search(r"(setattr|setitem|delattr|patch(\.object|\.dict|\.multiple)?)$", function):
        return False
    target, attribute, *_ = [*(ast.unparse(argument) for argument in call.args), "", ""]
    named = attribute if function.endswith("attr") else target.split(".")[-1]
    constant = re.fullmatch(r"_?[A-Z][A-Z0-9_]*", named.strip("'"))
    return re.split(r"[.\[]", target.strip("'"))[0] in ours and not constant


def run(command: list[str], folder: Path) -> list[str]:
    """Run a checker and return what it says, or nothing where all is well."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).splitlines() if done.returncode else []
