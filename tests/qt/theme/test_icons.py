"""Icons: every one that is named is shipped, none is shipped in vain, and they take the palette's colour."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QPushButton

from rekreview import paths
from rekreview.ui import icons, theme
from rekreview.ui.keytable import ACTIONS

SOURCES = Path(icons.__file__).parents[1]
SHIPPED = {file.stem for file in (paths.resources() / "icons").glob("*.svg")}


def ink(image: QImage) -> set[str]:
    """The colours of what is opaque."""
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {image.pixelColor(x, y).name() for x, y in points if image.pixelColor(x, y).alpha() == 255}


@pytest.fixture(autouse=True)
def light_afterwards(qapp: QApplication):
    theme.apply(qapp, "light")
    yield
    theme.apply(qapp, "light")


def words() -> set[str]:
    found: set[str] = set()
    for file in SOURCES.rglob("*.py"):
        found.update(re.findall(r'"([a-z0-9-]+)"', file.read_text("utf-8")))
    return found


def test_every_icon_that_is_asked_for_is_shipped():
    asked = set()
    for file in SOURCES.rglob("*.py"):
        asked.update(re.findall(r'icons\.(?:icon|pixmap)\(\s*"([^"]+)"', file.read_text("utf-8")))
    assert asked
    assert asked <= SHIPPED


def test_every_action_has_an_icon_that_is_shipped():
    assert {spec.icon for spec in ACTIONS if spec.icon} <= SHIPPED


def test_no_icon_is_shipped_in_vain():
    assert SHIPPED - words() == set()


def test_the_icons_come_with_their_licence():
    assert "ISC License" in (paths.resources() / "icons" / "LICENSE").read_text()


def test_an_unknown_icon_is_a_mistake_that_shows_at_once():
    with pytest.raises(LookupError, match="no icon 'nowhere'"):
        icons.icon("nowhere")


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_an_icon_takes_the_colour_of_the_text_of_the_moment(qapp: QApplication, mode: str):
    made = icons.icon("circle-x")
    tokens = theme.apply(qapp, mode)
    drawn = made.pixmap(QSize(48, 48)).toImage()
    assert tokens.text in ink(drawn)


def test_a_disabled_icon_is_paler(qapp: QApplication):
    made = icons.icon("circle-x")
    normal = made.pixmap(QSize(48, 48), QIcon.Mode.Normal).toImage()
    disabled = made.pixmap(QSize(48, 48), QIcon.Mode.Disabled).toImage()
    group, role = QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText
    assert qapp.palette().color(group, role).name() in ink(disabled)
    assert normal != disabled


def test_an_icon_may_follow_a_token_of_the_look(qapp: QApplication):
    made = icons.icon("check", "on_approve")
    for mode in ("light", "dark"):
        tokens = theme.apply(qapp, mode)
        assert tokens.on_approve in ink(made.pixmap(QSize(64, 64)).toImage())


def test_an_icon_may_keep_one_colour(qapp: QApplication):
    theme.apply(qapp, "dark")
    assert "#ff0000" in ink(icons.icon("circle-x", "#ff0000").pixmap(QSize(64, 64)).toImage())


def test_an_icon_is_sharp_at_every_scale():
    for scale in (1.0, 1.5, 2.0):
        drawn = icons.icon("search").pixmap(QSize(20, 20), scale)
        assert drawn.width() == round(20 * scale)
        assert drawn.devicePixelRatio() == scale


def test_pixmaps_for_delegates_are_kept():
    assert icons.pixmap("flag", 16, "#112233", 1.5) is icons.pixmap("flag", 16, "#112233", 1.5)
    assert icons.pixmap("flag", 16, "#112233", 1.5).width() == 24


def test_an_icon_is_drawn_in_the_middle_of_its_place():
    image = QImage(60, 20, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    painter = QPainter(image)
    icons.paint(painter, "info", QRectF(0, 0, 60, 20), "#00ff00")
    painter.end()
    columns = [x for x in range(60) if any(image.pixelColor(x, y).alpha() for y in range(20))]
    assert min(columns) >= 20
    assert max(columns) < 40


def test_a_copied_icon_still_draws(qtbot):
    button = QPushButton(QIcon(icons.icon("flag")), "")
    qtbot.addWidget(button)
    assert not button.icon().pixmap(QSize(24, 24)).isNull()
