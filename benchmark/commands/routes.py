"""benchmark routes: every address with who may use it."""

import json
from typing import TypedDict

import click

from benchmark.web.app import bare_app
from benchmark.web.security import declared_access


class Row(TypedDict):
    rule: str
    methods: list[str]
    roles: list[str]
    scope: str


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def routes(*, as_json: bool) -> None:
    """List every address, its methods, roles and scope."""
    rows = route_list()
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        click.echo(f"{row['scope']:9} {','.join(row['methods']):9} {row['rule']}")
        click.echo(f"{'':19} {', '.join(row['roles']) or 'everybody'}")


def route_list() -> list[Row]:
    app = bare_app()
    rows: list[Row] = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        declared = declared_access(app, rule.endpoint)
        if declared is None:  # refuse_undeclared has made sure; this tells the type checker
            raise RuntimeError(f"no access declared on {rule.endpoint}")
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        rows.append(
            {
                "rule": rule.rule,
                "methods": methods,
                "roles": sorted(declared.roles),
                "scope": declared.scope,
            }
        )
    return rows
