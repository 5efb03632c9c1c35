"""The words that go with every answer of the on-device engine: a key for the translation, and its English text."""

from __future__ import annotations

ESTIMATE_MARK = ("on_device.mark", "On-device estimate")
ESTIMATE_LONG = ("on_device.mark_long", "On-device estimate – not Amazon Rekognition")
ESTIMATE_TOOLTIP = (
    "on_device.tooltip",
    "Computed on this computer by a small open model. Not Amazon Rekognition. Accuracy unknown for your pictures; "
    "covers 8 of Rekognition's 52 labels.",
)
NOTHING_FOUND = ("on_device.nothing_found", "Nothing found by the on-device check")
NOT_COVERED = ("on_device.not_covered", "Not covered by the on-device check")

SHOWN_FROM, REVIEW_FROM, LIKELY_FROM = 35.0, 50.0, 85.0
"""Confidences from which an estimate is worth showing, needs a review, and is likely."""
