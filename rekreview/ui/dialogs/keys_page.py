"""The page of the settings where keys are changed: every action with its keys, and ready-made keymaps."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from rekreview.domain.errors import InvalidValue
from rekreview.ui import live_keys, tab_order
from rekreview.ui.dialogs.key_capture import KeyCapture
from rekreview.ui.dialogs.key_tree import KeyTree
from rekreview.ui.key_words import keys_words, name_of, native, place_words, preset_words
from rekreview.ui.keytable.keymap import Keymap
from rekreview.ui.keytable.presets import KeyPreset, changes, preset_keymap
from rekreview.ui.keytable.spec import ActionSpec
from rekreview.ui.preferences import Preferences


class KeysPage(QWidget):
    """Every change counts at once, here and in every hint. A key that another action has is refused by its name."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._adding = False
        self._refused: tuple[str, str] | None = None  # an action, and the key it did not get
        self.tree = KeyTree(self)
        self.search = QLineEdit(self)
        self.search.setObjectName("key-page-search")
        self.search.setAccessibleName(self.tr("Search the keys"))
        self.search.setPlaceholderText(self.tr("Search by what it does, or by the key"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.tree.filter)
        self.preset = QComboBox(self)
        self.preset.setObjectName("setting-key_preset")
        self.preset.setAccessibleName(self.tr("Ready-made keys"))
        for preset in KeyPreset:
            self.preset.addItem(preset_words(preset), preset.value)
        self.preset.activated.connect(lambda _row: self._choose_preset(self.preset.currentData()))
        self.capture = KeyCapture(self)
        self.capture.pressed.connect(self._take)
        self.capture.left.connect(self.tree.setFocus)
        self.told = QLabel(self)
        self.told.setObjectName("key-told")
        self.told.setWordWrap(True)
        self._buttons()
        self._lay_out()
        self.tree.chosen.connect(self._show_chosen)
        self.tree.change_wanted.connect(lambda: self._wait(adding=False))
        live_keys.follow(self, KeysPage._show)

    def _buttons(self) -> None:
        self.change = self._button(self.tr("C&hange key…"), "change-key", lambda: self._wait(adding=False))
        self.add = self._button(self.tr("&Add a key…"), "add-key", lambda: self._wait(adding=True))
        self.none = self._button(self.tr("&No key"), "no-key", self._switch_off)
        self.reset = self._button(self.tr("Rese&t this"), "reset-key", self._reset_one)
        self.reset_all = self._button(self.tr("Reset a&ll"), "reset-keys", self._reset_all)
        self.steal = self._button("", "take-key", self._take_away)
        self.change.setToolTip(self.tr("Press another key for this action (Enter)"))
        self.add.setToolTip(self.tr("Press one more key for this action"))
        self.none.setToolTip(self.tr("This action has no key any more; buttons and the palette still do it"))
        self.reset.setToolTip(self.tr("Give this action the keys of the ready-made keymap again"))
        self.reset_all.setToolTip(self.tr("Give every action the keys of the ready-made keymap again"))
        self.steal.hide()

    def _button(self, text: str, name: str, act: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        head, below, said = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.preset, 1)
        head.addWidget(self.search, 1)
        for part in (self.capture, self.change, self.add, self.none, self.reset, self.reset_all):
            below.addWidget(part)
        said.addWidget(self.told, 1)
        said.addWidget(self.steal)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 18, 16, 16)
        whole.addLayout(head)
        whole.addWidget(self.tree, 1)
        whole.addLayout(below)
        whole.addLayout(said)
        tab_order.follow(whole)
        self.told.setMinimumHeight(2 * self.fontMetrics().height())
        self.told.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    # What is chosen.

    @property
    def _keymap(self) -> Keymap:
        return live_keys.current()

    @property
    def _preset(self) -> KeyPreset:
        known = {preset.value for preset in KeyPreset}
        chosen = self._preferences.settings.key_preset
        return KeyPreset(chosen) if chosen in known else KeyPreset.DEFAULT

    def _spec(self) -> ActionSpec | None:
        name = self.tree.name
        return self._keymap.spec(name) if name else None

    def _show(self) -> None:
        self.tree.show_keymap(self._keymap, preset_keymap(self._preset))
        self.tree.filter(self.search.text())
        self.preset.setCurrentIndex(self.preset.findData(self._preset.value))
        self._show_chosen()

    def _show_chosen(self) -> None:
        spec = self._spec()
        changeable = spec is not None and not spec.fixed
        for button in (self.change, self.add, self.none, self.reset):
            button.setEnabled(changeable)
        if self._refused is not None and (spec is None or spec.name != self._refused[0]):
            self._forget_refusal()
        if spec is None:
            self.told.setText(self.tr("Choose an action to change its keys."))
        elif spec.fixed:
            self.told.setText(self.tr("The keys of “{name}” cannot be changed.").format(name=name_of(spec)))
        elif self._refused is None:
            keys = keys_words(spec, between=", ") or self.tr("no key")
            said = self.tr("“{name}” ({where}): {keys}.")
            self.told.setText(said.format(name=name_of(spec), where=place_words(spec.place), keys=keys))

    # What is done.

    def _wait(self, *, adding: bool) -> None:
        self._adding = adding
        self._forget_refusal()
        if self.change.isEnabled():
            self.capture.wait()

    def _take(self, key: str) -> None:
        spec = self._spec()
        if spec is None:
            return
        other = self._keymap.taken(spec.name, key)
        if other is not None:
            self._refuse(spec, key, other)
            return
        keys = (*spec.keys, key) if self._adding else (key,)
        try:
            self._put(self._keymap.given(spec.name, keys))
        except InvalidValue:
            self.told.setText(self.tr("That is no key the app can hear. Press another one."))

    def _refuse(self, spec: ActionSpec, key: str, other: ActionSpec) -> None:
        said = self.tr("{key} means “{other}” already ({where}), so “{name}” did not get it.")
        where = place_words(other.place)
        self.told.setText(
            said.format(key=native(key), other=name_of(other), where=where, name=name_of(spec))
            + (" " + self.tr("That key is fixed.") if other.fixed else "")
        )
        if not other.fixed:
            self._refused = (spec.name, key)
            self.steal.setText(self.tr("Ta&ke it away from “{other}”").format(other=name_of(other)))
            self.steal.show()

    def _take_away(self) -> None:
        """Give the refused key to the action at hand, and take it from all that have it."""
        if self._refused is None:
            return
        name, key = self._refused
        self._forget_refusal()
        keymap = self._keymap
        while (other := keymap.taken(name, key)) is not None and not other.fixed:
            keymap = keymap.without(other.name, key)
        keys = (*keymap.spec(name).keys, key) if self._adding else (key,)
        if keymap.taken(name, key) is None:
            self._put(keymap.given(name, keys))
        else:
            self.told.setText(self.tr("Another action has this key too, and keeps it: it is fixed."))
        self.tree.setFocus()

    def _forget_refusal(self) -> None:
        self._refused = None
        self.steal.hide()

    def _switch_off(self) -> None:
        spec = self._spec()
        if spec is not None:
            self._put(self._keymap.given(spec.name, ()))

    def _reset_one(self) -> None:
        """The ready-made keys of this action; refused where one of them went to another meanwhile."""
        spec = self._spec()
        if spec is None:
            return
        own = preset_keymap(self._preset).spec(spec.name).keys
        for key in own:
            other = self._keymap.taken(spec.name, key)
            if other is not None:
                self._adding = spec.keys != () and own != (key,)
                self._refuse(spec, key, other)
                return
        self._put(self._keymap.given(spec.name, own))

    def _reset_all(self) -> None:
        self._forget_refusal()
        self._put(preset_keymap(self._preset))

    def _choose_preset(self, preset: str) -> None:
        self._forget_refusal()
        self._preferences.choose(replace(self._preferences.settings, key_preset=preset, keys={}))
        self._show()

    def _put(self, keymap: Keymap) -> None:
        own = changes(self._preset, keymap)
        self._preferences.choose(replace(self._preferences.settings, keys=own))
        self._show_chosen()
