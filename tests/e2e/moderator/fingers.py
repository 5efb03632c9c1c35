"""Keys and mouse of a virtual screen, pressed through the X server's own test extension: no program is started for it.

What is pressed comes to the window as if from a keyboard. Libraries are called by ctypes, as Python has no binding.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import time
from types import TracebackType

MODIFIERS = {"ctrl": "Control_L", "shift": "Shift_L", "alt": "Alt_L"}
LEFT, WHEEL_UP, WHEEL_DOWN = 1, 4, 5


class Fingers:
    """One keyboard and one mouse on the screen of this name, such as ":66". Use it as a context."""

    def __init__(self, display: str) -> None:
        self._x = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        self._test = ctypes.CDLL(ctypes.util.find_library("Xtst") or "libXtst.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XStringToKeysym.restype = ctypes.c_ulong
        self._x.XKeysymToKeycode.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
        self._x.XKeysymToKeycode.restype = ctypes.c_ubyte
        for flush in (self._x.XFlush, self._x.XCloseDisplay):
            flush.argtypes = [ctypes.c_void_p]
        self._x.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
        self._test.XTestFakeKeyEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]
        self._test.XTestFakeButtonEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]
        self._test.XTestFakeMotionEvent.argtypes = [
            *(ctypes.c_void_p, ctypes.c_int),
            *(ctypes.c_int, ctypes.c_int, ctypes.c_ulong),
        ]
        self._display = self._x.XOpenDisplay(display.encode())
        if not self._display:
            raise OSError(f"there is no screen {display}")

    def press(self, key: str) -> None:
        """Press a key and let it go: "a", "ctrl+Return", "BackSpace"."""
        *held, last = key.split("+")
        codes = [self._code(MODIFIERS[name]) for name in held] + [self._code(last)]
        for code in codes:
            self._test.XTestFakeKeyEvent(self._display, code, 1, 0)
        for code in reversed(codes):
            self._test.XTestFakeKeyEvent(self._display, code, 0, 0)
        self._x.XFlush(self._display)

    def point(self, x: int, y: int) -> None:
        """Move the mouse there, in two steps so that what lies beneath sees it move."""
        for step in (2, 0):
            self._test.XTestFakeMotionEvent(self._display, -1, max(x - step, 0), y, 0)
            self._x.XSync(self._display, 0)

    def click(self, button: int = LEFT) -> None:
        """Press a button of the mouse and let it go, or turn its wheel by a notch."""
        self._test.XTestFakeButtonEvent(self._display, button, 1, 0)
        self._test.XTestFakeButtonEvent(self._display, button, 0, 0)
        self._x.XFlush(self._display)

    def turn(self, notches: int) -> None:
        """Turn the wheel, down for a positive number."""
        for _ in range(abs(notches)):
            self.click(WHEEL_DOWN if notches > 0 else WHEEL_UP)
            time.sleep(0.01)

    def close(self) -> None:
        """Let go of the screen."""
        self._x.XCloseDisplay(self._display)

    def _code(self, name: str) -> int:
        code = self._x.XKeysymToKeycode(self._display, self._x.XStringToKeysym(name.encode()))
        if not code:
            raise ValueError(f"this keyboard has no key {name!r}")
        return int(code)

    def __enter__(self) -> Fingers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
