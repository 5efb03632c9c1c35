"""The policy screen: thresholds by tree or by string, what they would do to the library, and Apply."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from rekreview.domain.changes import ChangeSet
from rekreview.domain.errors import RekreviewError
from rekreview.domain.moderation_string import parse
from rekreview.domain.policy import PolicyPair
from rekreview.domain.taxonomy import taxonomy
from rekreview.jobs.changes import ChangeFeed
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library.library import Library
from rekreview.library.values import AppliedOutcome, AppliedPolicy, Lottery, Preset
from rekreview.ui import naming, operations, preset_operations, undoing
from rekreview.ui.desk.operations import LibraryOperations
from rekreview.ui.policy.effect import Effect, Question
from rekreview.ui.policy.effect_panel import EffectPanel
from rekreview.ui.policy.evidence_panel import EvidencePanel
from rekreview.ui.policy.flip_strip import Stage
from rekreview.ui.policy.history_panel import HistoryPanel
from rekreview.ui.policy.knowledge import Knowledge, KnowledgeFeed
from rekreview.ui.policy.live import LiveEffect
from rekreview.ui.policy.model import PolicyModel
from rekreview.ui.policy.notice import Notice
from rekreview.ui.policy.policy_keys import PolicyKeys
from rekreview.ui.policy.preset_files import PresetFiles
from rekreview.ui.policy.preset_panel import Offer, PresetPanel
from rekreview.ui.policy.replay import Ground, ReplayDialog
from rekreview.ui.policy.sample_panel import Draw
from rekreview.ui.policy.string_field import StringField
from rekreview.ui.policy.strip_revealing import StripRevealing
from rekreview.ui.policy.top_bar import TopBar
from rekreview.ui.policy.tree_panel import TreePanel
from rekreview.ui.wellness import Profile

PANEL_LEAST, PANEL_WIDTH, PANEL_SHARE = 243, 330, 0.28


class PolicyScreen(QWidget):
    """Edits the library's policy. Thresholds preview at once; only Apply changes a verdict.

    reviewer: in whose name assets are decided on from here. price_usd: of one call of a paid engine.

    `told` carries a sentence for the status line, `asset_asked` the id of an asset a person wants to see, `list_asked`
    a QueueFilter: assets to decide on, so that more can be told.
    """

    told = Signal(str)
    asset_asked = Signal(int)
    list_asked = Signal(object)

    def __init__(
        self,
        library: Library,
        dispatcher: Dispatcher,
        changes: ChangeFeed,
        parent: QWidget | None = None,
        *,
        reviewer: Callable[[], str] = str,
        price_usd: Callable[[], float] = float,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._dispatcher = dispatcher
        self._versions: list[AppliedPolicy] = []
        self.model = PolicyModel(self)
        self.live = LiveEffect(library.queries.label_columns, dispatcher, changes, self)
        queries = library.queries
        self.knowledge = KnowledgeFeed(
            queries.evidence, queries.floors, dispatcher, changes, self, read_samples=queries.lotteries
        )
        self._reviewer = reviewer
        self._price_usd = price_usd
        self.bar = TopBar(self.model)
        self.notice = Notice()
        self.field = StringField(self.model)
        self.categories = TreePanel(self.model, covered_on_device())
        self.effect = EffectPanel(self._stage(reviewer))
        self.evidence = EvidencePanel(self.model)
        self.presets = PresetPanel()
        self.files = PresetFiles(dispatcher, library, self, self._tell_of_presets, self._fail)
        self.history = HistoryPanel()
        self.panels = QTabWidget()
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.keys = PolicyKeys(self.field, self.categories, self.panels, self)
        self.revealing = StripRevealing(self.effect.strips, self)
        self._seen = False
        self._lay_out()
        self._connect()
        changes.changed.connect(self._heed)
        self._read_policy()

    def set_wellness(self, profile: Profile) -> None:
        """Veil the pictures of flips by this profile."""
        self.effect.set_profile(profile)

    def stop(self) -> None:
        """Load nothing more: the library is being closed."""
        self.effect.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Count, now that somebody looks."""
        super().showEvent(event)
        if not self._seen:
            self._seen = True
            panel = max(PANEL_LEAST, min(PANEL_WIDTH, round(self.width() * PANEL_SHARE)))
            self.split.setSizes([self.width() - panel, panel])
        self.live.wake()
        self.knowledge.wake()
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop counting: nobody looks."""
        super().hideEvent(event)
        self.model.finish_typing()
        self.live.sleep()
        self.knowledge.sleep()

    def _lay_out(self) -> None:
        self.panels.addTab(self.effect, self.tr("Effect"))
        self.panels.addTab(self.evidence, self.tr("Evidence"))
        self.panels.addTab(self.presets, self.tr("Presets"))
        self.panels.addTab(self.history, self.tr("History"))
        self.panels.setAccessibleName(self.tr("What the policy does, evidence, presets, history"))
        self.panels.setMinimumWidth(PANEL_LEAST)
        self.panels.tabBar().setProperty("tone", "narrow")  # four of them beside each other
        self.split.addWidget(self.categories)
        self.split.addWidget(self.panels)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 0)
        self.split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 0)
        layout.setSpacing(10)
        layout.addWidget(self.bar)
        layout.addWidget(self.notice)
        layout.addWidget(self.field)
        layout.addWidget(self.split, 1)

    def _connect(self) -> None:
        self.model.edited.connect(self._ask)
        self.model.edited.connect(self.notice.pass_by)
        self.model.switched.connect(self._turn)
        self.field.replay_asked.connect(self.try_a_string)
        self.live.loaded.connect(self._show_confidences)
        self.live.answered.connect(self._show_effect)
        self.knowledge.came.connect(self._show_knowledge)
        self.categories.tree.chosen.connect(lambda slug, _threshold: self.evidence.suggest.show_category(slug))
        self.evidence.list_asked.connect(self.list_asked)
        self.evidence.samples.draw_asked.connect(self._draw_sample)
        self.bar.applied.connect(self._apply)
        self.effect.asset_asked.connect(self.asset_asked)
        self.effect.told.connect(self.told)
        self.presets.loaded.connect(self._load_preset)
        self.presets.saved.connect(self._save_preset)
        self.presets.deleted.connect(self._delete_preset)
        self.presets.exported.connect(self.files.ask_to_export)
        self.presets.import_asked.connect(self.files.ask_to_import)
        self.history.edited.connect(lambda version: self.model.load(version.pair))
        self.history.rolled_back.connect(self._roll_back)
        self.history.flips_wanted.connect(self._tell_flips)

    # What the library says

    def _stage(self, reviewer: Callable[[], str]) -> Stage:
        """What the flip theatre needs."""
        library = self._library
        return Stage(
            lambda ids: library.queries.tiles(ids),
            library.thumbnails,
            self._dispatcher,
            LibraryOperations(self._dispatcher, library, reviewer),
            self._fail,
        )

    def _heed(self, change: ChangeSet) -> None:
        self.effect.heed(change)
        if change.policy or change.everything:
            self._read_policy()

    def _read_policy(self) -> None:
        queries = self._library.queries
        self._dispatcher.newest(
            "policy-applied",
            lambda: (queries.policy(), list(queries.policy_versions()), list(queries.presets())),
            self._take_policy,
        )

    def _take_policy(self, found: tuple[AppliedPolicy, list[AppliedPolicy], list[Preset]]) -> None:
        applied, versions, presets = found
        self._versions = versions
        self.model.show_applied(applied.pair)
        self.field.edit.forget_typing()
        self.bar.show_applied(applied)
        self.presets.show_presets(presets)
        self.history.show_versions(versions)
        self.evidence.samples.show_applied(applied)
        self._ask()

    # What the draft would do

    def _turn(self) -> None:
        self._show_confidences()
        self._ask()

    def _ask(self) -> None:
        draft = self.model.draft
        self.live.ask(Question(draft.pair, draft.applied, self.model.kind, self.model.taxonomy))

    def _show_confidences(self) -> None:
        if self.live.index is not None:
            self.categories.show_confidences(self.live.index.histograms(self.model.kind, self.model.taxonomy))

    def _show_effect(self, effect: Effect) -> None:
        self.effect.show_effect(effect)
        if (effect.question.kind, effect.question.taxonomy) == (self.model.kind, self.model.taxonomy):
            self.categories.show_effects(effect.categories)

    def _show_knowledge(self, known: Knowledge) -> None:
        self.categories.show_knowledge(known, self._price_usd())
        self.evidence.show_knowledge(known)

    def _tell_flips(self, version: AppliedPolicy) -> None:
        queries = self._library.queries
        self._dispatcher.newest(
            "policy-version-flips",
            lambda: queries.policy_flips(version.name, version.version),
            lambda flips: self.history.show_flips(version, flips),
        )

    # What a person does

    def try_a_string(self) -> None:
        """Open the dialog that reads any string and tells what it would do here."""
        ground = Ground(lambda: self.live.index, lambda: self.model.draft.applied, self._dispatcher)
        dialog = ReplayDialog(ground, self)
        dialog.chosen.connect(self._edit_string)
        dialog.open()

    def _edit_string(self, text: str) -> None:
        """Put a string into the editor, on the page of its medium."""
        self.model.load(self.model.draft.pair.with_string(text))
        self.model.show_kind(parse(text).media or self.model.kind)

    def _draw_sample(self, wanted: Draw) -> None:
        def done(drawn: Lottery) -> None:
            self.evidence.samples.ready()
            said = self.tr("Sample {number} is drawn: {assets} to judge without knowing their verdicts.")
            self.told.emit(said.format(number=drawn.id, assets=naming.assets(len(drawn.asset_ids))))
            self.knowledge.read_now()

        def failed(error: Exception) -> None:
            self.evidence.samples.ready()
            self._fail(error)

        operations.draw_sample(
            dispatcher=self._dispatcher,
            library=self._library,
            size=wanted.size,
            seed=wanted.seed,
            reviewer=self._reviewer(),
            done=done,
            failed=failed,
        )

    def _apply(self, name: str) -> None:
        self.model.finish_typing()
        self._put(self.model.draft.pair, name, self.tr("Applied as {name}, version {version}"))

    def _roll_back(self, version: AppliedPolicy) -> None:
        self._put(version.pair, version.name, self.tr("Rolled back; this is {name}, version {version}"))

    def _put(self, pair: PolicyPair, name: str, words: str) -> None:
        former = next((version for version in self._versions if not version.undone), None)

        def done(outcome: AppliedOutcome) -> None:
            self.bar.show_busy(False)
            self.model.show_applied(pair)
            self._announce(outcome, words, former)

        self.bar.show_busy(True)
        operations.apply_policy(
            dispatcher=self._dispatcher, library=self._library, pair=pair, name=name, done=done, failed=self._fail
        )

    def _announce(self, outcome: AppliedOutcome, words: str, former: AppliedPolicy | None) -> None:
        said = words.format(name=outcome.policy, version=outcome.version)
        moved = self.tr("{rejected} became rejected, {approved} became approved")
        moved = moved.format(
            rejected=naming.number(len(outcome.to_rejected)), approved=naming.number(len(outcome.to_approved))
        )
        self.told.emit(f"{said}: {moved}.")
        undo = partial(self._take_back, former) if former is not None else None
        self.notice.tell(f"{said}. {moved}.", self.tr("Undo"), undo)

    def _take_back(self, former: AppliedPolicy) -> None:
        def done() -> None:
            self.bar.show_busy(False)
            self.model.show_applied(former.pair)
            said = self.tr("Undone: the policy is {name} again.").format(name=former.name)
            self.told.emit(said)
            self.notice.tell(said)

        self.bar.show_busy(True)
        undoing.undo_policy(
            dispatcher=self._dispatcher, library=self._library, former=former, done=done, failed=self._fail
        )

    def _fail(self, error: Exception) -> None:
        self.bar.show_busy(False)
        if not isinstance(error, RekreviewError):
            raise error
        self.notice.warn(f"{error.message} {error.hint}".strip())

    def _load_preset(self, offer: Offer) -> None:
        self.model.load(offer.pair)
        self.bar.show_name(offer.name)
        self.panels.setCurrentWidget(self.effect)

    def _save_preset(self, name: str) -> None:
        def done(preset: Preset) -> None:
            said = self.tr("Saved as {name}, version {version}.")
            self._tell_of_presets(said.format(name=preset.name, version=preset.version))

        preset_operations.save_preset(
            dispatcher=self._dispatcher,
            library=self._library,
            name=name,
            pair=self.model.draft.pair,
            done=done,
            failed=self._fail,
        )

    def _tell_of_presets(self, words: str) -> None:
        self.notice.tell(words)
        self._read_policy()

    def _delete_preset(self, name: str) -> None:
        said = self.tr("The preset {name} is deleted; applied policies stay.").format(name=name)

        preset_operations.delete_preset(
            dispatcher=self._dispatcher,
            library=self._library,
            name=name,
            done=lambda _nothing: self._tell_of_presets(said),
            failed=self._fail,
        )


def covered_on_device() -> dict[str, frozenset[str]]:
    """The categories the on-device engine can name, by taxonomy version. It speaks version 7 only; under version 6,
    where every mark would be the same, none is marked.
    """
    from rekreview.engines.on_device import labels, manifest

    former = frozenset(category.slug for category in taxonomy("v6").categories)
    return {"v7": labels.covered(taxonomy("v7"), manifest.shipped()), "v6": former}
