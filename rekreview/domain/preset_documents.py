"""Presets as JSON, to hand to somebody else or to keep beside a project."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from rekreview.domain.errors import InvalidValue, RekreviewError
from rekreview.domain.exemptions import exemption_document, read_exemption
from rekreview.domain.policy import Parents, PolicyPair

FORMAT: Final = "rekreview presets"
VERSION: Final = 1
NAME_MOST: Final = 80
_HINT: Final = "Choose a file that Export… wrote."


@dataclass(frozen=True, slots=True)
class NamedPolicy:
    """A policy under a name, with a word on what it is for."""

    name: str
    pair: PolicyPair
    explanation: str = ""


def write_presets(presets: Iterable[NamedPolicy]) -> str:
    """The presets as a JSON document, the same every time; `read_presets` reads it again."""
    document = {"format": FORMAT, "version": VERSION, "presets": [_document(preset) for preset in presets]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def read_presets(text: str) -> list[NamedPolicy]:
    """The presets a document holds, each with strings that are sound.

    Raises InvalidValue if it is no such document or there is none in it, BadModerationString for a string.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidValue("This file holds no presets: it is not JSON.", _HINT) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise InvalidValue("This file holds no presets of rekreview.", _HINT)
    if document.get("version") != VERSION:
        raise InvalidValue("This file was written by a newer rekreview.", "Read it with that one, or export it anew.")
    presets = document.get("presets")
    if not isinstance(presets, list) or not presets:
        raise InvalidValue("There is no preset in this file.", _HINT)
    return [_read(preset) for preset in presets]


def _document(preset: NamedPolicy) -> dict[str, Any]:
    return {
        "name": preset.name,
        "explanation": preset.explanation,
        "image": preset.pair.image,
        "video": preset.pair.video,
        "parents": preset.pair.parents.value,
        "exemptions": [exemption_document(one) for one in preset.pair.exemptions],
    }


def _read(document: object) -> NamedPolicy:
    if not isinstance(document, dict):
        raise InvalidValue("A preset in this file has no name and no strings.", _HINT)
    name = _text(document, "name").strip()
    if not name or len(name) > NAME_MOST:
        raise InvalidValue(f"A preset needs a name of at most {NAME_MOST} characters.", _HINT)
    try:
        parents = Parents(document.get("parents", Parents.LITERAL.value))
        exemptions = tuple(map(read_exemption, document.get("exemptions", ())))
    except RekreviewError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidValue(f"The preset “{name}” cannot be read: {error}.", _HINT) from error
    pair = PolicyPair(_text(document, "image"), _text(document, "video"), parents, exemptions)
    pair.check()
    return NamedPolicy(name, pair, _text(document, "explanation", needed=False))


def _text(document: Mapping[str, object], key: str, *, needed: bool = True) -> str:
    found = document.get(key, None if needed else "")
    if not isinstance(found, str):
        raise InvalidValue(f"A preset in this file has no “{key}”.", _HINT)
    return found
