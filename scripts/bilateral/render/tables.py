"""Render a table: check the query, find the rows, choose the columns, put the rows in order."""

from __future__ import annotations

from bilateral.content import Cell, Row, Table, headed
from bilateral.kinds.kind import TableKind
from bilateral.messages import say
from bilateral.query import Query, QueryError, choose
from bilateral.render.context import Context
from bilateral.render.registers import all_tables
from bilateral.volume import Volume

FoundRow = tuple[str | None, dict[str, Cell]]


def render_table(kind_name: str, volume: Volume, query: Query, locale: str) -> Table:
    """Render one table.

    Raises:
        QueryError: where an option is not one that the kind takes, or has a value that leads nowhere.

    """
    kind = all_tables(volume.kinds)[kind_name]
    context = Context(volume, locale)
    for option in sorted(query.given() - kind.filters - {"columns", "order"}):
        allowed = ", ".join(sorted(name.rstrip("_") for name in kind.filters)) or "none"
        raise QueryError(f"option '{option.rstrip('_')}' is not one of '{kind_name}'; its filters: {allowed}")
    _check_values(kind, query, volume)
    columns = headed(kind.columns, locale)
    if kind.asked:
        columns += kind.asked(context, query)
    if query.columns:
        known = {column.key: column for column in columns + headed(kind.extra, locale)}
        columns = tuple(known[choose("columns", key, list(known))] for key in query.columns)
    found = _ordered(list(kind.rows(context, query)), kind, context, query.order or kind.order)
    # A column in which nothing stands says nothing; without rows, the columns say what the table would hold.
    columns = tuple(column for column in columns if not found or any(cells.get(column.key) for _, cells in found))
    rows = tuple(Row(record, tuple(cells.get(column.key, ()) for column in columns)) for record, cells in found)
    return Table(columns, rows, kind.collection, say(locale, kind.empty))


def _check_values(kind: TableKind, query: Query, volume: Volume) -> None:
    for option in ("from_", "to"):
        if value := getattr(query, option):
            choose(option.rstrip("_"), value, list(volume.countries))
    for option, collection, keys in (
        ("ids", kind.ids or kind.collection, query.ids),
        ("parent", kind.parent, filter(None, [query.parent])),
    ):
        for key in keys:
            if volume.collections.get(key) != collection:
                choose(option, key, [key for key, name in volume.collections.items() if name == collection])
    if query.register:
        choose("register", query.register, [register.letter for register in volume.file.registers])


def _ordered(rows: list[FoundRow], kind: TableKind, context: Context, order: str) -> list[FoundRow]:
    order = choose("order", order, list(kind.orders))
    if order == "file" or (order == "date" and kind.sorts_itself):
        return rows
    if order == "name":
        return sorted(rows, key=lambda row: context.name_key(row[0]))
    if not kind.sorts_itself:
        rows = sorted(rows, key=lambda row: context.date_key(row[0]))
    if order == "date":
        return rows
    dated = [row for row in rows if not context.is_undated(row[0])]
    return [*reversed(dated), *(row for row in rows if context.is_undated(row[0]))]
