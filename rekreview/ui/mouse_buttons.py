"""Buttons for a hand that has only a mouse, as large as it needs them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from rekreview.domain.sightings import FilterStep
from rekreview.ui import actions, icons
from rekreview.ui.wording import tr

HEIGHT = 44


def mouse_button(parent: QWidget, text: str, icon: str, act: Callable[[], object] | None) -> QToolButton:
    """A button that leaves the keyboard where it is."""
    button = QToolButton(parent)
    button.setText(text)
    button.setMinimumHeight(HEIGHT)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    if icon:
        button.setIcon(icons.icon(icon))
    if act is not None:
        button.clicked.connect(lambda: act())
    return button


def hold_buttons(
    parent: QWidget, hold: Callable[[FilterStep], object], let_go: Callable[[], object]
) -> tuple[QToolButton, QToolButton]:
    """Two that lift a veil for as long as one is held: to grey, and to the colours."""
    texts = (tr("Hold: grey"), tr("Hold: colour"))
    made = [mouse_button(parent, text, "", None) for text in texts]
    for button, name, step in zip(made, ("reveal", "reveal_colour"), (FilterStep.GREY, FilterStep.SHARP), strict=True):
        button.setIcon(icons.icon(actions.spec(name).icon))
        button.setObjectName(f"mouse-{name}")
        actions.explain(button, name)
        button.pressed.connect(lambda step=step: hold(step))
        button.released.connect(lambda: let_go())
    return made[0], made[1]
