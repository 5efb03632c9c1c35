"""Where assets lie, and which asset is meant by a name."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, select

from rekreview.domain.errors import AssetNotFound, InvalidValue
from rekreview.library.queries.among import IDS, among
from rekreview.library.queries.chunks import chunks
from rekreview.library.tables import ASSET, LOCATION
from rekreview.library.values import KnownLocation

_SHORTEST_PREFIX = 8
_MOST_DIGITS = 18
_TEXTS_IN_A_STATEMENT = 500
_HEX = re.compile(r"[0-9a-f]+")


def location(connection: Connection, path: str) -> KnownLocation | None:
    """What is remembered of a path where an asset lies; None if none does."""
    row = connection.execute(
        select(LOCATION.c.asset_id, LOCATION.c.mtime_ns, LOCATION.c.bytes).where(
            LOCATION.c.path == path, ~LOCATION.c.missing
        )
    ).first()
    return None if row is None else KnownLocation(row[0], row[1], row[2])


def locations(connection: Connection, paths: Sequence[str]) -> dict[str, KnownLocation]:
    """What is remembered of those paths where an asset lies."""
    found: dict[str, KnownLocation] = {}
    for start in range(0, len(paths), _TEXTS_IN_A_STATEMENT):
        rows = connection.execute(
            select(LOCATION.c.path, LOCATION.c.asset_id, LOCATION.c.mtime_ns, LOCATION.c.bytes).where(
                LOCATION.c.path.in_(paths[start : start + _TEXTS_IN_A_STATEMENT]), ~LOCATION.c.missing
            )
        )
        found.update((path, KnownLocation(*rest)) for path, *rest in rows)
    return found


def id_of_sha256(connection: Connection, sha256: str) -> int | None:
    """The asset with these bytes, if it is known."""
    return connection.execute(select(ASSET.c.id).where(ASSET.c.sha256 == sha256)).scalar()


def paths(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[list[str], list[str]]]:
    """The paths of each asset, as (present, missing), oldest first."""
    found: dict[int, tuple[list[str], list[str]]] = {asset_id: ([], []) for asset_id in ids}
    for some in chunks(ids):
        for asset_id, path, missing in connection.execute(_PATHS, {IDS: some}):
            found[asset_id][bool(missing)].append(path)
    return found


_PATHS = (
    select(LOCATION.c.asset_id, LOCATION.c.path, LOCATION.c.missing)
    .where(among(LOCATION.c.asset_id))
    .order_by(LOCATION.c.id)
)


def located(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[str, int, int]]:
    """Where to read each asset from: path, and the time (ns) and size the file had; places where it lies come first."""
    found: dict[int, tuple[str, int, int]] = {}
    for some in chunks(ids):
        rows = connection.execute(
            select(LOCATION.c.asset_id, LOCATION.c.path, LOCATION.c.mtime_ns, LOCATION.c.bytes)
            .where(LOCATION.c.asset_id.in_(some))
            .order_by(LOCATION.c.missing, LOCATION.c.id)
        )
        for asset_id, path, mtime_ns, size in rows:
            found.setdefault(asset_id, (path, mtime_ns, size))
    return found


def best_path(present: Sequence[str], missing: Sequence[str]) -> str:
    """The path to read an asset from: one where it lies, else where it lay last."""
    return present[0] if present else (missing[-1] if missing else "")


def find(connection: Connection, reference: str) -> int:
    """The asset a person means by an id, the start of a SHA-256, or a path, tried in this order.

    Raises AssetNotFound, or InvalidValue if the start of a SHA-256 fits several assets.
    """
    if reference.isascii() and reference.isdigit() and (found := _by_id(connection, reference)) is not None:
        return found
    if (found := _by_prefix(connection, reference.lower())) is not None:
        return found
    if (found := _by_path(connection, reference)) is not None:
        return found
    raise AssetNotFound(
        f"The library has no asset “{reference}”.", "Give its id, at least 8 digits of its SHA-256, or its path."
    )


def _by_id(connection: Connection, digits: str) -> int | None:
    if len(digits) > _MOST_DIGITS:  # more than any id, and beyond some length Python reads none
        return None
    return connection.execute(select(ASSET.c.id).where(ASSET.c.id == int(digits))).scalar()


def _by_prefix(connection: Connection, prefix: str) -> int | None:
    if not _SHORTEST_PREFIX <= len(prefix) <= 64 or not _HEX.fullmatch(prefix):
        return None
    beyond = prefix + "g"
    rows = connection.execute(
        select(ASSET.c.id).where(ASSET.c.sha256 >= prefix, ASSET.c.sha256 < beyond).limit(2)
    ).all()
    if len(rows) > 1:
        raise InvalidValue(f"Several assets have a SHA-256 that starts with {prefix}.", "Give more digits.")
    return rows[0][0] if rows else None


def _by_path(connection: Connection, path: str) -> int | None:
    for candidate in dict.fromkeys((path, os.path.abspath(path), str(Path(path).resolve()))):  # noqa: PTH100
        row = connection.execute(
            select(LOCATION.c.asset_id)
            .where(LOCATION.c.path == candidate)
            .order_by(LOCATION.c.missing, LOCATION.c.id.desc())
            .limit(1)
        ).first()
        if row is not None:
            return int(row[0])
    return None
