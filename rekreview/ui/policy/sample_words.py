"""What a blind sample says to people: how far it is judged, and what the policy misses by it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from rekreview.library.values import AppliedPolicy, Lottery
from rekreview.ui import naming
from rekreview.ui.policy.share_words import whole_percent


def sample_title(sample: Lottery) -> str:
    """How a sample is called in a list."""
    judged, drawn = len(sample.asset_ids) - len(sample.waiting), len(sample.asset_ids)
    words = _translate("Sample {number}: {judged} of {drawn} judged")
    return words.format(number=sample.id, judged=naming.number(judged), drawn=naming.number(drawn))


def sample_lines(sample: Lottery, applied: AppliedPolicy | None) -> list[str]:
    """What is known by a sample, and what that is about. applied: the policy there is now, if that is known."""
    lines = [_known(sample)]
    if applied is not None and (applied.name, applied.version) != (sample.policy, sample.version):
        lines.append(_translate("The policy changed since. Draw another sample to learn what it misses now."))
    return lines


def drawn_words(sample: Lottery) -> str:
    """When and how it was drawn, so that it can be drawn again."""
    by = _translate(" by {reviewer}").format(reviewer=sample.reviewer) if sample.reviewer else ""
    words = _translate("Drawn {moment}{by}, seed {seed}.")
    return words.format(moment=naming.moment(sample.created), by=by, seed=sample.seed)


def _known(sample: Lottery) -> str:
    found = sample.estimate
    if found.recall is None:
        return _translate("No estimate yet: every part of the sample needs an answer first.")
    words = _translate(
        "{policy}, version {version}, rejects {recall} % ({low}–{high}) of what ought to be rejected. It misses about "
        "{missed} ({fewest} to {most})."
    )
    return words.format(
        policy=sample.policy,
        version=sample.version,
        recall=whole_percent(found.recall),
        low=whole_percent(found.interval.low),
        high=whole_percent(found.interval.high),
        missed=naming.assets(round(found.missed)),
        fewest=naming.number(round(found.missed_low)),
        most=naming.number(round(found.missed_high)),
    )


def _translate(text: str) -> str:
    return QCoreApplication.translate("samples", text)
