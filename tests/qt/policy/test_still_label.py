"""A label that keeps its place while its number changes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from rekreview.ui.still_label import StillLabel


class LayoutsHeard(QObject):
    """Counts how often a widget is asked for a new layout."""

    def __init__(self) -> None:
        super().__init__()
        self.times = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += event.type() is QEvent.Type.LayoutRequest
        return super().eventFilter(watched, event)


def layouts(qtbot: QtBot, label: QLabel) -> int:
    """How many layouts five changes of the text cost."""
    ground = QWidget()
    qtbot.addWidget(ground)
    QHBoxLayout(ground).addWidget(label)
    ground.show()
    QApplication.processEvents()
    heard = LayoutsHeard()
    ground.installEventFilter(heard)
    for number in (1, 22, 333, 4444, 55555):
        label.setText(f"{number}")
        QApplication.sendPostedEvents()
    return heard.times


def test_a_changing_number_costs_no_layout(qtbot: QtBot) -> None:
    assert layouts(qtbot, StillLabel("0", "1,000,000")) == 0
    assert layouts(qtbot, QLabel("0")) == 5  # or this test would say nothing


def test_it_says_what_it_shows_to_everybody(qtbot: QtBot) -> None:
    label = StillLabel("7", "1,000,000")
    qtbot.addWidget(label)
    assert (label.text(), label.accessibleName()) == ("7", "7")
    label.setText("8")
    assert (label.text(), label.accessibleName()) == ("8", "8")


def test_it_is_as_wide_as_its_widest_text_and_paints_within(qtbot: QtBot) -> None:
    label = StillLabel("7", "1,000,000")
    qtbot.addWidget(label)
    assert label.sizeHint().width() == label.fontMetrics().horizontalAdvance("1,000,000")
    blank = label.grab().toImage()
    label.setText("1,234,567,890,123")
    assert label.grab().toImage() != blank
