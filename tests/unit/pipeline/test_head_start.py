"""Decoding begins before the library is there, and what was begun is not done twice."""

import threading
import time

import pytest

from rekreview.domain.errors import Cancelled, Unsupported
from rekreview.pipeline.head_start import HeadStart
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


class Halting(Counting):
    """One that stops at a file until it is told to go on."""

    def __init__(self, decoder, at):
        super().__init__(decoder)
        self.at = at
        self.reached, self.go_on = threading.Event(), threading.Event()

    def ingest(self, path, cancel):
        if path == self.at and not self.reached.is_set():
            self.reached.set()
            self.go_on.wait(10)
        return super().ingest(path, cancel)


def photos(folder, count):
    return [str(save(photo(seed=seed), folder / f"photo-{seed:03}.jpg")) for seed in range(count)]


def head_start(decoder, paths, executor, cancel, at_once=2):
    return HeadStart(decoder, paths, executor=executor, at_once=at_once, cancel=cancel)


def settle(ahead):
    """Wait until nothing it has begun is under way: each file begins the next one before it is done itself."""
    while not all(begun.done() for begun in list(ahead._begun.values())):
        time.sleep(0.01)


def test_files_are_read_before_anybody_asks_and_only_once(library, decoder, executor, cancel, folder):
    files = photos(folder, 40)
    counting = Counting(decoder)
    ahead = head_start(counting, [folder], executor, cancel)
    settle(ahead)
    summary = drive(import_paths(library, ahead, [folder], executor=executor, cancel=cancel), lambda progress: None)
    assert sorted(counting.asked) == files
    assert (summary.added, summary.skipped) == (40, [])
    assert [tile.name for tile in library.queries.tiles(summary.assets)] == [path.rpartition("/")[2] for path in files]


def test_it_goes_on_while_who_asks_is_behind(decoder, executor, cancel, folder):
    files = photos(folder, 12)
    slow = Halting(decoder, files[3])
    ahead = head_start(slow, [folder], executor, cancel, at_once=1)
    slow.reached.wait(10)
    assert ahead.ingest(files[0], cancel).path == files[0]
    slow.go_on.set()
    settle(ahead)
    assert sorted(slow.asked) == files


def test_it_begins_no_more_once_who_asks_has_caught_up(decoder, executor, cancel, folder):
    files = photos(folder, 12)
    slow = Halting(decoder, files[3])
    ahead = head_start(slow, [folder], executor, cancel, at_once=1)
    slow.reached.wait(10)
    assert ahead.ingest(files[11], cancel).path == files[11]
    slow.go_on.set()
    settle(ahead)
    assert sorted(slow.asked) == [*files[:4], files[11]]
    assert [ahead.ingest(path, cancel).path for path in files] == files


def test_a_file_that_waits_on_a_full_executor_is_decoded_by_who_asks(decoder, executor, cancel, folder):
    files = photos(folder, 2)
    free = threading.Event()
    for _ in range(2):
        executor.submit(free.wait)  # both threads of the executor, as if they asked
    ahead = head_start(decoder, [folder], executor, cancel)
    assert ahead.ingest(files[1], cancel).path == files[1]
    free.set()


def test_no_more_than_so_many_are_kept_for_who_asks(decoder, executor, cancel, folder, monkeypatch):
    monkeypatch.setattr("rekreview.pipeline.head_start.FILES", 3)
    files = photos(folder, 5)
    counting = Counting(decoder)
    settle(head_start(counting, [folder], executor, cancel))
    assert sorted(counting.asked) == files[:3]


def test_a_file_named_twice_is_begun_once(decoder, executor, cancel, folder):
    [path] = photos(folder, 1)
    counting = Counting(decoder)
    ahead = head_start(counting, [path, path, folder], executor, cancel)
    first, second = (ahead.ingest(path, cancel) for _ in range(2))
    assert first == second
    assert counting.asked == [path, path], "once ahead, and once more when it was asked for again"


def test_what_is_wrong_with_a_file_is_told_to_who_asks_for_it(decoder, executor, cancel, folder):
    path = folder / "notes.jpg"
    path.write_text("not a picture")
    ahead = head_start(decoder, [folder], executor, cancel)
    with pytest.raises(Unsupported):
        ahead.ingest(str(path), cancel)


def test_cancelled_it_begins_no_other_file(decoder, executor, cancel, folder):
    files = photos(folder, 6)
    free, counting = threading.Event(), Counting(decoder)
    for _ in range(2):
        executor.submit(free.wait)  # both threads of the executor
    ahead = head_start(counting, [folder], executor, cancel)
    cancel.cancel()
    free.set()
    settle(ahead)
    with pytest.raises(Cancelled):
        ahead.ingest(files[0], cancel)
    assert counting.asked == []
