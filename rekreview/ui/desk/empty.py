"""What stands in place of the grid while a list is empty: what that means, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.ui import actions, live_keys
from rekreview.ui.icon_label import IconLabel
from rekreview.ui.wording import tr

_TEXTS = {
    QueueName.REJECTED: ("Nothing is rejected", "No asset is over a threshold or was rejected by a reviewer."),
    QueueName.APPROVED: ("Nothing is approved", "Assets come here once they were checked and nothing was over."),
    QueueName.PENDING: ("Nothing is pending", "Every asset has been checked or decided."),
    QueueName.NOT_MODERATED: ("Everything could be checked", "An asset that cannot be checked would show here."),
    QueueName.SECOND_LOOK: (
        "Nothing to look at again",
        "Press {second_look} on an asset you are unsure of to put it here.",
    ),
    QueueName.BORDERLINE: ("Nothing is borderline", "Assets whose confidence lies near a threshold show here."),
    QueueName.DISAGREEING: (
        "No engines disagree",
        "Assets that two engines checked show here where one verdict is approved and the other rejected.",
    ),
    QueueName.REVIEWED: (
        "Nothing was decided yet",
        "Approve with {approve} or reject with {reject}, and the asset shows here.",
    ),
    QueueName.OVERTURNED: ("No verdict was overturned", "Decisions that differ from the policy's verdict show here."),
    QueueName.ALL: ("No assets yet", "Drop pictures, videos or a folder onto this window, or press Import…"),
}
_ICONS = {QueueName.ALL: "images", QueueName.SECOND_LOOK: "flag", QueueName.BORDERLINE: "scale"}


def is_narrowed(wanted: QueueFilter) -> bool:
    """Whether a search or a filter hides part of the queue."""
    bounds = (wanted.min_confidence, wanted.max_confidence)
    return bool(wanted.search or wanted.category or wanted.kind or wanted.content_type or wanted.facets) or any(
        bound is not None for bound in bounds
    )


def words(wanted: QueueFilter) -> tuple[str, str]:
    """Title and text for an empty list."""
    if wanted.second_sample is not None:
        return tr("You have judged this sample"), tr("How far the judgements agree is told on the Reports screen.")
    if wanted.disputed:
        return tr("Nothing is in dispute"), tr("Where a second opinion differs from a decision, the asset shows here.")
    if wanted.lottery is not None:
        return tr("The sample is judged"), tr(
            "What the policy misses by it is told on the policy screen, under Evidence."
        )
    if wanted.boundary is not None:
        return tr("Nothing is left to decide here"), tr(
            "A person has spoken on every asset with a label of this category."
        )
    if is_narrowed(wanted):
        if wanted.search:
            return tr("No file name has “{}” in it").format(wanted.search), tr("Change the search, or clear it.")
        return tr("Nothing matches the filters"), tr("Loosen the filters, or clear them.")
    title, text = _TEXTS[wanted.queue]
    keys = {name: actions.key_or_name(name) for name in ("approve", "reject", "second_look")}
    return tr(title), tr(text).format(**keys)


class EmptyList(QWidget):
    """A picture, a title and a sentence in the middle of the place of the grid."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("empty-list")
        self._icon = IconLabel(44, parent=self)
        self._title = QLabel(self)
        self._title.setObjectName("empty-title")
        self._title.setProperty("tone", "heading")
        self._text = QLabel(self)
        self._text.setObjectName("empty-text")
        self._text.setProperty("tone", "muted")
        self._text.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 40, 40, 40)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        for part in (self._title, self._text):
            part.setTextFormat(Qt.TextFormat.PlainText)
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(part)
        column.addStretch(3)
        self._shown = QueueFilter()
        live_keys.follow(self, EmptyList._show_words)

    def show_filter(self, wanted: QueueFilter) -> None:
        """Say why this list is empty."""
        self._shown = wanted
        self._show_words()

    def _show_words(self) -> None:
        wanted = self._shown
        title, text = words(wanted)
        name = "search" if is_narrowed(wanted) else _ICONS.get(wanted.queue, "inbox")
        name = "circle-check" if wanted.asks_for_evidence else name
        self._icon.show_icon(name, "outline")
        self._title.setText(title)
        self._text.setText(text)
