"""The choice of what moderates, beside the button that starts it, with what leaves the computer in words."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from rekreview.domain.assets import EngineName
from rekreview.settings import Settings
from rekreview.ui import icons, naming
from rekreview.ui.operations import engine_name
from rekreview.ui.preferences import Preferences

ENGINES: Final = (EngineName.ON_DEVICE, EngineName.REKOGNITION)


def what_leaves(engine: EngineName) -> str:
    """What a moderation by this engine sends away, and when."""
    if engine.paid:
        return _translate(
            "Sends a copy of each picture to Amazon, in the region you choose, and your AWS account pays for each call."
            " Nothing is sent before you have seen what it costs and pressed Start."
        )
    return _translate("Runs on this computer; nothing is sent anywhere.")


class EngineButton(QToolButton):
    """Shows which engine is set; its menu lets a person choose another. account: opens the settings of the account."""

    def __init__(self, preferences: Preferences, account: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("button-engine")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._preferences = preferences
        self._choices = {name: self._choice(name) for name in ENGINES}
        group = QActionGroup(self)
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for choice in self._choices.values():
            group.addAction(choice)
            menu.addAction(choice)
        menu.addSeparator()
        menu.addAction(account)
        self.setMenu(menu)
        self._show(preferences.settings)
        preferences.changed.connect(self._show)

    def _choice(self, name: EngineName) -> QAction:
        choice = QAction(naming.engine(name), self)
        choice.setObjectName(f"engine-{name}")
        choice.setCheckable(True)
        choice.setToolTip(what_leaves(name))
        choice.triggered.connect(partial(self._choose, name))
        return choice

    def _choose(self, name: EngineName, _checked: bool = True) -> None:
        self._preferences.choose(replace(self._preferences.settings, engine=name.value))

    def _show(self, settings: Settings) -> None:
        chosen = engine_name(settings.engine)
        if chosen in self._choices:
            self._choices[chosen].setChecked(True)
        self.setText(naming.engine(chosen))
        self.setIcon(icons.icon("scan-eye" if chosen.paid else "cpu"))
        self.setAccessibleName(_translate("Engine: {name}").format(name=naming.engine(chosen)))
        self.setToolTip(f"{_translate('What moderates.')} {what_leaves(chosen)}")


def _translate(text: str) -> str:
    return QCoreApplication.translate("EngineButton", text)
