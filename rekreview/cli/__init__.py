"""The command line: the same pipeline without a window, and the library for programs.

Its shapes and exit statuses are a contract. Everything heavy is imported when a command needs it.
"""

from __future__ import annotations

from collections.abc import Sequence


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit status."""
    from rekreview.cli.running import run

    return run(argv)
