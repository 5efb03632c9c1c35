"""Which commands there are, and which module knows each; a module is imported only when its command is run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import argparse

    from rekreview.cli.call import Call


@dataclass(frozen=True, slots=True)
class Entry:
    """How one command reads its arguments and what it does; `run` returns the exit status."""

    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Call], int]


@dataclass(frozen=True, slots=True)
class Command:
    """One command by its name, the module of its family, and what it is for."""

    name: str
    module: str
    summary: str

    def entry(self) -> Entry:
        """Import the module and find the command in it."""
        from importlib import import_module

        entries: dict[str, Entry] = import_module(f"rekreview.cli.{self.module}").ENTRIES
        return entries[self.name]


_ALL: Final = (
    Command("import", "importing", "Bring pictures and videos into the library."),
    Command("scan", "scanning", "Import, then have an engine moderate everything it has not seen."),
    Command("list", "looking", "List assets by status, kind or category."),
    Command("show", "looking", "Show everything known of one asset."),
    Command("history", "looking", "Show what was decided of one asset, and by whom."),
    Command("override", "deciding", "Approve or reject assets as a person, or take that back."),
    Command("undo", "deciding", "Take the last decision back."),
    Command("redo", "deciding", "Make the decision again that was taken back."),
    Command("policy check", "policy_strings", "Check a moderation string."),
    Command("policy decide", "policy_strings", "Say what a moderation string makes of an answer."),
    Command("policy preview", "policy_library", "Show what a moderation string would change in the library."),
    Command("policy apply", "policy_library", "Make a moderation string the library's policy."),
    Command("policy show", "policy_library", "Show the library's policy."),
    Command("policy suggest", "policy_evidence", "Suggest a category's threshold from what persons decided."),
    Command("policy sample", "policy_evidence", "Draw a blind sample to learn what the policy misses."),
    Command("presets list", "presets", "List the saved policies."),
    Command("presets save", "presets", "Save a policy under a name, as its next version."),
    Command("presets show", "presets", "Show a saved policy."),
    Command("presets diff", "presets", "Show in which categories two saved policies differ."),
    Command("presets rollback", "presets", "Make an older version of a saved policy its newest."),
    Command("export", "exporting", "Write the assets and their labels to a file."),
    Command("runs", "runs", "List the moderation runs, with their counts and causes."),
    Command("bucket list", "bucket", "List what the checking of whole videos left in a bucket."),
    Command("bucket clear", "bucket", "Remove from the bucket what nobody needs any more."),
    Command("doctor", "doctor", "Tell versions, places and models, and check the library."),
)
COMMANDS: Final = {command.name: command for command in _ALL}
FAMILIES: Final = {name.split()[0] for name in COMMANDS if " " in name}
WORDS: Final = {name.split()[0] for name in COMMANDS}
WITH_VALUE: Final = {"--library"}
HELP: Final = {"-h", "--help"}


def command_word(argv: Sequence[str]) -> int | None:
    """Where in `argv` the first word stands that is no option and no option's value; None if there is none."""
    skip = False
    for index, argument in enumerate(argv):
        if skip:
            skip = False
        elif argument in WITH_VALUE:
            skip = True
        elif not argument.startswith("-"):
            return index
    return None


def is_for_command_line(argv: Sequence[str]) -> bool:
    """Whether `argv` names a command; or asks for help, or names neither a command nor a file, which is then told."""
    index = command_word(argv)
    if index is None:
        return bool(HELP & set(argv))
    word = argv[index]
    return word in WORDS or _is_mistyped(word)


def _is_mistyped(word: str) -> bool:
    """Whether a word is meant as a command but is none: a plain word that is no file either."""
    return word.replace("-", "").isalpha() and not Path(word).exists()
