"""The robot at work: it reads what is painted, presses the key for it, and waits for the verdict to be painted."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from tests.e2e.moderator import glass
from tests.e2e.moderator.diary import Deed, Diary, Input
from tests.e2e.moderator.numbered import Place
from tests.e2e.moderator.window import NotSeen, Window

T = TypeVar("T")
PATIENCE_SECONDS = 20.0
LOOK_AGAIN_SECONDS, STAND_SECONDS = 0.1, 0.004
# Nobody answers what they see sooner than this.
ANSWER_SECONDS, LEAST_ANSWER_SECONDS = 0.06, 0.03
# A picture that still stands so long after its key came was not decided: the app holds that it came too early.
REFUSED_SECONDS = 3.0
KEYS = {Deed.APPROVE: "a", Deed.REJECT: "x", Deed.UNDO: "BackSpace"}


class WindowGone(Exception):
    """The app ended while the robot worked."""


def mostly_right(number: int) -> Deed:
    """What this robot says of a picture: one in twenty of what was rejected is to be approved."""
    return Deed.APPROVE if number % 20 == 7 else Deed.REJECT


@dataclass
class Moderator:
    """One robot at one window. pace: seconds from one decision to the next, if the window keeps up.

    says: its verdict on a picture. mistakes: the share of decisions where the wrong key comes first, and Backspace and
    the right one follow. hasty: the share of pictures for which a key is pressed while they are still on their way;
    listed tells it which one comes then. heeds: is called when a verdict was seen.
    """

    window: Window
    says: Callable[[int], Deed] = mostly_right
    pace: float = 0.0
    mistakes: float = 0.0
    hasty: float = 0.0
    listed: Sequence[int] = ()
    heeds: Callable[[Input], None] = lambda _seen: None
    chance: random.Random = field(default_factory=lambda: random.Random(6))
    diary: Diary = field(default_factory=Diary)

    def __post_init__(self) -> None:
        self.glass, self.fingers = self.window.glass, self.window.fingers
        self._begun = self._due = time.perf_counter()

    def work(self, count: int) -> Diary:
        """Decide on so many assets."""
        raise NotImplementedError

    # What every way of working needs.

    def number(self, place: Place) -> int | None:
        """The number of the picture that is painted there."""
        return self.glass.number(place)

    def number_soon(self, place: Place) -> int:
        """The number that is painted there, as soon as one is."""
        return self.until(lambda: self.number(place), f"no picture is painted at {place}")

    def decide(self, number: int, place: Place) -> Input:
        """Say what is to be said of the picture that is painted here, at times after a mistake."""
        right = self.says(number)
        if self.mistakes and self.chance.random() < self.mistakes:
            wrong = Deed.REJECT if right is Deed.APPROVE else Deed.APPROVE
            self.press(wrong, number, place)
            self.take_back(number)
            place = self.place_of(number)
        return self.press(right, number, place)

    def place_of(self, number: int) -> Place:
        """Where this picture is painted as the one a key acts on."""
        raise NotImplementedError

    def acts_on(self, number: int, place: Place) -> bool:
        """Whether a key would act on this picture, as far as one sees."""
        return self.number(place) == number

    def is_decided(self, number: int, place: Place, line: bytes) -> bool:
        """Whether one sees that this picture was decided. line: the status line as it was before."""
        raise NotImplementedError

    def press(self, deed: Deed, number: int, place: Place) -> Input:
        """Press the key for what is painted, and note when its verdict is painted."""
        self.wait_for_turn()
        line = self.glass.copy(self.window.status_line)
        if not self.acts_on(number, place):
            place = self.place_of(number)  # a bar came in above or below, and everything moved
        done = self.press_key(deed, number)
        self.until(lambda: self.is_decided(number, place, line), f"no verdict was painted for picture {number}")
        done.painted_ms = self.now_ms(done)
        self.heeds(done)
        return done

    def take_back(self, number: int) -> None:
        """Take the last decision back, and see its picture again."""
        self.press_key(Deed.UNDO, number)
        self.until(lambda: self.number(self.place_of(number)) == number, f"Backspace did not lead back to {number}")

    def press_key(self, deed: Deed, number: int | None, key: str = "") -> Input:
        """Press the key of a deed, or another one for it, and write it down."""
        done = Input(time.perf_counter() - self._begun, deed, number, key=key or KEYS[deed])
        self.fingers.press(done.key)
        self.diary.inputs.append(done)
        return done

    def now_ms(self, done: Input) -> float:
        """How long ago an input was."""
        return (time.perf_counter() - self._begun - done.at) * 1000

    def until(self, look: Callable[[], T | None], missed: str, seconds: float = PATIENCE_SECONDS) -> T:
        """The first true answer of `look`. Raises NotSeen with what was `missed`, and WindowGone."""
        found = glass.until(lambda: look() or self._is_gone(), seconds)
        if self._is_gone():
            raise WindowGone
        if not found:
            raise NotSeen(f"{missed} in {seconds:g} s")
        return found  # type: ignore[return-value]

    def wait_for_turn(self) -> None:
        """Keep to the pace. What was lost of it by waiting for the window is made good, but not more than a second."""
        if self.pace:
            time.sleep(max(0.0, self._due - time.perf_counter()))
            self._due = max(self._due + self.pace, time.perf_counter() - 1.0)

    def finish(self) -> Diary:
        """The diary of all that was done so far."""
        self.diary.seconds = time.perf_counter() - self._begun
        return self.diary

    def _is_gone(self) -> bool:
        return self.window.app is None or self.window.app.poll() is not None


class LargeModerator(Moderator):
    """Sees one asset after the other large."""

    _large: Place | None = None
    _looked_again = 0.0
    _seen_at = 0.0

    def work(self, count: int) -> Diary:
        """Decide on so many assets."""
        if self._large is None:
            self.fingers.press("Return")
            self._large = self.until(self._only_large, "no large picture")
            time.sleep(0.3)  # the window shows all at once, and lays out what it shows a moment later
            self._large = self.until(self._only_large, "no large picture")
        for _ in range(count):
            if not (self.hasty and self.chance.random() < self.hasty and self._press_early(self._large)):
                number = self.number_soon(self._large)
                self._seen_at = time.perf_counter()
                done = self.decide(number, self._large)
                while not self._see_next(done, number):
                    done.refused, done.painted_ms = True, None
                    done = self.press(self.says(number), number, self._large)
        return self.finish()

    def wait_for_turn(self) -> None:
        """Nobody answers a picture in no time: one that has been there for a moment is known to the app too."""
        super().wait_for_turn()
        time.sleep(max(0.0, self._seen_at + LEAST_ANSWER_SECONDS - time.perf_counter()))

    def place_of(self, number: int) -> Place:
        """Where the large picture is, which is this one."""
        self.until(lambda: self.number(self._large or self.glass.whole) == number, f"picture {number} is not painted")
        assert self._large is not None
        return self._large

    def number(self, place: Place) -> int | None:
        """The number of the large picture. It is looked for anew where nothing is: what is around it may change."""
        found = super().number(self._large or place)
        if found is not None:  # a look at a picture that is half painted may see another number once in a thousand
            time.sleep(STAND_SECONDS)
            found = found if super().number(self._large or place) == found else None
        now = time.perf_counter()
        if found is None and self._large is not None and now - self._looked_again > LOOK_AGAIN_SECONDS:
            self._looked_again = now
            self._large = self._only_large() or self._large
        return found

    def is_decided(self, number: int, place: Place, line: bytes) -> bool:
        """The status line has told of it."""
        return self.glass.copy(self.window.status_line) != line

    def _only_large(self) -> Place | None:
        found = self.glass.places()
        return found[0] if len(found) == 1 and found[0].width > 500 else None

    def _see_next(self, done: Input, number: int) -> bool:
        """Wait for the next picture, or only until this one is gone if the next key may come early.

        False if this one stays: the key was not taken.
        """
        place = self._large or self.glass.whole
        if self.listed and number == self.listed[-1]:
            return True
        if glass.until(lambda: self.number(place) != number or self._is_gone(), REFUSED_SECONDS) is None:
            return False
        if not self.hasty:
            self.until(lambda: self.number(place) not in (None, number), f"nothing came after picture {number}")
            done.next_ms = self.now_ms(done)
        return True

    def _press_early(self, place: Place) -> bool:
        """Press a key while the next picture is on its way, if it is: what it says goes for that picture."""
        before = self.diary.inputs[-1] if self.diary.inputs else None
        last = before and (before.meant or before.number)
        if last is None or self.number(place) is not None:
            return False
        awaited = self.listed[self.listed.index(last) + 1]
        time.sleep(ANSWER_SECONDS)
        if awaited == self.listed[-1] or self.number(place) is not None:
            return False
        done = self.press_key(self.says(awaited), None)
        if self._stands(place, awaited):
            done.refused = True
            return False
        self.until(lambda: self.number(place) not in (None, awaited), f"the key did not wait for picture {awaited}")
        done.next_ms = self.now_ms(done)
        done.meant = awaited
        return True

    def _stands(self, place: Place, number: int) -> bool:
        """Whether this picture comes and does not go again: the key for it was not taken.

        It goes as soon as it is no longer there; what comes after it may take its time.
        """
        self.until(lambda: self.number(place) is not None, f"picture {number} does not come")
        return glass.until(lambda: self._is_another(place, number), REFUSED_SECONDS) is None

    def _is_another(self, place: Place, number: int) -> bool:
        """Whether another picture is there, or none; one look at what is just painted anew may see none."""
        if self.number(place) == number:
            return False
        time.sleep(ANSWER_SECONDS)
        return self.number(place) != number
