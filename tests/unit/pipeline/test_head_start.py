"""Decoding begins before the library is there, and what was begun is not done twice."""

import threading

import pytest

from rekreview.domain.errors import Cancelled, Unsupported
from rekreview.pipeline.head_start import FILES, HeadStart
from rekreview.pipeline.importing import import_paths
from tests.media_samples import photo, save
from tests.unit.pipeline.driving import drive


class Counting:
    """A real decoder that remembers what it was asked for."""

    def __init__(self, decoder):
        self.decoder = decoder
        self.asked = []

    def ingest(self, path, cancel):
        self.asked.append(path)
        return self.decoder.ingest(path, cancel)


def photos(folder, count):
    return [str(save(photo(seed=seed), folder / f"photo-{seed:03}.jpg")) for seed in range(count)]


def test_the_first_files_are_read_before_anybody_asks_and_only_once(library, decoder, executor, cancel, folder):
    files = photos(folder, FILES + 3)
    counting = Counting(decoder)
    ahead = HeadStart(counting, [folder], executor=executor, cancel=cancel)
    executor.submit(bool).result()  # the jobs are taken in order, so all but one of those before it are done
    assert set(files[: FILES - 1]) <= set(counting.asked) <= set(files[:FILES])
    summary = drive(import_paths(library, ahead, [folder], executor=executor, cancel=cancel), lambda progress: None)
    assert sorted(counting.asked) == files
    assert (summary.added, summary.skipped) == (FILES + 3, [])
    assert [tile.name for tile in library.queries.tiles(summary.assets)] == [path.rpartition("/")[2] for path in files]


def test_a_file_named_twice_is_begun_once(decoder, executor, cancel, folder):
    [path] = photos(folder, 1)
    counting = Counting(decoder)
    ahead = HeadStart(counting, [path, path, folder], executor=executor, cancel=cancel)
    first, second = (ahead.ingest(path, cancel) for _ in range(2))
    assert first == second
    assert counting.asked == [path, path], "once ahead, and once more when it was asked for again"


def test_what_is_wrong_with_a_file_is_told_to_who_asks_for_it(decoder, executor, cancel, folder):
    path = folder / "notes.jpg"
    path.write_text("not a picture")
    ahead = HeadStart(decoder, [folder], executor=executor, cancel=cancel)
    with pytest.raises(Unsupported):
        ahead.ingest(str(path), cancel)


def test_cancelled_it_begins_no_other_file(decoder, executor, cancel, folder):
    files = photos(folder, 6)
    free, counting = threading.Event(), Counting(decoder)
    for _ in range(2):
        executor.submit(free.wait)  # both threads of the executor
    ahead = HeadStart(counting, [folder], executor=executor, cancel=cancel)
    cancel.cancel()
    free.set()
    with pytest.raises(Cancelled):
        ahead.ingest(files[0], cancel)
    executor.submit(bool).result()
    assert counting.asked == []
