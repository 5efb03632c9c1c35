"""Files become assets: told apart by their bytes, found again wherever they lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from rekreview.domain.assets import Fault, MediaKind, Status
from rekreview.domain.changes import ChangeSet
from rekreview.domain.errors import AssetNotFound
from rekreview.domain.queues import QueueFilter
from rekreview.library import Library
from rekreview.library.values import KnownLocation
from tests.unit.library.makers import add, file, fill, real_file, sha256


def test_a_file_becomes_an_asset_with_all_that_is_known_of_it(library: Library) -> None:
    one = file("holiday.jpg", phash=(1 << 64) - 2, mtime_ns=77)
    (asset_id,) = add(library, one)
    asset = library.queries.asset(asset_id)
    assert (asset.sha256, asset.kind, asset.format, asset.bytes) == (one.sha256, MediaKind.IMAGE, "jpeg", one.bytes)
    assert (asset.width, asset.height, asset.duration_ms) == (640, 480, None)
    assert (asset.paths, asset.missing_paths) == (("/pictures/holiday.jpg",), ())
    assert (asset.status, asset.decided_by, asset.detections, asset.fault) == (Status.PENDING, None, (), None)
    assert asset.imported.tzinfo is not None
    assert library.queries.location(one.path) == KnownLocation(asset_id, 77, one.bytes)


def test_many_places_are_looked_up_at_once(library: Library) -> None:
    many = [file(f"{number:04}.jpg", mtime_ns=number) for number in range(1100)]
    ids = add(library, *many)
    odd = file("caf\udce9.jpg", mtime_ns=5)
    [odd_id] = add(library, odd)
    found = library.queries.locations(["/no/such/file.jpg", *(one.path for one in many), odd.path])
    assert found == {
        **{one.path: KnownLocation(ids[at], at, one.bytes) for at, one in enumerate(many)},
        odd.path: KnownLocation(odd_id, 5, odd.bytes),
    }
    assert library.queries.locations([]) == {}


def test_a_batch_tells_what_became_of_every_file(library: Library, heard: list[ChangeSet]) -> None:
    added = library.commands.add_assets([file("a.jpg"), file("b.jpg"), file("copy of a.jpg", "a.jpg")])
    assert len(added.added) == 2
    assert added.duplicates == 1
    assert added.ids_by_path["/pictures/copy of a.jpg"] == added.ids_by_path["/pictures/a.jpg"]
    assert set(added.ids_by_path.values()) == set(added.added)
    assert heard == [ChangeSet(added=added.added)]


def test_new_ids_follow_the_order_of_the_files(library: Library) -> None:
    ids = fill(library, 200)
    assert ids == sorted(ids)
    assert library.queries.ids(QueueFilter()).tolist() == ids


def test_no_files_are_no_change(library: Library, heard: list[ChangeSet]) -> None:
    assert library.commands.add_assets([]).ids_by_path == {}
    assert heard == []


def test_the_same_bytes_twice_are_one_asset_with_two_places(library: Library, tmp_path: Path) -> None:
    (first,) = add(library, real_file(tmp_path, "one.jpg", "same"))
    (second,) = add(library, real_file(tmp_path, "two.jpg", "same"))
    assert first == second
    asset = library.queries.asset(first)
    assert asset.paths == (str(tmp_path / "one.jpg"), str(tmp_path / "two.jpg"))
    assert asset.missing_paths == ()


def test_the_same_file_again_changes_nothing(library: Library, heard: list[ChangeSet]) -> None:
    ids = add(library, "a.jpg", "b.jpg")
    heard.clear()
    added = library.commands.add_assets([file("a.jpg"), file("b.jpg")])
    assert (added.added, added.duplicates, list(added.ids_by_path.values())) == ((), 2, ids)
    assert heard == []
    assert library.queries.totals().locations == 2


def test_a_file_that_was_only_touched_keeps_its_asset_and_its_new_time(library: Library) -> None:
    (asset_id,) = add(library, file("a.jpg", mtime_ns=1))
    assert add(library, file("a.jpg", mtime_ns=2)) == [asset_id]
    known = library.queries.location("/pictures/a.jpg")
    assert known is not None
    assert known.mtime_ns == 2


def test_a_changed_file_is_a_new_asset_and_its_place_is_missing_for_the_old_one(
    library: Library, heard: list[ChangeSet]
) -> None:
    (old,) = add(library, file("a.jpg", "before"))
    heard.clear()
    (new,) = add(library, file("a.jpg", "after"))
    assert new != old
    assert library.queries.asset(old).paths == ()
    assert library.queries.asset(old).missing_paths == ("/pictures/a.jpg",)
    assert library.queries.asset(new).paths == ("/pictures/a.jpg",)
    assert library.queries.find("/pictures/a.jpg") == new
    assert heard == [ChangeSet(added=(new,), changed=(old,))]


def test_a_file_changed_back_is_the_old_asset_again(library: Library) -> None:
    (old,) = add(library, file("a.jpg", "before"))
    (new,) = add(library, file("a.jpg", "after"))
    added = library.commands.add_assets([file("a.jpg", "before")])
    assert (added.ids_by_path, added.added, added.duplicates) == ({"/pictures/a.jpg": old}, (), 1)
    assert library.queries.asset(old).paths == ("/pictures/a.jpg",)
    assert library.queries.asset(new).paths == ()


def test_a_moved_file_is_found_again_by_its_bytes(library: Library, tmp_path: Path) -> None:
    before = real_file(tmp_path, "before.jpg", "content")
    (asset_id,) = add(library, before)
    (tmp_path / "before.jpg").rename(tmp_path / "after.jpg")
    assert add(library, real_file(tmp_path, "after.jpg", "content")) == [asset_id]
    asset = library.queries.asset(asset_id)
    assert asset.paths == (str(tmp_path / "after.jpg"),)
    assert asset.missing_paths == (str(tmp_path / "before.jpg"),)
    assert library.queries.tiles([asset_id])[0].name == "after.jpg"
    assert library.queries.location(before.path) is None


def test_a_moved_file_is_found_by_its_old_and_its_new_name(library: Library, tmp_path: Path) -> None:
    (asset_id,) = add(library, real_file(tmp_path, "before.jpg", "content"))
    (tmp_path / "before.jpg").unlink()
    add(library, real_file(tmp_path, "after.jpg", "content"))
    for text in ("BEFORE", "after"):
        assert library.queries.ids(QueueFilter(search=text)).tolist() == [asset_id]
    assert library.queries.find(str(tmp_path / "before.jpg")) == asset_id


def test_a_file_that_came_back_to_its_old_place_lies_there_again(library: Library, tmp_path: Path) -> None:
    (asset_id,) = add(library, real_file(tmp_path, "a.jpg", "content"))
    (tmp_path / "a.jpg").rename(tmp_path / "b.jpg")
    add(library, real_file(tmp_path, "b.jpg", "content"))
    (tmp_path / "b.jpg").rename(tmp_path / "a.jpg")
    add(library, real_file(tmp_path, "a.jpg", "content"))
    assert library.queries.asset(asset_id).paths == (str(tmp_path / "a.jpg"),)


def test_two_files_that_swap_names_swap_places(library: Library) -> None:
    first, second = add(library, file("a.jpg", "one"), file("b.jpg", "two"))
    again = add(library, file("a.jpg", "two"), file("b.jpg", "one"))
    assert again == [second, first]
    assert library.queries.asset(first).paths == ("/pictures/b.jpg",)
    assert library.queries.asset(second).paths == ("/pictures/a.jpg",)


def test_the_same_path_twice_in_a_batch_counts_as_it_was_last_seen(library: Library) -> None:
    added = library.commands.add_assets([file("a.jpg", "one"), file("a.jpg", "two")])
    assert len(added.added) == 2
    assert library.queries.asset(added.added[1]).paths == ("/pictures/a.jpg",)
    assert library.queries.totals().locations == 1


def test_a_known_kind_that_cannot_be_decoded_is_not_moderated(library: Library) -> None:
    (asset_id,) = add(library, file("broken.jpg", fault=Fault("undecodable", "The picture is cut off.")))
    asset = library.queries.asset(asset_id)
    assert asset.status is Status.NOT_MODERATED
    assert asset.fault == Fault("undecodable", "The picture is cut off.")
    assert library.queries.counts().unmoderated == 0


@pytest.mark.parametrize("name", ["名前.jpg", "Straße & Œuvre.jpg", "a\nb.jpg", "😀.jpg", "%_\\.jpg", "O'Neill.jpg"])
def test_any_name_is_kept_as_it_is(library: Library, name: str) -> None:
    (asset_id,) = add(library, name)
    assert library.queries.asset(asset_id).paths == (f"/pictures/{name}",)
    assert library.queries.tiles([asset_id])[0].name == name
    assert library.queries.find(f"/pictures/{name}") == asset_id


def test_a_name_that_is_no_text_is_kept_and_shown_with_question_marks(library: Library) -> None:
    path = b"/pictures/caf\xe9 \xff.jpg".decode("utf-8", "surrogateescape")
    (asset_id,) = add(library, file(path))
    assert library.queries.asset(asset_id).paths == (path,)
    assert library.queries.location(path) is not None
    assert library.queries.tiles([asset_id])[0].name == "caf? ?.jpg"


def test_thumbnails_come_with_the_assets(library: Library) -> None:
    ids = add(library, file("a.jpg", thumbnail=b"sharp", veiled=b"veiled"), file("b.jpg"))
    assert library.thumbnails.get(ids) == {ids[0]: b"sharp"}
    assert library.thumbnails.get(ids, veiled=True) == {ids[0]: b"veiled"}
    assert [tile.has_thumbnail for tile in library.queries.tiles(ids)] == [True, False]


def test_one_more_place_can_be_added_by_hand(library: Library, heard: list[ChangeSet]) -> None:
    first, second = add(library, "a.jpg", "b.jpg")
    heard.clear()
    library.commands.add_location(first, "/elsewhere/a.jpg", 5, 6)
    assert library.queries.asset(first).paths == ("/pictures/a.jpg", "/elsewhere/a.jpg")
    assert heard == [ChangeSet(changed=(first,))]
    library.commands.add_location(first, "/pictures/b.jpg", 5, 6)
    assert library.queries.asset(second).paths == ()
    assert library.queries.asset(second).missing_paths == ("/pictures/b.jpg",)


def test_a_place_of_an_unknown_asset_is_refused(library: Library) -> None:
    with pytest.raises(AssetNotFound):
        library.commands.add_location(99, "/a.jpg", 1, 1)


def test_a_failed_batch_leaves_nothing_behind(library: Library, heard: list[ChangeSet]) -> None:
    bad = file("b.jpg")
    object.__setattr__(bad, "bytes", None)
    with pytest.raises(Exception, match="NOT NULL"):
        library.commands.add_assets([file("a.jpg"), bad])
    assert library.queries.totals().assets == 0
    assert heard == []
    assert add(library, "a.jpg")


def test_known_bytes_are_found_by_their_hash(library: Library) -> None:
    (asset_id,) = add(library, "a.jpg")
    assert library.queries.id_of_sha256(sha256("a.jpg")) == asset_id
    assert library.queries.id_of_sha256(sha256("unknown")) is None


def test_a_batch_larger_than_a_statement_takes(library: Library) -> None:
    ids = fill(library, 1500)
    assert len(set(ids)) == 1500
    assert fill(library, 1500) == ids
