"""The moderation string above the tree: the field, how parents are read, a copy button, and what there is to say."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from rekreview.domain.mending import Mend, mend
from rekreview.domain.moderation_string import Remark
from rekreview.domain.policy import Parents
from rekreview.domain.sdk_calls import CopyForm, written_as
from rekreview.ui import tab_order
from rekreview.ui.policy.copy_button import CopyButton
from rekreview.ui.policy.exemption_list import ExemptionList
from rekreview.ui.policy.model import PolicyModel
from rekreview.ui.policy.remark_list import RemarkList
from rekreview.ui.policy.string_edit import StringEdit

# A person who types "0.75" does not mean the "0" on the way: the text counts once the typing pauses.
PAUSE_MS = 400
# Nobody reads every string on the way of a slider: while it moves the text follows so often, and when it stands.
FOLLOW_MS = 40


class StringField(QWidget):
    """The moderation string of the medium that is shown, editable, always in step with the tree.

    `replay_asked` says that a person wants to try a string from elsewhere.
    """

    replay_asked = Signal()

    def __init__(self, model: PolicyModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.edit = StringEdit(self)
        self.copy = CopyButton(self._written, self)
        self.replay = QToolButton(self)
        self.reading = self._reading_choice()
        self.leaf_note = QLabel(self.tr(LEAF_WORDS))
        self.exemptions = ExemptionList(model, self)
        self.remarks = RemarkList(self._mend_of, self)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._soon = QTimer(self, interval=FOLLOW_MS, singleShot=True)
        self._shown = QElapsedTimer()
        self._lay_out()
        self._connect()
        self.show_model()

    @property
    def follows(self) -> bool:
        """Whether there is something new that is shown in a moment."""
        return self._soon.isActive()

    def show_model(self) -> None:
        """Show the model's text, remarks and reading."""
        self._soon.stop()
        self._shown.start()
        self.edit.show_text(self._model.text)
        outcome = self._model.outcome
        warnings = [
            warning
            for warning in outcome.warnings
            if warning.code != "no_effect" or self._model.draft.pair.parents is Parents.LITERAL
        ]
        self.edit.show_faults(
            [(error.position, error.token) for error in outcome.errors[:1]],
            [] if outcome.errors else [(warning.position, warning.token) for warning in warnings],
        )
        self._mark_faulty(not outcome.valid)
        self.copy.setEnabled(outcome.valid)
        self.remarks.show_remarks(outcome.errors, warnings)
        leaf = self._model.draft.pair.parents is Parents.LEAF
        self.reading.setCurrentIndex(self.reading.findData(self._model.draft.pair.parents.value))
        self.leaf_note.setVisible(leaf)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of look: what was coloured by hand is coloured anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "remarks"):
            self.remarks.show_remarks((), ())
            self.show_model()

    def _mark_faulty(self, faulty: bool) -> None:
        if bool(self.edit.property("fault")) != faulty:
            self.edit.setProperty("fault", faulty)
            self.edit.style().unpolish(self.edit)
            self.edit.style().polish(self.edit)

    def _reading_choice(self) -> QComboBox:
        choice = QComboBox(self)
        choice.addItem(self.tr("Parent labels count"), Parents.LITERAL.value)
        choice.addItem(self.tr("Leaf labels decide"), Parents.LEAF.value)
        choice.setToolTip(
            self.tr(
                "The engine names parents beside each label. Either every one of them can reject, or only the most "
                "precise ones do. This choice is kept beside the string and is not part of it."
            )
        )
        return choice

    def _lay_out(self) -> None:
        label = QLabel(self.tr("Moderation string"))
        label.setBuddy(self.edit)
        reading_label = QLabel(self.tr("Reading"))
        reading_label.setBuddy(self.reading)
        reading_label.setProperty("tone", "muted")
        head = QHBoxLayout()
        head.addWidget(label)
        head.addStretch(1)
        head.addWidget(reading_label)
        head.addWidget(self.reading)
        head.addWidget(self.replay)
        head.addWidget(self.copy)
        self.replay.setText(self.tr("Try a string…"))
        self.replay.setToolTip(
            self.tr("Paste any moderation string and read what it would do to this library; nothing changes by that")
        )
        self.leaf_note.setProperty("tone", "caution")
        self.leaf_note.setWordWrap(True)
        self.leaf_note.setObjectName("leaf-note")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.edit)
        layout.addWidget(self.leaf_note)
        layout.addWidget(self.exemptions)
        layout.addWidget(self.remarks)
        tab_order.follow(layout)

    def _connect(self) -> None:
        self.edit.typed.connect(self._hear)
        self.edit.finished.connect(self._finish)
        self._pause.timeout.connect(self._model.take_text)
        self.replay.clicked.connect(self.replay_asked)
        self.reading.activated.connect(lambda: self._model.read_parents(Parents(self.reading.currentData())))
        self.remarks.mend_asked.connect(self._model.mend)
        self.remarks.text_mended.connect(self._mend)
        self.remarks.place_asked.connect(self._go_to)
        self._soon.timeout.connect(self.show_model)
        self._model.remarked.connect(self._follow)
        self._model.switched.connect(self.show_model)

    def _follow(self) -> None:
        """Show what there is to say: at once, but for changes that follow one another too fast to be read."""
        if self.edit.hasFocus() or self._shown.hasExpired(FOLLOW_MS):
            self.show_model()
        elif not self._soon.isActive():
            self._soon.start()

    def _hear(self, text: str, at_once: bool) -> None:
        self._model.type_text(text)
        if at_once:
            self._pause.stop()
            self._model.take_text()
        else:
            self._pause.start()

    def _finish(self) -> None:
        self._pause.stop()
        self._model.finish_typing()

    def _go_to(self, position: int) -> None:
        self.edit.setFocus()
        self.edit.place_cursor(position)

    def _written(self, form: CopyForm) -> str:
        return written_as(form, self._model.draft.pair.string_for(self._model.kind), self._model.kind)

    def _mend_of(self, remark: Remark) -> Mend | None:
        return mend(self._model.text, remark, self._model.kind, self._model.taxonomy)

    def _mend(self, text: str) -> None:
        self._pause.stop()
        self._model.type_text(text)
        self._model.take_text()


LEAF_WORDS = (
    "Leaf labels decide: a label that a more precise one of the same answer explains does not reject. "
    "Cloudinary itself counts every label."
)
