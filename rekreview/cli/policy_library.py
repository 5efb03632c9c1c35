"""`policy preview`, `policy apply` and `policy show`: the policy of a library."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rekreview.cli.exempting import add_exempt, exemption_lines, with_exemptions
from rekreview.cli.exits import Exit
from rekreview.cli.output import table
from rekreview.cli.registry import Entry
from rekreview.cli.text import counted, listed, plain_text
from rekreview.domain.policy import Parents, PolicyPair

if TYPE_CHECKING:
    from rekreview.cli.call import Call
    from rekreview.library.values import AppliedOutcome, AppliedPolicy
    from rekreview.pipeline.deciding import Preview

_SHOWN = ("approved", "rejected", "pending", "not_moderated")


def _preview_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("string", metavar="STRING", help="replaces the string of its medium; the other stays")
    add_parents(parser)
    add_exempt(parser)


def add_parents(parser: argparse.ArgumentParser) -> None:
    """The option that says how parent labels count."""
    parser.add_argument("--parents", choices=("literal", "leaf"), help="how parent labels count (as applied now)")


def changed_pair(
    applied: PolicyPair, string: str, parents: str | None, exempt: Sequence[str] | None = None
) -> PolicyPair:
    """The applied pair with one string replaced, and with another reading and other exemptions if some are named.

    Raises BadModerationString, InvalidValue.
    """
    return with_exemptions(with_parents(applied.with_string(string), parents), exempt)


def with_parents(pair: PolicyPair, parents: str | None) -> PolicyPair:
    """The pair in the reading that is named, or as it is for None."""
    return replace(pair, parents=Parents(parents)) if parents else pair


def _changed(call: Call, applied: PolicyPair) -> PolicyPair:
    arguments = call.arguments
    return changed_pair(applied, arguments.string, arguments.parents, arguments.exempt)


def _preview(call: Call) -> int:
    from rekreview.cli.shapes import flips_document
    from rekreview.domain.moderation_string import parse
    from rekreview.pipeline.deciding import preview

    parse(call.arguments.string)
    with call.library() as library:
        applied = library.queries.policy().pair
        found = preview(library, _changed(call, applied))
    document = {
        **{status.value: number for status, number in found.counts.items() if status in _SHOWN},
        "flips": flips_document(found.to_rejected, found.to_approved),
        "below_floor": [
            {"category": below.category, "floor": below.floor, "assets": below.assets} for below in found.below_floor
        ],
    }
    call.output.document(document, lambda: _preview_lines(found, call.settings.price_per_call_usd))
    return Exit.DONE


def _preview_lines(found: Preview, price_usd: float) -> Iterable[str]:
    counts = [(status.replace("_", " "), number) for status, number in found.counts.items() if status in _SHOWN]
    yield from table(("STATUS", "ASSETS"), counts)
    yield from _flip_lines("would become", found.to_rejected, found.to_approved)
    for below in found.below_floor:
        yield (
            f"{below.category}: {counted(below.assets, 'asset')} were asked for labels from {below.floor:g} on only, "
            "so that some may be missing. "
            f"To ask Amazon Rekognition again costs about {below.assets * price_usd:.3f} USD."
        )


def _flip_lines(become: str, to_rejected: tuple[int, ...], to_approved: tuple[int, ...]) -> Iterable[str]:
    for word, ids in (("rejected", to_rejected), ("approved", to_approved)):
        which = f": {listed(map(str, ids), most=10)}" if ids else ""
        yield f"{counted(len(ids), 'asset')} {become} {word}{which}"


def _apply_arguments(parser: argparse.ArgumentParser) -> None:
    _preview_arguments(parser)
    parser.add_argument(
        "--name", type=plain_text, metavar="N", help="what to call the policy (default: its name so far)"
    )


def _apply(call: Call) -> int:
    from rekreview.cli.shapes import flips_document
    from rekreview.domain.moderation_string import parse

    parse(call.arguments.string)
    with call.library() as library:
        applied = library.queries.policy()
        pair = _changed(call, applied.pair)
        outcome = library.commands.apply_policy(pair, name=call.arguments.name or applied.name)
    document = {
        "policy": outcome.policy,
        "version": outcome.version,
        "flips": flips_document(outcome.to_rejected, outcome.to_approved),
    }
    call.output.document(document, lambda: _apply_lines(outcome))
    return Exit.DONE


def _apply_lines(outcome: AppliedOutcome) -> Iterable[str]:
    yield f"The library's policy is {outcome.policy}, version {outcome.version}."
    yield from _flip_lines("became", outcome.to_rejected, outcome.to_approved)


def _no_arguments(_parser: argparse.ArgumentParser) -> None:
    """Showing the policy takes none."""


def _show(call: Call) -> int:
    from rekreview.cli.shapes import pair_document
    from rekreview.cli.text import moment

    with call.library() as library:
        applied = library.queries.policy()
    document = {
        "policy": applied.name,
        "version": applied.version,
        **pair_document(applied.pair),
        "created": moment(applied.created),
    }
    call.output.document(document, lambda: _show_lines(applied))
    return Exit.DONE


def _show_lines(applied: AppliedPolicy) -> Iterable[str]:
    yield f"{applied.name}, version {applied.version}, applied {applied.created.astimezone():%Y-%m-%d %H:%M}"
    yield from pair_lines(applied.pair)


def pair_lines(pair: PolicyPair) -> Iterable[str]:
    """A policy for people: both strings, the reading if it is not the usual one, and what is exempt."""
    yield f"pictures: {pair.image}"
    yield f"videos:   {pair.video}"
    if pair.parents is Parents.LEAF:
        yield "Leaf labels decide: a parent label that a child explains does not count."
    yield from exemption_lines(pair.exemptions)


ENTRIES = {
    "policy preview": Entry(_preview_arguments, _preview),
    "policy apply": Entry(_apply_arguments, _apply),
    "policy show": Entry(_no_arguments, _show),
}
