"""A share in words, never without its 95 % interval and the number it rests on."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from rekreview.domain.estimates import Share
from rekreview.ui import naming


def share_words(share: Share) -> str:
    """83 % (55–95, of 12), or that nothing is known."""
    if share.value is None:
        return _translate("unknown")
    words = _translate("{share} % ({low}–{high}, of {counted})")
    return words.format(
        share=whole_percent(share.value),
        low=whole_percent(share.interval.low),
        high=whole_percent(share.interval.high),
        counted=naming.number(share.counted),
    )


def whole_percent(share: float) -> int:
    """A share of 0–1 in whole percent."""
    return round(100 * share)


def _translate(text: str) -> str:
    return QCoreApplication.translate("accuracy", text)
