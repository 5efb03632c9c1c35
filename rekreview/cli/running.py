"""Runs one command: finds it, reads its arguments, and turns every way it can end into words and an exit status."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import NoReturn

from rekreview.cli.call import Call
from rekreview.cli.exits import Exit, UsageError, exit_for
from rekreview.cli.output import Form, Output
from rekreview.cli.registry import COMMANDS, FAMILIES, HELP, WORDS, Command, command_word
from rekreview.domain.errors import BadModerationString, RekreviewError


class _Parser(argparse.ArgumentParser):
    """A parser that raises instead of printing and leaving, so that a fault can be told as JSON."""

    def error(self, message: str) -> NoReturn:
        """Raise the fault with the command's usage as its hint."""
        raise UsageError(f"{message[:1].upper()}{message[1:]}.", self.format_usage().strip())


def run(argv: Sequence[str]) -> int:
    """Run the command `argv` names and return its exit status."""
    _prepare_streams()
    output = Output(_form(argv))
    try:
        with _terminable():
            status = _dispatch(argv, output)
            sys.stdout.flush()  # now, while a reader that had enough is still expected
            return status
    except BadModerationString as error:
        place = {"position": error.position, "token": error.token, "reason": error.reason}
        output.error(error.code, error.message, error.hint, **place)
        return exit_for(error)
    except RekreviewError as error:
        output.error(error.code, error.message, error.hint)
        return exit_for(error)
    except KeyboardInterrupt:
        output.error("interrupted", "Interrupted.", "What was done so far is kept.")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output had enough. Python would complain once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    except Exception:
        if output.form is not Form.TEXT:
            output.error("internal", "The app failed.", "Please report this with the text on standard error.")
        raise


def _dispatch(argv: Sequence[str], output: Output) -> int:
    index = command_word(argv)
    if index is None:
        print("\n".join(_overview()))
        return Exit.DONE
    command, rest = _find(list(argv), index)
    if command is None:
        print("\n".join(_overview(argv[index])))
        return Exit.DONE
    entry = command.entry()
    parser = _parser(command)
    entry.add_arguments(parser)
    if HELP & set(rest):
        print(parser.format_help(), end="")
        return Exit.DONE
    return entry.run(Call(parser.parse_intermixed_args(rest), output))


def _find(argv: list[str], index: int) -> tuple[Command | None, list[str]]:
    """The command, and the arguments without its name. None if help on a family of commands is asked for."""
    word = argv.pop(index)
    if word not in FAMILIES:
        if word not in COMMANDS:
            raise UsageError(f"“{word}” is neither a command nor a file.", _suggestion(word, sorted(WORDS)))
        return COMMANDS[word], argv
    members = [name.split()[1] for name in COMMANDS if name.split()[0] == word]
    second = command_word(argv)
    if second is None and HELP & set(argv):
        return None, argv
    if second is None or argv[second] not in members:
        given = "" if second is None else argv[second]
        message = f"“{word} {given}” is no command." if given else f"{word} needs a word after it."
        raise UsageError(message, _suggestion(given, members, f"Say {word} {' or '.join(members)}."))
    return COMMANDS[f"{word} {argv.pop(second)}"], argv


def _suggestion(word: str, words: Sequence[str], otherwise: str = "See rekreview --help.") -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, words, n=1)
    return f"Did you mean {near[0]}?" if near else otherwise


def _parser(command: Command) -> _Parser:
    parser = _Parser(prog=f"rekreview {command.name}", description=command.summary, allow_abbrev=False, add_help=False)
    common = parser.add_argument_group("for every command")
    common.add_argument("--library", metavar="DIR", help="folder of the library (default: the platform's data folder)")
    forms = common.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help="print one JSON document")
    forms.add_argument("--jsonl", action="store_true", help="print one JSON object a line")
    common.add_argument("-h", "--help", action="store_true", help="say this")
    return parser


def _overview(family: str = "") -> Iterator[str]:
    shown = [command for command in COMMANDS.values() if command.name.startswith(family)]
    if not family:
        yield "usage: rekreview [PATH…] [--sample] opens the window; rekreview COMMAND … works without one"
        yield ""
    width = max(len(command.name) for command in shown)
    yield from (f"  {command.name.ljust(width)}  {command.summary}" for command in shown)
    yield ""
    yield "Each command takes --library DIR, --json, --jsonl and --help."


def _form(argv: Sequence[str]) -> Form:
    """The form to print in, known before the arguments are read so that even their faults are told in it."""
    if "--jsonl" in argv:
        return Form.JSONL
    return Form.JSON if "--json" in argv else Form.TEXT


def _prepare_streams() -> None:
    """Let no character stop a command: what the terminal cannot show is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@contextlib.contextmanager
def _terminable() -> Iterator[None]:
    """Have a request to end (SIGTERM) do what Ctrl-C does."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
