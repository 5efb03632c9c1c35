"""The page of the settings that says how much a reviewer sees, and what they are told of it."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from rekreview.jobs.dispatcher import Dispatcher
from rekreview.settings import Settings
from rekreview.ui import actions, live_keys
from rekreview.ui.dialogs.settings_form import SettingsForm
from rekreview.ui.key_words import native
from rekreview.ui.number_fields import WholeNumberField
from rekreview.ui.preferences import Preferences
from rekreview.ui.wellness import Profile, profile_named

MOST_MINUTES = 240


class WellnessPage(SettingsForm):
    """Veil, meter, suggestion of a pause, cover."""

    def __init__(self, preferences: Preferences, dispatcher: Dispatcher, parent: QWidget | None = None) -> None:
        super().__init__("wellness-page", preferences, dispatcher, parent)
        self._form.addRow(self.tr("&Veil"), self._profiles())
        self._told_profile = self._hint("")
        self._told_profile.setObjectName("profile-told")
        self._told_keys = self._hint("")
        self._line_across()
        self._switch("show_exposure", self.tr("&Tell how long sharp pictures of heavy categories were on the screen"))
        self._hint(
            self.tr("In the status line, to you alone. It is kept for today only, and is part of no export or report.")
        )
        self._form.addRow(self.tr("Suggest a &pause after"), self._minutes())
        self._hint(self.tr("So many minutes of such pictures; 0 for never. It is a suggestion: nothing stops."))
        self._line_across()
        self._switch("cover_when_away", self.tr("&Cover the window while another program is in front"))
        self._told_blank = self._hint("")
        live_keys.follow(self, WellnessPage._show_keys)
        preferences.changed.connect(self._heed_settings)
        self._show_profile(preferences.settings.wellness)

    def _show_keys(self) -> None:
        words = self.tr(
            "A veil blurs a picture and takes its colours, to reduce what you see. {key} changes it at any time. Hold "
            "{grey} to see one picture without its colours, {colour} to see it in colour."
        )
        names = {"key": "veil_strength", "grey": "reveal", "colour": "reveal_colour"}
        self._told_keys.setText(words.format(**{part: actions.key_or_name(name) for part, name in names.items()}))
        covers = self.tr("{key} covers every window at once, {also} while you write too. The same key uncovers them.")
        also = live_keys.current().spec("blank").keys[-1:]
        text = covers.format(key=actions.key_or_name("blank"), also=native(also[0])) if also else ""
        self._told_blank.setText(text)

    def _profiles(self) -> QComboBox:
        box = self._box = QComboBox(self)
        box.setObjectName("setting-wellness")
        names = {
            Profile.OFF: self.tr("Off"),
            Profile.LIGHT: self.tr("Light"),
            Profile.STANDARD: self.tr("Standard"),
            Profile.STRONG: self.tr("Strong"),
        }
        for profile, name in names.items():
            box.addItem(name, profile.value)
        box.currentIndexChanged.connect(lambda _row: self._choose(wellness=box.currentData()))
        return box

    def _minutes(self) -> WholeNumberField:
        box = WholeNumberField(self)
        box.setRange(0, MOST_MINUTES)
        box.setSuffix(self.tr(" min"))
        box.setSpecialValueText(self.tr("never"))
        self._keep(
            box,
            "pause_after_minutes",
            self.tr("Suggest a pause after"),
            self._preferences.settings.pause_after_minutes,
        )
        return box

    def _heed_settings(self, settings: Settings) -> None:
        self._show_profile(settings.wellness)

    def _show_profile(self, name: str) -> None:
        profile = profile_named(name)
        self._box.blockSignals(True)
        self._box.setCurrentIndex(self._box.findData(profile.value))
        self._box.blockSignals(False)
        self._told_profile.setText(
            {
                Profile.OFF: self.tr("Nothing is veiled."),
                Profile.LIGHT: self.tr("Veiled are heavy categories."),
                Profile.STANDARD: self.tr("Veiled are heavy categories, and what was not checked yet."),
                Profile.STRONG: self.tr(
                    "Veiled are heavy categories, what was not checked yet, and all that is rejected."
                ),
            }[profile]
        )
