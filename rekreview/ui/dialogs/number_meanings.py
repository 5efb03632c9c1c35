"""What the numbers in the settings mean: the tool tip of each field, by the name of its setting."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from rekreview.ui.keytable.spec import _T

_MEANINGS = {
    "min_confidence": _T(
        "meanings", "Labels of which Amazon Rekognition is less sure than this are not asked for, so not known later"
    ),
    "calls_per_second": _T(
        "meanings", "How many calls are begun in a second at most; 0 to learn what the account allows"
    ),
    "calls_at_once": _T("meanings", "How many calls may wait for their answers at the same time"),
    "budget_usd": _T("meanings", "A run stops before the call that would make it cost more than this; 0 for no limit"),
    "price_per_call_usd": _T(
        "meanings", "What one picture costs at Amazon, as you read it there; every cost told here is reckoned with it"
    ),
    "price_per_video_minute_usd": _T(
        "meanings", "What a minute of a video checked whole costs at Amazon, as you read it there"
    ),
    "frame_interval_ms": _T(
        "meanings", "How many frames of a second of a video are looked at; more find shorter moments and take longer"
    ),
    "video_jobs_at_once": _T(
        "meanings", "How many videos Amazon checks for you at the same time, of those the account allows"
    ),
    "pause_after_minutes": _T(
        "meanings", "After so many minutes of sharp pictures of heavy categories a pause is suggested; 0 for never"
    ),
}


def meaning(name: str) -> str:
    """What the number of a setting means, "" where its field says it by itself."""
    return QCoreApplication.translate("meanings", _MEANINGS[name]) if name in _MEANINGS else ""
