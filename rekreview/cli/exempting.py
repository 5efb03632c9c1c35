"""`--exempt`: content types whose labels do not reject, named beside the moderation string."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from rekreview.cli.exits import UsageError
from rekreview.domain.exemptions import Exemption, parse_exemption
from rekreview.domain.policy import PolicyPair

NOTHING: Final = "none"


def add_exempt(parser: argparse.ArgumentParser, otherwise: str = "as applied now") -> None:
    """The option that says which content types are exempt. otherwise: what counts if it is not given."""
    parser.add_argument(
        "--exempt",
        action="append",
        metavar="NAME:CONFIDENCE[:SLUG,SLUG…]",
        help="let labels of these categories (all if none is named) pass in what is Animated or Illustrated with this "
        f"confidence (0–100) or more; may be given several times; none for no exemption ({otherwise})",
    )


def with_exemptions(pair: PolicyPair, texts: Sequence[str] | None) -> PolicyPair:
    """The pair with the exemptions that are named in place of its own, or as it is for None. Raises InvalidValue."""
    return pair if texts is None else replace(pair, exemptions=exemptions(texts))


def exemptions(texts: Sequence[str]) -> tuple[Exemption, ...]:
    """The exemptions that are named, each once. Raises InvalidValue, or UsageError for `none` beside others."""
    if NOTHING not in texts:
        return tuple(dict.fromkeys(map(parse_exemption, texts)))
    if set(texts) != {NOTHING}:
        raise UsageError(f"--exempt {NOTHING} stands beside another exemption.", "Give one or the other.")
    return ()


def exemption_lines(exemptions: Iterable[Exemption]) -> Iterable[str]:
    """Exemptions for people, one a line."""
    for one in exemptions:
        what = ", ".join(one.categories) if one.categories else "every category"
        yield f"Exempt: {what} in what is {one.content_type}, {one.least_confidence:g} or more."
