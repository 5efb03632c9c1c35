"""`policy suggest` and `policy sample`: what persons' decisions tell of thresholds, and of what the policy misses."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from rekreview.cli.exits import Exit, UsageError
from rekreview.cli.output import Document
from rekreview.cli.registry import Entry
from rekreview.cli.text import counted, listed, plain_text

if TYPE_CHECKING:
    from rekreview.cli.call import Call
    from rekreview.domain.assets import EngineName, MediaKind
    from rekreview.domain.estimates import Interval, Share
    from rekreview.domain.evidence import Evidence
    from rekreview.domain.suggesting import Goal, Suggestion
    from rekreview.library.library import Library
    from rekreview.library.values import Lottery

_NEXT: Final = 12
_SIZE: Final = 200
_SEEDS: Final = 2**31


def _suggest_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--category", required=True, metavar="C", help="the category, as a moderation string writes it")
    goal = parser.add_mutually_exclusive_group(required=True)
    goal.add_argument("--precision", type=float, metavar="P", help="right rejections among all, 0 to 1")
    goal.add_argument("--recall", type=float, metavar="R", help="what is found of all there is, 0 to 1")
    parser.add_argument("--media", choices=("image", "video"), default="image", help="which string it is for")
    parser.add_argument(
        "--engine", choices=("rekognition", "imported", "on-device"), help="whose labels (default: the one with a say)"
    )


def _suggest(call: Call) -> int:
    from rekreview.domain.assets import MediaKind
    from rekreview.domain.suggesting import Finding, suggest
    from rekreview.domain.taxonomy import slug_of

    goal, wanted = _goal(call.arguments)
    category, kind = slug_of(call.arguments.category), MediaKind(call.arguments.media)
    with call.library() as library:
        evidence = library.queries.evidence()
        engine = _engine(call, evidence, kind, category)
        found = suggest(evidence.of(kind, engine, category), goal, wanted)
        following = _following(library, found, kind, category)
    document: Document = {
        "category": category,
        "media": kind.value,
        "engine": engine.value,
        "goal": goal.value,
        "wanted": wanted,
        "finding": found.finding.value,
        "threshold": None if found.threshold is None else float(found.threshold),
        "precision": _share_document(found.precision),
        "recall": _share_document(found.recall),
        "judged": found.judged,
        "present": found.present,
        "more": found.more,
        "next": following,
    }
    call.output.document(document, lambda: _suggest_lines(found, category, engine, following))
    return Exit.DONE if found.finding is Finding.FOUND else Exit.INCOMPLETE


def _goal(arguments: argparse.Namespace) -> tuple[Goal, float]:
    """What is wanted. Raises UsageError for a share that is none."""
    from rekreview.domain.suggesting import Goal

    goal = Goal.RECALL if arguments.precision is None else Goal.PRECISION
    wanted = float(arguments.recall if arguments.precision is None else arguments.precision)
    if not 0.0 < wanted <= 1.0:
        raise UsageError(f"{wanted:g} is no {goal.value}.", "Give a number over 0 and up to 1, such as 0.95.")
    return goal, wanted


def _engine(call: Call, evidence: Evidence, kind: MediaKind, category: str) -> EngineName:
    """The engine that is named, else the weightiest of which something is known, else the one in the settings."""
    from rekreview.domain.assets import EngineName

    known = evidence.engines(kind, category)
    return EngineName(call.arguments.engine or (known[0] if known else call.settings.engine))


def _following(library: Library, found: Suggestion, kind: MediaKind, category: str) -> list[int]:
    """The assets a decision on which would tell most: nearest to the suggested threshold, else to the applied one.

    Raises InvalidValue for an unknown category.
    """
    from rekreview.domain.queues import QueueFilter
    from rekreview.domain.taxonomy import VERSIONS, taxonomy
    from rekreview.domain.thresholds import DEFAULT_THRESHOLD, IGNORE, percent

    threshold = found.threshold
    if threshold is None:
        policy = library.queries.policy().pair.for_kind(kind)
        applied = [policy.effective(taxonomy(version)).get(category) for version in VERSIONS]
        threshold = next((one for one in applied if one is not None and one is not IGNORE), DEFAULT_THRESHOLD)
    near = QueueFilter(category=category, kind=kind, boundary=float(percent(threshold)))
    found_ids: list[int] = library.queries.ids(near)[:_NEXT].tolist()
    return found_ids


def _share_document(share: Share) -> Document:
    return {"value": share.value, "low": share.interval.low, "high": share.interval.high, "of": share.counted}


def _suggest_lines(found: Suggestion, category: str, engine: EngineName, following: list[int]) -> Iterable[str]:
    from rekreview.domain.suggesting import FEWEST, Finding

    goal = found.goal.value
    if found.finding is Finding.FOUND:
        yield f"{category}: the threshold {found.threshold} has a {goal} of {_told(found.reached)} ({engine})."
        yield f"Its precision is {_told(found.precision)}, its recall {_told(found.recall)}."
        if not found.certain:
            yield f"It may well be less than the {_percent(found.wanted)} wanted: the interval begins below it."
    elif found.finding is Finding.OUT_OF_REACH:
        yield f"{category}: no threshold has a {goal} of {_percent(found.wanted)} on what is known ({engine})."
        yield f"The best there is has {_told(found.reached)}."
    else:
        yield f"{category}: too few decisions to suggest a threshold ({engine})."
        yield (
            f"{counted(found.judged, 'asset')} are known, of which {found.present} have the category; "
            f"at least {FEWEST} have to count for a {goal}."
        )
    yield "Only what persons marked or decided is counted. What nobody looked at is not in the recall."
    if found.more:
        yield f"About {counted(found.more, 'more decision')} would bring the {goal} to ±5 %."
    if following:
        yield f"Those that tell most: {listed(map(str, following), most=_NEXT)}"


def _told(share: Share) -> str:
    if share.value is None:
        return "not known"
    return f"{_percent(share.value)} ({_between(share.interval)}, on {counted(share.counted, 'asset')})"


def _between(interval: Interval) -> str:
    return f"95 % sure: {100 * interval.low:.0f}–{_percent(interval.high)}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _sample_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", type=int, metavar="N", help=f"how many assets to draw (default {_SIZE})")
    parser.add_argument("--seed", type=int, metavar="S", help="draws the same again (default: any, which is told)")
    parser.add_argument(
        "--reviewer", type=plain_text, metavar="NAME", help="who draws it (default: the one in the settings)"
    )
    parser.add_argument("--show", type=int, metavar="ID", help="draw nothing: tell what an earlier sample says so far")


def _sample(call: Call) -> int:
    arguments = call.arguments
    if arguments.show is not None and (arguments.size, arguments.seed) != (None, None):
        raise UsageError("--show draws nothing, so it takes neither a size nor a seed.", "Leave them out.")
    with call.library() as library:
        shown = _drawn(call, library) if arguments.show is None else library.queries.lottery(arguments.show)
    call.output.document(_sample_document(shown), lambda: _sample_lines(shown))
    return Exit.DONE


def _drawn(call: Call, library: Library) -> Lottery:
    """A new sample. Raises InvalidValue."""
    import secrets

    arguments = call.arguments
    size = _SIZE if arguments.size is None else arguments.size
    seed = secrets.randbelow(_SEEDS) if arguments.seed is None else arguments.seed
    return library.commands.draw_lottery(size, seed=seed, reviewer=arguments.reviewer or call.settings.reviewer)


def _sample_document(shown: Lottery) -> Document:
    """Nothing here says what the policy made of an asset, so that it can be judged blind."""
    estimate = shown.estimate
    return {
        "sample": shown.id,
        "seed": shown.seed,
        "policy": {"name": shown.policy, "version": shown.version},
        "assets": list(shown.asset_ids),
        "waiting": list(shown.waiting),
        "strata": [
            {"layer": one.layer.value, "assets": one.assets, "drawn": one.drawn, "answered": one.answered}
            for one in shown.strata
        ],
        "recall": {"value": estimate.recall, "low": estimate.interval.low, "high": estimate.interval.high},
        "missed": {"value": estimate.missed, "low": estimate.missed_low, "high": estimate.missed_high},
    }


def _sample_lines(shown: Lottery) -> Iterable[str]:
    estimate = shown.estimate
    drawn = counted(len(shown.asset_ids), "asset")
    yield f"Sample {shown.id}, seed {shown.seed}: {drawn} to judge without knowing the verdict."
    if shown.waiting:
        yield f"Decide each with `override`. Still to do: {listed(map(str, shown.waiting), most=_NEXT)}"
    if estimate.recall is None:
        yield "No estimate yet: every part of the sample needs an answer first."
        return
    yield (
        f"{shown.policy}, version {shown.version}, rejects {_percent(estimate.recall)} of what ought to be rejected "
        f"({_between(estimate.interval)}; {estimate.answered} of {estimate.drawn} judged)."
    )
    low, high = round(estimate.missed_low), round(estimate.missed_high)
    yield f"It misses about {counted(round(estimate.missed), 'asset')} (from {low:,} to {high:,})."


ENTRIES = {
    "policy suggest": Entry(_suggest_arguments, _suggest),
    "policy sample": Entry(_sample_arguments, _sample),
}
