"""The setting of near-duplicates: how much alike they have to be, in words, and what that makes of this library."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget
from shiboken6 import isValid

from rekreview.domain.near_duplicates import MOST_DISTANT
from rekreview.domain.stack_lists import StackOutline
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui import naming
from rekreview.ui.dialogs.settings_form import SettingsForm
from rekreview.ui.preferences import Preferences


class NearPageQueries(Protocol):
    """What the page asks of the library."""

    def stack_outline(self, distance: int) -> StackOutline:
        """What stacks at this distance would be like."""


class NearPage(SettingsForm):
    """A slider from exact copies to pictures that are only somewhat alike. It counts as soon as it is let go."""

    def __init__(
        self,
        preferences: Preferences,
        dispatcher: Dispatcher,
        parent: QWidget | None = None,
        *,
        queries: NearPageQueries | None = None,
    ) -> None:
        super().__init__("near-page", preferences, dispatcher, parent)
        self._queries = queries
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setObjectName("setting-near_distance")
        self.slider.setAccessibleName(self.tr("Distance of near-duplicates"))
        self.slider.setRange(0, MOST_DISTANT)
        self.slider.setPageStep(1)
        self.slider.setTracking(False)  # a drag is one choice, made where it ends
        self.slider.setValue(preferences.settings.near_distance)
        self.slider.setToolTip(self.tr("In how many of 64 bits the fingerprints of two pictures may differ: 0 to 16"))
        self._told = QLabel(self)
        self._told.setMinimumWidth(28)
        self._told.setToolTip(self.slider.toolTip())
        line = QHBoxLayout()
        line.addWidget(self.slider, 1)
        line.addWidget(self._told)
        word = QLabel(self.tr("&Distance"), self)
        word.setBuddy(self.slider)
        self._form.addRow(word, line)
        self._meaning = self._hint("")
        self._meaning.setObjectName("near-meaning")
        self._outline = self._hint("")
        self._outline.setObjectName("near-outline")
        self._line_across()
        self._hint(
            self.tr(
                "Pictures that are near-duplicates of each other form a stack: the desk shows it as one tile, and you"
                " are offered what was decided on one of them for the others. Videos and animations are never stacked."
            )
        )
        self.slider.sliderMoved.connect(self._show_meaning)
        self.slider.valueChanged.connect(self._take)
        self._take(self.slider.value())

    def _show_meaning(self, distance: int) -> None:
        self._told.setText(str(distance))
        self._meaning.setText(meaning(distance))

    def _take(self, distance: int) -> None:
        self._show_meaning(distance)
        if distance != self._preferences.settings.near_distance:
            self._choose(near_distance=distance)
        if self._queries is not None:
            self._outline.setText(self.tr("Counting …"))
            ask = partial(self._queries.stack_outline, distance)
            self._dispatcher.newest("near-outline", ask, self._show_outline, self._show_no_outline)

    def _show_outline(self, told: StackOutline) -> None:
        if isValid(self):
            self._outline.setText(outline_words(told))

    def _show_no_outline(self, _error: Exception) -> None:
        if isValid(self):
            self._outline.setText(self.tr("What this makes of the library could not be counted just now."))


def meaning(distance: int) -> str:
    """What a distance brings together, in plain words."""
    if not distance:
        return _tr("Only pictures that look exactly alike: copies, also of another size or saved again with care.")
    if distance <= 3:
        return _tr("Copies: the same picture scaled, or saved again with less care.")
    if distance <= 8:
        return _tr("Near-duplicates: also with a slight crop, other colours or a small mark on them. Hardly a mistake.")
    if distance <= 12:
        return _tr("Also pictures of one series, taken moments apart. Some that only look alike come with them.")
    return _tr(
        "Loosely alike: pictures that have little to do with each other come together too. Look into a stack before you"
        " decide on the whole of it. In a large library finding them takes long."
    )


def outline_words(told: StackOutline) -> str:
    """What a distance makes of the library."""
    if not told.pictures:
        return _tr("There are no pictures in the library yet to try it on.")
    if not told.stacks:
        return _tr("Of the newest {all} pictures none would be in a stack.").format(all=naming.number(told.pictures))
    text = _tr("Of the newest {all} pictures {stacked} would be in {stacks}; the largest holds {largest}.")
    return text.format(
        all=naming.number(told.pictures),
        stacked=naming.number(told.stacked),
        stacks=naming.stacks(told.stacks),
        largest=naming.number(told.largest),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("NearPage", text)
