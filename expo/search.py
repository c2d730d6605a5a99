"""The search tables of the apps: `text` is filled from expo.text.index_text and indexed by the apps' migrations.

SQLite: an FTS5 table `<table>_fts` that triggers keep in step. PostgreSQL: a generated column `words`. Both are asked in their own
language for the same terms, which are plain ASCII words, so that nothing that anybody types needs escaping.
"""

from django.db import connection, transaction
from django.db.models import Case, Q, Value, When
from django.db.models.expressions import RawSQL

from expo.text import query_terms

BATCH = 500


def matching(model, query):
    """Q for the rows that have all words of the query, or None when it holds no word."""
    return _one_of(model, query_terms(query))


def name_first(model, query):
    """Expression for order_by: 0 for rows that have all words in their name, 1 for the others. The same on every database."""
    named = _one_of(model, query_terms(query, in_name=True))
    return Value(0) if named is None else Case(When(named, then=Value(0)), default=Value(1))


def found(model, query):
    """pk → whether all words are in the name, for every row that has them somewhere; None when the query holds no word."""
    matches = matching(model, query)
    if matches is None:
        return None
    return {pk: not rank for pk, rank in model.objects.filter(matches).values_list("pk", name_first(model, query))}


@transaction.atomic(savepoint=False)
def write(model, texts):
    """Store (pk, text) pairs, new or not."""
    batch = []
    for pk, text in texts:
        batch.append(model(pk=pk, text=text))
        if len(batch) == BATCH:
            _store(model, batch)
            batch = []
    _store(model, batch)


def rebuild(model):
    """Make the index anew from the stored texts: SQLite refuses every change of a text while they differ."""
    if connection.vendor == "sqlite":
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")  # noqa: S608 a table's name is no input


def _store(model, rows):
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=["pk"], update_fields=["text"])


def _one_of(model, terms):
    if not terms:
        return None
    # Ids from the index first: joined, SQLite's planner starts from the wrong table (750 ms instead of 4).
    table, pk = model._meta.db_table, model._meta.pk.column
    if connection.vendor == "sqlite":
        sql = f"SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH %s"  # noqa: S608 a table's name is no input
    else:
        sql = f"SELECT {pk} FROM {table} WHERE words @@ %s::tsquery"  # noqa: S608 the same
    return Q(pk__in=RawSQL(sql, [_expression(terms)]))  # noqa: S611 terms are parameters


def _expression(terms):
    """("kripik" or kerip*) and tempe, in the database's language."""
    if connection.vendor == "sqlite":
        both, either, whole, beginning = " AND ", " OR ", '"{}"', '"{}"*'
    else:
        both, either, whole, beginning = " & ", " | ", "'{}'", "'{}':*"
    lists = [[(beginning if is_prefix else whole).format(term) for term, is_prefix in alternatives] for alternatives in terms]
    return both.join(f"({either.join(alternatives)})" for alternatives in lists)
