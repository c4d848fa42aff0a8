"""Seals anew, with the newest key, whatever an older one sealed: columns and files."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Column, Table, select, update

from office.database import metadata
from office.files import Cabinet
from office.people import Permission
from office.unit import Unit

_PORTION = 200


def sealed_columns() -> Iterator[tuple[Table, Column[bytes]]]:
    """Yield every column that holds sealed values; `place` in its info binds them to their row."""
    for table in metadata.sorted_tables:
        for column in table.c:
            if "place" in column.info:
                yield table, column


def reseal_rows(unit: Unit, table: Table, column: Column[bytes], *, after: object = None) -> object:
    """Seal one portion of a column anew; return where the next begins, or None at the end.

    What somebody changed meanwhile stays as they left it; the next pass looks at it again.
    """
    unit.require(Permission.KEEP_TIME)
    (key,) = table.primary_key.columns
    query = select(table).order_by(key).limit(_PORTION)
    if after is not None:
        query = query.where(key > after)
    rows = unit.session.execute(query).mappings().all()
    for row in rows:
        sealed = row[column.name]
        if sealed is None or unit.vault.is_current(sealed):
            continue
        place = str(column.info["place"]).format(**row)
        anew = unit.vault.seal(unit.vault.open_bytes(sealed, place), place)
        unchanged = key == row[key.name], column == sealed
        unit.session.execute(update(table).where(*unchanged).values({column.name: anew}))
    return rows[-1][key.name] if len(rows) == _PORTION else None


def reseal_files(folder: Path, cabinet: Cabinet) -> int:
    """Seal every file of the cabinet anew that an older key sealed; return how many."""
    count = 0
    for path in sorted(folder.glob("??/*")):
        count += cabinet.reseal(path.name)
    return count
