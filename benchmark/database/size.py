"""How much room the database takes."""

from sqlalchemy import Connection

SIZES = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
    "postgresql": "SELECT pg_database_size(current_database())",
}


def size_of(connection: Connection) -> int:
    """Bytes of the whole database; of SQLite without what its log has not moved in yet."""
    return int(connection.exec_driver_sql(SIZES[connection.dialect.name]).scalar_one())
