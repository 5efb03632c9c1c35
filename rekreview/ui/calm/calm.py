"""Joins the calm parts to a window: the veil's strength by a key, the meter, the suggestion of a pause, the covers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from rekreview.domain.exposure import Exposure, exposure_from
from rekreview.domain.sightings import FilterStep
from rekreview.settings import Settings
from rekreview.ui.calm.away import AwayCover
from rekreview.ui.calm.looks import shows_sharp_heavy
from rekreview.ui.calm.meter import ExposureMeter
from rekreview.ui.calm.meter_label import MeterLabel, spell_seconds
from rekreview.ui.panels.banner import Offer
from rekreview.ui.parts import Parts
from rekreview.ui.preferences import Preferences
from rekreview.ui.review import ReviewDesk
from rekreview.ui.wellness import Profile, profile_named

KEPT_UNDER = "exposure"
_PAUSE = "pause"


class Calm(QObject):
    """One for a window on an open library. told: a sentence for the status line."""

    told = Signal(str)

    def __init__(self, *, desk: ReviewDesk, preferences: Preferences, parts: Parts, window: QWidget) -> None:
        super().__init__(window)
        self._preferences = preferences
        self._parts = parts
        self._revealed = False
        kept = preferences.remembered(KEPT_UNDER, {})
        self.meter = ExposureMeter(lambda: shows_sharp_heavy(window, desk), exposure_from(kept, date.today()), self)
        self.label = MeterLabel(window)
        parts.status.addPermanentWidget(self.label)
        self.away = AwayCover(lambda: preferences.settings.cover_when_away and not parts.blank.is_on, self)
        self.meter.changed.connect(self._heed_exposure)
        desk.views.reveal_key.revealed.connect(self.heed_reveal)
        parts.blank.changed.connect(self._watch)
        self._app().applicationStateChanged.connect(self._watch)
        preferences.changed.connect(self.heed_settings)
        desk.keys.add({"veil_strength": self.change_strength})
        self._heed_exposure(self.meter.exposure)
        self.heed_settings()

    def change_strength(self) -> None:
        """The next stronger profile; after the strongest, none."""
        profiles = list(Profile)
        chosen = profiles[(profiles.index(self._profile()) + 1) % len(profiles)]
        self._preferences.choose(replace(self._preferences.settings, wellness=chosen.value))
        self.told.emit(self._strength_words(chosen))

    def heed_settings(self, *_settings: Settings) -> None:
        """Do as the settings say now."""
        self._show_label()
        self._watch()

    def heed_reveal(self, step: FilterStep) -> None:
        """A veil is lifted so far while a key is held, wherever it is; VEILED: no longer."""
        self._revealed = step is not FilterStep.VEILED
        self._watch()

    def stop(self) -> None:
        """Look no more, cover nothing more, and keep what was seen today."""
        self.away.stop()
        self.meter.watch(False)
        self._keep()

    def _strength_words(self, profile: Profile) -> str:
        return {
            Profile.OFF: self.tr("Veil: off. Every picture is shown as it is."),
            Profile.LIGHT: self.tr("Veil: light. Heavy categories are veiled."),
            Profile.STANDARD: self.tr("Veil: standard. Heavy categories and what was not checked yet are veiled."),
            Profile.STRONG: self.tr("Veil: strong. All that is rejected is veiled too."),
        }[profile]

    def _profile(self) -> Profile:
        return profile_named(self._preferences.settings.wellness)

    def _watch(self, *_state: object) -> None:
        """Look only where something sharp and heavy can be seen at all: it costs nothing else."""
        active = self._app().applicationState() is Qt.ApplicationState.ApplicationActive
        can_be_seen = self._revealed or self._profile() is Profile.OFF
        was_watching = self.meter.is_watching
        self.meter.watch(active and can_be_seen and not self._parts.blank.is_on)
        if was_watching and not self.meter.is_watching:
            self._keep()

    def _show_label(self) -> None:
        self.label.setVisible(self._preferences.settings.show_exposure and self.meter.exposure.today >= 1)

    def _heed_exposure(self, exposure: Exposure) -> None:
        self.label.show_exposure(exposure)
        self._show_label()
        if exposure.asks_for_pause(self._preferences.settings.pause_after_minutes):
            self.meter.exposure = exposure.having_suggested()
            self._suggest_pause(exposure)
            self._keep()

    def _suggest_pause(self, exposure: Exposure) -> None:
        words = self.tr("Sharp pictures of heavy categories were on your screen for {} today. Would you like a pause?")
        blank = Offer(self.tr("Blank the window"), self._parts.blank.cover)
        self._parts.banners.tell(_PAUSE, words.format(spell_seconds(exposure.today)), [blank])

    def _keep(self) -> None:
        self._preferences.remember(**{KEPT_UNDER: self.meter.exposure.to_dict()})

    @staticmethod
    def _app() -> QApplication:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        return app
