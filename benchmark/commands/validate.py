"""``benchmark validate``: every published worked example through the product's statistics."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from benchmark.commands.progress import progress
from benchmark.variation.dossier import EXAMPLES
from benchmark.variation.simulation_table import committed, table_of
from benchmark.variation.simulations import DESIGNS, Finding, findings
from benchmark.variation.validation import Check, checks_of, missing_files

MISS = 1
DATA = Path("../shared/data")


@click.command()
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=DATA,
    show_default=True,
    help="Folder of the real data files; examples whose file is not there are named, not counted.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
@click.option(
    "--simulate",
    is_flag=True,
    help="Run all simulations again (about six minutes) and print their table as CSV.",
)
@click.option(
    "--rounds", type=click.IntRange(2), help="With --simulate: only so many rounds a design."
)
def validate(data: Path, rounds: int | None, *, as_json: bool, simulate: bool) -> None:
    """Recompute published worked examples: source, published value, ours, difference.

    Below them stand the simulations kept with this version: bias of the variances and coverage of
    the intervals. Exit code 1 if any of our values, rounded as printed, is not the published one.
    """
    if simulate:
        designs = [findings(design, rounds) for design in progress(DESIGNS, "Simulating")]
        click.echo(table_of(found for design in designs for found in design), nl=False)
        return
    absent = missing_files(EXAMPLES, data)
    present = [example for example in EXAMPLES if example.file not in absent]
    checks = [
        check for example in progress(present, "Validating") for check in checks_of(example, data)
    ]
    if as_json:
        tree = {
            "checks": [asdict(check) for check in checks],
            "missing_files": absent,
            "simulations": [asdict(found) for found in committed()],
        }
        click.echo(json.dumps(tree, ensure_ascii=False, indent=2, allow_nan=False))
    else:
        click.echo("\n".join([*text_of(checks), *text_of_simulations(committed())]))
    for file in absent:
        click.echo(f"not checked: {data / file} is not there (--data names the folder)", err=True)
    if not all(check.met for check in checks):
        raise SystemExit(MISS)


def text_of(checks: Sequence[Check]) -> Iterator[str]:
    """Yield the lines of the table, each source above its figures."""
    width = max(len(check.figure) for check in checks)
    yield f"  {'':<{width}}  {'published':>12}  {'ours':>16}  {'difference':>10}"
    source = ""
    for check in checks:
        if check.source != source:
            source = check.source
            yield f"\n{source}"
        line = f"  {check.figure:<{width}}  {check.published:>12}  {check.ours:>16.9g}"
        verdict = check.note if check.met else "MISSED"
        yield f"{line}  {check.difference:>10.1e}  {verdict}".rstrip()
    missed = sum(not check.met for check in checks)
    yield f"\n{len(checks)} published figures, {len(checks) - missed} met, {missed} missed"


def text_of_simulations(kept: Sequence[Finding]) -> Iterator[str]:
    """Yield the lines of the committed simulations, each design above its figures."""
    yield "\nSimulated rounds: bias of the variances, and how often 95% intervals hold the truth"
    width = max(len(found.figure) for found in kept)
    design = ""
    for found in kept:
        if found.design != design:
            design = found.design
            yield f"\n{design} ({found.rounds} rounds, seed {found.seed})"
            yield f"  {'':<{width}}  {'truth':>6}  {'bias':>6}  {'covers':>6}"
        bias = "" if found.bias is None else f"{found.bias:+.1f}%"
        line = f"  {found.figure:<{width}}  {found.truth:>6.3f}  {bias:>6}"
        yield f"{line}  {found.coverage:>5.1f}%"
