"""The sheet of every key, made from the one table of keys: to search, and to print."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPagedPaintDevice, QResizeEvent, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from rekreview.ui import live_keys
from rekreview.ui.dialogs.key_print import as_html
from rekreview.ui.key_words import PLACES, keys_words, name_of, place_words, says
from rekreview.ui.keytable.keymap import Keymap
from rekreview.ui.keytable.spec import ActionSpec, Place

TWO_COLUMNS_FROM = 760
_COLUMNS = ((Place.DESK, Place.GRID, Place.REEL), (Place.WINDOW, Place.LOUPE, Place.POLICY))


class KeySheet(QDialog):
    """Shows which key does what, grouped by where it works, and follows every change of the keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("key-sheet")
        self.setWindowTitle(self.tr("Keys"))
        # On a small or strongly scaled screen the Close button must be in sight too, below the title bar.
        self.resize(QSize(860, 620).boundedTo(self.screen().availableSize() - QSize(0, 40)))
        self._wide = self.width() >= TWO_COLUMNS_FROM
        self.search = QLineEdit(self)
        self.search.setObjectName("key-search")
        self.search.setAccessibleName(self.tr("Search the keys"))
        self.search.setPlaceholderText(self.tr("Search by what it does, or by the key"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._fill)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setAccessibleName(self.tr("Keys"))
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrows scroll it
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.printing = QPushButton(self.tr("&Print…"), self)
        self.printing.setAutoDefault(False)
        self.printing.setToolTip(self.tr("Print the keys that count now"))
        self.printing.clicked.connect(self._ask_for_printer)
        box.addButton(self.printing, QDialogButtonBox.ButtonRole.ActionRole)
        box.rejected.connect(self.close)
        whole = QVBoxLayout(self)
        whole.addWidget(self.search)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(box)
        live_keys.follow(self, KeySheet._fill)
        self.search.setFocus()

    def _fill(self) -> None:
        """Show the keys that what is searched for leaves."""
        shown = wanted_specs(live_keys.current(), self.search.text())
        sheet = QWidget(self)
        columns = QHBoxLayout(sheet)
        columns.setSpacing(40)
        for places in _COLUMNS if self._wide else (PLACES,):
            columns.addLayout(self._column(sheet, places, shown), 1)
        if not shown:
            nothing = QLabel(self.tr("No key does that. Search for another word, or clear the search."), sheet)
            columns.insertWidget(0, nothing)
        self._scroll.setWidget(sheet)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where two would be too narrow to read."""
        super().resizeEvent(event)
        wide = event.size().width() >= TWO_COLUMNS_FROM
        if wide is not self._wide:
            self._wide = wide
            self._fill()

    def _column(self, sheet: QWidget, places: tuple[Place, ...], shown: list[ActionSpec]) -> QVBoxLayout:
        column = QVBoxLayout()
        for place in places:
            rows = [(keys_words(spec), says(spec)) for spec in shown if spec.place is place]
            if not rows:
                continue
            title = QLabel(place_words(place), sheet)
            title.setProperty("tone", "heading")
            title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            column.addWidget(title)
            column.addLayout(_table(sheet, rows))
            column.addSpacing(14)
        column.addStretch(1)
        return column

    def _ask_for_printer(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.print_on(printer))
        dialog.setModal(True)
        dialog.show()

    def print_on(self, printer: QPagedPaintDevice) -> None:
        """Print every key that counts now, whatever is searched for."""
        document = QTextDocument(self)
        document.setHtml(as_html(live_keys.current()))
        document.print_(printer)


def wanted_specs(keymap: Keymap, search: str) -> list[ActionSpec]:
    """The actions that have keys, and whose words or keys hold every word searched for."""
    words = search.lower().split()
    return [
        spec
        for spec in keymap.specs
        if spec.keys and all(word in f"{name_of(spec)} {says(spec)} {keys_words(spec)}".lower() for word in words)
    ]


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
