"""Paints the desk with stacks of near-duplicates, for `tests.shots`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication, QTabWidget

from rekreview.domain.queues import QueueName
from rekreview.ui.desk.stacks import Stacks
from rekreview.ui.dialogs.settings import SettingsDialog
from rekreview.ui.grid.stack_rows import StackRows
from rekreview.ui.review import ReviewDesk
from tests.fakes.near_pictures import motif, near_duplicates
from tests.shots import SMALL, Photographer


def media(folder: Path) -> None:
    """Six motifs, four of which come several times."""
    for seed, (name, count) in enumerate((("harbour", 8), ("market", 3), ("portrait", 5), ("meadow", 2))):
        near_duplicates(folder, name, seed + 3, count)
    for seed, name in enumerate(("bridge", "tower")):
        motif(40 + seed).save(folder / f"{name}.jpg")


def shoot(app: QApplication, folder: Path) -> None:
    """Leave the pictures in a folder."""
    with tempfile.TemporaryDirectory() as scratch:
        pictures = Path(scratch) / "pictures"
        pictures.mkdir()
        media(pictures)
        camera = Photographer(app, folder, Path(scratch))
        camera.window.import_paths([pictures])
        camera.wait_for(lambda: camera.opened.library.queries.totals().assets == 20)
        camera.settle()
        camera.window.moderate()
        camera.settle(2.0)
        camera.window.parts.toast.hide()
        camera.window.parts.side.show_queue(QueueName.ALL)
        camera.settle()
        desk = camera.window.findChild(ReviewDesk)
        assert desk is not None
        _stacks(camera, desk)
        camera.end()


def _stacks(camera: Photographer, desk: ReviewDesk) -> None:
    stacks = desk.feature(Stacks)
    stacks.set_wanted(True)
    camera.wait_for(lambda: isinstance(desk.model.rows, StackRows))
    camera.settle()
    desk.grid.go_to(1)
    desk.keys["reject"].trigger()
    camera.settle()
    desk.keys["approve_stack"].trigger()
    camera.settle()
    camera.shoot("stacks")
    camera.window.resize(*SMALL)
    camera.settle()
    camera.shoot("stacks-small")
    camera.window.resize(1280, 820)
    camera.settle()
    desk.grid.go_to(1)
    desk.keys["open_loupe"].trigger()
    camera.settle()
    camera.shoot("stack-open")
    desk.keys["open_loupe"].trigger()
    desk.keys["next"].trigger()
    camera.settle()
    camera.shoot("stack-large")
    desk.close_loupe()
    dialog = SettingsDialog(camera.preferences, camera.dispatcher, camera.window, queries=camera.opened.library.queries)
    pages = dialog.findChild(QTabWidget)
    assert pages is not None
    pages.setCurrentIndex(next(at for at in range(pages.count()) if pages.tabText(at) == "Near-duplicates"))
    dialog.show()
    camera.settle()
    camera.shoot("settings-near-duplicates", dialog)
    dialog.close()
