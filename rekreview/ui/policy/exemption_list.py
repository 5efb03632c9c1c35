"""The exemptions of the policy, in words, with a way to add one and to remove each."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from rekreview.domain.exemptions import Exemption
from rekreview.ui import icons
from rekreview.ui.exempting import ON_DEVICE_TELLS_NONE, exemption_words
from rekreview.ui.policy.exemption_form import ExemptionForm
from rekreview.ui.policy.model import PolicyModel


class ExemptionList(QWidget):
    """Content types that do not reject. They stand beside the string, hold for both media and are not part of it."""

    def __init__(self, model: PolicyModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._shown: tuple[Exemption, ...] = ()
        self.nothing = QLabel(self.tr("None: every label counts, whatever the content type."))
        self.add = QToolButton(self)
        self.form = ExemptionForm(model.taxonomy, self)
        self.lines: list[QWidget] = []
        self.note = QLabel(self.tr(ON_DEVICE_TELLS_NONE))
        self._column = QVBoxLayout()
        self._lay_out()
        self.add.clicked.connect(self._open_form)
        self.form.added.connect(self._model.exempt)
        model.edited.connect(self.show_model)
        model.switched.connect(lambda: self.form.show_taxonomy(model.taxonomy))
        self.show_model()

    def show_model(self) -> None:
        """Show the exemptions of the draft."""
        exemptions = self._model.draft.pair.exemptions
        self.nothing.setVisible(not exemptions)
        self.note.setVisible(bool(exemptions))
        if exemptions == self._shown:
            return
        self._shown = exemptions
        for line in self.lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = [self._line(exemption) for exemption in exemptions]
        for line in self.lines:
            self._column.addWidget(line)

    def _line(self, exemption: Exemption) -> QWidget:
        line = QWidget(self)
        words = QLabel(exemption_words(exemption), line)
        words.setObjectName("exemption")
        words.setWordWrap(True)
        remove = QToolButton(line)
        remove.setIcon(icons.icon("x"))
        remove.setToolTip(self.tr("Remove this exemption: these labels count again"))
        remove.setAccessibleName(self.tr("Remove exemption: {}").format(exemption_words(exemption)))
        remove.clicked.connect(lambda: self._model.count_again(exemption))
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(remove)
        row.addWidget(words, 1)
        return line

    def _open_form(self) -> None:
        self.form.show()
        self.form.content_type.setFocus()

    def _lay_out(self) -> None:
        heading = QLabel(self.tr("Exemptions"))
        heading.setProperty("tone", "muted")
        heading.setToolTip(
            self.tr(
                "Content types Amazon Rekognition tells beside its labels. What is exempt is explained and does not "
                "reject. This is kept beside the string and is not part of it."
            )
        )
        self.nothing.setProperty("tone", "muted")
        self.note.setProperty("tone", "muted")
        self.note.setObjectName("exemption-note")
        self.note.setWordWrap(True)
        self.add.setText(self.tr("Add exemption…"))
        self.add.setAccessibleName(self.tr("Add exemption"))
        self.form.hide()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(heading)
        head.addWidget(self.nothing)
        head.addStretch(1)
        head.addWidget(self.add)
        self._column.setSpacing(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addLayout(self._column)
        layout.addWidget(self.form)
        layout.addWidget(self.note)
