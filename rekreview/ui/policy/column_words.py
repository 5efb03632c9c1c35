"""What the columns of the category tree are called, and what each of their numbers means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from rekreview.domain.trial import CategoryEffect
from rekreview.ui import naming
from rekreview.ui.policy.geometry import Columns


def _T(_context: str, source: str) -> str:
    """Marks a text for lupdate (-tr-function-alias QT_TRANSLATE_NOOP+=_T); it is translated when it is shown."""
    return source


TITLES: Final = {
    "name": _T("columns", "Category"),
    "bar": _T("columns", "Rejects above"),
    "number": _T("columns", "Threshold"),
    "ignore": _T("columns", "Ignore"),
    "words": _T("columns", "Comes from"),
    "count": _T("columns", "Over"),
    "flips": _T("columns", "Flips"),
    "alone": _T("columns", "Alone"),
}
HINTS: Final = {
    "name": _T(
        "columns",
        "The categories of the taxonomy. A dashed circle: the on-device estimate does not look for it. Under a name: "
        "precision (P) and recall (R) of the engine at the threshold with their 95 % intervals, as far as decisions "
        "and label marks tell.",
    ),
    "bar": _T(
        "columns",
        "From 0 to 100 %: how sure the engine was of this category, asset by asset, as bars (heights by square root). "
        "The line is the threshold: drag it, or move it by 0.01 with the arrow keys and by 0.001 with Shift. Red is "
        "what it rejects; hatched is where labels were not asked for.",
    ),
    "number": _T(
        "columns",
        "A label rejects if its confidence is over this number: 0.60 is 60 %. The arrow keys step by 0.01, with Shift "
        "by 0.001.",
    ),
    "ignore": _T("columns", "Labels of an ignored category never reject."),
    "words": _T("columns", "Whether the category has a threshold of its own, or whose it inherits."),
    "count": _T("columns", "How many assets of this medium have a label over the threshold here."),
    "flips": _T(
        "columns",
        "Against the applied policy: +, assets that would become rejected with a label here; −, assets that would "
        "become approved and are held by a label here now.",
    ),
    "alone": _T(
        "columns",
        "How many undecided assets are rejected by nothing but this category and those above it, which Amazon "
        "Rekognition names along with each label: without this line of labels they would be approved. Each asset "
        "counts once, at the lowest category of its line.",
    ),
}
MEANINGS: Final = ("count", "flips", "alone")


def title(column: str) -> str:
    """What a column is called."""
    return _translate(TITLES[column])


def hint(column: str) -> str:
    """What a column tells."""
    return _translate(HINTS[column])


def column_at(place: Columns, across: int) -> str:
    """The column at so many pixels from the left, "" between two."""
    found = (name for name in TITLES if (span := getattr(place, name)) and span.left <= across < span.right)
    return next(found, "")


def effect_words(column: str, effect: CategoryEffect) -> str:
    """One of a category's numbers, with what it means."""
    if column == "count":
        return _translate("{count} have a label over its threshold").format(count=naming.assets(effect.over))
    if column == "alone":
        words = _translate(
            "{count} are rejected by nothing but this category and those above it; without them they would be approved"
        )
        return words.format(count=naming.assets(effect.alone))
    words = _translate(
        "against the applied policy, {rejected} would become rejected with a label here, "
        "and {approved}, held by a label here now, would become approved"
    )
    return words.format(rejected=naming.assets(effect.to_rejected), approved=naming.assets(effect.to_approved))


def short_effect(columns: Sequence[str], effect: CategoryEffect) -> str:
    """Some of a category's numbers in a line of their own, for who has no columns for them."""
    forms = {
        "count": _translate("{count} over").format(count=naming.number(effect.over)),
        "flips": f"+{naming.number(effect.to_rejected)} −{naming.number(effect.to_approved)}",
        "alone": _translate("{count} alone").format(count=naming.number(effect.alone)),
    }
    return " · ".join(forms[column] for column in columns)


def _translate(text: str) -> str:
    return QCoreApplication.translate("columns", text)
