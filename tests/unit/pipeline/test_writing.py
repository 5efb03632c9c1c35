"""Files that a person asked for: whole or not there, whatever they are called and whoever writes them too."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.errors import InvalidValue
from rekreview.pipeline.writing import write_file


@pytest.mark.parametrize("name", ["a" * 255, "é" * 127, "\u202egnp.csv", "-x", "a\nb", " ", ".hidden", "😀.pdf"])
def test_any_name_that_a_file_may_have_can_be_written(tmp_path: Path, name: str) -> None:
    write_file(tmp_path / name, b"first")
    write_file(tmp_path / name, b"second")
    assert (tmp_path / name).read_bytes() == b"second"
    assert [one.name for one in tmp_path.iterdir()] == [name], "nothing is left beside it"


@given(content=st.binary(max_size=2_000))
def test_what_is_written_is_what_was_given(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any content"
    write_file(path, content)
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    "place", ["nowhere/file", "folder", "file/below", "a" * 256], ids=["no folder", "a folder", "below a file", "long"]
)
def test_a_place_that_cannot_be_is_told_and_nothing_is_left(tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("kept")
    with pytest.raises(InvalidValue, match="could not be written") as told:
        write_file(tmp_path / place, b"new")
    assert told.value.hint
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "folder"]
    assert (tmp_path / "file").read_text() == "kept"


def test_two_that_write_the_same_file_leave_one_of_the_two_whole(tmp_path: Path) -> None:
    path = tmp_path / "report"
    contents = [bytes([number]) * 300_000 for number in range(4)]
    begin = threading.Barrier(len(contents))
    failed: list[Exception] = []

    def write(content: bytes) -> None:
        begin.wait()
        try:
            for _ in range(5):
                write_file(path, content)
        except Exception as error:
            failed.append(error)

    writers = [threading.Thread(target=write, args=(content,)) for content in contents]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failed == []
    assert path.read_bytes() in contents
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report"
    write_file(path, b"before")
    real = Path.write_bytes

    def onto_a_full_disk(self: Path, content: bytes) -> int:
        real(self, content[:3])
        return real(Path("/dev/full"), content)

    monkeypatch.setattr(Path, "write_bytes", onto_a_full_disk)
    with pytest.raises(InvalidValue, match="No space left"):
        write_file(path, b"after")
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]
