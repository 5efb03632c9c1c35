"""Importing real files: identity by content, reasons for what is skipped, and nothing lost by stopping."""

import os
import shutil
import threading

from rekreview.domain.assets import Status
from rekreview.domain.progress import Progress
from rekreview.domain.queues import QueueFilter
from rekreview.pipeline.importing import import_paths
from tests.media_samples import animation, make_all, photo, save, video
from tests.unit.pipeline.driving import drive


def photos(folder, count, *, first=1):
    return [save(photo(seed=seed), folder / f"photo-{seed:03}.jpg") for seed in range(first, first + count)]


def run(library, decoder, executor, cancel, *paths, each=lambda progress: None):
    return drive(import_paths(library, decoder, paths, executor=executor, cancel=cancel), each)


def test_every_format_becomes_an_asset(library, decoder, executor, cancel, folder):
    made = make_all(folder)
    summary = run(library, decoder, executor, cancel, folder)
    accounted = summary.added + summary.duplicates + len(summary.skipped)
    assert accounted == sum(1 for path in folder.rglob("*") if path.is_file())
    statuses = {tile.name: tile.status for tile in library.queries.tiles(summary.assets)}
    assert set(statuses.values()) <= {Status.PENDING, Status.NOT_MODERATED}
    assert len(made) > 15


def test_ids_follow_the_order_of_the_files(library, decoder, executor, cancel, folder):
    photos(folder, 12)
    summary = run(library, decoder, executor, cancel, folder)
    names = [tile.name for tile in library.queries.tiles(summary.assets)]
    assert names == sorted(names)
    assert summary.assets == sorted(summary.assets)


def test_the_same_bytes_twice_are_one_asset_with_two_places(library, decoder, executor, cancel, folder):
    original, *_ = photos(folder, 1)
    shutil.copy(original, folder / "copy.jpg")
    summary = run(library, decoder, executor, cancel, folder)
    assert (summary.added, summary.duplicates, len(summary.assets)) == (1, 1, 1)
    assert len(library.queries.asset(summary.assets[0]).paths) == 2


def test_a_second_import_reads_nothing_and_adds_nothing(library, decoder, executor, cancel, folder):
    photos(folder, 3)
    first = run(library, decoder, executor, cancel, folder)

    class Unasked:
        def ingest(self, path, cancel):
            raise AssertionError(f"{path} was read again")

    second = run(library, Unasked(), executor, cancel, folder)
    assert (second.added, second.duplicates, second.assets) == (0, 3, first.assets)


def test_a_changed_file_is_a_new_asset(library, decoder, executor, cancel, folder):
    path, *_ = photos(folder, 1)
    old = run(library, decoder, executor, cancel, folder).assets[0]
    save(photo(seed=99), path)
    os.utime(path, ns=(1, 1))
    summary = run(library, decoder, executor, cancel, folder)
    assert summary.added == 1
    assert library.queries.asset(old).missing_paths == (str(path),)


def test_a_moved_file_is_found_again(library, decoder, executor, cancel, folder):
    path, *_ = photos(folder, 1)
    old = run(library, decoder, executor, cancel, folder).assets[0]
    moved = path.rename(folder / "elsewhere.jpg")
    summary = run(library, decoder, executor, cancel, folder)
    asset = library.queries.asset(old)
    assert (summary.added, summary.assets) == (0, [old])
    assert asset.paths == (str(moved),)
    assert asset.missing_paths == (str(path),)


def test_what_is_not_media_is_skipped_with_its_reason(library, decoder, executor, cancel, folder):
    (folder / "notes.jpg").write_text("not a picture")
    (folder / "empty.png").touch()
    (folder / "gone.png").symlink_to(folder / "nowhere.png")
    photos(folder, 1)
    summary = run(library, decoder, executor, cancel, folder)
    assert summary.added == 1
    assert {entry.path.rpartition("/")[2] for entry in summary.skipped} == {"notes.jpg", "empty.png", "gone.png"}
    assert all(entry.reason for entry in summary.skipped)


def test_a_broken_picture_is_an_asset_that_is_not_moderated(library, decoder, executor, cancel, folder):
    path, *_ = photos(folder, 1)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 3])
    summary = run(library, decoder, executor, cancel, folder)
    asset = library.queries.asset(summary.assets[0])
    assert (summary.added, summary.skipped) == (1, [])
    assert asset.status is Status.NOT_MODERATED
    assert asset.fault.code == "undecodable"


def test_progress_counts_to_the_total(library, decoder, executor, cancel, folder):
    photos(folder, 5)
    seen: list[Progress] = []
    run(library, decoder, executor, cancel, folder, each=seen.append)
    assert [progress.done for progress in seen if progress.total] == [0, 1, 2, 3, 4, 5]
    assert seen[-1].total == 5


def test_stopping_keeps_what_was_done(library, decoder, executor, cancel, folder):
    photos(folder, 60)

    def stop_at_ten(progress):
        if progress.done == 10:
            cancel.cancel()

    summary = run(library, decoder, executor, cancel, folder, each=stop_at_ten)
    assert summary.interrupted
    assert 10 <= summary.added < 60
    assert len(library.queries.ids(QueueFilter())) == summary.added


def test_stopping_while_a_file_is_slow_does_not_wait_for_it(library, executor, cancel, folder):
    photos(folder, 4)
    started = threading.Event()

    class Slow:
        def ingest(self, path, cancel):
            started.set()
            cancel.wait(60)

    threading.Thread(target=lambda: (started.wait(), cancel.cancel())).start()
    assert run(library, Slow(), executor, cancel, folder).interrupted


def test_animations_and_videos_know_their_length(library, decoder, executor, cancel, folder):
    animation(folder / "moving.gif", frames=5, frame_ms=100)
    video(folder / "clip.mp4", seconds=2.0)
    summary = run(library, decoder, executor, cancel, folder)
    lengths = {tile.name: tile.duration_ms for tile in library.queries.tiles(summary.assets)}
    assert lengths["moving.gif"] == 500
    assert abs(lengths["clip.mp4"] - 2000) <= 100
