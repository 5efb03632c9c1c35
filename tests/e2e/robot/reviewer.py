"""A person at the window of rekreview: starts it, reads it, and uses its keys and buttons."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

from robot.eyes import Eyes, Part, Unseen, eventually
from robot.hands import Hands
from robot.screen import Screen, end

TITLE = "rekreview"
BITS, COLUMNS = 16, 8
"""How the frames of clips carry their number: see tests/numbered_clips.py."""

# How high the caption of a tile and the buttons above it are, in pixels.
TILE_CAPTION = 68
TILE_BUTTON = 40


class Reviewer:
    """One person with one window on one library."""

    def __init__(self, screen: Screen, app: str, library: Path, photographs: Path) -> None:
        self.screen = screen
        self.hands = Hands(screen.environment)
        self._app = app
        self._library = library
        self._photographs = photographs
        self._log = photographs / "window.log"
        self._taken = 0
        self._window: subprocess.Popen[bytes] | None = None

    @property
    def eyes(self) -> Eyes:
        """What the window shows now."""
        assert self._window is not None, "no window is open"
        return Eyes(self._window.pid)

    # -- the window as a whole

    def open(self, *paths: Path) -> None:
        """Start the app, on these files if any are given, and wait until its window shows and its library is open."""
        self._photographs.mkdir(parents=True, exist_ok=True)
        self._window = self.screen.start(*self._words(*paths), log=self._log)
        eventually(self._has_opened, "the window", 60)
        self.button("Import…")
        self.hands.raise_window(TITLE)

    @property
    def library_file(self) -> Path:
        """The file of the library, to be looked into while the app is closed."""
        return self._library / "library.sqlite"

    @property
    def python(self) -> Path:
        """The Python beside the app, with all that the project installs."""
        return Path(self._app).with_name("python")

    def ask(self, *words: object) -> str:
        """What a command of the app prints, beside the window."""
        asked = subprocess.run(
            [self._app, *(str(word) for word in words), "--library", str(self._library)],
            env=self.screen.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if asked.returncode not in (0, 1):
            raise SystemExit(f"{words} ended with {asked.returncode}:\n{asked.stdout}{asked.stderr}")
        return asked.stdout

    def decisions(self) -> int:
        """How many decisions are on the disk."""
        with closing(sqlite3.connect(self._library / "library.sqlite", timeout=10)) as file:
            return int(file.execute("SELECT count(*) FROM decision").fetchone()[0])

    def _words(self, *more: object) -> list[str]:
        return [self._app, "--library", str(self._library), *(str(word) for word in more)]

    def _has_opened(self) -> bool:
        assert self._window is not None
        if self._window.poll() is not None:
            raise SystemExit(f"the app ended with {self._window.returncode}:\n{self.log()}")
        return bool(self.eyes.windows())

    def quit(self) -> None:
        """Leave by the keyboard, as a person does, and see that the app ended well."""
        assert self._window is not None
        window = self._window
        self.hands.press("ctrl+q")
        try:
            status = window.wait(20)
        except subprocess.TimeoutExpired:
            end(window)
            raise Unseen("Ctrl+Q did not end the app in 20 s") from None
        if status != 0:
            raise Unseen(f"the app ended with {status}:\n{self.log()}")

    def kill(self) -> None:
        """Have the system end the app at once (kill -9), as a crash or a power cut does."""
        assert self._window is not None
        self._window.kill()
        self._window.wait(20)

    def log(self) -> str:
        """The end of what the app wrote."""
        return self._log.read_text(encoding="utf-8", errors="replace")[-3000:] if self._log.exists() else ""

    def photograph(self, name: str) -> None:
        """Keep what the screen shows, numbered in the order in which it was seen."""
        self._taken += 1
        self.screen.photograph(self._photographs / f"{self._taken:02}-{name}.png")

    # -- what is in it

    def button(self, name: str) -> Part:
        """The button of this name that can be pressed now."""
        return eventually(
            lambda: next((part for part in self.eyes.all("button", name) if part.has("enabled")), None),
            lambda: f"a button {name!r} that can be pressed; the window shows:\n{self.eyes.texts()}",
        )

    def click(self, name: str) -> None:
        """Click the button of this name; what was scrolled away is fetched by the wheel first."""
        self.bring_into_sight(self.button(name))
        self.hands.click(self.button(name).point())

    def bring_into_sight(self, part: Part) -> None:
        """Turn the wheel over what is around a part until its middle can be clicked."""
        for _ in range(40):
            x, y, width, height = part.frame()
            middle = part.point()[1]
            if y <= middle <= y + height:
                return
            self.hands.turn_wheel((x + width / 2, y + height / 2), down=middle > y)
        raise Unseen(f"{part!r} cannot be scrolled to")

    def reads(self, *words: str, seconds: float = 10) -> str:
        """Wait until all of these words can be read at once; everything that can be read then."""
        read: list[str] = []

        def all_of_them() -> bool:
            read.append(self.eyes.texts())
            return all(word in read[-1] for word in words)

        try:
            eventually(all_of_them, "", seconds)
        except Unseen:
            missed = [word for word in words if word not in read[-1]]
            raise Unseen(f"not read in {seconds:g} s: {missed}; the window shows:\n{read[-1]}") from None
        return read[-1]

    def take(self, choice: str, wanted: str) -> None:
        """Take an entry of a drop-down list: open it by a click, type how the entry begins, press Enter."""
        self.hands.click(self.eyes.find("choice", choice).point())
        self.hands.type(wanted.split()[0])
        self.hands.press("Return")
        eventually(lambda: wanted in self.eyes.find("choice", choice).text, f"{wanted!r} taken for {choice!r}")

    def count(self, queue: str) -> int:
        """How many assets the list of queues says are in one of them."""
        entries = self.eyes.find("list", "Queues").parts()
        for entry in entries:
            if told := re.match(rf"{re.escape(queue)}\D*(\d[\d,. ]*)", entry.name):
                return int(re.sub(r"\D", "", told[1]))
        raise Unseen(f"no queue {queue!r} in {[entry.name for entry in entries]}")

    def sees_count(self, queue: str, expected: int, seconds: float = 10) -> None:
        """Wait until a queue has this many assets."""
        told = []

        def counted() -> bool:
            told.append(self.count(queue))
            return told[-1] == expected

        try:
            eventually(counted, "", seconds)
        except Unseen:
            raise Unseen(f"{queue} has {told[-1:]} assets, not {expected}:\n{self.eyes.texts()}") from None

    def open_queue(self, queue: str) -> None:
        """Click a queue, and wait until the grid holds as many assets as the queue says."""
        entries = self.eyes.find("list", "Queues").parts()
        entry = next(entry for entry in entries if entry.name.startswith(queue))
        self.hands.click(entry.point())
        (expected,) = eventually(lambda: (self.count(queue),), f"{queue} counted")
        eventually(lambda: len(self.tiles()) == expected, f"{expected} assets of {queue} in the grid")

    def grid(self) -> Part:
        """The grid of assets."""
        return self.eyes.find("list", "Assets")

    def tiles(self) -> list[str]:
        """What the cells of the grid say, in order: "NAME, STATUS, CATEGORY CONFIDENCE"."""
        return [tile.name for tile in self.grid().parts()]

    def tile(self, name: str) -> Part:
        """The cell of the grid whose text begins with this name."""
        tiles = self.grid().parts()
        found = next((tile for tile in tiles if tile.name.startswith(name)), None)
        if found is None:
            raise Unseen(f"no tile {name!r} in {[tile.name for tile in tiles]}")
        return found

    def sees_tile(self, name: str, words: str) -> None:
        """Wait until the cell of this name says these words too."""
        eventually(lambda: words.lower() in self.tile(name).name.lower(), f"{words!r} on the tile {name!r}")

    def choose(self, name: str) -> None:
        """Click an asset in the grid, as one does before a verdict key."""
        self.hands.click(self.tile(name).point(0.5, 0.3))
        eventually(lambda: self.tile(name).has("selected"), f"{name!r} chosen")

    def click_on_tile(self, name: str, button: str) -> None:
        """Click the green or the red button on the tile under the pointer."""
        tile = self.tile(name)
        self.hands.point(tile.point(0.5, 0.3))
        x, y, width, height = tile.rectangle
        across = {"Approve": 0.25, "Reject": 0.75}[button]
        self.hands.click((x + width * across, y + height - TILE_CAPTION - TILE_BUTTON / 2))

    # -- what one does with it

    def import_folder(self, folder: Path) -> None:
        """Import a folder by the file dialog: type where it is, go there, take it as a whole."""
        self.hands.press("ctrl+o")
        field = self.eyes.find("field", "File name")
        eventually(lambda: field.has("focused"), "the field for the file name")
        self.hands.press("ctrl+a")
        self.hands.type(str(folder))
        self.hands.press("Return")
        some = next(path.name for path in sorted(folder.iterdir()))
        self.hands.click(self.eyes.find("entry", some).point())  # closes the list of completions as well
        self.click("Import this folder")
        eventually(lambda: not self.eyes.all("field", "File name"), "the file dialog closed")

    def sees_the_run_end(self) -> None:
        """Wait until what was imported has been moderated, which begins by itself."""
        eventually(lambda: re.search(r"Checked \d+ assets", self.eyes.texts()), "the end of the run", 120)

    def moderate_beforehand(self, folder: Path) -> None:
        """Have a folder moderated by the command line, before the window is opened."""
        self._photographs.mkdir(parents=True, exist_ok=True)
        status = self.screen.start(*self._words("scan", folder, "--engine", "on-device"), log=self._log).wait(180)
        assert status in (0, 1), f"scan ended with {status}:\n{self.log()}"  # 1: one sample cannot be opened

    # -- clips whose frames carry their number

    def prepare_clip(self, folder: Path, *, heavy: bool = False) -> None:
        """Have a library ready that holds one numbered clip, rejected for three things; veiled if it is `heavy` too."""
        self._photographs.mkdir(parents=True, exist_ok=True)
        made = self._with_numbers("make", self._library, folder, *(["heavy"] if heavy else []))
        assert made.returncode == 0, made.stdout

    def prepare_clips(self, folder: Path, *names: str) -> None:
        """Have a library ready that holds numbered clips of these kinds or of all, rejected for three things."""
        self._photographs.mkdir(parents=True, exist_ok=True)
        made = self._with_numbers("make-all", self._library, folder, *names)
        assert made.returncode == 0, made.stdout

    def number_painted(self, width: int = 320, height: int = 160) -> int:
        """The number on the frame that is painted on the stage now; width, height: of the clip, upright."""
        left, top, across, down = self.eyes.find("stage", "Large picture").rectangle
        scale = min(2.0, across / width, down / height)
        wide, high = round(width * scale), round(height * scale)
        corner = left + (across - wide) // 2, top + (down - high) // 2
        return number_in(self.screen.pixels((*corner, wide, high)), wide, high)

    def frames(self, photographs: list[Path]) -> list[int]:
        """The numbers on the frames that were painted on the stage when these photographs were taken."""
        area = (round(value) for value in self.eyes.find("stage", "Large picture").rectangle)
        read = self._with_numbers("read", *area, *photographs)
        assert read.returncode == 0, read.stdout
        return [int(number) for number in read.stdout.split()]

    def sees_frame(self, number: int) -> None:
        """Wait until the frame of this number is what is painted."""
        shot = self._photographs / "frame.png"

        def painted() -> bool:
            self.screen.photograph(shot)
            return self.frames([shot]) == [number]

        eventually(painted, lambda: f"frame {number} on the stage; the window shows:\n{self.eyes.texts()}", 15)

    def go_to_time(self, at_ms: int) -> None:
        """Move the slider of the video, as assistive technology does."""
        self.eyes.find("slider", "Time in the video").set_value(at_ms)

    def photograph_frame(self, number: int) -> Path:
        """Keep what the screen shows as the photograph of that frame."""
        shot = self._photographs / "frames" / f"{number:03}.png"
        self.screen.photograph(shot)
        return shot

    def sees_in_the_picture(self) -> bytes:
        """The pixels of the large picture alone: around it numbers may count on."""
        return self.screen.pixels(self.eyes.find("stage", "Large picture").rectangle)

    def _with_numbers(self, *words: object) -> subprocess.CompletedProcess[str]:
        python, script = Path(self._app).with_name("python"), Path(__file__).with_name("numbered_library.py")
        command = [str(word) for word in (python, script, *words)]
        out, both = subprocess.PIPE, subprocess.STDOUT
        return subprocess.run(command, env=self.screen.environment, text=True, stdout=out, stderr=both, check=False)

    def open_policy(self) -> None:
        """Go to the policy screen."""
        self.hands.press("ctrl+2")
        self.eyes.find("field", "Moderation string")

    def moderation_string(self) -> str:
        """What the field for the moderation string says."""
        return self.eyes.find("field", "Moderation string").text

    def set_threshold(self, category: str, threshold: float) -> None:
        """Move a category's slider to a threshold, as assistive technology does."""
        self.eyes.find("slider", f"{category} threshold").set_value(round(threshold * 100))

    def drop_from_another_program(self, *files: Path) -> None:
        """Drag files out of another program's window into the middle of this one."""
        source = Path(__file__).with_name("drag_source.py")
        python = Path(self._app).with_name("python")
        pile = self.screen.start(str(python), str(source), *(str(file) for file in files), log=self._log)
        there = Eyes(pile.pid)
        eventually(there.windows, "the pile of files")
        time.sleep(0.5)  # the window manager may still move it
        self.hands.drag(there.windows()[0].point(), self.eyes.windows()[0].point(0.6, 0.4))
        end(pile)


def number_in(pixels: bytes, width: int, height: int) -> int:
    """The number that a picture shows, read in the middle of each block. pixels: four bytes each, green the second."""
    number = 0
    for bit in range(BITS):
        y = round((bit // COLUMNS + 0.5) * height / (BITS // COLUMNS))
        x = round((bit % COLUMNS + 0.5) * width / COLUMNS)
        near = [pixels[4 * ((y + down) * width + x + across) + 1] for down in (-2, 0, 2) for across in (-2, 0, 2)]
        number = number << 1 | (sum(near) > 118 * len(near))
    return number
