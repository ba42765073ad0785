"""The ``benchmark`` command: results go to stdout, messages to stderr."""

import os
from importlib import import_module

import click

# name -> where it is, and what it does in one line. A command is loaded when it is asked for:
# loading all of them takes longer than most of them run
COMMANDS = {
    "demo": ("demo:demo", "Make and serve an invented trust to try."),
    "serve": ("serve:serve", "Serve the configured database."),
    "worker": ("worker:worker", "Send mail and close rounds that have ended, until stopped."),
    "migrate": ("migrate:migrate", "Bring the database to the current schema."),
    "analyse": ("analyse:analyse", "Analyse any file of ratings, without a database."),
    "check-questionnaires": (
        "check_questionnaires:check_questionnaires",
        "Show every fault of questionnaire files.",
    ),
    "import-trusts": ("import_trusts:import_trusts", "Take in trusts from a file."),
    "import-people": ("import_people:import_people", "Take in people and their tenures."),
    "disable-person": ("accounts:disable_person", "Close an account: signed out everywhere."),
    "enable-person": ("accounts:enable_person", "Open an account again."),
    "erase-person": ("erase_person:erase", "Remove all that says who a person is."),
    "scrub": ("erase_person:scrub_command", "Leave no byte of what was deleted in the file."),
    "retention": ("retention:retention", "Say what is kept until when, and remove what is due."),
    "subject-access": (
        "subject_access:subject_access",
        "Write all that is held about a person.",
    ),
    "import-responses": (
        "import_responses:import_responses",
        "Take in answers collected on paper.",
    ),
    "export": ("export:export", "Write submitted answers for analysts."),
    "report": ("report:report", "Write the PDF reports of a round."),
    "carry-forward": (
        "carry_forward:carry_forward",
        "Show a next round under another questionnaire version.",
    ),
    "rescore": ("rescore:rescore_round", "Rescore a round and issue a notice of what changes."),
    "pool": ("pool:pool", "Pool the answers of many trusts, for the national team."),
    "merge-trusts": ("merge_trusts:merge", "Make one trust of several."),
    "audit": ("audit:audit", "Check the record of who did what."),
    "support": ("support:support", "Let support see who has answered, for some hours."),
    "backup": ("backup:backup", "Write the whole database to one file, while others work."),
    "check-backup": ("backup:check_backup", "Say whether a backup is whole."),
    "restore": ("restore:restore", "Put a backup back, to an empty place."),
    "copy": ("copy:copy", "Copy the database from SQLite to PostgreSQL, or back."),
    "doctor": ("doctor:doctor", "Say whether this installation is well, and what to do."),
    "routes": ("routes:routes", "List every address with its roles and scope."),
    "validate": ("validate:validate", "Recompute published worked examples."),
}

# set before numpy is loaded: tables of thirty practices are too small to share out, and threads
# that wait for each other cost four times the work (tests/performance/results.md)
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


class Commands(click.Group):
    """A group that loads a command when it is run; click takes such groups only as a class."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(f"benchmark.commands.{module}"), name)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="management-practice-benchmark")
def main() -> None:
    """Management Practice Benchmark.

    Exit codes: 0 done, 1 the data are at fault, 2 wrong usage.
    """
