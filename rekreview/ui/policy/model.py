"""What the policy screen edits: the draft, which half of it is shown, and the text as it was typed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from rekreview.domain.assets import MediaKind
from rekreview.domain.exemptions import Exemption
from rekreview.domain.moderation_string import CheckOutcome, check
from rekreview.domain.policy import DEFAULT_PAIR, Parents, PolicyPair, Threshold
from rekreview.domain.taxonomy import NEWEST, Taxonomy, taxonomy
from rekreview.domain.thresholds import IGNORE
from rekreview.ui.policy.draft import Draft, heeded
from rekreview.ui.policy.standing import Standing, standings


class PolicyModel(QObject):
    """The draft policy, with the edits a person can make to it.

    `edited` says that the draft changed, `switched` that another medium or taxonomy is shown, `remarked` that there is
    something new to say of the text in the field.
    """

    edited = Signal()
    switched = Signal()
    remarked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.draft = Draft(DEFAULT_PAIR, DEFAULT_PAIR)
        self.kind = MediaKind.IMAGE
        self.taxonomy: Taxonomy = taxonomy(NEWEST)
        self._typed: dict[MediaKind, str] = {}
        self._standings: dict[str, Standing] = {}
        self._standings_of: tuple[str, Parents, Taxonomy] | None = None
        self._before_ignore: dict[tuple[MediaKind, str], Threshold | None] = {}

    @property
    def text(self) -> str:
        """What the field shows: the text as typed while it is being typed, else the string of the draft."""
        return self._typed.get(self.kind, self.draft.pair.string_for(self.kind))

    @property
    def outcome(self) -> CheckOutcome:
        """Everything there is to say of the text in the field."""
        return check(self.text, self.kind, self.taxonomy)

    @property
    def sound(self) -> bool:
        """Whether the texts of both media can be applied."""
        return all(check(text, kind).valid for kind, text in self._typed.items())

    @property
    def standings(self) -> dict[str, Standing]:
        """How every category stands in the half of the policy that is shown."""
        asked = (self.draft.pair.string_for(self.kind), self.draft.pair.parents, self.taxonomy)
        if asked != self._standings_of:
            literal = self.draft.pair.parents is Parents.LITERAL
            thresholds = self.draft.string(self.kind).thresholds
            self._standings = standings(thresholds, self.taxonomy, parents_count=literal)
            self._standings_of = asked
        return self._standings

    def show_kind(self, kind: MediaKind) -> None:
        """Turn to pictures or to videos."""
        if kind is not self.kind:
            self.finish_typing()
            self.kind = kind
            self.switched.emit()

    def show_taxonomy(self, shown: Taxonomy) -> None:
        """Turn to the categories of another version; the policy stays as it is."""
        if shown is not self.taxonomy:
            self.taxonomy = shown
            self.switched.emit()

    def show_applied(self, applied: PolicyPair) -> None:
        """Tell which policy the library has now."""
        self._put(self.draft.rebased(applied))

    def type_text(self, text: str) -> None:
        """Hear what a person is typing: there may be something to say of it, and nothing else changes yet."""
        self._typed[self.kind] = text
        self.remarked.emit()

    def take_text(self) -> None:
        """Make a valid text the draft's; a faulty one changes nothing."""
        string = self.outcome.string if self.kind in self._typed else None
        if string is not None:
            self._put(self.draft.with_string(self.kind, string), keep_typed=True)

    def finish_typing(self) -> None:
        """Take a valid text and write it in its one proper form; a faulty one stays as it is, to be mended."""
        self.take_text()
        if self.kind in self._typed and self.outcome.valid:
            del self._typed[self.kind]
            self.remarked.emit()

    def choose(self, slug: str, threshold: Threshold) -> None:
        """Give one category a threshold of its own."""
        self.take_text()
        self._put(self.draft.with_threshold(self.kind, slug, threshold))

    def ignore(self, slug: str, on: bool) -> None:
        """Ignore one category, or heed it again as it was heeded before."""
        self.take_text()
        standing = self.standings[slug]
        if on:
            self._before_ignore[self.kind, slug] = standing.own
            self.choose(slug, IGNORE)
            return
        without = self.draft.with_threshold(self.kind, slug, None).string(self.kind).thresholds
        inherited = standings(without, self.taxonomy, parents_count=False)[slug].effective
        before = self._before_ignore.pop((self.kind, slug), None)
        self._put(self.draft.with_threshold(self.kind, slug, heeded(inherited, before)))

    def reset(self, slug: str) -> None:
        """Let one category inherit again."""
        self.take_text()
        self._put(self.draft.with_threshold(self.kind, slug, None))

    def mend(self, slug: str) -> None:
        """Make the override of one category take effect."""
        self.take_text()
        self._put(self.draft.with_mend(self.kind, slug, self.taxonomy))

    def read_parents(self, parents: Parents) -> None:
        """Count parent labels in this way."""
        self.take_text()
        self._put(self.draft.with_parents(parents))

    def exempt(self, exemption: Exemption) -> None:
        """Let labels pass in what is of a content type."""
        self.take_text()
        self._put(self.draft.with_exemption(exemption))

    def count_again(self, exemption: Exemption) -> None:
        """Take an exemption back."""
        self.take_text()
        self._put(self.draft.without_exemption(exemption))

    def load(self, pair: PolicyPair) -> None:
        """Edit another policy, such as a preset."""
        self._typed.clear()
        self._put(self.draft.with_pair(pair))
        self.remarked.emit()

    def revert(self) -> None:
        """Go back to the applied policy, and drop what was typed."""
        self.load(self.draft.applied)

    def _put(self, draft: Draft, *, keep_typed: bool = False) -> None:
        before = self.draft
        self.draft = draft
        if not keep_typed and draft.pair.string_for(self.kind) != before.pair.string_for(self.kind):
            self._typed.pop(self.kind, None)
        if draft != before:
            self.edited.emit()
            if not keep_typed:
                self.remarked.emit()
