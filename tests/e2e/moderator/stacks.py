"""The robot among stacks of near-duplicates: some decided whole, some opened and decided tile by tile, some undone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from PIL import Image

from rekreview.domain.near_duplicates import DISTANCE
from rekreview.media.fingerprints import distance, phash
from tests.e2e.moderator import numbered_library
from tests.e2e.moderator.diary import Deed, Diary, Input
from tests.e2e.moderator.numbered import jpeg, picture
from tests.e2e.moderator.tiles import TileModerator
from tests.fakes.near_pictures import motif

EACH = 8
FIELD = 0.2
"""So small a field leaves the perceptual hash nearly as it is, and can be read on a tile."""
THUMBNAIL = (256, 192)
WHOLE = {Deed.APPROVE: "shift+a", Deed.REJECT: "shift+x"}


def make(directory: Path, media: Path, stacks: int) -> None:
    """A library of so many stacks of eight: of one motif, each with its own number."""
    pictures = (
        jpeg(at * EACH + member, within=grey(seed), share=FIELD)
        for at, seed in enumerate(islice(seeds(), stacks))
        for member in range(1, EACH + 1)
    )
    numbered_library.write(media, pictures)
    numbered_library.take_in(directory, media)


def grey(seed: int) -> Image.Image:
    """A motif without the colour of the frame."""
    return motif(seed).convert("L").convert("RGB")


def seeds() -> Iterator[int]:
    """The seeds of motifs whose pictures are all near the first one, and far from those of the motifs before."""
    firsts: list[int] = []
    for seed in count(100):
        at = len(firsts) * EACH
        hashes = [_hash(seed, at + member) for member in range(1, EACH + 1)]
        near = all(distance(hashes[0], other) < DISTANCE for other in hashes)
        if near and all(distance(hashes[0], other) > 2 * DISTANCE + 2 for other in firsts):
            firsts.append(hashes[0])
            yield seed


def _hash(seed: int, number: int) -> int:
    return phash(Image.fromarray(picture(number, *THUMBNAIL, grey(seed), FIELD)))


def members(number: int) -> range:
    """The numbers of the stack that this picture is in."""
    first = (number - 1) // EACH * EACH + 1
    return range(first, first + EACH)


class StackModerator(TileModerator):
    """Works through stacks by keys alone: of five the third is opened, and the last one decided twice."""

    def work(self, count: int) -> Diary:
        """Decide on so many stacks."""
        self.glass.share = FIELD
        self.press_key(Deed.MOVE, None, "s")
        self.until(self._only_stacks, "near-duplicates are not brought together")
        for at in range(count):
            head = self.number_soon(self.until(self.find_current, "no stack has the ring"))
            if at % 5 == 2:
                self._open_and_decide(head)
            else:
                self._decide_whole(head, twice=at % 5 == 4)
            self.diary.scanned += 1
        return self.finish()

    def _only_stacks(self) -> bool:
        numbers = [self.number(place) for place in self.tiles()]
        return bool(numbers) and all(number is not None and number == members(number)[0] for number in numbers)

    def _only_members(self, head: int) -> bool:
        numbers = [self.number(place) for place in self.tiles()]
        return len(numbers) > 1 and all(number in members(head) for number in numbers)

    def _decide_whole(self, head: int, *, twice: bool) -> None:
        right = self.says(head // EACH)
        if twice:
            self._press_whole(Deed.REJECT if right is Deed.APPROVE else Deed.APPROVE, head)
            self.press_key(Deed.UNDO, head).behind = tuple(members(head))[1:]
            self.until(lambda: self.place_of(head), f"Backspace did not lead back to the stack of {head}")
        self._press_whole(right, head)

    def _press_whole(self, deed: Deed, head: int) -> Input:
        self.wait_for_turn()
        place = self.place_of(head)
        done = self.press_key(deed, head, WHOLE[deed])
        done.behind = tuple(members(head))[1:]
        self.until(lambda: self.number(place) != head, f"no verdict was painted for the stack of {head}")
        done.painted_ms = self.now_ms(done)
        return done

    def _open_and_decide(self, head: int) -> None:
        self.press_key(Deed.MOVE, head, "Return")
        self.until(lambda: self._only_members(head), f"the stack of {head} is not open")
        for number in members(head):
            self.decide(number, self.place_of(number))
        self.press_key(Deed.MOVE, None, "Escape")
        self.press_key(Deed.MOVE, None, "Right")
        self.until(self._only_stacks, "Escape did not lead back to the stacks, and Right to the next one")
