"""The list of reasons with the key of each: added, renamed, removed, moved, and every step taken back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from rekreview.domain import reasons
from rekreview.domain.reasons import Reasons, Refusal
from rekreview.settings import DEFAULT_REASONS
from rekreview.ui import actions, live_keys
from rekreview.ui.dialogs.reasons_tree import ReasonsTree, key_of
from rekreview.ui.key_words import native


class ReasonsEditor(QWidget):
    """Shows a list of reasons and lets a person change it. chosen(tuple): it is another one now."""

    chosen = Signal(object)

    def __init__(self, shown: Reasons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reasons-editor")
        self.reasons = reasons.sound(shown)
        self._before: list[Reasons] = []
        self._after: list[Reasons] = []
        self.tree = ReasonsTree(self)
        self.told = QLabel(self)
        self.told.setObjectName("reasons-told")
        self.told.setWordWrap(True)
        self.told.setProperty("tone", "muted")
        self._make_buttons()
        self._lay_out()
        self.tree.written.connect(self._write)
        self.tree.remove_wanted.connect(self.remove)
        self.tree.move_wanted.connect(self.move_by)
        self.tree.currentItemChanged.connect(lambda *_rows: self._show_buttons())
        actions.hear("undo", self, self.undo)
        actions.hear("redo", self, self.redo)
        live_keys.follow(self, ReasonsEditor._show)

    def _make_buttons(self) -> None:
        tr = self.tr
        self.add = self._button(tr("A&dd"), "reason-add", self.start_adding)
        self.rename = self._button(tr("Re&name"), "reason-rename", self.tree.start_renaming)
        self.up = self._button(tr("&Up"), "reason-up", lambda: self.move_by(-1))
        self.down = self._button(tr("Do&wn"), "reason-down", lambda: self.move_by(1))
        self.take_out = self._button(tr("Re&move"), "reason-remove", self.remove)
        self.back = self._button(tr("Und&o"), "reason-undo", self.undo)
        self.restore = self._button(tr("De&faults"), "reason-defaults", self.restore_defaults)
        self.add.setToolTip(tr("Write one more reason; there can be ten, one for each digit"))
        self.restore.setToolTip(tr("Have the ten reasons the app came with again; Undo brings yours back"))
        actions.explain_as(self.rename, tr("Write this reason anew"), "rename_queue")
        actions.explain_as(self.take_out, tr("Remove this reason; decisions keep it"), "remove")
        up, down = (native(key) for key in actions.spec("move_queue").keys)
        self.up.setToolTip(tr("Move this reason to the key before ({key})").format(key=up))
        self.down.setToolTip(tr("Move this reason to the next key ({key})").format(key=down))
        actions.explain_as(self.back, tr("Take the last change of this list back"), "undo")

    def _button(self, text: str, name: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(f"{text.replace('&', '')}: {self.tr('reason')}")
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        return button

    def _lay_out(self) -> None:
        buttons = QVBoxLayout()
        buttons.setSpacing(5)
        for button in (self.add, self.rename, self.up, self.down, self.take_out, self.back, self.restore):
            buttons.addWidget(button)
        buttons.addStretch(1)
        beside = QHBoxLayout()
        beside.addWidget(self.tree, 1)
        beside.addLayout(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(beside)
        whole.addWidget(self.told)

    # What a person does.

    def start_adding(self) -> None:
        """Let one more be written, in a row of its own."""
        if len(self.reasons) >= reasons.MOST:
            self._tell(self._why(Refusal.FULL, ""))
        else:
            self.tree.start_adding()

    def remove(self) -> None:
        """Take the current one out."""
        at = self.tree.row
        if 0 <= at < len(self.reasons):
            told = self.tr("Removed: “{reason}”. Decisions keep it.").format(reason=self.reasons[at])
            self._put(reasons.removed(self.reasons, at), at, told)

    def move_by(self, by: int) -> None:
        """Move the current one by so many keys."""
        at = self.tree.row
        if 0 <= at < len(self.reasons) and 0 <= at + by < len(self.reasons):
            told = self.tr("“{reason}” is on {key} now.").format(reason=self.reasons[at], key=key_of(at + by))
            self._put(reasons.moved(self.reasons, at, by), at + by, told)

    def restore_defaults(self) -> None:
        """Have those the app came with again."""
        self._put(DEFAULT_REASONS, 0, self.tr("These are the reasons the app came with. Undo brings yours back."))

    def undo(self) -> None:
        """Take the last change back."""
        if self._before:
            self._after.append(self.reasons)
            self._show_list(self._before.pop(), self.tr("Taken back."))

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        if self._after:
            self._before.append(self.reasons)
            self._show_list(self._after.pop(), self.tr("Done again."))

    def _write(self, at: int, text: str) -> None:
        """Words were written into a row; at: past the end for a new one."""
        new = at >= len(self.reasons)
        refused = reasons.refusal(self.reasons, text, None if new else at)
        if refused is not None:
            given_up = new and refused is Refusal.EMPTY
            self._show()
            self.tree.go_to(min(at, len(self.reasons) - 1))
            self._tell("" if given_up else self._why(refused, text))
        elif new:
            self._put(reasons.added(self.reasons, text), at, self.tr("Added on {key}.").format(key=key_of(at)))
        else:
            self._put(reasons.renamed(self.reasons, at, text), at, "")

    def _why(self, refused: Refusal, text: str) -> str:
        if refused is Refusal.KNOWN:
            key = key_of(reasons.place_of(self.reasons, text))
            told = self.tr("“{reason}” is in the list already, on {key}.")
            return told.format(reason=reasons.tidy(text), key=key)
        if refused is Refusal.FULL:
            return self.tr("There are ten already, one for each digit. Remove or rename one.")
        return self.tr("A reason needs words. The old ones stay; Remove takes a reason out.")

    # What is shown.

    def _put(self, wanted: Reasons, at: int, told: str) -> None:
        if wanted != self.reasons:
            self._before.append(self.reasons)
            self._after.clear()
            self._show_list(wanted, told, at)
        else:
            self._show()
            self.tree.go_to(at)

    def _show_list(self, wanted: Reasons, told: str, at: int | None = None) -> None:
        at = self.tree.row if at is None else at
        self.reasons = wanted
        self._show()
        self.tree.go_to(max(0, min(at, len(wanted) - 1)))
        self._tell(told)
        self.chosen.emit(wanted)

    def _show(self) -> None:
        self.tree.show_reasons(self.reasons)
        self._show_buttons()
        if not self.told.text():
            self._tell("")

    def _tell(self, text: str) -> None:
        usual = self.tr("Each stands on the key before it. Decisions keep the words they were made with.")
        self.told.setText(text or usual)

    def _show_buttons(self) -> None:
        at = self.tree.row
        chosen = 0 <= at < len(self.reasons)
        able = {
            self.rename: chosen,
            self.take_out: chosen,
            self.up: chosen and at > 0,
            self.down: chosen and at < len(self.reasons) - 1,
            self.back: bool(self._before),
            self.restore: self.reasons != DEFAULT_REASONS,
        }
        for button, possible in able.items():
            if button.hasFocus() and not possible:
                self.tree.setFocus(Qt.FocusReason.OtherFocusReason)  # Qt would take it to any other field
            button.setEnabled(possible)
