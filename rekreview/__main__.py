"""The one entry: the window, unless a command is named."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rekreview import __version__


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line if `argv` names a command, else open the window. Returns the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if "--version" in arguments[:1]:
        print(f"rekreview {__version__}")
        return 0
    from rekreview.late_methods import compile_methods_late

    compile_methods_late()  # before the app's values are defined
    from rekreview.cli.registry import is_for_command_line

    if is_for_command_line(arguments):
        from rekreview.cli import main as run

        if argv is not None:
            return run(arguments)
        from rekreview.cli.process import leave, take_process

        take_process(arguments)
        status = run(arguments)
        leave(status)
        return status
    from rekreview.ui.unread_sources import leave_sources_unread

    leave_sources_unread()  # before the modules of the window are imported
    from rekreview.app import main as open_window

    return open_window(arguments)


if __name__ == "__main__":
    sys.exit(main())
