"""How much room the database takes, as its own file or server says."""

from pathlib import Path

from sqlalchemy import Engine, text

from benchmark.database.size import size_of

ROOM = 3_000_000


def test_what_is_put_in_takes_room(database: Engine) -> None:
    with database.begin() as connection:
        before = size_of(connection)
        connection.execute(text("CREATE TABLE weights (weight TEXT)"))
        # of random letters, which no database packs
        pieces = {"sqlite": "hex(randomblob(500000))", "postgresql": "repeat(md5('1'), 31250)"}
        for _ in range(10):
            piece = pieces[database.dialect.name]
            connection.execute(text(f"INSERT INTO weights VALUES ({piece})"))
    with database.connect() as connection:
        found = size_of(connection)
    if database.dialect.name == "sqlite":
        assert found - before > ROOM
        assert found >= Path(str(database.url.database)).stat().st_size
    else:
        assert found > before
