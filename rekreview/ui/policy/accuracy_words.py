"""How well an engine does, in words: shortly for a row, and in full for its tool tip."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from rekreview.domain.assets import EngineName
from rekreview.domain.estimates import Share
from rekreview.domain.thresholds import IGNORE, Threshold, percent
from rekreview.library.values import FloorCount
from rekreview.ui import naming
from rekreview.ui.policy.knowledge import Accuracy
from rekreview.ui.policy.share_words import share_words, whole_percent


def short_forms(accuracy: Accuracy) -> tuple[str, ...]:
    """What a row says of one engine, the longest form first. A share never stands without its 95 % interval: of few
    decisions 100 % alone would say more than is known.
    """
    full = _translate("precision {precision} · recall {recall}")
    brief = _translate("P {precision}  R {recall}")
    shares = {"precision": accuracy.precision, "recall": accuracy.recall}
    return tuple(
        words.format(**{name: say(share) for name, share in shares.items()})
        for words, say in ((full, share_words), (full, _with_interval), (brief, _with_interval), (brief, _interval))
    )


def in_full(accuracies: Sequence[Accuracy]) -> list[str]:
    """Engine by engine, each number with what it means and what it rests on."""
    return [line for accuracy in accuracies for line in _engine(accuracy)]


def meaning_of_precision() -> str:
    """What that number says."""
    return _translate("Precision: of the assets over the threshold, so many are right.")


def meaning_of_recall() -> str:
    """What that number says."""
    return _translate("Recall: of the assets where it is there, so many are over the threshold.")


def rests_on(accuracy: Accuracy) -> str:
    """What the numbers of one engine rest on."""
    rests = _translate(
        "In brackets the 95 % interval. It rests on {assets} that persons judged, {marked} by label marks."
    )
    return rests.format(assets=naming.assets(accuracy.judged), marked=naming.number(accuracy.marked))


def unknown_ground(floors: Sequence[FloorCount], threshold: Threshold, price_usd: float) -> list[str]:
    """What a threshold under the floor of some answers means, and what asking again would cost."""
    if threshold is IGNORE:
        return []
    return [_floor(one, price_usd) for one in floors if percent(threshold) < one.floor]


def _floor(one: FloorCount, price_usd: float) -> str:
    words = _translate(
        "{engine} was asked for labels from {floor} % on only, on {assets}: what lies between this threshold and "
        "{floor} % is not known. {cost}"
    )
    if one.engine is EngineName.REKOGNITION:
        cost = _translate("Asking again with a lower floor takes {calls}, about {price}.")
        told = cost.format(calls=naming.calls(one.assets), price=naming.usd(one.assets * price_usd))
    elif one.engine is EngineName.ON_DEVICE:
        told = _translate("Asking again on this computer costs nothing.")
    else:
        told = _translate("Import answers with more labels to know.")
    return words.format(
        engine=naming.engine(one.engine), floor=f"{one.floor:g}", assets=naming.assets(one.assets), cost=told
    )


def _engine(accuracy: Accuracy) -> list[str]:
    precision = _translate("precision {share}: of those over the threshold, so many are right")
    recall = _translate("recall {share}: of those where it is there, so many are over the threshold")
    return [
        f"{naming.engine(accuracy.engine)}:",
        *(
            words.format(share=share_words(share)) + _more(share)
            for words, share in ((precision, accuracy.precision), (recall, accuracy.recall))
        ),
        rests_on(accuracy),
    ]


def _with_interval(share: Share) -> str:
    """83 % (55–95)."""
    if share.value is None:
        return "?"
    return f"{whole_percent(share.value)} % ({_ends(share)})"


def _interval(share: Share) -> str:
    """55–95 %."""
    if share.value is None:
        return "?"
    return f"{_ends(share)} %"


def _ends(share: Share) -> str:
    return f"{whole_percent(share.interval.low)}–{whole_percent(share.interval.high)}"


def _more(share: Share) -> str:
    more = share.more_for()
    return _translate("; {count} more would bring it to ±5 %").format(count=naming.number(more)) if more else ""


def _translate(text: str) -> str:
    return QCoreApplication.translate("accuracy", text)
