"""Files become assets. The bytes tell assets apart; a path tells only where they lie."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from rekreview.domain.assets import ImportedFile, Status
from rekreview.domain.changes import ChangeSet
from rekreview.domain.errors import AssetNotFound
from rekreview.library.columns import now
from rekreview.library.database import Database
from rekreview.library.judging import restand
from rekreview.library.queries import policies
from rekreview.library.queries.chunks import chunks
from rekreview.library.queries.places import best_path, paths
from rekreview.library.tables import ASSET, IMPORT_BATCH, LOCATION
from rekreview.library.thumbnails import Thumbnail, ThumbnailStore
from rekreview.library.values import Added

_SIGNED_64 = 1 << 63
_TEXTS_IN_A_STATEMENT = 500


@dataclass(slots=True)
class _Batch:
    """What is known of the files at hand, and what has to be written for them."""

    ids_by_sha256: dict[str, int]
    places: dict[str, Any]
    fresh: dict[str, ImportedFile] = field(default_factory=dict)
    new_locations: dict[str, ImportedFile] = field(default_factory=dict)
    touched_locations: list[dict[str, Any]] = field(default_factory=list)
    lost_locations: list[int] = field(default_factory=list)
    moved_assets: set[int] = field(default_factory=set)
    duplicates: int = 0


def vanished_locations(database: Database, files: Sequence[ImportedFile]) -> list[int]:
    """Other locations of these files' bytes that no longer exist on the disk: the files were moved.

    Asked before the transaction, so that a slow disk holds up no other writer.
    """
    shas = list({file.sha256 for file in files})
    here = {file.path for file in files}
    gone: list[int] = []
    with database.reading() as connection:
        for start in range(0, len(shas), _TEXTS_IN_A_STATEMENT):
            rows = connection.execute(
                select(LOCATION.c.id, LOCATION.c.path)
                .select_from(ASSET.join(LOCATION, ASSET.c.id == LOCATION.c.asset_id))
                .where(ASSET.c.sha256.in_(shas[start : start + _TEXTS_IN_A_STATEMENT]), ~LOCATION.c.missing)
            )
            gone.extend(
                location_id for location_id, path in rows.all() if path not in here and not os.path.lexists(path)
            )
    return gone


def begin_import(connection: Connection, source: str) -> tuple[int, ChangeSet]:
    """Note that an import begins; the number its assets will name."""
    key = connection.execute(IMPORT_BATCH.insert(), {"begun": now(), "source": source}).inserted_primary_key
    assert key is not None
    return int(key[0]), ChangeSet()


def add_assets(
    connection: Connection,
    thumbnails: ThumbnailStore,
    files: Sequence[ImportedFile],
    vanished: Iterable[int],
    batch_id: int | None = None,
) -> tuple[Added, ChangeSet]:
    """Take files into the library: new bytes become assets, of the import with this number; known ones get one more
    location.
    """
    batch = _Batch(_known_ids(connection, files), _known_places(connection, files), lost_locations=list(vanished))
    for file in files:
        _sort_in(batch, file)
    moment = now()
    _mark_missing(connection, batch)
    added = _insert_assets(connection, batch, moment, batch_id)
    _write_locations(connection, batch)
    changed = batch.moved_assets - set(added)
    rename(connection, sorted(changed))
    thumbnails.put(
        Thumbnail(batch.ids_by_sha256[file.sha256], file.facts.thumbnail, file.facts.veiled)
        for file in batch.fresh.values()
    )
    ids_by_path = {file.path: batch.ids_by_sha256[file.sha256] for file in files}
    changes = ChangeSet(added=added, changed=tuple(sorted(changed)))
    return Added(added, batch.duplicates, ids_by_path), changes


def _sort_in(batch: _Batch, file: ImportedFile) -> None:
    """Decide what one file is: new, known, known elsewhere, or changed since."""
    known = file.sha256 in batch.ids_by_sha256 or file.sha256 in batch.fresh
    if known:
        batch.duplicates += 1
    else:
        batch.fresh[file.sha256] = file
    asset_id = batch.ids_by_sha256.get(file.sha256)
    place = batch.places.get(file.path)
    if place is not None and place.asset_id == asset_id:
        if (place.mtime_ns, place.bytes) != (file.mtime_ns, file.bytes):
            batch.touched_locations.append(
                {"location": place.id, "new_mtime_ns": file.mtime_ns, "new_bytes": file.bytes}
            )
        return
    if place is not None:
        batch.lost_locations.append(place.id)
        batch.moved_assets.add(place.asset_id)
        del batch.places[file.path]
    batch.new_locations[file.path] = file


def _known_ids(connection: Connection, files: Sequence[ImportedFile]) -> dict[str, int]:
    """The ids of those files whose bytes are assets already, by SHA-256."""
    shas = list({file.sha256 for file in files})
    found: dict[str, int] = {}
    for start in range(0, len(shas), _TEXTS_IN_A_STATEMENT):
        some = shas[start : start + _TEXTS_IN_A_STATEMENT]
        rows = connection.execute(select(ASSET.c.sha256, ASSET.c.id).where(ASSET.c.sha256.in_(some)))
        found.update((sha256, asset_id) for sha256, asset_id in rows)
    return found


def _known_places(connection: Connection, files: Sequence[ImportedFile]) -> dict[str, Any]:
    """The rows of those paths where an asset lies already."""
    names = list({file.path for file in files})
    found: dict[str, Any] = {}
    for start in range(0, len(names), _TEXTS_IN_A_STATEMENT):
        some = names[start : start + _TEXTS_IN_A_STATEMENT]
        rows = connection.execute(select(LOCATION).where(LOCATION.c.path.in_(some), ~LOCATION.c.missing))
        found.update((row.path, row) for row in rows)
    return found


def _insert_assets(connection: Connection, batch: _Batch, moment: datetime, batch_id: int | None) -> tuple[int, ...]:
    """Insert the new assets and learn their ids."""
    if not batch.fresh:
        return ()
    files = list(batch.fresh.values())
    connection.execute(ASSET.insert(), [_asset_row(file, moment) | {"import_id": batch_id} for file in files])
    batch.ids_by_sha256.update(_known_ids(connection, files))
    return tuple(batch.ids_by_sha256[file.sha256] for file in files)


def _asset_row(file: ImportedFile, moment: datetime) -> dict[str, Any]:
    facts = file.facts
    name = shown_name(file.path)
    verdict = Status.NOT_MODERATED if facts.fault else Status.PENDING
    return {
        "sha256": file.sha256,
        "kind": facts.kind.value,
        "format": facts.format,
        "bytes": file.bytes,
        "width": facts.width,
        "height": facts.height,
        "duration_ms": facts.duration_ms,
        "frames": facts.frames,
        "codec": facts.codec,
        "frame_rate": facts.frame_rate,
        "has_audio": facts.has_audio,
        "phash": signed(facts.phash),
        "name": name,
        "search_text": name.casefold(),
        "has_thumbnail": bool(facts.thumbnail),
        "imported": moment,
        "fault_code": facts.fault.code if facts.fault else "",
        "fault_message": facts.fault.message if facts.fault else "",
        "verdict": verdict.value,
        "status": verdict.value,
        "overturned": False,
        "second_look": False,
        "has_note": False,
        "borderline": False,
        "disagreeing": False,
    }


_LEARNT = (
    *("format", "width", "height", "duration_ms", "frames", "codec", "frame_rate", "has_audio", "phash"),
    *("has_thumbnail", "fault_code", "fault_message"),
)


def learn(
    connection: Connection, thumbnails: ThumbnailStore, asset_id: int, file: ImportedFile
) -> tuple[None, ChangeSet]:
    """Take what a file turned out to be that could not be opened when it was imported; then it waits like any other."""
    row = _asset_row(file, now())
    known = (ASSET.c.id == asset_id) & (ASSET.c.sha256 == file.sha256)
    connection.execute(update(ASSET).where(known).values({name: row[name] for name in _LEARNT}))
    thumbnails.put([Thumbnail(asset_id, file.facts.thumbnail, file.facts.veiled)])
    restand(connection, [asset_id], policies.policy(connection).pair)
    return None, ChangeSet(changed=(asset_id,))


def _mark_missing(connection: Connection, batch: _Batch) -> None:
    """Locations whose bytes are gone, or are others now."""
    for some in chunks(batch.lost_locations):
        rows = connection.execute(select(LOCATION.c.asset_id).where(LOCATION.c.id.in_(some)))
        batch.moved_assets.update(rows.scalars())
        connection.execute(update(LOCATION).where(LOCATION.c.id.in_(some)).values(missing=True))


def _write_locations(connection: Connection, batch: _Batch) -> None:
    """Insert new locations, and what changed of known ones."""
    if batch.touched_locations:
        connection.execute(
            update(LOCATION)
            .where(LOCATION.c.id == bindparam("location"))
            .values(mtime_ns=bindparam("new_mtime_ns"), bytes=bindparam("new_bytes")),
            batch.touched_locations,
        )
    rows = [
        {
            "asset_id": batch.ids_by_sha256[file.sha256],
            "path": file.path,
            "mtime_ns": file.mtime_ns,
            "bytes": file.bytes,
            "missing": False,
        }
        for file in batch.new_locations.values()
    ]
    if rows:
        connection.execute(LOCATION.insert(), rows)
        batch.moved_assets.update(batch.ids_by_sha256[file.sha256] for file in batch.new_locations.values())


def add_location(connection: Connection, asset_id: int, path: str, mtime_ns: int, size: int) -> tuple[None, ChangeSet]:
    """Remember one more place where an asset's bytes lie; what lay there before is missing now."""
    if connection.execute(select(ASSET.c.id).where(ASSET.c.id == asset_id)).first() is None:
        raise AssetNotFound(f"The library has no asset {asset_id}.", "It may be in another library.")
    before = connection.execute(
        select(LOCATION.c.id, LOCATION.c.asset_id).where(LOCATION.c.path == path, ~LOCATION.c.missing)
    ).first()
    changed = {asset_id}
    if before is not None:
        changed.add(before.asset_id)
        connection.execute(update(LOCATION).where(LOCATION.c.id == before.id).values(missing=True))
    row = {"asset_id": asset_id, "path": path, "mtime_ns": mtime_ns, "bytes": size, "missing": False}
    connection.execute(LOCATION.insert(), row)
    rename(connection, sorted(changed))
    return None, ChangeSet(changed=tuple(sorted(changed)))


def rename(connection: Connection, ids: Sequence[int]) -> None:
    """Give assets the name of the place where they lie now; a search finds every name they have or had."""
    rows = []
    for asset_id, (present, missing) in paths(connection, ids).items():
        first = best_path(present, missing)
        names = dict.fromkeys(shown_name(path) for path in (first, *present, *missing))
        rows.append(
            {
                "asset": asset_id,
                "new_name": shown_name(first),
                "new_search_text": "\n".join(name.casefold() for name in names),
            }
        )
    if rows:
        connection.execute(
            update(ASSET)
            .where(ASSET.c.id == bindparam("asset"))
            .values(name=bindparam("new_name"), search_text=bindparam("new_search_text")),
            rows,
        )


def shown_name(path: str) -> str:
    """The file name for people: bytes that are no text become question marks."""
    return os.path.basename(path).encode("utf-8", "replace").decode("utf-8")  # noqa: PTH119


def signed(number: int | None) -> int | None:
    """An unsigned 64-bit number as the signed one with the same bits, which is what a database holds."""
    return number - 2 * _SIGNED_64 if number is not None and number >= _SIGNED_64 else number
