"""`policy check` and `policy decide`: moderation strings by themselves; no library is opened."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rekreview.cli.exempting import add_exempt, exemptions
from rekreview.cli.exits import Exit, UsageError
from rekreview.cli.output import Document, table
from rekreview.cli.registry import Entry
from rekreview.domain.thresholds import IGNORE, Threshold, write_threshold

if TYPE_CHECKING:
    from rekreview.cli.call import Call
    from rekreview.domain.moderation_string import CheckOutcome, Remark
    from rekreview.domain.taxonomy import Taxonomy
    from rekreview.domain.verdict import Exempted, Offence, Verdict

_VERSIONS = ("v7", "v6")


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("string", metavar="STRING")
    parser.add_argument("--media", choices=("image", "video"), help="the medium the string has to be for")
    parser.add_argument("--taxonomy", choices=_VERSIONS, default="v7", help="the categories to see it with (v7)")


def _check(call: Call) -> int:
    from rekreview.domain.assets import MediaKind
    from rekreview.domain.moderation_string import check
    from rekreview.domain.taxonomy import taxonomy

    seen_with = taxonomy(call.arguments.taxonomy)
    media = MediaKind(call.arguments.media) if call.arguments.media else None
    outcome = check(call.arguments.string, media, seen_with)
    call.output.document(_check_document(outcome, seen_with), lambda: _check_lines(call.arguments.string, outcome))
    return Exit.DONE if outcome.valid else Exit.USAGE


def _check_document(outcome: CheckOutcome, seen_with: Taxonomy) -> Document:
    from rekreview.domain.policy import Policy

    string = outcome.string
    floor = string.min_confidence if string else None
    return {
        "valid": outcome.valid,
        "canonical": string.canonical() if string else None,
        "items": [{"kind": item.kind, "args": list(item.args)} for item in string.items] if string else [],
        "thresholds": numbers(string.thresholds) if string else {},
        "effective": numbers(Policy(string).effective(seen_with)) if string else {},
        "min_confidence": None if floor is None else float(floor),
        "errors": [_remark(remark) for remark in outcome.errors],
        "warnings": [_remark(remark) for remark in outcome.warnings],
    }


def _remark(remark: Remark) -> Document:
    return {
        "code": remark.code,
        "position": remark.position,
        "token": remark.token,
        "message": remark.message,
        "hint": remark.hint,
    }


def _check_lines(text: str, outcome: CheckOutcome) -> Iterable[str]:
    yield from _marked("Error", text, outcome.errors)
    yield from _marked("Warning", text, outcome.warnings)
    if outcome.string is None:
        return
    yield f"Valid: {outcome.string.canonical()}"
    overrides = outcome.string.thresholds
    if overrides:
        yield ""
        yield from table(("CATEGORY", "THRESHOLD"), ((slug, write_threshold(v)) for slug, v in overrides.items()))


def _marked(word: str, text: str, remarks: Iterable[Remark]) -> Iterable[str]:
    """Each remark below the text, with a mark under the token it means."""
    for remark in remarks:
        yield f"{word}: {remark.message} {remark.hint}"
        yield f"  {text}"
        yield f"  {' ' * remark.position}{'^' * max(1, len(remark.token))}"


def _decide_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("string", metavar="STRING")
    parser.add_argument("--labels", metavar="FILE", required=True, help="the answer as JSON; - reads standard input")
    parser.add_argument("--taxonomy", choices=_VERSIONS, help="the answer's categories (by its model version, else v7)")
    parser.add_argument("--parents", choices=("literal", "leaf"), default="literal", help="how parent labels count")
    add_exempt(parser, "nothing is exempt")


def _decide(call: Call) -> int:
    from rekreview.domain.answers import read_labels
    from rekreview.domain.errors import BadAnswer
    from rekreview.domain.moderation_string import parse
    from rekreview.domain.policy import Parents, Policy, decide
    from rekreview.domain.taxonomy import for_model_version, taxonomy

    arguments = call.arguments
    string = parse(arguments.string)
    exempt = exemptions(arguments.exempt or ())
    try:
        answer = read_labels(_read_json(arguments.labels), string.media)
        if answer.kind is not None:
            parse(arguments.string, answer.kind)
        spoken = taxonomy(arguments.taxonomy) if arguments.taxonomy else for_model_version(answer.model_version)
        verdict = decide(
            answer.labels,
            Policy(string),
            spoken,
            Parents(arguments.parents),
            content_types=answer.content_types,
            exemptions=exempt,
        )
    except BadAnswer as error:
        call.output.error(error.code, error.message, error.hint)
        return Exit.USAGE
    document = _verdict_document(verdict)
    if exempt:
        document["exempted"] = [exempted_document(one) for one in verdict.exempted]
    call.output.document(document, lambda: _verdict_lines(verdict))
    return Exit.DONE


def _read_json(place: str) -> Any:
    from rekreview.domain.errors import BadAnswer

    try:
        text = sys.stdin.read() if place == "-" else Path(place).read_text(encoding="utf-8-sig")
        return json.loads(text)
    except OSError as error:
        raise UsageError(
            f"{place} cannot be read: {error.strerror}.", "Name a file, or - for standard input."
        ) from error
    except (ValueError, RecursionError) as error:
        raise BadAnswer(f"The answer is not JSON: {error}.", "Give the answer as the engine sent it.") from error


def offence_document(offence: Offence) -> Document:
    """One label over its threshold."""
    return {
        "name": offence.name,
        "parent": offence.parent,
        "confidence": offence.confidence,
        "threshold": float(offence.threshold),
        "timestamp": offence.timestamp_ms,
    }


def exempted_document(exempted: Exempted) -> Document:
    """One label that is over its threshold and does not reject, with the content type that exempts it."""
    content_type = {"name": exempted.content_type, "confidence": exempted.confidence}
    return {**offence_document(exempted.offence), "content_type": content_type}


def _verdict_document(verdict: Verdict) -> Document:
    return {
        "status": verdict.status.value,
        "offending": [offence_document(offence) for offence in verdict.offending],
        "unknown": list(verdict.unknown),
    }


def _verdict_lines(verdict: Verdict) -> Iterable[str]:
    yield verdict.status.value.capitalize()
    for offence in verdict.offending:
        when = "" if offence.timestamp_ms is None else f" at {offence.timestamp_ms / 1000:.3f} s"
        yield f"  {offence.name} {offence.confidence:g} is over {write_threshold(offence.threshold)}{when}"
    for one in verdict.exempted:
        yield f"  {exempted_words(one)}"
    for name in verdict.unknown:
        yield f"  {name} is a label this taxonomy does not know"


def exempted_words(exempted: Exempted) -> str:
    """Why a label over its threshold does not reject."""
    offence = exempted.offence
    return (
        f"{offence.name} {offence.confidence:g} is over {write_threshold(offence.threshold)}, but what is "
        f"{exempted.content_type} ({exempted.confidence:g}) is exempt"
    )


def numbers(thresholds: Mapping[str, Threshold]) -> dict[str, float | str]:
    """Thresholds as JSON writes them: a number, or the word ignore."""
    return {slug: "ignore" if value is IGNORE else float(value) for slug, value in thresholds.items()}


ENTRIES = {"policy check": Entry(_check_arguments, _check), "policy decide": Entry(_decide_arguments, _decide)}
