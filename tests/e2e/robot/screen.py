"""A virtual screen with a window manager, and a session whose programs show their accessibility tree."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import IO

STRAY_SETTINGS = ("AWS_", "QT_", "XDG_", "DBUS_", "AT_SPI", "WAYLAND", "GTK_", "PYTHON", "REKREVIEW")


class Screen:
    """One session of one person: a screen, a home folder, a window manager and the buses. Use it as a context.

    The accessibility library connects once in a process, so a process has one Screen.
    """

    def __init__(self, size: str = "1400x900") -> None:
        self.size = size
        self.place = Path(tempfile.mkdtemp(prefix="rekreview-screen-"))
        self._processes: list[subprocess.Popen[bytes]] = []
        self._logs: list[IO[bytes]] = []
        home = self.place / "home"
        running = self.place / "running"
        home.mkdir()
        running.mkdir(mode=0o700)
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(STRAY_SETTINGS)}
        self.environment.pop("VIRTUAL_ENV", None)
        self.environment |= {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(running),
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        self.environment["DISPLAY"] = self._start_display(size)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self._start_bus()
        self.start("openbox")

    def _start_display(self, size: str) -> str:
        readable, writable = os.pipe()
        command = ["Xvfb", "-displayfd", str(writable), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"]
        command += ["-r", "-fbdir", str(self.place)]  # a key held too long by a busy machine types once
        self._processes.append(subprocess.Popen(command, pass_fds=[writable], stderr=subprocess.DEVNULL))
        os.close(writable)
        with os.fdopen(readable) as answer:
            return ":" + answer.readline().strip()

    def _start_bus(self) -> str:
        command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
        bus = subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self._processes.append(bus)
        assert bus.stdout is not None
        return bus.stdout.readline().decode().strip()

    def start(self, *command: str, log: Path | None = None) -> subprocess.Popen[bytes]:
        """Start a program in this session; what it writes goes to `log`. It ends with the session at the latest."""
        output: IO[bytes] | int = subprocess.DEVNULL
        if log is not None:
            output = log.open("ab")
            self._logs.append(output)
        process = subprocess.Popen(
            command, env=self.environment, stdout=output, stderr=output, stdin=subprocess.DEVNULL
        )
        self._processes.append(process)
        return process

    def pixels(self, rectangle: tuple[int, int, int, int]) -> bytes:
        """What a part of the screen shows now, as raw pixels: enough to see whether it changed."""
        x, y, width, height = rectangle
        shown = (self.place / "Xvfb_screen0").read_bytes()
        start, stride, colours = (int.from_bytes(shown[at : at + 4], "big") for at in (0, 48, 76))  # an XWD header
        rows = range(max(y, 0), y + height)
        first = start + 12 * colours + 4 * max(x, 0)
        return b"".join(shown[first + row * stride : first + row * stride + 4 * width] for row in rows)

    def photograph(self, path: Path) -> None:
        """Save what the screen shows as a PNG."""
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["scrot", "--overwrite", str(path)], env=self.environment, check=True)

    def close(self) -> None:
        """End every program that was started here, the newest first, and remove the home folder."""
        for process in reversed(self._processes):
            end(process)
        for log in self._logs:
            log.close()
        shutil.rmtree(self.place, ignore_errors=True)

    def __enter__(self) -> Screen:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def end(process: subprocess.Popen[bytes], seconds: float = 5.0) -> None:
    """Ask a program to end, and make it end if it does not."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process.stdout is not None:
        process.stdout.close()
