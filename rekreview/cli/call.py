"""One call of a command: its arguments, what it prints to, and the parts it asks for, made when they are needed."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rekreview.cli.output import Output

if TYPE_CHECKING:
    from rekreview.library.library import Library
    from rekreview.settings import Settings


class Call:
    """What a command gets to work with."""

    def __init__(self, arguments: argparse.Namespace, output: Output) -> None:
        self.arguments = arguments
        self.output = output

    @cached_property
    def settings(self) -> Settings:
        """What the person has chosen in the window."""
        from rekreview import settings

        return settings.load()

    @cached_property
    def library_directory(self) -> Path:
        """The folder of the library: the one named, else the one in the settings, else the platform's."""
        from rekreview import wiring

        return wiring.library_directory(self.settings, self.arguments.library)

    @contextmanager
    def library(self, *, create: bool = False) -> Iterator[Library]:
        """The library, closed afterwards. Raises LibraryError."""
        from rekreview import wiring

        with wiring.open_library(self.library_directory, create=create) as library:
            yield library
