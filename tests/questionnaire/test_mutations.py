"""Spoilt files and files made to do harm: loaded whole or refused in their place, and quickly."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.document import read_document
from benchmark.questionnaire.faults import examine
from benchmark.questionnaire.located import Fault
from benchmark.questionnaire.source import (
    FaultyQuestionnaire,
    questionnaire_folder,
    read_questionnaires,
)

Write = Callable[..., Path]
LINES = (questionnaire_folder() / "management-practice-1.1.yaml").read_text().splitlines()
PIECES = ("!!python/object:os.system", "&a", "*a", "<<: *a", "- ", ": ", "[", "{", '"', "\t", "#")
SECONDS, BYTES = 2, 300 * 2**20
MOST = 2**18

# what a line becomes; ``other`` is another line of the file
MUTATIONS: dict[str, Callable[[str, str, str], list[str]]] = {
    "taken out": lambda _line, _other, _piece: [],
    "doubled": lambda line, _other, _piece: [line, line],
    "replaced by another": lambda _line, other, _piece: [other],
    "joined with another": lambda line, other, _piece: [line + other],
    "indented": lambda line, _other, _piece: [f"  {line}"],
    "indented less": lambda line, _other, _piece: [line.removeprefix("  ")],
    "cut in half": lambda line, _other, _piece: [line[: len(line) // 2]],
    "without its value": lambda line, _other, _piece: [line.partition(":")[0] + ":"],
    "with a sign before it": lambda line, _other, piece: [piece + line],
    "with a sign in its value": lambda line, _other, piece: [line.replace(": ", f": {piece}", 1)],
    "with a key changed": lambda line, _other, _piece: [line.replace("key: ", "key: x", 1)],
    "with too many words": lambda line, _other, _piece: [line + " word" * 30],
    "with another kind of value": lambda line, _other, _piece: [line.partition(":")[0] + ": 7.5"],
}


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A questionnaire with one to three of its lines spoilt."""
    lines = [[line] for line in LINES]
    for _ in range(draw(st.integers(1, 3))):
        place, other = (draw(st.integers(0, len(LINES) - 1)) for _ in range(2))
        change = MUTATIONS[draw(st.sampled_from(sorted(MUTATIONS)))]
        lines[place] = change(LINES[place], LINES[other], draw(st.sampled_from(PIECES)))
    return "\n".join(line for group in lines for line in group) + "\n"


# no deadline: every example reads a whole questionnaire, and a busy machine takes its time
@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(mutated())
def test_a_spoilt_file_loads_whole_or_is_refused_in_its_place(written: Write, text: str) -> None:
    path = written(text, "mutated.yaml")
    examined = examine(read_document(path))
    located(examined.faults, path, text)
    questionnaire = examined.questionnaire
    assert (questionnaire is None) == any(each.severity == "error" for each in examined.faults)
    if questionnaire:
        stored = questionnaire.model_dump_json(exclude_defaults=True)
        assert Questionnaire.model_validate_json(stored) == questionnaire
        assert len(questionnaire.vignettes) in (0, 3)


def located(faults: tuple[Fault, ...], path: Path, text: str) -> None:
    lines = text.splitlines()
    for fault in faults:
        assert fault.path == path
        assert 1 <= fault.line <= len(lines) + 1
        assert isinstance(fault.column, int)
        assert fault.column >= 1
        assert fault.message
        assert "Traceback" not in str(fault)


def test_a_faulty_file_loads_nothing_of_its_folder(written: Write, small: str) -> None:
    written(small, "a.yaml")
    folder = written("title: [\n", "b.yaml").parent
    with pytest.raises(FaultyQuestionnaire) as refused:
        read_questionnaires(folder)
    assert [fault.path.name for fault in refused.value.faults] == ["b.yaml"]


LAUGHS = "a: &a [x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefghijklmnopqrst", "bcdefghijklmnopqrstu", strict=True)
)
BOMBS = {
    "aliases of aliases": (LAUGHS, "anchors (&) and aliases (*) are not read"),
    "merges": ("a: &a {x: 1}\n" + "<<: *a\n" * 20_000, "more than 10,000 values"),
    "a tag that runs a program": (
        'title: !!python/object/apply:os.system ["touch pwned"]\n',
        "tags (!) are not read; leave the tag out",
    ),
    "a tag of ours": ("title: !include /etc/passwd\n", "tags (!) are not read; leave the tag out"),
    "lists in lists": ("a: " + "[" * (MOST // 2), "nested more than 20 deep"),
    "groups in groups": ("{a: " * (MOST // 4), "nested more than 20 deep"),
    "questions in questions": ("? " * (MOST // 2), "a field name is one word or text"),
    "a long list": ("a:\n" + "- b\n" * (MOST // 5), "more than 10,000 values"),
    "a long list on one line": ("[" + "a," * (MOST // 2 - 2) + "]", "more than 10,000 values"),
    "many names": ("".join(f"k{n}: 1\n" for n in range(20_000)), "more than 10,000 values"),
    "the same name": ("a: 1\n" * (MOST // 5), "more than 10,000 values"),
    "unknown entries": (
        "crosswalk: {cqc: {entries: {" + ",".join(f"a{n}: x" for n in range(2_000)) + "}}}\n"
        "sections: [{practices: [{cqc: [" + ",".join(f"b{n}" for n in range(5_000)) + "]}]}]\n",
        "'b0' is not among the entries of crosswalk cqc",
    ),
    "one long word": ("title: " + "a" * (MOST - 8), "'title' has 262136 characters, at most 600"),
    "one long number": ("title: " + "9" * (MOST - 8), "'title' must be a text"),
    "line after line": ("\n" * MOST, "the file is empty"),
    "many documents": ("---\n" * (MOST // 4), "a second document starts here"),
    "too many bytes": ("#" * (MOST + 1), "the file is larger than 0.25 MiB"),
}
LIMITED = f"""
import json, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, ({BYTES}, {BYTES}))
from benchmark.questionnaire.faults import faults_of
before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
faults = faults_of([Path(sys.argv[1])])
taken = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
print(json.dumps([taken, [str(fault) for fault in faults]]))
"""


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_file_made_to_do_harm_is_refused_within_its_limits(written: Write, bomb: str) -> None:
    """The reader's own process may take 300 MB, and its reading 2 seconds of the processor."""
    text, message = BOMBS[bomb]
    path = written(text, "bomb.yaml")
    read = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path)],
        capture_output=True,
        cwd=path.parent,
        env={"PYTHONPATH": str(questionnaire_folder().parent)},
        text=True,
        timeout=60,
        check=False,
    )
    assert read.returncode == 0, read.stderr
    taken, faults = json.loads(read.stdout)
    assert taken < SECONDS
    assert any(fault.startswith(f"{path}:") and message in fault for fault in faults), faults[:5]
    assert not (path.parent / "pwned").exists()
