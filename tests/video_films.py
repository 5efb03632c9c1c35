"""The clips of the campaign with videos: every container, some that fail, and what has to be known of each at last."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.campaign import FLOOR, KEYS, labels_of
from tests.fakes.aws import clips
from tests.fakes.aws.rekognition import Account
from tests.fakes.aws.storage import Bucket

BUCKET = "films"
PAGE, JOBS_AT_ONCE = 5, 2
STEP_MS = 1000
LONG, LONG_SECONDS, LONG_PAGE = "long.mp4", 560, 120
"""A film with more labels than the service tells at a time; pages of five would take minutes to read."""
MOST_TOLD_AT_ONCE = 1000
DAMAGED = "The video is damaged."
MIB = 1024 * 1024
Span = tuple[str, str, int, int, float, int]
"""Name, parent, from when, to when, peak, when that was."""
State = dict[str, tuple[str, tuple[Span, ...]]]


@dataclass(frozen=True)
class Wrapping:
    """A container and a codec. whole: whether the service takes it as a stored video.

    exact: whether the frames looked at are those at whole seconds; where frames are reordered, the app passes over
    those that no other frame needs, and looks at the next one, with its own time.
    """

    extension: str
    codec: str
    whole: bool
    exact: bool = True


WRAPPINGS = (
    Wrapping("mp4", "libx264", True),
    Wrapping("mov", "libx264", True),
    Wrapping("mp4", "libx264", True),
    Wrapping("mkv", "libx264", False),
    Wrapping("webm", "libvpx-vp9", False),
    Wrapping("mov", "libx264", True),
    Wrapping("avi", "mpeg4", False),
    Wrapping("mp4", "libx265", False, exact=False),
    Wrapping("mp4", "libx264", True),
    Wrapping("webm", "libsvtav1", False),
)


@dataclass
class Films:
    """The videos of a campaign. shows: by file name the number of each second. whole: those the service takes.

    failing: those of them whose jobs come to nothing, so that they are checked by frames too. inexact: those whose
    times are right within a sampling step. broken: by file name why it cannot be opened. ended: how the first library
    ended, as which all others have to end.
    """

    place: Path
    shows: dict[str, tuple[int, ...]] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)
    failing: set[str] = field(default_factory=set)
    inexact: set[str] = field(default_factory=set)
    broken: dict[str, str] = field(default_factory=dict)
    ended: State | None = None

    def account(self) -> Account:
        """An account that knows all of them, with a bucket."""
        numbers = {number for shown in self.shows.values() for number in shown}
        account = Account(keys=dict(KEYS), labels={number: labels_of(number) for number in numbers})
        account.storage.buckets[BUCKET] = Bucket(account.region)
        account.videos.page, account.videos.jobs_at_once, account.videos.job_seconds = PAGE, JOBS_AT_ONCE, 0.4
        account.videos.pages = {sha256_of(self.place / LONG): LONG_PAGE}
        account.videos.failing = {sha256_of(self.place / name): DAMAGED for name in self.failing}
        return account

    def expected(self) -> State:
        """What has to be known of each file in the end: its fault, or what was seen in it from when to when."""
        told: State = {name: (code, ()) for name, code in self.broken.items()}
        return told | {name: ("", tuple(sorted(_spans(shown)))) for name, shown in self.shows.items()}

    def jobs(self) -> int:
        """How many videos are checked whole and paid."""
        return len({sha256_of(self.place / name) for name in self.whole - self.failing})


def sha256_of(path: Path) -> str:
    """Of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _spans(numbers: tuple[int, ...]) -> Iterator[Span]:
    """What seconds with these numbers show, worked out without any code of the app."""
    seen = [{(one["Name"], one["ParentName"]): one["Confidence"] for one in labels_of(number)} for number in numbers]
    for kind in sorted({kind for second in seen for kind in second}):
        run: list[tuple[int, float]] = []
        for at in range(len(numbers) + 1):
            confidence = seen[at].get(kind, 0.0) if at < len(numbers) else 0.0
            if confidence >= FLOOR:
                run.append((at, confidence))
            elif run:
                peak_at, peak = max(run, key=lambda one: (one[1], -one[0]))
                yield (*kind, run[0][0] * 1000, (run[-1][0] + 1) * 1000, peak, peak_at * 1000)
                run = []


def make_films(place: Path, count: int) -> Films:
    """`count` clips of every wrapping: a copy, failing jobs, two sent in parts, one long and one broken file."""
    place.mkdir(parents=True)
    films, chance = Films(place), random.Random(4)
    for index in range(count):
        wrapping = WRAPPINGS[index % len(WRAPPINGS)]
        name = f"{index:02}.{wrapping.extension}"
        numbers = tuple(1000 + index * 50 + second * 3 for second in range(3 + chance.randrange(6)))
        clips.write(place / name, numbers, codec=wrapping.codec)
        films.shows[name] = numbers
        films.inexact |= set() if wrapping.exact else {name}
        if not wrapping.whole:
            continue
        films.whole.add(name)
        if index % 20 == 2:
            pad(place / name, 12 * MIB, chance)
        elif index % 10 == 8:
            films.failing.add(name)
    copy = place / "copy of 00.mp4"
    shutil.copy(place / "00.mp4", copy)
    films.shows[copy.name] = films.shows["00.mp4"]
    films.whole.add(copy.name)
    films.shows[LONG] = _labelled(LONG_SECONDS)
    clips.write(place / LONG, films.shows[LONG], rate=2)
    films.whole.add(LONG)
    (place / "broken.mp4").write_bytes((place / "01.mov").read_bytes()[:900])
    films.broken["broken.mp4"] = "undecodable"
    return films


def _labelled(seconds: int) -> tuple[int, ...]:
    """Numbers that have labels, so many over the floor that no answer of the service holds them all."""
    numbers = tuple([number for number in range(20_000, 20_000 + 3 * seconds) if len(labels_of(number)) > 1][:seconds])
    told = sum(one["Confidence"] >= FLOOR for number in numbers for one in labels_of(number))
    assert told > MOST_TOLD_AT_ONCE, told
    return numbers


def pad(path: Path, size: int, chance: random.Random) -> None:
    """Make a file larger by a box that players pass over, so that it is sent in several parts."""
    with path.open("ab") as file:
        file.write(size.to_bytes(4, "big") + b"free" + chance.randbytes(size - 8))
