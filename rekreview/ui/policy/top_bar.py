"""The bar over the policy screen: which medium, which policy is applied, Revert and Apply."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from rekreview.domain.assets import MediaKind
from rekreview.library.values import AppliedPolicy
from rekreview.ui.elided_label import ElidedLabel
from rekreview.ui.policy.model import PolicyModel


class TopBar(QWidget):
    """What concerns the policy as a whole. `applied` carries the name to apply it under."""

    applied = Signal(str)

    def __init__(self, model: PolicyModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._busy = False
        self._told: object = None
        self.pictures = self._medium(self.tr("Pictures"))
        self.videos = self._medium(self.tr("Videos"))
        self.standing = ElidedLabel()
        self.name = QLineEdit()
        self.revert = QPushButton(self.tr("Revert"))
        self.apply = QPushButton(self.tr("Apply policy"))
        self._lay_out()
        self._connect()
        self.show_model()

    def show_model(self) -> None:
        """Show which medium is edited and whether there is something to apply."""
        draft, kind, sound = self._model.draft, self._model.kind, self._model.sound
        differs = draft.differs(MediaKind.IMAGE), draft.differs(MediaKind.VIDEO)
        told = (kind, differs, draft.edited, sound, self.name.text().strip(), self._busy)
        if told == self._told:
            return
        self._told = told
        self.pictures.setChecked(kind is MediaKind.IMAGE)
        self.videos.setChecked(kind is MediaKind.VIDEO)
        self.pictures.setText(self.tr("Pictures •") if differs[0] else self.tr("Pictures"))
        self.videos.setText(self.tr("Videos •") if differs[1] else self.tr("Videos"))
        self.apply.setEnabled(draft.edited and sound and bool(self.name.text().strip()) and not self._busy)
        self.revert.setEnabled(draft.edited or not sound)
        self.apply.setToolTip(self._apply_tip())

    def show_applied(self, applied: AppliedPolicy) -> None:
        """Show which policy gives the verdicts now."""
        words = self.tr("Applied: {name}, version {version}")
        self.standing.setText(words.format(name=applied.name, version=applied.version))
        if not self.name.isModified():
            self.name.setText(applied.name)

    def show_name(self, name: str) -> None:
        """Offer another name to apply under."""
        self.name.setText(name)

    def show_busy(self, busy: bool) -> None:
        """Say that the policy is being applied, so that it is not applied twice."""
        self._busy = busy
        self.apply.setText(self.tr("Applying…") if busy else self.tr("Apply policy"))
        self.show_model()

    def _medium(self, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(text)
        button.setCheckable(True)
        return button

    def _apply_tip(self) -> str:
        if not self._model.sound:
            return self.tr("There is an error in the moderation string: mend it first")
        if not self._model.draft.edited:
            return self.tr("This policy is applied already")
        return self.tr("Make this the library’s policy, as a new version; every verdict follows it")

    def _lay_out(self) -> None:
        self.standing.setObjectName("applied-policy")
        self.standing.setMinimumWidth(60)
        self.standing.show_meaning(
            self.tr("The policy that gives every verdict now. Versions of a name are counted, the first one is 1.")
        )
        self.name.setAccessibleName(self.tr("Policy name"))
        self.name.setToolTip(self.tr("The name this policy is applied under; each application is a new version of it"))
        self.name.setMaxLength(80)
        self.name.setFixedWidth(150)
        self.apply.setProperty("tone", "accent")
        self.revert.setToolTip(self.tr("Go back to the applied policy"))
        called = QLabel(self.tr("Apply as"))
        called.setBuddy(self.name)
        called.setProperty("tone", "muted")
        media = QButtonGroup(self)
        media.addButton(self.pictures)
        media.addButton(self.videos)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.pictures)
        layout.addWidget(self.videos)
        layout.addSpacing(8)
        layout.addWidget(self.standing, 1)
        layout.addWidget(called)
        layout.addWidget(self.name)
        layout.addWidget(self.revert)
        layout.addWidget(self.apply)

    def _connect(self) -> None:
        self.pictures.clicked.connect(lambda: self._model.show_kind(MediaKind.IMAGE))
        self.videos.clicked.connect(lambda: self._model.show_kind(MediaKind.VIDEO))
        self.revert.clicked.connect(self._model.revert)
        self.apply.clicked.connect(lambda: self.applied.emit(self.name.text().strip()))
        self.name.textChanged.connect(self.show_model)
        for changed in (self._model.edited, self._model.switched, self._model.remarked):
            changed.connect(self.show_model)
