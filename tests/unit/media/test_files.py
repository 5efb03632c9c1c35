import hashlib
import os
import socket
import threading
from pathlib import Path

import pytest

from rekreview.domain.errors import Unreadable
from rekreview.media.files import Met, open_regular, sha256, walk

IS_ROOT = os.geteuid() == 0


def names(found: list[Met], below: Path) -> list[str]:
    return [os.path.relpath(met.path, below) for met in found if not met.skipped]


def skipped(found: list[Met]) -> dict[str, str]:
    return {Path(met.path).name: met.skipped for met in found if met.skipped}


def test_files_are_met_once_by_name_hidden_ones_too(tmp_path: Path) -> None:
    for name in ("b/2.jpg", "b/10.jpg", "a.jpg", ".hidden/x.txt", "c"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert names(list(walk([tmp_path])), tmp_path) == [".hidden/x.txt", "a.jpg", "b/10.jpg", "b/2.jpg", "c"]
    assert list(walk([tmp_path])) == list(walk([tmp_path]))


def test_a_single_file_and_a_path_with_dots_come_out_plain(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_text("x")
    (tmp_path / "b").mkdir()
    assert list(walk([tmp_path / "b" / ".." / "a.jpg"])) == [Met(str(tmp_path / "a.jpg"))]


def test_a_path_that_is_not_there_is_skipped_with_its_reason(tmp_path: Path) -> None:
    (met,) = walk([tmp_path / "gone"])
    assert met.path == str(tmp_path / "gone")
    assert "does not exist" in met.skipped


def test_links_to_files_count_and_links_to_folders_do_not(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    folder = tmp_path / "folder"
    outside.mkdir()
    folder.mkdir()
    (outside / "far.jpg").write_text("x")
    (folder / "near.jpg").symlink_to(outside / "far.jpg")
    (folder / "elsewhere").symlink_to(outside)
    found = list(walk([folder]))
    assert names(found, folder) == ["near.jpg"]
    assert skipped(found) == {}


def test_a_link_to_a_folder_is_followed_where_a_person_named_it(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.jpg").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert list(walk([tmp_path / "link"])) == [Met(str(tmp_path / "link" / "a.jpg"))]


def test_dangling_and_looping_links_are_told(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "dangling").symlink_to(tmp_path / "nothing")
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    (tmp_path / "deep" / "back").symlink_to(tmp_path)
    reasons = skipped(list(walk([tmp_path])))
    assert set(reasons) == {"dangling", "one", "two", "back"}
    assert "does not exist" in reasons["dangling"]
    assert "leads back" in reasons["one"]
    assert "leads back to a folder" in reasons["back"]


def test_pipes_and_sockets_are_told_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        reasons = skipped(list(walk([tmp_path])))
    assert "named pipe" in reasons["pipe"]
    assert "socket" in reasons["socket"]


def test_a_device_is_told() -> None:
    (met,) = walk(["/dev/null"])
    assert "device" in met.skipped


@pytest.mark.skipif(IS_ROOT, reason="root may read everything")
def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0)
    try:
        assert "permission" in skipped(list(walk([tmp_path])))["locked"]
    finally:
        locked.chmod(0o700)


def test_a_folder_that_vanishes_while_walking_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "1").write_text("x")
    (tmp_path / "b").mkdir()
    found = walk([tmp_path])
    first = next(found)
    (tmp_path / "b").rmdir()
    assert first.path.endswith("/a/1")
    assert "does not exist" in next(found).skipped


def test_names_that_are_not_text_survive(tmp_path: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/\xff\xfe.jpg"
    with open(odd, "wb") as file:
        file.write(b"x")
    (met,) = walk([tmp_path])
    assert os.fsencode(met.path) == odd
    assert sha256(met.path) == hashlib.sha256(b"x").hexdigest()


def test_a_very_deep_tree_is_walked(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(300):
        folder = folder / "d"
    folder.mkdir(parents=True)
    (folder / "end.jpg").write_text("x")
    assert len(list(walk([tmp_path]))) == 1


def test_the_walk_streams(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1").write_text("x")
    found = walk([tmp_path])
    next(found)
    (tmp_path / "b" / "2").write_text("x")
    assert len(list(found)) == 2


def test_the_hash_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "big"
    path.write_bytes(os.urandom(3_000_001))
    assert sha256(path) == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_hash_of_what_cannot_be_read_is_an_error_for_people(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="does not exist"):
        sha256(tmp_path / "gone")
    with pytest.raises(Unreadable, match="not a regular file"):
        sha256(tmp_path)


def test_opening_a_pipe_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    faults: list[Exception] = []

    def attempt() -> None:
        try:
            open_regular(tmp_path / "pipe")
        except Unreadable as error:
            faults.append(error)

    thread = threading.Thread(target=attempt, daemon=True)
    thread.start()
    thread.join(5)
    assert len(faults) == 1
