"""The sheet of every key, made from the one table of keys."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from rekreview.ui.actions import Keymap
from rekreview.ui.keytable.spec import ActionSpec, Place


class KeySheet(QDialog):
    """Shows which key does what, grouped by where it works."""

    def __init__(self, keymap: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("key-sheet")
        self.setWindowTitle(self.tr("Keys"))
        # On a small or strongly scaled screen the Close button must be in sight too, below the title bar.
        self.resize(QSize(860, 620).boundedTo(self.screen().availableSize() - QSize(0, 40)))
        specs = [spec for spec in keymap.specs if spec.keys and not spec.name.startswith("reason_")]
        sheet = QWidget(self)
        columns = QHBoxLayout(sheet)
        columns.setSpacing(40)
        left = self._column(sheet, [(Place.DESK, specs), (Place.GRID, specs), (Place.REEL, specs)], with_reasons=True)
        right = self._column(sheet, [(Place.WINDOW, specs), (Place.LOUPE, specs), (Place.POLICY, specs)])
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setWidget(sheet)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        box.rejected.connect(self.close)
        whole = QVBoxLayout(self)
        whole.addWidget(scroll, 1)
        whole.addWidget(box)

    def _column(
        self, sheet: QWidget, groups: list[tuple[Place, list[ActionSpec]]], *, with_reasons: bool = False
    ) -> QVBoxLayout:
        column = QVBoxLayout()
        for place, specs in groups:
            title = QLabel(_place(place), sheet)
            title.setProperty("tone", "heading")
            title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            column.addWidget(title)
            rows = [(_keys(spec), _translate_action(spec.tip or spec.text)) for spec in specs if spec.place is place]
            if with_reasons and place is Place.DESK:
                rows.append(("1 … 9, 0", self.tr("A reason for the decision")))
            column.addLayout(_table(sheet, rows))
            column.addSpacing(14)
        column.addStretch(1)
        return column


def _table(sheet: QWidget, rows: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(7)
    grid.setColumnStretch(1, 1)
    for at, (keys, text) in enumerate(rows):
        pressed = QLabel(keys, sheet)
        font = pressed.font()
        font.setBold(True)
        pressed.setFont(font)
        pressed.setMinimumWidth(110)
        told = QLabel(text, sheet)
        told.setWordWrap(True)
        grid.addWidget(pressed, at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(told, at, 1)
    return grid


def _keys(spec: ActionSpec) -> str:
    shown = (QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in spec.keys)
    return "  ".join(shown)


def _place(place: Place) -> str:
    return {
        Place.WINDOW: QCoreApplication.translate("KeySheet", "Everywhere"),
        Place.DESK: QCoreApplication.translate("KeySheet", "Deciding, in the grid and the large view"),
        Place.GRID: QCoreApplication.translate("KeySheet", "In the grid"),
        Place.REEL: QCoreApplication.translate("KeySheet", "In the hit reel"),
        Place.LOUPE: QCoreApplication.translate("KeySheet", "In the large view"),
        Place.POLICY: QCoreApplication.translate("KeySheet", "On the policy screen"),
    }[place]


def _translate_action(text: str) -> str:
    return QCoreApplication.translate("actions", text)
