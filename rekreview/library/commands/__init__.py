"""Everything that changes a library: one transaction each, one after another, told to all listeners when it is done."""

from rekreview.library.commands.facade import Commands

__all__ = ["Commands"]
