"""How Alembic runs our migrations: on the connection that already holds the lock.

``benchmark.database.migration`` opens that connection and hands it over, so no address or
password stands in a file here.
"""

from alembic import context

from benchmark.database.schema import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,  # names the constraints
    render_as_batch=True,  # SQLite changes a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
