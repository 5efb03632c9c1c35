"""Presets through real files and a real library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rekreview.domain.errors import InvalidValue, PolicyError, RekreviewError
from rekreview.domain.policy import PolicyPair
from rekreview.domain.preset_documents import NamedPolicy, write_presets
from rekreview.library.library import Library
from rekreview.pipeline.exchanging import LARGEST_FILE, export_presets, import_presets

ONE = NamedPolicy("One", PolicyPair("aws_rek:violence:0.3", "aws_rek_video"))
TWO = NamedPolicy("Two", PolicyPair("aws_rek", "aws_rek_video:alcohol:ignore"))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library.open(tmp_path / "library", create=True)
    yield made
    made.close()


def test_what_was_exported_is_saved_under_its_name(library: Library, tmp_path: Path) -> None:
    export_presets(tmp_path / "ours.json", [ONE, TWO])
    saved = import_presets(library, tmp_path / "ours.json")
    assert [(preset.name, preset.version, preset.pair) for preset in saved] == [
        ("One", 1, ONE.pair),
        ("Two", 1, TWO.pair),
    ]
    assert [preset.name for preset in library.queries.presets()] == ["One", "Two"]


def test_a_name_that_is_there_gets_a_new_version(library: Library, tmp_path: Path) -> None:
    library.commands.save_preset("One", PolicyPair())
    export_presets(tmp_path / "one.json", [ONE])
    assert [preset.version for preset in import_presets(library, tmp_path / "one.json")] == [2]
    assert library.queries.preset("One").pair == ONE.pair


def test_a_file_with_one_fault_saves_nothing(library: Library, tmp_path: Path) -> None:
    text = write_presets([ONE, TWO]).replace("alcohol:ignore", "alcohol:7")
    (tmp_path / "bad.json").write_text(text, "utf-8")
    with pytest.raises(PolicyError):
        import_presets(library, tmp_path / "bad.json")
    assert library.queries.presets() == []


def test_a_former_file_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "ours.json"
    target.write_text("something else")
    export_presets(target, [ONE])
    assert target.read_text("utf-8") == write_presets([ONE])
    assert [file.name for file in tmp_path.iterdir()] == ["ours.json"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="could not be written"):
        export_presets(tmp_path / "nowhere" / "ours.json", [ONE])


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b" " * (LARGEST_FILE + 1), None])
def test_what_cannot_be_read_is_told(library: Library, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "odd.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(RekreviewError) as told:
        import_presets(library, file)
    assert "odd.json" in told.value.message
