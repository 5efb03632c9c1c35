"""The miss lottery: a blind sample of what the policy approved tells how much it misses.

Assets are drawn in strata by how near they were to being rejected, more from where misses are likely; a few of the
rejected ones go among them, so that whoever judges the sample cannot know what the policy said of any, and so that
wrong rejections are counted too. What persons decided before the draw is known and not drawn.

Recall is caught / (caught + missed): of the assets that ought to be rejected, those the policy rejects. Each stratum's
number has exact bounds (`estimates.bounds_in_a_whole`); they are joined by the method of variance estimates recovery
(Zou & Donner 2008 for sums, Donner & Zou 2012 for the ratio), which needs no normal tails where almost nothing is
missed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rekreview.domain.arrays import np
from rekreview.domain.estimates import UNKNOWN, Interval, bounds_in_a_whole
from rekreview.domain.lots import lots

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Layer(StrEnum):
    """The strata, by how far the strongest label was from its threshold (points of confidence)."""

    REJECTED = "rejected"
    NEAR = "near"
    MIDDLE = "middle"
    FAR = "far"
    FAINT = "faint"
    UNLABELLED = "unlabelled"


LAYERS: Final = tuple(Layer)
_EDGES: Final = (-60.0, -30.0, -10.0)
"""Margins between faint, far, middle and near."""
_LIKELY_MISSES: Final = {
    Layer.NEAR: 0.2,
    Layer.MIDDLE: 0.08,
    Layer.FAR: 0.03,
    Layer.FAINT: 0.01,
    Layer.UNLABELLED: 0.005,
}
"""Guesses that only share out the sample; the estimate does not rest on them."""
_REJECTED_SHARE: Final = 0.15
_LEAST_SHARE: Final = 0.06


@dataclass(frozen=True, slots=True)
class Stratum:
    """So many assets, of which so many were drawn. answered: judged so far; to_reject: of those, by a person."""

    layer: Layer
    assets: int
    drawn: int
    answered: int = 0
    to_reject: int = 0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sample: asset ids in the order they are to be judged in, the layer of each, and the strata."""

    asset_ids: tuple[int, ...]
    layers: tuple[Layer, ...]
    strata: tuple[Stratum, ...]


@dataclass(frozen=True, slots=True)
class RecallEstimate:
    """How much of what ought to be rejected the policy rejects. recall: None while a stratum has no answer.

    missed, caught: assets, as estimated; missed_low and missed_high bound the former. answered of drawn: how far the
    sample was judged. The intervals hold with a certainty of 95 %.
    """

    recall: float | None
    interval: Interval
    missed: float
    missed_low: float
    missed_high: float
    caught: float
    answered: int
    drawn: int


def layer_codes(rejected: NDArray[np.bool_], margin: NDArray[np.float64]) -> NDArray[np.int64]:
    """The layer of each asset as its place in LAYERS. margin: by how much a threshold is exceeded, NaN: no label."""
    codes = len(_EDGES) + 1 - np.searchsorted(_EDGES, np.nan_to_num(margin), side="right")
    codes[np.isnan(margin)] = LAYERS.index(Layer.UNLABELLED)
    codes[rejected] = LAYERS.index(Layer.REJECTED)
    return codes


def draw(
    asset_id: NDArray[np.int64], rejected: NDArray[np.bool_], margin: NDArray[np.float64], *, size: int, seed: int
) -> Drawn:
    """Draw a sample from assets nobody has decided on; the same seed draws the same from the same assets.

    Every asset gets a lot from the seed and its id alone, so what is imported later changes little of a draw.
    """
    lot = lots(asset_id, seed)
    codes = layer_codes(rejected, margin)
    sizes = [int((codes == code).sum()) for code in range(len(LAYERS))]
    chosen: list[NDArray[np.intp]] = []
    strata = []
    for code, number in enumerate(_shared_out(sizes, size)):
        members = np.flatnonzero(codes == code)
        chosen.append(members[np.argsort(lot[members], kind="stable")[:number]])
        if sizes[code]:
            strata.append(Stratum(LAYERS[code], sizes[code], number))
    rows = np.concatenate(chosen)
    # A second lot for the order: after the first one alone the small strata would come in a bunch.
    rows = rows[np.argsort(lots(asset_id[rows], ~seed), kind="stable")]
    layers = tuple(LAYERS[code] for code in codes[rows].tolist())
    return Drawn(tuple(asset_id[rows].tolist()), layers, tuple(strata))


def _shared_out(sizes: Sequence[int], size: int) -> list[int]:
    """How many to draw of each layer: more where more misses are likely, some of each, none beyond what it has."""
    total = min(size, sum(sizes))
    approved = sum(sizes[1:])
    weights = [_REJECTED_SHARE * (approved or 1)]
    spreads = [number * math.sqrt(_LIKELY_MISSES[layer]) for layer, number in zip(LAYERS[1:], sizes[1:], strict=True)]
    scale = (1 - _REJECTED_SHARE) * approved / (sum(spreads) or 1)
    weights += [spread * scale for spread in spreads]
    counts = [min(number, max(1, math.ceil(total * _LEAST_SHARE))) for number in sizes]
    while sum(counts) > total:
        counts[counts.index(max(counts))] -= 1
    while sum(counts) < total:
        open_layers = [one for one in range(len(sizes)) if counts[one] < sizes[one]]
        neediest = max(open_layers, key=lambda one: weights[one] / (counts[one] + 1))
        counts[neediest] += 1
    return counts


def tally(drawn: Sequence[tuple[int, Layer]], strata: Sequence[Stratum], answers: Mapping[int, bool]) -> list[Stratum]:
    """The strata with what persons said so far. answers: by asset, whether it ought to be rejected."""
    counted = []
    for stratum in strata:
        said = [answers[asset_id] for asset_id, layer in drawn if layer is stratum.layer and asset_id in answers]
        counted.append(Stratum(stratum.layer, stratum.assets, stratum.drawn, len(said), sum(said)))
    return counted


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number of assets, estimated, with the ends of its interval."""

    value: float
    low: float
    high: float


def estimate(strata: Sequence[Stratum], known_caught: int = 0, known_missed: int = 0) -> RecallEstimate:
    """The recall that a judged sample tells of. known_caught, known_missed: decided by persons before the draw."""
    caught = _amount([one for one in strata if one.layer is Layer.REJECTED], known_caught)
    missed = _amount([one for one in strata if one.layer is not Layer.REJECTED], known_missed)
    complete = all(one.answered for one in strata) and caught.value + missed.value > 0
    return RecallEstimate(
        recall=caught.value / (caught.value + missed.value) if complete else None,
        interval=_recall_interval(caught, missed) if complete else UNKNOWN,
        missed=missed.value,
        missed_low=missed.low,
        missed_high=missed.high,
        caught=caught.value,
        answered=sum(one.answered for one in strata),
        drawn=sum(one.drawn for one in strata),
    )


def _amount(strata: Sequence[Stratum], known: int) -> _Amount:
    value = down = up = 0.0
    for one in strata:
        low, high = bounds_in_a_whole(one.to_reject, one.answered, one.assets)
        likely = one.assets * one.to_reject / one.answered if one.answered else 0.0
        value += likely
        down += (likely - low) ** 2
        up += (high - likely) ** 2
    # What was seen is certain, whatever the rest is; and no more can there be than was not seen to be otherwise.
    seen = sum(one.to_reject for one in strata)
    most = sum(one.assets - one.answered + one.to_reject for one in strata)
    low_end, high_end = max(seen, value - math.sqrt(down)), min(most, value + math.sqrt(up))
    return _Amount(known + value, known + low_end, known + high_end)


def _recall_interval(caught: _Amount, missed: _Amount) -> Interval:
    """Where caught / (caught + missed) lies.

    The low end joins both as independent. The high end takes both at their best: where a single miss was seen, what is
    certain of it would otherwise be blurred by what is not of the caught ones.
    """
    if caught.high <= 0:
        return Interval(0.0, 0.0)
    high = caught.high / (caught.high + missed.low)
    if caught.low <= 0:
        return Interval(0.0, high)
    return Interval(1 / (1 + _highest_ratio(missed, caught)), high)


def _highest_ratio(over: _Amount, under: _Amount) -> float:
    """The upper end of the ratio of two independent amounts, from their intervals."""
    product = over.value * under.value
    inner = product**2 - over.high * under.low * (2 * over.value - over.high) * (2 * under.value - under.low)
    return (product + math.sqrt(max(inner, 0.0))) / (under.low * (2 * under.value - under.low))
