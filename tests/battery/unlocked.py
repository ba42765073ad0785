"""A `benchmark migrate` with a planted fault: it commits each statement, which ends its lock."""

import os
import sys
from typing import Any

from sqlalchemy import event

from benchmark.database.migration import migrate
from benchmark.database.session import open_database

if __name__ == "__main__":
    engine = open_database(os.environ["DATABASE_URL"])

    @event.listens_for(engine, "after_cursor_execute")
    def commit(connection: Any, *_: Any) -> None:
        connection.connection.dbapi_connection.commit()

    migrate(engine)
    sys.stdout.write("moved\n")
