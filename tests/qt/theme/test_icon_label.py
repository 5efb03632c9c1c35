"""Icons that stand alone: drawn in the look that is worn, also when it changes under them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from rekreview.domain.queues import QueueFilter
from rekreview.ui import theme
from rekreview.ui.desk.empty import EmptyList
from rekreview.ui.icon_label import IconLabel
from rekreview.ui.panels.banner import Banners
from rekreview.ui.panels.first_start import FirstStart
from tests.qt.theme.test_icons import ink


@pytest.fixture(autouse=True)
def light_afterwards(qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp, "light")
    yield
    theme.apply(qapp, "light")


def told(widget: QWidget) -> QWidget:
    assert isinstance(widget, Banners)
    widget.tell("any", "Something happened.")
    return widget


def narrowed(widget: QWidget) -> QWidget:
    assert isinstance(widget, EmptyList)
    widget.show_filter(QueueFilter(search="x"))
    return widget


def signs(widget: QWidget) -> list[IconLabel]:
    return widget.findChildren(IconLabel)


@pytest.mark.parametrize(
    ("make", "tone"),
    [(lambda: told(Banners()), "text"), (FirstStart, "text"), (lambda: narrowed(EmptyList()), "outline")],
    ids=["banner", "first start", "empty"],
)
def test_a_sign_changes_with_the_look(qapp: QApplication, qtbot: QtBot, make, tone: str) -> None:
    theme.apply(qapp, "light")
    widget = make()
    qtbot.addWidget(widget)
    widget.show()
    assert signs(widget)
    for look in ("light", "dark"):
        theme.apply(qapp, look)
        wanted = getattr(theme.current(), tone)
        assert all(wanted in ink(sign.grab().toImage()) for sign in signs(widget)), look


def test_a_sign_wears_the_colour_it_is_given(qapp: QApplication, qtbot: QtBot) -> None:
    sign = IconLabel(18)
    qtbot.addWidget(sign)
    assert (sign.sizeHint().width(), sign.sizeHint().height()) == (18, 18)
    assert len(ink(sign.grab().toImage())) == 1, "nothing is drawn before there is an icon"
    sign.show_icon("x", "reject")
    assert theme.current().reject in ink(sign.grab().toImage())
    theme.apply(qapp, "dark")
    assert theme.current().reject in ink(sign.grab().toImage())
