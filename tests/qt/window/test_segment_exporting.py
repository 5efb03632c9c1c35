"""Segments of videos, exported from the window as a person does it: by the menu, into a file or a folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMenu

from rekreview.domain.assets import EngineName, MediaKind
from rekreview.domain.labels import Label
from rekreview.domain.ports import Detection
from rekreview.domain.queues import QueueFilter
from rekreview.domain.segment_exports import SegmentFormat
from rekreview.library.values import TaskOutcome
from rekreview.ui.segment_exporting import Chosen
from tests import numbered_clips
from tests.qt.window.conftest import Shown

LABELS = (Label("Weapons", "Violence", 84.2, timestamp_ms=400, end_ms=800, peak_ms=600),)


@pytest.fixture
def films(shown: Shown, tmp_path: Path) -> Shown:
    """A window on two clips that were checked, one that was not, and no picture."""
    folder = tmp_path / "films"
    folder.mkdir()
    for number, name in enumerate(("guns.mp4", "other.mp4", "unchecked.mp4")):
        numbered_clips.clip(folder / name, frames=25, options={"g": str(10 + number)})
    shown.window.import_paths([folder])
    shown.wait_for_queue(9, "All, 3")
    shown.settle()
    library = shown.window._screens.library
    ids = [asset.id for asset in library.queries.page() if "unchecked" not in asset.paths[0]]
    run = library.commands.start_run(EngineName.IMPORTED, "7.0", None, 1.0, ids)
    library.commands.record(
        run,
        [
            TaskOutcome(task.task_id, task.asset_id, Detection(EngineName.IMPORTED, "7.0", None, 1.0, LABELS), None)
            for task in library.commands.claim(run, 10)
        ],
    )
    shown.settle()
    return shown


def choose(shown: Shown, *names: str) -> None:
    """Make a clip the current one, or select several."""
    desk = shown.window._screens.review
    shown.qtbot.waitUntil(lambda: desk.model.rowCount() == 3, timeout=10_000)
    library = shown.window._screens.library
    tiles = library.queries.tiles(library.queries.ids(QueueFilter(kind=MediaKind.VIDEO)))
    wanted = [tile.id for tile in tiles if tile.name.removesuffix(".mp4") in names]
    desk.grid.make_current(wanted[0])
    if len(wanted) > 1:
        desk.grid.selector.select_all()
    assert len(desk.stage.targets()) == len(wanted)


def export(shown: Shown, form: str, to: Path) -> QFileDialog:
    """Choose the form in the menu, and the place in the dialog."""
    menu = shown.window.findChild(QMenu, "export-segments-menu")
    next(action for action in menu.actions() if action.objectName() == form).trigger()
    shown.qtbot.waitUntil(lambda: shown.window.findChild(QFileDialog, "export-segments") is not None, timeout=10_000)
    dialog = shown.window.findChild(QFileDialog, "export-segments")
    dialog.findChild(QLineEdit).setText(str(to))
    dialog.accept()
    return dialog


def said(shown: Shown) -> str:
    return shown.window.parts.toast._text.text() if shown.window.parts.toast.isVisible() else ""


@pytest.fixture
def until(films: Shown) -> Callable[[Callable[[], object]], None]:
    return lambda holds: films.qtbot.waitUntil(lambda: bool(holds()), timeout=10_000)


def test_one_clip_goes_into_the_file_that_was_named(films, tmp_path, until):
    choose(films, "guns")
    file = tmp_path / "mine.json"
    export(films, "segments-aws", file)
    until(lambda: said(films) == f"Wrote {file}.")
    [label] = json.loads(file.read_text())["ModerationLabels"]
    assert (label["StartTimestampMillis"], label["EndTimestampMillis"]) == (400, 800)
    assert label["ModerationLabel"]["Name"] == "Weapons"


def test_a_name_is_suggested_and_the_folder_remembered(films, tmp_path, until):
    choose(films, "guns")
    export(films, "webvtt", tmp_path / "chapters.vtt")
    until(lambda: said(films).startswith("Wrote"))
    assert (tmp_path / "chapters.vtt").read_text().startswith("WEBVTT")
    menu = films.window.findChild(QMenu, "export-segments-menu")
    until(lambda: films.window.findChild(QFileDialog, "export-segments") is None)
    menu.actions()[1].trigger()
    until(lambda: films.window.findChild(QFileDialog, "export-segments"))
    dialog = films.window.findChild(QFileDialog, "export-segments")
    assert Path(dialog.directory().absolutePath()) == tmp_path
    assert dialog.findChild(QLineEdit).text().startswith("guns-")
    assert dialog.findChild(QLineEdit).text().endswith(".cloudinary.json")
    dialog.close()


def test_a_selection_goes_into_a_folder_one_file_each(films, tmp_path, until):
    choose(films, "guns", "other", "unchecked")
    folder = tmp_path / "into"
    folder.mkdir()
    export(films, "segments-cloudinary", folder)
    until(lambda: said(films).startswith("Wrote"))
    assert said(films) == (
        f"Wrote 2 files into {folder}. 1 video not checked by any engine yet: there is nothing to write."
        " Moderate first."
    )
    assert sorted(file.name.split("-")[0] for file in folder.iterdir()) == ["guns", "other"]


def test_of_a_clip_that_nobody_checked_there_is_nothing_to_write(films, tmp_path, until):
    choose(films, "unchecked")
    export(films, "segments-aws", tmp_path / "none.json")
    until(lambda: said(films).startswith("1 video not checked"))
    assert not (tmp_path / "none.json").exists()


def test_a_place_that_cannot_be_written_to_is_told(films, tmp_path, until):
    choose(films, "guns")
    (tmp_path / "taken").mkdir()
    films.window._screens.exporting._write(  # the dialog itself would not take a folder for a file
        SegmentFormat.AWS,
        Chosen(films.window._screens.review.stage.targets(), "taken"),
        tmp_path / "taken",
    )
    banners = films.window.parts.banners
    until(lambda: banners.shown("fault"))
    assert "cannot be written to" in banners.shown("fault").text
    assert "What was written before stays." in banners.shown("fault").text
    assert [path.name for path in tmp_path.iterdir() if "partial" in path.name] == []


def test_pictures_have_no_segments(full: Shown):
    full.window._screens.review.grid.go_to(0)
    full.window.findChild(QMenu, "export-segments-menu").actions()[0].trigger()
    full.qtbot.waitUntil(lambda: said(full).startswith("There is no video among the chosen assets"), timeout=10_000)
    assert full.window.findChild(QFileDialog, "export-segments") is None
