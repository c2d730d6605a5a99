"""The index of the search texts, in each database's own way. It hangs on the search table, which no later migration may
alter: SQLite would make the table anew and lose the triggers."""

from django.db import migrations

SQLITE = [
    """CREATE VIRTUAL TABLE {table}_fts USING fts5(
        text, content='{table}', content_rowid='{pk}', tokenize='unicode61', detail='none', columnsize=0
    )""",
    """CREATE TRIGGER {table}_inserted AFTER INSERT ON {table} BEGIN
        INSERT INTO {table}_fts (rowid, text) VALUES (new.{pk}, new.text);
    END""",
    """CREATE TRIGGER {table}_deleted AFTER DELETE ON {table} BEGIN
        INSERT INTO {table}_fts ({table}_fts, rowid, text) VALUES ('delete', old.{pk}, old.text);
    END""",
    """CREATE TRIGGER {table}_updated AFTER UPDATE ON {table} WHEN old.text <> new.text BEGIN
        INSERT INTO {table}_fts ({table}_fts, rowid, text) VALUES ('delete', old.{pk}, old.text);
        INSERT INTO {table}_fts (rowid, text) VALUES (new.{pk}, new.text);
    END""",
    "INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')",
]
SQLITE_REVERSE = [
    "DROP TRIGGER {table}_inserted",
    "DROP TRIGGER {table}_deleted",
    "DROP TRIGGER {table}_updated",
    "DROP TABLE {table}_fts",
]
# The texts are words already: array_to_tsvector takes them as they are, without PostgreSQL's own parser. Stored, for a sequential
# scan of a small table would otherwise make every row's words anew (8 ms for 440 rows).
POSTGRESQL = [
    "ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS (array_to_tsvector(string_to_array(text, ' '))) STORED",
    "CREATE INDEX {table}_words ON {table} USING gin (words)",
]
POSTGRESQL_REVERSE = ["ALTER TABLE {table} DROP COLUMN words"]


def run(schema_editor, sqlite, postgresql):
    for statement in {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]:
        schema_editor.execute(statement.format(table="products_productsearch", pk="product_id"))


def make(apps, schema_editor):
    run(schema_editor, SQLITE, POSTGRESQL)


def drop(apps, schema_editor):
    run(schema_editor, SQLITE_REVERSE, POSTGRESQL_REVERSE)


class Migration(migrations.Migration):
    dependencies = [("products", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
