"""What an import tells of files whose bytes were decided on before: which, how, why, when and by whom."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from rekreview.ui import naming
from rekreview.ui.as_written import in_tip
from rekreview.ui.wording import status_word

if TYPE_CHECKING:
    from rekreview.pipeline.importing import ImportSummary, Remembered

SHOWN: Final = 2_000
"""A list longer than this helps nobody; the copy holds everything."""


def sentence(summary: ImportSummary) -> str:
    """What stands on known files: of one all there is to say, of several how many; "" of none.

    "Decided before, which stands: copy.png, rejected by Ada on 3 March 2026: Harmless context."
    """
    count = sum(summary.decided.values())
    if not count:
        return ""
    if len(summary.remembered) == 1:
        text = _translate("Decided before, which stands: {what}.")
        return text.format(what=_all_of(summary.remembered[0]).rstrip("."))
    told = ", ".join(
        f"{naming.number(number)} {status_word(status).lower()}" for status, number in sorted(summary.decided.items())
    )
    text = _translate("Decided before, which stands: {assets} ({told}).")
    return text.format(assets=naming.assets(count), told=told)


def as_line(one: Remembered) -> str:
    """One of them, to be pasted elsewhere: its path, then what was decided, why, when and by whom."""
    return "\t".join((one.path, *_cells(one)[1:5]))


def rows(summary: ImportSummary, parent: QWidget) -> QTreeWidget:
    """The list of them, the newest decision first."""
    tree = QTreeWidget(parent)
    tree.setObjectName("decided-before")
    tree.setAccessibleName(_translate("Files decided on before"))
    tree.setHeaderLabels(
        [
            _translate("File"),
            _translate("Decided"),
            _translate("Reason"),
            _translate("On"),
            _translate("By"),
            _translate("Folder"),
        ]
    )
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    for one in summary.remembered[:SHOWN]:
        row = QTreeWidgetItem(tree, _cells(one))
        row.setToolTip(0, in_tip(_tip(one)))
        row.setToolTip(2, in_tip(one.decision.reason))
    more = len(summary.remembered) - SHOWN
    if more > 0:
        text = _translate("… and {count} more: the copy holds them all").format(count=naming.number(more))
        QTreeWidgetItem(tree, [text]).setDisabled(True)
    tree.header().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
    tree.header().setStretchLastSection(False)
    for column, width in ((0, 180), (1, 90), (3, 150), (4, 110), (5, 180)):
        tree.setColumnWidth(column, width)
    return tree


def _all_of(one: Remembered) -> str:
    decision, name = one.decision, PurePath(one.path).name
    words = {"name": name, "decided": status_word(decision.status).lower(), "day": naming.day(decision.at)}
    if decision.reviewer:
        text = _translate("{name}, {decided} by {who} on {day}").format(who=decision.reviewer, **words)
    else:
        text = _translate("{name}, {decided} on {day}").format(**words)
    return f"{text}: {decision.reason}" if decision.reason else text


def _cells(one: Remembered) -> list[str]:
    path, decision = PurePath(one.path), one.decision
    return [
        path.name,
        status_word(decision.status),
        decision.reason,
        naming.day(decision.at),
        decision.reviewer,
        str(path.parent),
    ]


def _tip(one: Remembered) -> str:
    """The whole path, and what the library calls the asset, if that is otherwise."""
    known = one.decision.name
    if known == PurePath(one.path).name:
        return one.path
    return "\n".join((one.path, _translate("In the library as {name}").format(name=known)))


def _translate(text: str) -> str:
    return QCoreApplication.translate("ImportReport", text)
