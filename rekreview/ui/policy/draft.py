"""The policy that is being edited and not yet applied: a value, with every edit as a function from draft to draft."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rekreview.domain.assets import MediaKind
from rekreview.domain.exemptions import Exemption, without
from rekreview.domain.moderation_string import ModerationString, parse
from rekreview.domain.policy import Parents, PolicyPair, Threshold, mended
from rekreview.domain.taxonomy import Taxonomy
from rekreview.domain.thresholds import DEFAULT_THRESHOLD, IGNORE


@dataclass(frozen=True, slots=True)
class Draft:
    """A policy beside the applied one it grew out of. Both strings are always valid; faulty text never gets here."""

    applied: PolicyPair
    pair: PolicyPair

    @property
    def edited(self) -> bool:
        """Whether applying would change anything."""
        return self.pair != self.applied

    def differs(self, kind: MediaKind) -> bool:
        """Whether the string of this medium differs from the applied one."""
        return self.pair.string_for(kind) != self.applied.string_for(kind)

    def string(self, kind: MediaKind) -> ModerationString:
        """The string of one medium."""
        return parse(self.pair.string_for(kind))

    def with_string(self, kind: MediaKind, string: ModerationString) -> Draft:
        """The draft with the string of one medium replaced."""
        written = string.canonical()
        return self.with_pair(
            replace(self.pair, image=written) if kind is MediaKind.IMAGE else replace(self.pair, video=written)
        )

    def with_pair(self, pair: PolicyPair) -> Draft:
        """Another policy being edited, beside the same applied one."""
        return replace(self, pair=pair)

    def with_parents(self, parents: Parents) -> Draft:
        """The draft with parent labels counted in this way."""
        return self.with_pair(replace(self.pair, parents=parents))

    def with_exemption(self, exemption: Exemption) -> Draft:
        """The draft with one more exemption; one that is there already changes nothing."""
        return self.with_pair(replace(self.pair, exemptions=tuple(dict.fromkeys((*self.pair.exemptions, exemption)))))

    def without_exemption(self, exemption: Exemption) -> Draft:
        """The draft in which these labels count again."""
        return self.with_pair(replace(self.pair, exemptions=without(self.pair.exemptions, exemption)))

    def with_threshold(self, kind: MediaKind, slug: str, value: Threshold | None) -> Draft:
        """The draft with one category's threshold set, or inherited again for None."""
        return self.with_string(kind, self.string(kind).with_threshold(slug, value, kind))

    def with_mend(self, kind: MediaKind, slug: str, taxonomy: Taxonomy) -> Draft:
        """The draft in which the override of `slug` takes effect: stricter ancestors give way, all others stay."""
        string = self.string(kind)
        for changed, value in mended(string.thresholds, slug, taxonomy).items():
            if string.thresholds.get(changed) != value:
                string = string.with_threshold(changed, value, kind)
        return self.with_string(kind, string)

    def rebased(self, applied: PolicyPair) -> Draft:
        """The draft after another policy was applied: edits stay, and a draft without edits follows."""
        return Draft(applied, self.pair if self.edited else applied)


def heeded(inherited: Threshold, before: Threshold | None) -> Threshold | None:
    """What a category gets when it is no longer ignored: what it had before, if that is heeded; else the default.

    inherited: what it would inherit. before: its own threshold before it was ignored, None if it inherited.
    """
    if before is not None and before is not IGNORE:
        return before
    return DEFAULT_THRESHOLD if inherited is IGNORE else None
