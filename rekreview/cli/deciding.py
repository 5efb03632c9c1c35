"""`override`, `undo` and `redo`: what a person decides."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from rekreview.cli.exits import Exit, UsageError
from rekreview.cli.output import Document
from rekreview.cli.registry import Entry
from rekreview.cli.text import counted, listed, plain_text
from rekreview.domain.errors import AssetNotFound

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rekreview.cli.call import Call
    from rekreview.library.library import Library
    from rekreview.library.step_values import Restored
    from rekreview.library.values import Decided

_DECISIONS = ("approved", "rejected", "clear")


def _override_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="+", metavar="ASSET… approved|rejected|clear", help="assets, then the decision")
    parser.add_argument("--reason", type=plain_text, default="", metavar="R", help="why, in a word")
    parser.add_argument("--note", type=plain_text, default="", metavar="T", help="anything to remember about it")
    parser.add_argument(
        "--reviewer", type=plain_text, metavar="NAME", help="who decides (default: the one in the settings)"
    )


def _override(call: Call) -> int:
    *references, decision = call.arguments.words
    if decision not in _DECISIONS:
        raise UsageError(f"“{decision}” is no decision.", f"End with one of {', '.join(_DECISIONS)}.")
    if not references:
        raise UsageError("No asset is named.", f"Name the assets before {decision}.")
    with call.library() as library:
        ids, missing = _find(library, references)
        decided = _decide(call, library, ids, decision)
    for reference in missing:
        call.output.message(f"The library has no asset “{reference}”; nothing was decided of it.")
    document: Document = {
        "changed": list(decided.changed),
        "unchanged": list(decided.unchanged),
        "batch": decided.batch,
    }
    if missing:
        document["not_found"] = missing
    call.output.document(document, lambda: _override_lines(decided, decision))
    return Exit.INCOMPLETE if missing else Exit.DONE


def _find(library: Library, references: Iterable[str]) -> tuple[list[int], list[str]]:
    """The ids of the assets that are there, each once, and the references that mean none."""
    ids: dict[int, None] = {}
    missing = []
    for reference in references:
        try:
            ids[library.queries.find(reference)] = None
        except AssetNotFound:
            missing.append(reference)
    return list(ids), missing


def _decide(call: Call, library: Library, ids: list[int], decision: str) -> Decided:
    from rekreview.domain.assets import Status
    from rekreview.library.values import Decided

    reviewer = call.arguments.reviewer or call.settings.reviewer
    if not ids:
        return Decided(None, (), ())
    if decision == "clear":
        return library.commands.clear(ids, reviewer=reviewer)
    reason, note = call.arguments.reason, call.arguments.note
    return library.commands.decide(ids, Status(decision), reviewer=reviewer, reason=reason, note=note)


def _override_lines(decided: Decided, decision: str) -> Iterable[str]:
    done = "Cleared the decision on" if decision == "clear" else decision.capitalize()
    yield f"{done} {counted(len(decided.changed), 'asset')}."
    if decided.unchanged:
        yield f"{counted(len(decided.unchanged), 'asset')} stood like that already."


def _no_arguments(_parser: argparse.ArgumentParser) -> None:
    """Undo and redo take none."""


def _undo(call: Call) -> int:
    with call.library() as library:
        restored = library.commands.undo()
    return _tell(call, restored, "Undone", "There is nothing to undo.")


def _redo(call: Call) -> int:
    with call.library() as library:
        restored = library.commands.redo()
    return _tell(call, restored, "Done again", "There is nothing to redo.")


def _tell(call: Call, restored: Restored, done: str, nothing: str) -> int:
    text = nothing if restored.batch is None else f"{done}, on {counted(len(restored.ids), 'asset')}: "
    if (policy := restored.policy) is not None:
        moved = counted(len(restored.ids), "asset")
        text = f"{done}: the policy is “{policy.name}”, version {policy.version}, by which {moved} changed side: "
    ids = listed(map(str, restored.ids), most=10)
    call.output.document({"batch": restored.batch, "restored": list(restored.ids)}, lambda: [text + ids])
    return Exit.DONE


ENTRIES = {
    "override": Entry(_override_arguments, _override),
    "undo": Entry(_no_arguments, _undo),
    "redo": Entry(_no_arguments, _redo),
}
