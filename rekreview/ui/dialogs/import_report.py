"""What an import did: what was added, what was known already, and what was skipped and why."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from rekreview.ui import icons, naming
from rekreview.ui.as_written import in_tip
from rekreview.ui.dialogs import import_memory

if TYPE_CHECKING:
    from rekreview.pipeline.importing import ImportSummary

# A list longer than this helps nobody; the copy holds everything.
SHOWN = 2_000


def headline(summary: ImportSummary) -> str:
    """One line that tells what an import did: "Imported 24 assets. 2 files skipped."."""
    sentences = [_translate("Imported {assets}.").format(assets=naming.assets(summary.added))]
    if summary.duplicates:
        sentences.append(_known(summary.duplicates))
    sentences.append(import_memory.sentence(summary))
    if summary.skipped:
        sentences.append(_translate("{files} skipped.").format(files=naming.files(len(summary.skipped))))
    if summary.interrupted:
        sentences.append(_translate("Stopped before the end; what was imported stays."))
    return " ".join(one for one in sentences if one)


def _known(count: int) -> str:
    if count == 1:
        return _translate("1 file holds bytes that are in the library already.")
    return _translate("{files} hold bytes that are in the library already.").format(files=naming.files(count))


def as_text(summary: ImportSummary) -> str:
    """The whole report, to be pasted elsewhere: the headline, then a line for each skipped file, and for each that was
    decided on before.
    """
    lines = [headline(summary), *(f"{skip.path}\t{skip.reason}" for skip in summary.skipped)]
    lines += map(import_memory.as_line, summary.remembered)
    return "\n".join(lines) + "\n"


class ImportReport(QDialog):
    """Shows a summary; its lists of skipped files and of those decided on before can be copied whole."""

    def __init__(self, summary: ImportSummary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("import-report")
        self.setWindowTitle(self.tr("Import report"))
        self.resize(900, 460)
        self._summary = summary
        told = QLabel(headline(summary), self)
        told.setProperty("tone", "heading")
        told.setTextFormat(Qt.TextFormat.PlainText)
        told.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 14)
        column.setSpacing(12)
        column.addWidget(told)
        if summary.skipped:
            column.addWidget(self._explanation(self.tr("These files are not in the library. They were not changed.")))
            column.addWidget(self._skipped(), 1)
        else:
            column.addWidget(QLabel(self.tr("Every file that was met is in the library."), self))
        if summary.remembered:
            stands = self.tr("These were decided on before, as they are or as exact copies. The decisions stand.")
            column.addWidget(self._explanation(stands))
            column.addWidget(import_memory.rows(summary, self), 1)
        if not summary.skipped and not summary.remembered:
            column.addStretch(1)
        column.addWidget(self._buttons())

    def copy(self) -> None:
        """Put the whole report on the clipboard."""
        QGuiApplication.clipboard().setText(as_text(self._summary))

    def _explanation(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("tone", "muted")
        label.setWordWrap(True)
        return label

    def _skipped(self) -> QTreeWidget:
        rows = QTreeWidget(self)
        rows.setObjectName("skipped-files")
        rows.setAccessibleName(self.tr("Skipped files"))
        rows.setHeaderLabels([self.tr("File"), self.tr("Why it was skipped"), self.tr("Folder")])
        rows.setRootIsDecorated(False)
        rows.setUniformRowHeights(True)
        for skip in self._summary.skipped[:SHOWN]:
            path = PurePath(skip.path)
            row = QTreeWidgetItem(rows, [path.name, skip.reason, str(path.parent)])
            row.setToolTip(0, in_tip(skip.path))
            row.setToolTip(1, in_tip(skip.reason))
        more = len(self._summary.skipped) - SHOWN
        if more > 0:
            text = self.tr("… and {count} more: the copy holds them all").format(count=naming.number(more))
            QTreeWidgetItem(rows, [text, "", ""]).setDisabled(True)
        rows.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        rows.header().setStretchLastSection(False)
        rows.setColumnWidth(0, 180)
        rows.setColumnWidth(2, 200)
        return rows

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        copy = QPushButton(icons.icon("copy"), self.tr("Copy report"), self)
        copy.clicked.connect(self.copy)
        copy.setAutoDefault(False)  # Enter closes
        box.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        box.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        box.rejected.connect(self.close)
        return box


def _translate(text: str) -> str:
    return QCoreApplication.translate("ImportReport", text)
