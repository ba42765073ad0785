"""The command: JSON schema, text, exit codes and where messages go."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from benchmark.commands.analyse import analyse

Run = Callable[..., Result]

CSV = """trust,division,rater,role,flow,review
ZZN,medicine,r1,clinical,1,3
ZZN,medicine,r2,operational,3,3
ZZN,medicine,r3,nursing,4,4
ZZN,surgery,r4,clinical,4,2
ZZN,surgery,r5,operational,5,5
ZZN,surgery,r6,nursing,4,
"""

SCHEMA = {
    "n": {"trusts", "divisions", "raters", "practices", "answers", "missing"},
    "scores": {"overall", "practices", "divisions"},
    "variance": {
        "method",
        "nested",
        "components",
        "unbounded",
        "intervals",
        "shares",
        "within_trust_share",
        "trusts",
        "criterion",
    },
    "agreement": {
        "icc1",
        "icc2",
        "icc_c1",
        "icc_a1",
        "correlations",
        "krippendorff_alpha",
        "rwg_j",
        "average_deviation",
    },
    "reliability": {"cronbach_alpha", "division_score"},
    "ranks": {"medicine", "surgery"},
    "role_gaps": {"clinical", "operational", "nursing"},
    "uneven_or_low": {"flow", "review"},
}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def invoke(*arguments: str, content: str = CSV) -> Result:
        path = tmp_path / "ratings.csv"
        path.write_text(content, encoding="utf-8")
        return CliRunner().invoke(analyse, [str(path), *arguments])

    return invoke


def test_json_schema(run: Run) -> None:
    result = run("--json")
    assert (result.exit_code, result.stderr) == (0, "")
    found = json.loads(result.stdout)
    assert set(found) == {*SCHEMA, "line_up", "reasons"}
    assert {part: set(found[part]) for part in SCHEMA} == SCHEMA
    nested = {"trust", "division", "rater", "residual", "criterion"}
    assert set(found["variance"]["nested"]) == nested
    components = {"trust", "division", "trust_practice", "division_practice", "rater", "residual"}
    assert set(found["variance"]["components"]) == set(found["variance"]["shares"]) == components
    share = {"raw", "corrected", "low", "high", "placebo", "placebo_low", "placebo_high"}
    assert set(found["variance"]["within_trust_share"]) == share
    assert set(found["scores"]["overall"]) == {"mean", "sd"}
    assert set(found["scores"]["practices"]["flow"]) == {"mean", "sd", "n"}
    division = {"mean", "low", "high", "shrunken", "n"}
    assert set(found["scores"]["divisions"]["surgery"]) == division
    assert found["n"] == {
        "trusts": 1,
        "divisions": 2,
        "raters": 6,
        "practices": 2,
        "answers": 11,
        "missing": 1,
    }


def test_text_shows_every_interval_and_every_reason(run: Run) -> None:
    result = run()
    assert (result.exit_code, result.stderr) == (0, "")
    assert "1 trust, 2 divisions, 6 raters, 2 practices; 11 answers, 1 missing" in result.stdout
    lines = result.stdout.splitlines()
    assert [line for line in lines if line.startswith("  medicine") and " to " in line]
    assert any("without noise" in line and "only one trust" in line for line in lines)
    assert any("ZZN" in line and "F(1, 2) = " in line for line in lines)
    assert any("too few divisions to measure spread" in line for line in lines)
    assert "None" not in result.stdout
    assert " nan" not in result.stdout
    assert max(map(len, lines)) <= 100


def test_text_of_two_trusts(run: Run) -> None:
    """Ten divisions in two trusts: the full model, the share and both tests."""
    random = np.random.default_rng(1)
    rows = [
        f"{trust},{trust}{division},{trust}{division}{role},{role},"
        + ",".join(
            f"{score:.2f}" for score in np.clip(random.normal(2 + division / 3, 0.3, 3), 1, 5)
        )
        for trust in ("N", "S")
        for division in range(5)
        for role in ("clinical", "operational", "nursing")
    ]
    result = run(content="\n".join(["trust,division,rater,role,x,y,z", *rows, ""]))
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert [line for line in lines if line.startswith("  division x practice") and "0." in line]
    assert [line for line in lines if line.startswith("  placebo, 95% from") and "0." in line]
    assert len([line for line in lines if "SD " in line and " to " in line]) == 2
    assert max(map(len, lines)) <= 100


def test_text_without_divisions(run: Run) -> None:
    result = run(content="rater,flow,review\na,1,2\nb,3,5\nc,4,4\n")
    assert result.exit_code == 0
    assert "not shown: the file has no division column" in result.stdout


def test_text_of_a_division_without_a_place(run: Run) -> None:
    content = "division,flow\na,1\na,2\nb,\nb,\nc,5\nc,5\nd,3\nd,3\n"
    result = run(content=content)
    assert result.exit_code == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    lonely = next(line for line in lines if line[:2] == ["b", "not"])
    assert lonely == ["b", "not", "shown:", "nobody", "answered"]
    (best,) = (line for line in lines if line[:2] == ["c", "5.000"])
    assert best[-4:] == ["1", "(1", "to", "1)*"]


def test_text_of_a_single_division_has_no_places(run: Run) -> None:
    result = run(content="division,flow\na,1\na,2\n")
    line = next(line.split() for line in result.stdout.splitlines() if line.startswith("  a "))
    assert line[0:2] == ["a", "1.500"]
    assert line[-1] == "2"


def test_text_where_nobody_answered_a_practice(run: Run) -> None:
    result = run(content="division,flow,review\na,1,\nb,,\nb,2,\n")
    assert result.exit_code == 0
    assert "not shown: nobody answered" in result.stdout
    assert "not shown: no division has two raters" in result.stdout


def test_named_columns_and_scale(run: Run) -> None:
    content = "Unit,Who,Job,x,y\nA,1,c,0,10\nA,2,n,5,5\nB,3,c,7,9\nB,4,n,9,8\n"
    options = ("--division", "Unit", "--rater", "Who", "--role", "Job", "--items", "x, y")
    result = run(*options, "--scale", "0:10", "--json", content=content)
    assert result.exit_code == 0
    assert set(json.loads(result.stdout)["ranks"]) == {"A", "B"}


def test_a_fault_is_located(run: Run) -> None:
    result = run(content=CSV.replace("medicine,r2,operational,3", "medicine,r2,operational,7"))
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "ratings.csv:3:flow" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--scale", "5"), "like 1:5"),
        (("--scale", "5:1"), "lower end comes first"),
        (("--scale", "1:inf"), "lower end comes first"),
        (("--unknown",), "No such option"),
    ],
)
def test_wrong_usage(run: Run, arguments: tuple, words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert words in result.stderr


def test_a_missing_file_is_wrong_usage(tmp_path: Path) -> None:
    result = CliRunner().invoke(analyse, [str(tmp_path / "nothing.csv")])
    assert result.exit_code == 2


def test_world_management_survey(shared_data: Path) -> None:
    path = shared_data / "wms" / "wms_mexico_2013.csv"
    options = ["--rater", "firmid", "--items", "lean1,...,talent6", "--json"]
    result = CliRunner().invoke(analyse, [str(path), *options])
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert found["scores"]["overall"]["mean"] == pytest.approx(2.9385, abs=5e-5)
    assert found["scores"]["overall"]["sd"] == pytest.approx(0.6011, abs=5e-5)
    assert found["reliability"]["cronbach_alpha"] == pytest.approx(0.9187, abs=5e-5)
    assert found["n"]["trusts"] is None
    assert found["n"]["divisions"] is None


def table(
    raters: int, *, divisions: int = 2, decimals: bool = False, constant: bool = False
) -> str:
    """Ratings of two trusts in four practices, invented."""
    random = np.random.default_rng(raters)
    roles = ("clinical", "operational", "nursing")
    rows = ["trust,division,rater,role,flow,review,people,change"]
    for place in range(divisions * raters):
        division = place // raters
        scores = np.clip(random.normal(2 + division % 3, 0.6, 4), 1, 5)
        scores = np.full(4, 3.0) if constant else scores if decimals else np.rint(scores)
        trust = "N" if division < divisions / 2 else "S"
        cells = ",".join(f"{score:g}" for score in scores)
        rows.append(f"{trust},d{division},r{place},{roles[place % raters % 3]},{cells}")
    return "\n".join([*rows, ""])


def lacking(content: str, cells: str) -> str:
    """The same with the answers of every third row blank, or of all."""
    rows = content.splitlines()
    kept = [
        ",".join([*row.split(",")[:4], "", "", "", ""])
        if at and (cells == "all" or at % 3 == 0)
        else row
        for at, row in enumerate(rows)
    ]
    return "\n".join([*kept, ""])


UNANIMOUS = "division,role,x,y\na,c,1,1\na,n,1,1\nb,c,4,4\nb,n,4,4\nd,c,2,2\nd,n,2,2\n"
ALIKE = UNANIMOUS.replace("4,4", "1,1").replace("2,2", "1,1")
EDGES = [
    ("unanimous", UNANIMOUS, "agreement.correlations.ICC(2,1).f", "no finite value"),
    ("unanimous ICC", UNANIMOUS, "agreement.correlations.ICC(2,1).value", None),
    ("practices alone differ", ALIKE, "variance.nested.division", "do not vary"),
    ("missing answers", lacking(table(3, divisions=8), "some"), "scores.divisions.d0.mean", None),
    ("nobody answered", lacking(table(3), "all"), "scores.overall.mean", "nobody answered"),
    (
        "constant",
        table(3, divisions=4, constant=True),
        "variance.components.division",
        "do not vary",
    ),
    ("constant alpha", table(3, constant=True), "reliability.cronbach_alpha", "does not vary"),
    ("one division", table(3, divisions=1), "ranks", "only one division"),
    ("one rater each", table(1, divisions=6), "variance.components.rater", "no division has two"),
    ("two raters", table(2, divisions=6), "variance.components.rater", None),
    ("non-integer", table(3, divisions=8, decimals=True), "variance.components.division", None),
    ("one trust alone", table(3).replace("S,", "N,"), "variance.components.trust", "one trust"),
    ("few divisions", table(3).replace("S,", "N,"), "line_up", "it takes 5 divisions"),
    ("many divisions", table(3, divisions=1000), "variance.within_trust_share.low", None),
    ("same role twice", table(4, divisions=4), "role_gaps", "more than one lead in the same role"),
    ("one answer", "rater,flow\na,3\n", "scores.overall.sd", "single answer has no spread"),
]


@pytest.mark.parametrize(
    ("content", "path", "words"), [edge[1:] for edge in EDGES], ids=[e[0] for e in EDGES]
)
def test_edges_give_an_answer_or_the_reason(
    run: Run, content: str, path: str, words: str | None
) -> None:
    """No warning of numpy (pytest makes them errors), no NaN, and a null only with its reason."""
    result = run("--json", content=content)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "NaN" not in result.stdout
    found = json.loads(result.stdout)
    reasons, value = found["reasons"], found
    for part in path.split("."):
        value = value[part] if value else None
    names = path.split(".")
    above = [".".join(names[:size]) for size in range(len(names), 0, -1)]
    assert words is None or words in next(reasons[name] for name in above if name in reasons)
    assert words is not None or value is not None


def test_percentages_of_a_survey(run: Run, shared_data: Path) -> None:
    """Civil Service People Survey 2019 without its two summary rows: .5093 lies within groups."""
    survey = shared_data / "multilevel" / "csps_2019.csv"
    lines = survey.read_text(encoding="utf-8-sig").splitlines()
    options = ["--trust", "Departmental Group", "--division", "Organisation"]
    options += ["--items", "Employee Engagement Index", "--scale", "0:100", "--json"]
    result = run(*options, content="\n".join([lines[0], *lines[3:], ""]))
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert found["n"]["divisions"] == 109
    assert found["variance"]["within_trust_share"]["raw"] == pytest.approx(0.5093, abs=5e-5)


def test_pdf(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    result = run("--pdf", str(target), content=table(3, divisions=8))
    assert (result.exit_code, result.stderr) == (0, f"wrote {target}\n")
    assert target.read_bytes().startswith(b"%PDF-1.7")
    refused = run("--pdf", str(tmp_path / "nowhere" / "out.pdf"))
    assert refused.exit_code == 2
    assert "cannot be written" in refused.stderr
