"""Exemptions and content types in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from rekreview.domain.assets import DetectionView, EngineName, MediaKind
from rekreview.domain.content_types import ANIMATED, ILLUSTRATED, same
from rekreview.domain.exemptions import Exemption
from rekreview.domain.taxonomy import VERSIONS, taxonomy
from rekreview.domain.verdict import Exempted

ON_DEVICE_TELLS_NONE = "The on-device check tells no content types, so nothing it looked at is exempt."


def tr(text: str) -> str:
    """A text in the reviewer's language."""
    return QCoreApplication.translate("exempting", text)


def content_type_word(name: str) -> str:
    """A content type at the start of a line: "Animated"."""
    for known in (ANIMATED, ILLUSTRATED):
        if same(name, known):
            return tr(known)
    return name


def category_word(slug: str) -> str:
    """The name of a category, in the newest taxonomy that has it."""
    found = (taxonomy(version).get(slug) for version in VERSIONS)
    return next((category.name for category in found if category is not None), slug)


def exemption_words(exemption: Exemption) -> str:
    """What an exemption does: "Animated, 80 % or more: Violence does not reject"."""
    categories = [category_word(slug) for slug in exemption.categories]
    if not categories:
        words = tr("{content_type}, {least} % or more: no label rejects")
    elif len(categories) == 1:
        words = tr("{content_type}, {least} % or more: {categories} does not reject")
    else:
        words = tr("{content_type}, {least} % or more: {categories} do not reject")
    return words.format(
        content_type=content_type_word(exemption.content_type),
        least=f"{exemption.least_confidence:g}",
        categories=", ".join(categories),
    )


def _exempt_medium(content_type: str, kind: MediaKind) -> str:
    pictures = kind is MediaKind.IMAGE
    words = tr("{content_type} pictures are exempt") if pictures else tr("{content_type} videos are exempt")
    return words.format(content_type=content_type_word(content_type).lower())


def why_spared(spared: Sequence[Exempted], kind: MediaKind) -> str:
    """Why an asset that labels would reject is not: the strongest of them, and the content type."""
    first = spared[0]
    return tr("It would be rejected by {category} {confidence}, but {medium}.").format(
        category=first.offence.name,
        confidence=_whole(first.offence.confidence),
        medium=_exempt_medium(first.content_type, kind),
    )


def also_spared(spared: Sequence[Exempted], kind: MediaKind) -> str:
    """Which labels of a rejected asset were not counted, and why; "" if all were."""
    if not spared:
        return ""
    names = ", ".join(dict.fromkeys(one.offence.name for one in spared))
    words = tr("Not counted, since {medium}: {categories}.")
    return words.format(medium=_exempt_medium(spared[0].content_type, kind), categories=names)


def content_types_line(detection: DetectionView) -> str:
    """What a detection says of the content type: "Content: Animated 98 %"; "" if it says nothing."""
    if detection.engine is EngineName.ON_DEVICE:
        return tr("The on-device check tells no content types.")
    told = [f"{content_type_word(name)} {_whole(confidence)} %" for name, confidence in detection.content_types]
    return tr("Content: {}").format(", ".join(told)) if told else ""


def _whole(confidence: float) -> str:
    """A confidence as a whole number. 99.6 stays 99: only full certainty reads 100."""
    return str(int(confidence)) if confidence >= 99 else str(round(confidence))
