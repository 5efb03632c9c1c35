"""Thumbnails: bytes in, the same bytes out, in a file of their own."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from rekreview.domain.video import Cell
from rekreview.library import Library
from rekreview.library.thumbnails import FILE_NAME, Thumbnail
from tests.unit.library.makers import add, file, fill


def test_what_was_put_is_given_back(library: Library) -> None:
    sharp, veiled = os.urandom(20_000), os.urandom(3_000)
    library.thumbnails.put([Thumbnail(1, sharp, veiled), Thumbnail(2, sharp)])
    assert library.thumbnails.get([1, 2, 3]) == {1: sharp, 2: sharp}
    assert library.thumbnails.get([1, 2, 3], veiled=True) == {1: veiled}


def test_putting_again_replaces(library: Library) -> None:
    library.thumbnails.put([Thumbnail(1, b"old", b"old")])
    library.thumbnails.put([Thumbnail(1, b"new")])
    assert library.thumbnails.get([1]) == {1: b"new"}
    assert library.thumbnails.get([1], veiled=True) == {}


def test_assets_without_a_picture_are_passed_over(library: Library) -> None:
    library.thumbnails.put([Thumbnail(1, b"")])
    library.thumbnails.put([])
    assert library.thumbnails.get([1]) == {}


def test_more_than_a_statement_takes(library: Library) -> None:
    many = [Thumbnail(number, b"%d" % number) for number in range(1, 1302)]
    library.thumbnails.put(many)
    found = library.thumbnails.get(list(range(1, 1302)))
    assert found == {one.asset_id: one.sharp for one in many}


def test_they_lie_in_a_file_of_their_own_with_large_pages(library: Library) -> None:
    add(library, file("a.jpg", thumbnail=b"x" * 10_000))
    connection = sqlite3.connect(library.directory / FILE_NAME)
    assert connection.execute("PRAGMA page_size").fetchone() == (16 * 1024,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_library_without_them_still_opens_and_makes_them_anew(place: Path) -> None:
    with Library.open(place, create=True) as library:
        ids = add(library, file("a.jpg", thumbnail=b"x"))
    (place / FILE_NAME).unlink()
    with Library.open(place, read_only=True) as library:
        assert library.thumbnails.get(ids) == {}
    with Library.open(place) as library:
        assert library.thumbnails.get(ids) == {}
        library.thumbnails.put([Thumbnail(ids[0], b"again")])
        assert library.thumbnails.get(ids) == {ids[0]: b"again"}


def test_a_leftover_of_a_batch_that_failed_is_never_shown_for_another_asset(library: Library) -> None:
    library.thumbnails.put([Thumbnail(1, b"leftover", b"leftover")])
    (asset_id,) = fill(library, 1)
    assert asset_id == 1
    assert library.thumbnails.get([1]) == {}
    assert not library.queries.tiles([1])[0].has_thumbnail


# Storyboards.


def cells(*times: int) -> list[Cell]:
    return [Cell(at, 160, 90, b"sharp %d" % at, b"veiled %d" % at) for at in times]


def test_a_storyboard_is_given_back_by_its_times(library: Library) -> None:
    library.thumbnails.put_storyboard(7, cells(2000, 0, 1000))
    library.thumbnails.put_storyboard(8, cells(0))
    assert library.thumbnails.storyboard(7) == [(0, b"sharp 0"), (1000, b"sharp 1000"), (2000, b"sharp 2000")]
    assert library.thumbnails.storyboard(7, veiled=True)[1] == (1000, b"veiled 1000")
    assert library.thumbnails.storyboard(9) == []


def test_drawing_a_storyboard_again_replaces_it(library: Library) -> None:
    library.thumbnails.put_storyboard(7, cells(0, 1000))
    library.thumbnails.put_storyboard(7, cells(500))
    assert library.thumbnails.storyboard(7) == [(500, b"sharp 500")]


def test_cells_are_added_to_a_storyboard_in_the_place_of_those_of_their_times(library: Library) -> None:
    library.thumbnails.put_storyboard(7, cells(0, 2000))
    library.thumbnails.add_cells(7, cells(1000, 2000))
    library.thumbnails.add_cells(7, [])
    assert library.thumbnails.cell_times(7) == [0, 1000, 2000]
    assert [at for at, _ in library.thumbnails.storyboard(7, veiled=True)] == [0, 1000, 2000]
    assert library.thumbnails.cell_times(8) == []


def test_videos_without_a_storyboard_are_told_and_one_without_cells_counts_as_drawn(library: Library) -> None:
    library.thumbnails.put_storyboard(2, cells(0))
    library.thumbnails.put_storyboard(700, [])
    assert library.thumbnails.without_storyboard(list(range(1, 1001))) == [
        one for one in range(1, 1001) if one not in {2, 700}
    ]


def test_a_store_from_before_storyboards_gets_them_and_keeps_its_thumbnails(place: Path) -> None:
    with Library.open(place, create=True) as library:
        library.thumbnails.put([Thumbnail(1, b"kept")])
    with closing(sqlite3.connect(place / FILE_NAME)) as connection:
        connection.executescript("DROP TABLE storyboard; DROP TABLE cell")
    with Library.open(place, read_only=True) as library:
        assert library.thumbnails.get([1]) == {1: b"kept"}
        assert library.thumbnails.storyboard(1) == []
        assert library.thumbnails.without_storyboard([1]) == [1]
    with Library.open(place) as library:
        assert library.thumbnails.get([1]) == {1: b"kept"}
        library.thumbnails.put_storyboard(1, cells(0))
        assert library.thumbnails.storyboard(1) == [(0, b"sharp 0")]
