"""Reading a moderation string, character by character accountable: every fault is found, not only the first."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from rekreview.domain.assets import MediaKind
from rekreview.domain.moderation_string_numbers import (
    NumberFault,
    has_decimal_comma,
    is_usual,
    looks_like_value,
    read_number,
)
from rekreview.domain.moderation_string_remarks import Remark
from rekreview.domain.moderation_string_values import (
    DUPLICATE,
    FLOOR,
    KINDS,
    MACHINE_KINDS,
    MANUAL,
    Item,
    ModerationString,
    resolve,
)
from rekreview.domain.taxonomy import Taxonomy, counterparts, known_anywhere, slug_of, taxonomy
from rekreview.domain.thresholds import IGNORE, write_number


@dataclass(frozen=True, slots=True)
class Token:
    """A part between separators. text: without blanks around it; start: of that text; raw: with them, from `begin`."""

    text: str
    start: int
    raw: str
    begin: int

    @property
    def end(self) -> int:
        """Where the part and its blanks end: at the next separator, or at the end of the text."""
        return self.begin + len(self.raw)


@dataclass(slots=True)
class Reader:
    """Reads one text. Errors and warnings gather in the order in which they are met."""

    text: str
    media: MediaKind | None
    taxonomy: Taxonomy
    errors: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    names: dict[str, Token] = field(default_factory=dict)

    def read(self) -> ModerationString:
        """The string as far as it can be read: whole if `errors` stays empty."""
        if not self.text.strip():
            hint = "Write aws_rek for pictures or aws_rek_video for videos."
            self._error("empty", len(self.text), "", "There is nothing here.", hint)
            return ModerationString(())
        parts = [list(_split(raw, ":", begin)) for begin, raw in _pieces(self.text, "|")]
        self._check_order([tokens[0] for tokens in parts])
        return ModerationString(tuple(self._item(tokens) for tokens in parts))

    def _item(self, tokens: list[Token]) -> Item:
        kind, *arguments = tokens
        self._note_blanks(tokens)
        if not self._check_kind(kind, alone=not arguments):
            return Item(kind.text)
        if kind.text in MACHINE_KINDS:
            return Item(kind.text, tuple(self._settings(arguments)))
        return Item(kind.text, tuple(self._carried(kind.text, arguments)))

    # Kinds

    def _check_kind(self, kind: Token, *, alone: bool) -> bool:
        if not kind.text:
            self._missing(kind, "|" if alone else ":", "kind of moderation", "Write its kind, such as aws_rek.")
        elif "," in kind.text:
            self._comma(kind, "Put | between moderations.")
        elif kind.text not in KINDS:
            self._error_at(kind, "unknown_kind", f"“{kind.text}” is no kind of moderation.", _kind_hint(kind.text))
        else:
            self._check_media(kind)
            return True
        return False

    def _check_media(self, kind: Token) -> None:
        meant = MACHINE_KINDS.get(kind.text)
        if meant is not None and self.media is not None and meant is not self.media:
            right = next(name for name, media in MACHINE_KINDS.items() if media is self.media)
            message = f"{kind.text} is for {meant.value}s, and this is a string for {self.media.value}s."
            self._error_at(kind, "wrong_media", message, f"Write {right}.")

    def _check_order(self, kinds: Sequence[Token]) -> None:
        met: set[str] = set()
        for kind in kinds:
            if kind.text in met:
                self._error_at(kind, "repeated_kind", f"{kind.text} stands here twice.", "Keep one of the two.")
            elif kind.text in MACHINE_KINDS and met & set(MACHINE_KINDS):
                hint = "A policy is a pair of strings: put one kind into each."
                self._error_at(kind, "two_media", "One string cannot be for pictures and for videos.", hint)
            if kind.text == MANUAL and kind is not kinds[-1]:
                self._error_at(kind, "manual_not_last", "manual has to be the last moderation.", "Move it to the end.")
            if kind.text in KINDS:
                met.add(kind.text)

    # Arguments of the kinds that are carried through

    def _carried(self, kind: str, arguments: list[Token]) -> Iterator[str]:
        for number, token in enumerate(arguments):
            if not token.text:
                self._missing(token, ":", "argument", "Take the colon out.")
            elif kind == DUPLICATE and number > 0:
                self._error_at(token, "bad_value", "duplicate takes one threshold only.", "Take this out.")
            elif kind == DUPLICATE:
                self._number(token)
            elif "," in token.text:
                self._comma(token, "Put | between moderations, : between arguments.")
            yield token.text

    # Categories and their values

    def _settings(self, arguments: list[Token]) -> Iterator[str]:
        waiting = deque(arguments)
        while waiting:
            category = waiting.popleft()
            if not category.text:
                self._missing(category, ":", "category", "Write a category and its threshold, such as violence:0.6.")
            elif looks_like_value(category.text):
                hint = "Write the category before its threshold, such as violence:0.6."
                self._error_at(category, "missing_category", f"“{category.text}” has no category before it.", hint)
            else:
                name = self._category(category)
                value = self._value(category, waiting, named=name is not None)
                if name is not None and value is not None:
                    yield from (name, value)

    def _category(self, token: Token) -> str | None:
        """The name as it is written back, or None if the token can be none."""
        if "," in token.text:
            self._comma(token, "Put : between a category, its threshold and the next category.")
            return None
        name = self._written_name(token)
        first = self.names.setdefault(resolve(name), token)
        if first is not token:
            also = "" if first.text == token.text else f", first as {first.text}"
            self._error_at(token, "repeated_category", f"“{token.text}” is set twice{also}.", "Keep one of the two.")
        return name

    def _written_name(self, token: Token) -> str:
        slug = slug_of(token.text)
        if slug != FLOOR and not known_anywhere(resolve(slug)):
            message = f"“{token.text}” is a category of no known taxonomy."
            hint = "It takes effect only on a label of that name that the taxonomy does not know."
            self._warn(token, "unknown_category", message, _category_hint(slug, hint))
            return token.text
        if slug != token.text:
            self._warn(token, "display_form", f"“{token.text}” is written {slug}.", f"Write {slug}.")
        self._note_other_taxonomy(token, resolve(slug))
        return slug

    def _note_other_taxonomy(self, token: Token, slug: str) -> None:
        if slug == FLOOR or slug in self.taxonomy:
            return
        theirs = "v6" if self.taxonomy.version == "v7" else "v7"
        names = " and ".join(category.slug for category in counterparts(slug, self.taxonomy))
        message = (
            f"“{token.text}” exists in taxonomy {theirs} only; it has no effect on {self.taxonomy.version} labels."
        )
        hint = (
            f"In {self.taxonomy.version} it is {names}." if names else f"{self.taxonomy.version} has no such category."
        )
        self._warn(token, "other_taxonomy", message, hint)

    def _value(self, category: Token, waiting: deque[Token], *, named: bool) -> str | None:
        """The value after a category in canonical form, taken from what is waiting; None if there is none."""
        if not waiting:
            if named:
                self._no_value(category, category.end, "")
            return None
        if _begins_a_pair(waiting):
            if named:
                self._no_value(category, waiting[0].start, waiting[0].text)
            return None
        token = waiting.popleft()
        if not token.text:
            self._missing(token, ":", f"value for {category.text}", "Write its threshold or ignore.")
            return None
        return self._threshold(category, token)

    def _no_value(self, category: Token, position: int, token: str) -> None:
        message = f"{category.text} has no value."
        hint = f"Write {category.text}:0.6, or {category.text}:ignore to leave it out."
        self._error("missing_value", position, token, message, hint)

    def _threshold(self, category: Token, token: Token) -> str | None:
        if token.text.lower() != str(IGNORE):
            number = self._number(token, warn=True)
            return None if number is None else write_number(number)
        if slug_of(category.text) == FLOOR:
            message = "min_confidence is a floor on the labels returned; it cannot be ignored."
            self._error_at(token, "floor_ignored", message, "Write a number from 0.0 to 1.0.")
            return None
        if token.text != str(IGNORE):
            self._warn(token, "ignore_form", f"“{token.text}” is written ignore.", "Write ignore.")
        return str(IGNORE)

    def _number(self, token: Token, *, warn: bool = False) -> Decimal | None:
        if "," in token.text and not has_decimal_comma(token.text):
            self._comma(token, "Put : between a threshold and the next category, | between moderations.")
            return None
        number = read_number(token.text)
        if isinstance(number, NumberFault):
            self._error_at(token, number.code, number.message, number.hint)
            return None
        if warn and not is_usual(token.text):
            written = write_number(number)
            self._warn(token, "number_form", f"“{token.text}” is written {written}.", f"Write {written}.")
        return number

    # Remarks

    def _note_blanks(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.text and token.raw != token.text:
                message = f"There are blanks around “{token.text}”."
                self.warnings.append(Remark("blanks", token.begin, token.raw, message, "Take the blanks out."))

    def _missing(self, token: Token, separator: str, what: str, hint: str) -> None:
        at_end = token.end == len(self.text)
        before = f"after the last {separator}" if at_end else "here"
        self._error(
            "missing_part", token.end, self.text[token.end : token.end + 1], f"The {what} {before} is missing.", hint
        )

    def _comma(self, token: Token, hint: str) -> None:
        self._error("comma", token.start + token.text.index(","), ",", "A comma separates nothing here.", hint)

    def _error_at(self, token: Token, code: str, message: str, hint: str) -> None:
        self._error(code, token.start, token.text, message, hint)

    def _error(self, code: str, position: int, token: str, message: str, hint: str) -> None:
        self.errors.append(Remark(code, position, token, message, hint))

    def _warn(self, token: Token, code: str, message: str, hint: str) -> None:
        self.warnings.append(Remark(code, token.start, token.text, message, hint))


def _pieces(text: str, separator: str, begin: int = 0) -> Iterator[tuple[int, str]]:
    for raw in text.split(separator):
        yield begin, raw
        begin += len(raw) + len(separator)


def _split(text: str, separator: str, begin: int) -> Iterator[Token]:
    for start, raw in _pieces(text, separator, begin):
        yield Token(raw.strip(), start + len(raw) - len(raw.lstrip()), raw, start)


def _begins_a_pair(waiting: Sequence[Token]) -> bool:
    """Whether the token in a value's place is a category: a known one, or a name with a value after it."""
    text = waiting[0].text
    if not text or looks_like_value(text) or "," in text:
        return False
    followed = len(waiting) > 1 and looks_like_value(waiting[1].text)
    return followed or known_anywhere(resolve(text)) or slug_of(text) == FLOOR


def _kind_hint(kind: str) -> str:
    if kind.lower() in KINDS:
        return f"Kinds are written in small letters: {kind.lower()}."
    return _nearest(kind.lower(), KINDS) or f"The kinds are {', '.join(KINDS)}."


def _category_hint(slug: str, otherwise: str) -> str:
    known = [category.slug for version in ("v7", "v6") for category in taxonomy(version).categories]
    return _nearest(slug, known) or otherwise


def _nearest(word: str, words: Sequence[str]) -> str:
    from difflib import get_close_matches  # Late: slow to import, and most strings are right.

    return "".join(f"Did you mean {near}?" for near in get_close_matches(word, words, n=1))
