"""How two policies differ, in words: for the history, and before a policy is applied."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from rekreview.domain.assets import MediaKind
from rekreview.domain.exemptions import Exemption
from rekreview.domain.policy import Parents, PolicyPair, Threshold
from rekreview.domain.thresholds import write_threshold
from rekreview.ui.exempting import exemption_words
from rekreview.ui.policy.differences import Difference, differences


def difference_lines(before: PolicyPair, after: PolicyPair, most: int) -> list[str]:
    """One line for each thing that changes from one policy to another, thresholds first and at most `most` of them."""
    found = differences(before, after)
    lines = [_say(difference) for difference in found[:most]]
    if len(found) > most:
        lines.append(_translate("and {count} more").format(count=len(found) - most))
    if before.parents is not after.parents:
        leaf = after.parents is Parents.LEAF
        lines.append(_translate("Leaf labels decide") if leaf else _translate("Parent labels count"))
    lines += [_translate("Exempt: {}").format(exemption_words(one)) for one in _added(before, after)]
    lines += [_translate("No longer exempt: {}").format(exemption_words(one)) for one in _added(after, before)]
    return [*lines, *_other_items(before, after)]


def _say(difference: Difference) -> str:
    medium = _translate("pictures") if difference.kind is MediaKind.IMAGE else _translate("videos")
    return _translate("{category}: {before} → {after} ({medium})").format(
        category=difference.slug, before=_value(difference.before), after=_value(difference.after), medium=medium
    )


def _other_items(before: PolicyPair, after: PolicyPair) -> list[str]:
    """Strings that differ although no threshold does: other moderations, a floor, another order or name."""
    return [
        f"{old} → {new}"
        for kind in MediaKind
        if (old := before.string_for(kind)) != (new := after.string_for(kind))
        and before.for_kind(kind).overrides == after.for_kind(kind).overrides
    ]


def _value(threshold: Threshold | None) -> str:
    return _translate("inherited") if threshold is None else write_threshold(threshold)


def _added(before: PolicyPair, after: PolicyPair) -> list[Exemption]:
    """The exemptions of one policy that another does not have."""
    return [one for one in after.exemptions if one not in before.exemptions]


def _translate(text: str) -> str:
    return QCoreApplication.translate("difference_words", text)
