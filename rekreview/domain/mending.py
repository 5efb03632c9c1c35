"""What to write instead of what is wrong in a moderation string, where there is one plain answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from rekreview.domain.assets import MediaKind
from rekreview.domain.moderation_string import KINDS, MACHINE_KINDS, Remark, check, parse, resolve
from rekreview.domain.moderation_string_numbers import read_number
from rekreview.domain.renaming import renamed
from rekreview.domain.taxonomy import Taxonomy, counterparts, slug_of
from rekreview.domain.taxonomy import taxonomy as taxonomy_of
from rekreview.domain.thresholds import write_number


@dataclass(frozen=True, slots=True)
class Mend:
    """One click's worth of mending. instead: what stands there afterwards, for the button; text: the whole string."""

    instead: str
    text: str


def mend(text: str, remark: Remark, media: MediaKind | None, taxonomy: Taxonomy) -> Mend | None:
    """How to mend what one remark on a text is about; None if that takes a person's thought.

    A mend never makes a second fault: it is only offered if the text has fewer errors after it, or none and one warning
    less.
    """
    if remark.code == "other_taxonomy":
        found = _rename(text, remark, taxonomy)
    else:
        instead = _instead(remark, media)
        end = remark.position + len(remark.token)
        found = Mend(instead, text[: remark.position] + instead + text[end:]) if instead else None
    return found if found is not None and _is_better(found.text, text, media, taxonomy) else None


def _is_better(after: str, before: str, media: MediaKind | None, taxonomy: Taxonomy) -> bool:
    then, now = check(after, media, taxonomy), check(before, media, taxonomy)
    return len(then.errors) < len(now.errors) or (then.valid and len(then.warnings) < len(now.warnings))


def _rename(text: str, remark: Remark, taxonomy: Taxonomy) -> Mend | None:
    if not check(text).valid:
        return None
    slug = resolve(slug_of(remark.token))
    names = [category.slug for category in counterparts(slug, taxonomy)]
    return Mend(", ".join(names), renamed(parse(text), taxonomy, only=slug).canonical()) if names else None


def _instead(remark: Remark, media: MediaKind | None) -> str:
    if remark.code == "wrong_media":
        return next(kind for kind, meant in MACHINE_KINDS.items() if meant is media)
    written = _INSTEAD.get(remark.code)
    return written(remark.token) if written else ""


def _hundredth(token: str) -> str:
    number = Decimal(token.strip().rstrip("% "))
    return write_number(number / 100) if number <= 100 else ""


def _number(token: str) -> str:
    """A token that becomes a threshold by little things, "" if it does not."""
    number = read_number(token)
    return write_number(number) if isinstance(number, Decimal) else ""


def _nearest_kind(token: str) -> str:
    return token.lower() if token.lower() in KINDS else _nearest(token.lower(), KINDS)


def _nearest_category(token: str) -> str:
    known = [category.slug for version in ("v7", "v6") for category in taxonomy_of(version).categories]
    return _nearest(slug_of(token), known)


def _nearest(word: str, words: tuple[str, ...] | list[str]) -> str:
    from difflib import get_close_matches  # Late: slow to import, and most strings are right.

    return "".join(get_close_matches(word, words, n=1))


_INSTEAD: Final[dict[str, Callable[[str], str]]] = {
    "decimal_comma": lambda token: _number(token.replace(",", ".")),
    "out_of_range": _hundredth,
    "percent_sign": _hundredth,
    "bad_number": lambda token: _number(f"{token}0"),
    "sign": lambda token: _number(token[1:]),
    "comma": lambda _token: ":",
    "unknown_kind": _nearest_kind,
    "unknown_category": _nearest_category,
}
