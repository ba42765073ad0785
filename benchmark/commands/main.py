"""The ``benchmark`` command: results go to stdout, messages to stderr."""

import click

from benchmark.commands.analyse import analyse
from benchmark.commands.carry_forward import carry_forward
from benchmark.commands.check_questionnaires import check_questionnaires
from benchmark.commands.demo import demo
from benchmark.commands.export import export
from benchmark.commands.import_people import import_people
from benchmark.commands.import_responses import import_responses
from benchmark.commands.import_trusts import import_trusts
from benchmark.commands.migrate import migrate
from benchmark.commands.report import report
from benchmark.commands.rescore import rescore_round
from benchmark.commands.routes import routes
from benchmark.commands.serve import serve
from benchmark.commands.validate import validate
from benchmark.commands.worker import worker


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="management-practice-benchmark")
def main() -> None:
    """Management Practice Benchmark.

    Exit codes: 0 done, 1 the data are at fault, 2 wrong usage.
    """


for command in (
    demo,
    serve,
    worker,
    migrate,
    analyse,
    check_questionnaires,
    import_trusts,
    import_people,
    import_responses,
    export,
    report,
    carry_forward,
    rescore_round,
    routes,
    validate,
):
    main.add_command(command)
