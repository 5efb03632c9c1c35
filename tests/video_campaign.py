"""The campaign with videos: they are moderated by the real program through every kind of trouble.

What their frames show is known (`tests.fakes.aws.marks`), so each library has to end with the same labels and times.
Those that the service takes whole are checked whole, the others are refused with the reason and then checked by frames.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rekreview.domain.queues import QueueFilter
from rekreview.domain.segments import joined, segments_of
from rekreview.domain.video import JobState, VideoJob
from rekreview.library.library import Library
from tests.campaign import (
    RENEWED,
    environment,
    faults_told,
    places_of_keys,
    scan,
    start_scan,
)
from tests.campaign import Folder as Pictures
from tests.fakes.aws.faults import Fault, Faults
from tests.fakes.aws.rekognition import StandIn
from tests.video_films import BUCKET, DAMAGED, JOBS_AT_ONCE, MIB, STEP_MS, Films, Span, State

START, GET, DELETE = "StartContentModeration", "GetContentModeration", "DeleteObject"
SENDING = ("CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload")
STORED = ("--video-mode", "stored", "--bucket", BUCKET)
FRAMES = ("--video-mode", "frames", "--rate", "40")


def surroundings(service: StandIn, home: Path, key: str = "AKIDEXAMPLE0000000001") -> dict[str, str]:
    """What the program sees of Amazon's services."""
    return environment(service.url, home, key) | {"AWS_ENDPOINT_URL_S3": service.url}


@dataclass
class Desk:
    """One library, the films, and the service, between which the program runs."""

    library: Path
    films: Films
    home: Path
    service: StandIn
    key: str = "AKIDEXAMPLE0000000001"
    killed_in: Counter[str] = field(default_factory=Counter)

    def scan(self, *options: str) -> tuple[int, dict[str, Any]]:
        """Run a scan to its end; what lies in the bucket afterwards is known to the library."""
        ended = scan(self.library, _as_pictures(self.films), self.env, *options)
        self.require_known()
        return ended

    def start(self, *options: str) -> subprocess.Popen[str]:
        """Start a scan as a program of its own."""
        return start_scan(self.library, _as_pictures(self.films), self.env, *options)

    @property
    def env(self) -> dict[str, str]:
        """The program's environment."""
        return surroundings(self.service, self.home, self.key)

    @property
    def moves(self) -> int:
        """A number that grows with every call to the service."""
        return int(self.service.storage_ledger.calls.total() + self.service.jobs.calls.total())

    def require_known(self) -> None:
        """Whether the library knows of everything that lies in the bucket."""
        place = self.service.account.storage.buckets[BUCKET]
        with self.service.account.storage.guard:
            lying = set(place.objects) | {one.key for one in place.uploads.values()}
        known = {job.key for job in self.left_over()}
        assert lying <= known, f"the library does not know of {sorted(lying - known)} in the bucket"

    def left_over(self) -> list[VideoJob]:
        """What the library knows of the bucket."""
        if not (self.library / "library.sqlite").exists():
            return []
        with Library.open(self.library) as opened:
            return opened.queries.left_over_objects()


def _as_pictures(films: Films) -> Pictures:
    return Pictures(films.place)


@dataclass(frozen=True)
class Outcome:
    """What a trouble came to, for people."""

    jobs: int
    failed: int
    frames: int
    setbacks: int
    kills: int = 0
    killed_in: str = ""

    def __str__(self) -> str:
        kills = f", killed {self.kills} times, with videos then {self.killed_in}" if self.kills else ""
        return (
            f"{self.jobs} jobs paid once, {self.failed} failed, {self.frames} frames billed; {self.setbacks} replies "
            f"spoilt{kills}"
        )


def final_state(library: Path) -> State:
    """What a library knows of each file: its fault, or what was seen in it from when to when."""
    state: State = {}
    with Library.open(library) as opened:
        for asset in opened.queries.assets(opened.queries.ids(QueueFilter())):
            assert len(asset.detections) == (0 if asset.fault else 1), f"{asset.paths}: {asset.detections}"
            found = joined(segments_of(asset.detections[0].labels)) if asset.detections else []
            spans = tuple(sorted((o.name, o.parent_name, o.start_ms, o.end_ms, o.peak, o.peak_ms) for o in found))
            for path in asset.paths:
                state[Path(path).name] = (asset.fault.code if asset.fault else "", spans)
    return state


def check(desk: Desk, kills: int = 0) -> Outcome:
    """Whether the end is the right one: each label at its time, no job paid twice, nothing left in the bucket."""
    films, service = desk.films, desk.service
    state, expected = final_state(desk.library), films.expected()
    wrong = {
        name: (state.get(name), wanted)
        for name, wanted in expected.items()
        if not _agree(state.get(name), wanted, STEP_MS if name in films.inexact else 0)
    }
    assert not wrong, f"{len(wrong)} of {len(expected)} are wrong: {dict(list(wrong.items())[:2])}"
    assert set(state) == set(expected)
    films.ended = films.ended or state
    assert state == films.ended, "another trouble ended otherwise"
    assert not (told := places_of_keys(desk.library)), f"keys lie in {told}"
    paid = [job for job in service.jobs.jobs.values() if not job.failure]
    assert service.jobs.paid_twice == 0, "a video was paid for twice"
    assert len(paid) == films.jobs(), f"{len(paid)} jobs for {films.jobs()} videos"
    tokens = Counter(job.request["ClientRequestToken"] for job in service.jobs.jobs.values())
    assert max(tokens.values()) == 1, "a wish was started twice"
    failed = Counter(job.sha256 for job in service.jobs.jobs.values() if job.failure)
    assert set(failed.values()) == {1}, f"jobs that had failed were started again: {failed}"
    assert service.jobs.largest_open <= JOBS_AT_ONCE
    place = service.account.storage.buckets[BUCKET]
    assert (list(place.objects), list(place.uploads)) == ([], []), "something is left in the bucket"
    with Library.open(desk.library) as opened:
        assert opened.queries.left_over_objects() == []
    _check_books(desk, len(paid))
    setbacks = sum(service.ledger.refused.values())
    states = ", ".join(f"{state} {number}" for state, number in sorted(desk.killed_in.items()))
    return Outcome(len(paid), len(failed), service.ledger.billed, setbacks, kills, states)


def _agree(found: tuple[str, tuple[Span, ...]] | None, wanted: tuple[str, tuple[Span, ...]], within_ms: int) -> bool:
    """Whether two say the same, with times no farther apart than so long."""
    if found is None or found[0] != wanted[0] or len(found[1]) != len(wanted[1]):
        return False
    for one, other in zip(found[1], wanted[1], strict=True):
        times = zip((one[2], one[3], one[5]), (other[2], other[3], other[5]), strict=True)
        if (one[:2], one[4]) != (other[:2], other[4]) or any(abs(a - b) > within_ms for a, b in times):
            return False
    return True


def _check_books(desk: Desk, paid: int) -> None:
    """The app's own count of what it paid, read from the file itself."""
    jobs = {job.request["Video"]["S3Object"]["Name"] for job in desk.service.jobs.jobs.values()}
    contents = {Path(key).stem for key in jobs}
    with closing(sqlite3.connect(desk.library / "library.sqlite")) as connection:
        rows = connection.execute("SELECT state, content_sha256 FROM call").fetchall()
        states = dict(connection.execute("SELECT state, count(*) FROM video_job GROUP BY state"))
    videos = [(state, sha256) for state, sha256 in rows if sha256 in contents]
    assert sum(state == "answered" for state, _ in videos) == paid, "a job that was paid is in no book"
    assert states.get(JobState.SUCCEEDED.value, 0) == paid
    frames = Counter(sha256 for state, sha256 in rows if state == "answered" and sha256 not in contents)
    billed, ledger = sum(frames.values()), desk.service.ledger
    perhaps = sum(state in ("begun", "unanswered") for state, sha256 in rows if sha256 not in contents)
    assert max(frames.values(), default=0) <= 1, "a frame was answered twice"
    assert billed <= ledger.billed <= billed + perhaps, "a frame that was billed is in no book"
    assert ledger.billed_twice <= perhaps


def _both(desk: Desk) -> None:
    """First whole, where the service takes it; then by frames what is left."""
    status, told = desk.scan(*STORED)
    assert status == 1, told
    _require_reasons(desk.films, told)
    status, told = desk.scan(*FRAMES)
    assert (status, [one["code"] for one in told["not_moderated"]]) == (1, list(desk.films.broken.values()))


def _require_reasons(films: Films, told: dict[str, Any]) -> None:
    """Whether each video that was not checked whole has its reason."""
    codes = {Path(one["path"]).name: one["code"] for one in told["not_moderated"]}
    refused = dict.fromkeys(set(films.shows) - films.whole, "video_refused")
    wanted = refused | dict.fromkeys(films.failing, "job_failed") | films.broken
    assert codes == wanted, f"the reasons differ: {sorted(codes.items() ^ wanted.items())}"
    for one in told["not_moderated"]:
        words = {"video_refused": "mode “frames”", "job_failed": DAMAGED}.get(one["code"], "")
        assert words in one["message"], one


# The troubles


def undisturbed(library: Path, films: Films, home: Path) -> Outcome:
    """Nothing goes wrong but what is wrong with the videos."""
    with StandIn(films.account()) as service:
        desk = Desk(library, films, home, service)
        _both(desk)
        assert service.jobs.calls[START] >= len(service.jobs.jobs)
        outcome, calls = check(desk), desk.moves
        status, told = desk.scan(*STORED)
        assert (status, told["calls"]) == (1, 0), "what was answered was asked again"
        assert service.jobs.calls.total() + service.storage_ledger.calls.total() <= calls + 1
        return outcome


def throttled(library: Path, films: Films, home: Path, gets: float = 2.0) -> Outcome:
    """The account allows a few polls a second, and few starts."""
    quotas = {GET: gets, START: 0.5}
    with StandIn(films.account(), Faults(operation_quotas=quotas)) as service:
        desk = Desk(library, films, home, service)
        _both(desk)
        assert service.ledger.throttled > 5
        return check(desk)


def faulty(library: Path, films: Films, home: Path, share: float = 0.12) -> Outcome:
    """Every eighth call goes wrong, on the way up and down, among them lost replies to starts."""
    kinds = (Fault.INTERNAL, Fault.UNAVAILABLE, Fault.THROTTLE, Fault.RESET_BEFORE, Fault.RESET_AFTER)
    asked = dict.fromkeys((*kinds, Fault.GARBAGE), share / 6)
    stored = dict.fromkeys((*kinds, Fault.RESET_MIDWAY), share / 6)
    rates = {START: asked, GET: {**asked, Fault.TOKEN_EXPIRED: share / 6}}
    rates |= dict.fromkeys((*SENDING, DELETE, "HeadObject", "HeadBucket"), stored)
    faults = Faults(operation_rates=rates, rates=dict.fromkeys(kinds, share / 5), seed=5)
    with StandIn(films.account(), faults) as service:
        desk = Desk(library, films, home, service)
        _until_done(desk, *STORED)
        _until_done(desk, *FRAMES)
        return check(desk)


def pages_expire(library: Path, films: Films, home: Path) -> Outcome:
    """The tokens of pages expire while an answer is read, often."""
    rates = {GET: {Fault.TOKEN_EXPIRED: 0.1}}
    with StandIn(films.account(), Faults(operation_rates=rates, seed=2)) as service:
        desk = Desk(library, films, home, service)
        _both(desk)
        return check(desk)


def expired(library: Path, films: Films, home: Path) -> Outcome:
    """The credentials expire while videos are sent, while jobs start, and while they are polled; new ones come."""
    scripts = {
        "UploadPart": [None, None, Fault.EXPIRED],
        START: [*[None] * 3, Fault.EXPIRED],
        GET: [*[None] * 11, Fault.EXPIRED, *[None] * 30, Fault.EXPIRED],
    }
    with StandIn(films.account(), Faults(scripts=scripts)) as service:
        service.account.renewed_keys.add(RENEWED)
        desk = Desk(library, films, home, service)
        stops = _until_done(desk, *STORED, allowed=("credentials_expired",))
        assert stops >= 3
        assert "credentials_expired" not in faults_told(library)
        desk.scan(*FRAMES)
        return check(desk)


def killed(library: Path, films: Films, home: Path, times: int = 12, seed: int = 1) -> Outcome:
    """The program is killed at random moments of uploads, starts, polls and frames, and started again."""
    account = films.account()
    account.bytes_per_second = 6 * MIB
    return _killed(Desk(library, films, home, StandIn(account)), times, seed)


def everything(library: Path, films: Films, home: Path, times: int = 10, seed: int = 7) -> Outcome:
    """All of it at once: kills, lost replies, a quota, tokens that expire."""
    kinds = (Fault.INTERNAL, Fault.RESET_BEFORE, Fault.RESET_AFTER)
    rates = {GET: {Fault.TOKEN_EXPIRED: 0.02, **dict.fromkeys(kinds, 0.02)}}
    rates |= dict.fromkeys((START, *SENDING, DELETE), dict.fromkeys(kinds, 0.03))
    account = films.account()
    account.bytes_per_second = 6 * MIB
    faults = Faults(operation_rates=rates, operation_quotas={GET: 4.0}, rates=dict.fromkeys(kinds, 0.02), seed=seed)
    return _killed(Desk(library, films, home, StandIn(account, faults)), times, seed)


def _killed(desk: Desk, times: int, seed: int) -> Outcome:
    chance, kills = random.Random(seed), 0
    with desk.service:
        while kills < times:
            options = STORED if kills < times - 2 else FRAMES
            if options is FRAMES and kills == times - 2:
                _until_done(desk, *STORED)
            kills += _kill_once(desk, chance, options)
        _until_done(desk, *FRAMES)
        return check(desk, kills)


def _kill_once(desk: Desk, chance: random.Random, options: tuple[str, ...]) -> bool:
    """Start a scan and kill it a while after its first call; whether it was still running then."""
    before = desk.moves + desk.service.ledger.calls
    process = desk.start(*options)
    deadline = time.monotonic() + 60
    while desk.moves + desk.service.ledger.calls == before and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(chance.uniform(0.0, 2.5))
    ended = process.poll() is not None
    if not ended:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    time.sleep(0.5)  # what was under way at the service when its caller died comes to its end
    desk.require_known()
    if not ended:
        desk.killed_in.update(job.state.value for job in desk.left_over())
    return not ended or options is FRAMES


def _until_done(desk: Desk, *options: str, allowed: tuple[str, ...] = ("unreachable",)) -> int:
    """Scan again as long as the engine stops the run; how often it did."""
    for stops in range(20):
        status, told = desk.scan(*options)
        if status != 3:
            assert status == 1, told
            return stops
        assert told["error"]["code"] in allowed, told
    raise AssertionError("the scan never came to its end")


TROUBLES: dict[str, Callable[..., Outcome]] = {
    "nothing goes wrong": undisturbed,
    "throttled polls": throttled,
    "12 % faults and resets": faulty,
    "page tokens expire": pages_expire,
    "credentials expire": expired,
    "killed twelve times": killed,
    "all of it": everything,
}
