import hashlib
import os
from pathlib import Path

import pytest

from rekreview.domain.assets import MediaKind
from rekreview.domain.errors import Unreadable, Unsupported
from rekreview.media import reading
from rekreview.media.reading import hashed, opened
from tests.media_samples import photo, save


def silent() -> None:
    """No sign of life is needed here."""


def test_a_picture_is_read_whole_and_hashed(samples: dict[str, Path]) -> None:
    path = samples["plain.jpg"]
    with opened(str(path)) as source:
        assert (source.kind, source.format, source.size) == (MediaKind.IMAGE, "jpeg", path.stat().st_size)
        assert source.content == path.read_bytes()
        assert hashed(source, silent) == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_video_is_hashed_piece_by_piece(samples: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_CHUNK_BYTES", 1000)
    path, signs = samples["plain.mp4"], []
    with opened(str(path)) as source:
        assert source.content == b""
        assert hashed(source, lambda: signs.append(1)) == hashlib.sha256(path.read_bytes()).hexdigest()
    assert len(signs) == -(-path.stat().st_size // 1000)


def test_a_picture_too_big_to_be_held_is_streamed(samples: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_WHOLE_BYTES", 100)
    path = samples["plain.jpg"]
    with opened(str(path)) as source:
        assert source.content == b""
        assert hashed(source, silent) == hashlib.sha256(path.read_bytes()).hexdigest()
        for _ in range(2):
            with source.stream() as stream:
                assert stream.read() == path.read_bytes()


def test_a_tiny_picture_needs_no_second_read(tmp_path: Path) -> None:
    with opened(str(save(photo(2, 2, grain=0), tmp_path / "a.png"))) as source:
        assert source.content == (tmp_path / "a.png").read_bytes()


def test_the_file_is_closed_whatever_happens(samples: dict[str, Path]) -> None:
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(RuntimeError), opened(str(samples["plain.jpg"])):
        raise RuntimeError
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_change_while_it_is_read_is_an_error(tmp_path: Path) -> None:
    path = save(photo(), tmp_path / "a.jpg")
    with opened(str(path)) as source:
        os.utime(path, ns=(1, 1))
        with pytest.raises(Unreadable, match="changed"):
            hashed(source, silent)


def test_a_file_that_is_replaced_is_still_the_one_that_was_opened(tmp_path: Path) -> None:
    path = save(photo(), tmp_path / "a.jpg")
    with opened(str(path)) as source:
        save(photo(16, 16), tmp_path / "b.jpg").replace(path)
        assert Path(source.address.removeprefix("file:")).read_bytes() == source.content


def test_what_is_no_medium_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").touch()
    with pytest.raises(Unsupported, match="empty"), opened(str(tmp_path / "a.jpg")):
        pass
    (tmp_path / "a.jpg").write_text("hello")
    with pytest.raises(Unsupported, match="not a picture or video"), opened(str(tmp_path / "a.jpg")):
        pass
    with pytest.raises(Unreadable), opened(str(tmp_path / "gone")):
        pass
