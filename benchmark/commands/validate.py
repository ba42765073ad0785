"""``benchmark validate``: every published worked example through the product's statistics."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from benchmark.commands.progress import progress
from benchmark.variation import data_examples, worked_examples
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
def validate(data: Path, *, as_json: bool) -> None:
    """Recompute published worked examples: source, published value, ours, difference.

    Exit code 1 if any of our values, rounded as printed, is not the published one.
    """
    examples = (*worked_examples.EXAMPLES, *data_examples.EXAMPLES)
    absent = missing_files(examples, data)
    present = [example for example in examples if example.file not in absent]
    checks = [
        check for example in progress(present, "Validating") for check in checks_of(example, data)
    ]
    if as_json:
        tree = {"checks": [asdict(check) for check in checks], "missing_files": absent}
        click.echo(json.dumps(tree, ensure_ascii=False, indent=2, allow_nan=False))
    else:
        click.echo("\n".join(text_of(checks)))
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
