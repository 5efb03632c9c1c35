"""The robot where decisions come back: it works in two lists, in one of which a word may be a second opinion.

In the rejected ones what it approved yesterday shows only because it came back. In the approved ones every word is a
decision, also on what came back in the other list a moment ago.
"""

from __future__ import annotations

import time

from rekreview.domain.queues import QueueName
from rekreview.settings import DEFAULT_REASONS
from rekreview.ui.theme.tokens import DARK
from tests.e2e.moderator import again_ledger
from tests.e2e.moderator.again_ledger import Word
from tests.e2e.moderator.diary import Deed, Diary, Input
from tests.e2e.moderator.glass import until
from tests.e2e.moderator.moderator import KEYS, LargeModerator, Moderator, mostly_right
from tests.e2e.moderator.numbered import Place
from tests.e2e.moderator.tiles import TileModerator
from tests.e2e.moderator.window import NotSeen, Window

QUEUES = Place(20, 110, 180, 340)
"""Where the list of queues is painted."""
QUEUE_HEIGHT = 30
REASONED, LEAVES, LEAVES_WHAT_CAME_BACK = 0.12, 0.03, 0.6
SHARE_OF_REASONS, SHARE_OF_VERDICTS = 0.35, 0.8
"""How often a key follows a change of list at once: a reason, and where that does not, a verdict."""
ELSEWHERE = (2, 4)
"""So many words are said in the other list before the robot comes back."""
AT_ONCE_SECONDS = (0.004, 0.006, 0.008, 0.01, 0.015, 0.02, 0.03, 0.06, 0.15)
"""From a click to a key: a key that comes sooner may be heard first, as the window manager holds clicks."""
SOON_SECONDS = 1.0
"""A reason that is pressed so soon after a verdict is for that."""
SHOWN_SECONDS, STANDS_SECONDS = 0.8, 0.25
LATE_LISTS = 10
"""How often the next picture is gone to where none shows: a busy machine lets a list come seconds late."""


class Returning(Moderator):
    """Says something of each picture that it did not say before, gives reasons, and goes from list to list.

    Where and how it does so is left to the class beside it. yesterday: the numbers of what was approved then.
    """

    def __init__(self, window: Window, yesterday: frozenset[int], pace: float, mistakes: float) -> None:
        super().__init__(window, says=self._differently, pace=pace, mistakes=mistakes)
        self.yesterday = yesterday
        self.queue = QueueName.REJECTED
        self.said: list[Word] = []
        self.fell: dict[str, int] = {"before": 0, "after": 0}
        """How many keys that were pressed at once acted before the list changed, and after."""
        self._left_here = 0
        self._left_at: dict[QueueName, int] = {}
        self._armed = ""
        self._in_sight = True

    def current(self) -> int:
        """The number of the picture that a key acts on."""
        raise NotImplementedError

    def find_picture(self) -> bool:
        """See the picture at hand in a list that is shown anew; whether it was in sight."""
        return True

    def may_be_refused(self) -> bool:
        """Whether a key that comes before its picture is not taken here."""
        raise NotImplementedError

    def work(self, count: int) -> Diary:
        """Decide on so many assets."""
        for _ in range(count):
            self._at_times_leave()
            super().work(1)
            if self.chance.random() < REASONED:
                time.sleep(self.chance.random() * 0.2)
                self._give_reason()
        if self.queue is QueueName.APPROVED:
            self._go_to(QueueName.REJECTED)
        return self.finish()

    def decide(self, number: int, place: Place) -> Input:
        """Say what is to be said; by mistake only what no word stands of, since what is said twice is no step."""
        if self._said_before(number) is None:
            return super().decide(number, place)
        return self.press(self.says(number), number, place)

    def press(self, deed: Deed, number: int, place: Place) -> Input:
        """Press the key, and remember what was said of what."""
        second, changes = self.is_second(number), self._said_before(number) is not deed
        done = super().press(deed, number, place)
        self.said.append(Word(number, deed, second, done, changes=changes, may_have=self._armed))
        self._armed = ""
        return done

    def take_back(self, number: int) -> None:
        """Take the last word back, and see its picture again."""
        super().take_back(number)
        self.said[-1].undone = True

    def is_second(self, number: int) -> bool:
        """Whether a word on this picture is a second opinion in the list that shows."""
        return (
            self.queue is QueueName.REJECTED
            and number in self.yesterday
            and self._last_word(number, second=False) is None
        )

    def _said_before(self, number: int) -> Deed | None:
        """What was said of this picture before, of that which a word would be about now."""
        second = self.is_second(number)
        yesterday = Deed.APPROVE if number in self.yesterday and not second else None
        return self._last_word(number, second=second) or yesterday

    def _last_word(self, number: int, *, second: bool) -> Deed | None:
        words = (one for one in reversed(self.said) if one.number == number and one.second is second and one.counts)
        return next((one.deed for one in words), None)

    def _differently(self, number: int) -> Deed:
        stands = self._said_before(number)
        if stands is not None:
            return Deed.REJECT if stands is Deed.APPROVE else Deed.APPROVE
        if self.is_second(number):
            return Deed.REJECT if number % 2 else Deed.APPROVE
        return mostly_right(number)

    # Reasons.

    def _give_reason(self) -> None:
        last = self.said[-1]
        if not (last.counts and last.changes) or self._age(last) > SOON_SECONDS:
            return
        line = self.glass.copy(self.window.status_line)
        self._press_reason(last)
        self.until(lambda: self.glass.copy(self.window.status_line) != line, f"no reason was told for {last.number}")

    def _press_reason(self, last: Word) -> Word:
        """Press the key of a reason that was not given with this word."""
        at = self.chance.choice(
            [at for at, one in enumerate(DEFAULT_REASONS) if one not in (last.reason, last.may_have)]
        )
        done = self.press_key(Deed.MOVE, last.number, str((at + 1) % 10))
        word = Word(last.number, last.deed, last.second, done, reason=DEFAULT_REASONS[at])
        self.said.append(word)
        return word

    def _age(self, word: Word) -> float:
        return time.perf_counter() - self._begun - word.pressed.at

    # From list to list.

    def _at_times_leave(self) -> None:
        if self.queue is QueueName.APPROVED:
            self._left_here -= 1
            if self._left_here < 0:
                self._go_to(QueueName.REJECTED)
            return
        came_back = self.said and (self.is_second(self.current()) or self.said[-1].second)
        if self.said and self.chance.random() < (LEAVES_WHAT_CAME_BACK if came_back else LEAVES):
            self._left_here = self.chance.randint(*ELSEWHERE)
            self._go_to(QueueName.APPROVED)

    def _go_to(self, queue: QueueName) -> None:
        """Show this list, and at times press a key before one can see it: a verdict, or a reason for the last one."""
        here, last = self.current(), self.said[-1]
        word, self._left_at[self.queue] = self._rejected(here), here
        after = again_ledger.newest_step(self.window.library)
        self._click(queue)
        time.sleep(self.chance.choice(AT_ONCE_SECONDS))
        if last.counts and last.changes and self._age(last) < SOON_SECONDS and self.chance.random() < SHARE_OF_REASONS:
            reason = self._press_reason(last)
            reason.sure = not last.second
            self._armed = reason.reason if last.second else ""
            self._arrive(queue)
        elif self.chance.random() < SHARE_OF_VERDICTS:
            word.pressed = self.press_key(Deed.MOVE, None, KEYS[Deed.REJECT])
            now = self._arrive(queue)
            self.said.append(self._where_it_fell(word, now, after))
        else:
            self._arrive(queue)

    def _rejected(self, number: int) -> Word:
        """The word that X is for this picture in the list that shows."""
        pressed = Input(time.perf_counter() - self._begun, Deed.MOVE, None)
        changes = self._said_before(number) is not Deed.REJECT
        return Word(number, Deed.REJECT, self.is_second(number), pressed, changes=changes)

    def _where_it_fell(self, before: Word, now: int, after: int) -> Word:
        """The word a key was that came with the change of list: the one it is for what was at hand in the list before,
        or for the first picture in the next one. The library tells of which; what it was there the list tells.
        """
        fell = again_ledger.numbers_after(self.window.library, after)
        if not fell or before.number in fell:
            self.fell["before"] += bool(fell)
            before.sure = bool(fell) or not (self.may_be_refused() or self._may_be_said_there())
            return before
        self.fell["after"] += 1
        if fell[0] == now:
            raise NotSeen(f"picture {now} was decided, and shows as if it was not")
        word = self._rejected(fell[0])
        word.pressed = before.pressed
        return word

    def _may_be_said_there(self) -> bool:
        """Whether X in the list that shows now may have changed nothing: of what was at hand when it was left, or that
        was not to be seen.
        """
        there = self._left_at.get(self.queue)
        changes = there is not None and self._belongs(there) and self._said_before(there) is not Deed.REJECT
        return not (changes and self._in_sight)

    def _click(self, queue: QueueName) -> Input:
        """Click this queue, from where the one that is chosen is painted."""
        lit = [
            row
            for row in range(QUEUES.height)
            if self.glass.coloured(Place(QUEUES.left, QUEUES.top + row, QUEUES.width, 1), DARK.accent_soft) > 100
        ]
        names = list(QueueName)
        away = QUEUE_HEIGHT * (names.index(queue) - names.index(self.queue))
        self.fingers.point(QUEUES.left + QUEUES.width // 2, QUEUES.top + (lit[0] + lit[-1]) // 2 + away)
        done = Input(time.perf_counter() - self._begun, Deed.MOVE, None, aimed=True, key=f"click {queue}")
        self.fingers.click()
        self.diary.inputs.append(done)
        return done

    def _arrive(self, queue: QueueName) -> int:
        """Wait until the other list shows; the picture at hand then."""
        time.sleep(SHOWN_SECONDS)
        self.queue = queue
        self._in_sight = self.find_picture()
        stands, since = 0, time.perf_counter()

        def arrived() -> bool:
            nonlocal stands, since
            seen = self.current()
            if seen != stands:
                stands, since = seen, time.perf_counter()
            return self._belongs(seen) and time.perf_counter() - since > STANDS_SECONDS

        self.until(arrived, f"the list of the {queue} does not show")
        return stands

    def _belongs(self, number: int) -> bool:
        """Whether this picture is to be in the list that shows."""
        first = Deed.APPROVE if number in self.yesterday else Deed.REJECT
        stands = self._last_word(number, second=False) or first
        return str(stands) == self.queue or self.is_second(number)


class TilesAgain(Returning, TileModerator):
    """In the grid."""

    def current(self) -> int:
        """The number of the tile with the ring."""
        return self.number_soon(self.until(self.find_current, "no tile has the ring, or its picture is not painted"))

    def find_picture(self) -> bool:
        """What was above it may have left the list, so that its tile is beyond the edge: the next one is gone to.

        Again where the list is late: the key was for the one before then.
        """
        for tries in range(LATE_LISTS):
            if until(self.find_current, SHOWN_SECONDS) is not None:
                return tries == 0
            self.press_key(Deed.MOVE, None, "Right")
        return False

    def may_be_refused(self) -> bool:
        """In the grid each picture was to be seen before its turn came."""
        return False


class LargeAgain(Returning, LargeModerator):
    """Large."""

    def current(self) -> int:
        """The number of the large picture."""
        return self.number_soon(self._large or self.glass.whole)

    def may_be_refused(self) -> bool:
        """A key that was pressed before its picture was large is not taken."""
        return True
