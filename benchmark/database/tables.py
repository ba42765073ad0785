"""All tables of ours, for what goes through every one of them."""

from importlib import import_module
from pkgutil import iter_modules

import sqlalchemy

from benchmark import database
from benchmark.database.schema import Table


def all_tables() -> list[sqlalchemy.Table]:
    """Every table, after those that it points to, whether its module was loaded before or not."""
    for module in iter_modules(database.__path__, f"{database.__name__}."):
        import_module(module.name)
    return list(Table.metadata.sorted_tables)
