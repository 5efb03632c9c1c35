"""The campaign: a folder of pictures of every kind, moderated by the real program through every kind of trouble.

What the pictures show is known (`tests.fakes.aws.marks`), so the final state of a library has to be the same each time.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from rekreview.domain.queues import QueueFilter
from rekreview.library.library import Library
from tests.fakes.aws.faults import Fault, Faults
from tests.fakes.aws.marks import picture
from tests.fakes.aws.rekognition import Account, StandIn
from tests.media_samples import save

FLOOR = 20.0
KEY, RENEWED = "AKIDEXAMPLE0000000001", "AKIDRENEWED0000000001"
KEYS = {KEY: "secret-one", RENEWED: "secret-two"}
NUMBERS_PER_FILE = 4
LABELS = (
    (),
    (("Violence", "", 1), ("Weapons", "Violence", 2)),
    (("Alcohol", "", 1), ("Alcoholic Beverages", "Alcohol", 2)),
    (("Gambling", "", 1),),
    (("Explicit", "", 1), ("Explicit Nudity", "Explicit", 2), ("Exposed Female Nipple", "Explicit Nudity", 3)),
)
Maker = Callable[[int, Path], None]
State = dict[str, Any]


@dataclass
class Folder:
    """The files of a campaign. shows: by file name the numbers in its frames; none for one that cannot be moderated.

    faults: by file name why it cannot be.
    """

    place: Path
    shows: dict[str, tuple[int, ...]] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    def account(self) -> Account:
        """An account that knows every picture of the folder."""
        numbers = {number for shown in self.shows.values() for number in shown}
        types = {number: [{"Name": "Illustrated", "Confidence": 88.5}] for number in numbers if number % 7 == 0}
        return Account(keys=dict(KEYS), labels={n: labels_of(n) for n in numbers}, content_types=types)

    def expected(self) -> State:
        """What has to be known of each file in the end."""
        state: State = {name: (code, ()) for name, code in self.faults.items()}
        for name, numbers in self.shows.items():
            state[name] = ("", _highest(numbers))
        return state


def labels_of(number: int) -> list[dict[str, Any]]:
    """What the service says of a numbered picture; some of it is below the floor."""
    confidence = float(np.float32(10 + number * 37.77 % 90))
    chain = LABELS[number % len(LABELS)]
    return [
        {"Name": name, "ParentName": parent, "Confidence": confidence, "TaxonomyLevel": level}
        for name, parent, level in chain
    ]


def _highest(numbers: tuple[int, ...]) -> tuple[tuple[str, str, float], ...]:
    found: dict[tuple[str, str], float] = {}
    for entry in (entry for number in numbers for entry in labels_of(number)):
        key = (entry["Name"], entry["ParentName"])
        if entry["Confidence"] >= FLOOR:
            found[key] = max(entry["Confidence"], found.get(key, 0.0))
    return tuple(sorted((*key, confidence) for key, confidence in found.items()))


# The folder


def _plain(extension: str, **options: Any) -> Maker:
    def make(number: int, path: Path) -> None:
        save(picture(number), path.with_suffix(extension), **options)

    return make


def _turned(number: int, path: Path) -> None:
    orientation = 2 + number // NUMBERS_PER_FILE % 7
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    exif = Image.Exif()
    exif[0x0112] = orientation
    save(picture(number).transpose(back[orientation]), path.with_suffix(".jpg"), exif=exif)


def _deep(number: int, path: Path) -> None:
    grey = np.asarray(picture(number).convert("L"), np.uint16) * 257
    Image.fromarray(grey).save(path.with_suffix(".png"))


def _clear(number: int, path: Path) -> None:
    opaque = picture(number).convert("RGBA")
    opaque.save(path.with_suffix(".png"))


def _cmyk(number: int, path: Path) -> None:
    picture(number).convert("CMYK").save(path.with_suffix(".jpg"), quality=95)


def _large(number: int, path: Path) -> None:
    save(picture(number, 2400, 1800), path.with_suffix(".jpg"), quality=90)


def _panorama(number: int, path: Path) -> None:
    save(picture(number, 3000, 240), path.with_suffix(".png"))


MAKERS: tuple[Maker, ...] = (
    _plain(".jpg", quality=90),
    _turned,
    _plain(".png"),
    _plain(".webp", quality=90),
    _plain(".jpg", quality=80, progressive=True),
    _deep,
    _plain(".gif"),
    _clear,
    _plain(".bmp"),
    _cmyk,
    _plain(".tiff"),
    _plain(".heic"),
    _large,
    _plain(".avif", quality=90),
    _panorama,
)


def make_folder(place: Path, count: int) -> Folder:
    """About `count` files: every kind, moving ones, pages, copies, the same pixels in two wrappings, broken ones."""
    place.mkdir(parents=True)
    folder = Folder(place)
    for index in range(count):
        number = (index + 1) * NUMBERS_PER_FILE
        name = f"{index:04}"
        if index % 12 == 5:
            _moving(folder, number, name, ".tiff" if index % 24 == 5 else ".gif")
        elif index % 30 == 11:
            save(picture(number, 300, 60), place / f"{name}.png")
            folder.faults[f"{name}.png"] = "too_small"
        elif index % 30 == 22:
            (place / f"{name}.jpg").write_bytes(b"\xff\xd8\xff\xe0 a download that broke off" + bytes(200))
            folder.faults[f"{name}.jpg"] = "undecodable"
        else:
            MAKERS[index % len(MAKERS)](number, place / name)
            made = next(place.glob(f"{name}.*"))
            folder.shows[made.name] = (number,)
            _twins(folder, made, index, number)
    return folder


def _moving(folder: Folder, number: int, name: str, extension: str) -> None:
    numbers = tuple(range(number, number + 3))
    frames = [picture(one) for one in numbers]
    path = folder.place / f"{name}{extension}"
    options = {} if extension == ".tiff" else {"duration": 200, "loop": 0}
    frames[0].save(path, save_all=True, append_images=frames[1:], **options)
    folder.shows[path.name] = numbers


def _twins(folder: Folder, made: Path, index: int, number: int) -> None:
    """A copy now and then, and the same pixels in another wrapping: neither may cost a second call."""
    if index % 10 == 3:
        copy = made.with_name(f"copy of {made.name}")
        shutil.copy(made, copy)
        folder.shows[copy.name] = (number,)
    if made.suffix == ".bmp":
        twin = made.with_name(f"twin of {made.stem}.tiff")
        save(picture(number), twin)
        folder.shows[twin.name] = (number,)


# The program


def environment(url: str, home: Path, key: str = KEY) -> dict[str, str]:
    """What the program sees: keys, a region and the stand-in's address, by the standard variables alone."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return kept | {
        "AWS_ACCESS_KEY_ID": key,
        "AWS_SECRET_ACCESS_KEY": KEYS[key],
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ENDPOINT_URL_REKOGNITION": url,
        "AWS_CONFIG_FILE": str(home / "no-config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(home / "no-credentials"),
        "XDG_CONFIG_HOME": str(home),
        "XDG_STATE_HOME": str(home),
    }


def start_scan(library: Path, folder: Folder, env: dict[str, str], *options: str) -> subprocess.Popen[str]:
    """Start a scan as a program of its own."""
    command = [sys.executable, "-m", "rekreview", "--library", str(library), "scan", str(folder.place)]
    command += ["--engine", "rekognition", "--yes", "--json", *options]
    return subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def scan(library: Path, folder: Folder, env: dict[str, str], *options: str) -> tuple[int, dict[str, Any]]:
    """Run a scan to its end: exit status and document."""
    process = start_scan(library, folder, env, *options)
    out, err = process.communicate(timeout=900)
    assert "Traceback" not in err, err
    return process.returncode, json.loads(out)


def final_state(library: Path) -> State:
    """What a library knows of each file: its fault, or the labels of its one detection."""
    state: State = {}
    with Library.open(library) as opened:
        for asset in opened.queries.assets(opened.queries.ids(QueueFilter())):
            assert len(asset.detections) == (0 if asset.fault else 1)
            found = asset.detections[0].labels if asset.detections else ()
            labels = tuple(sorted((label.name, label.parent_name, label.confidence) for label in found))
            for path in asset.paths:
                state[Path(path).name] = (asset.fault.code if asset.fault else "", labels)
    return state


def faults_told(library: Path) -> set[str]:
    """The codes of all faults of a library's assets, however far its runs came."""
    with Library.open(library) as opened:
        return {fault.code for run in opened.queries.runs() for fault in opened.queries.faults(run.id)}


@dataclass(frozen=True)
class Books:
    """The app's count of its calls. twice: contents whose answer was paid for and received more than once."""

    answered: int
    unanswered: int
    twice: int


def books(library: Path) -> Books:
    """Read from the file itself, not by the app's own sums."""
    connection = sqlite3.connect(library / "library.sqlite")
    states = dict(connection.execute("SELECT state, count(*) FROM call GROUP BY state"))
    again = (
        "SELECT count(*) FROM (SELECT 1 FROM call WHERE state = 'answered' GROUP BY content_sha256 HAVING count(*) > 1)"
    )
    twice = connection.execute(again).fetchone()[0]
    connection.close()
    return Books(states.get("answered", 0), states.get("begun", 0) + states.get("unanswered", 0), twice)


def check(library: Path, folder: Folder, service: StandIn) -> Books:
    """Whether the state is the right one and no call is hidden; the book."""
    state, expected = final_state(library), folder.expected()
    wrong = {name: (state.get(name), expected.get(name)) for name in expected if state.get(name) != expected[name]}
    assert not wrong, f"{len(wrong)} of {len(expected)} are wrong: {dict(list(wrong.items())[:3])}"
    assert set(state) == set(expected)
    assert not (told := places_of_keys(library.parent)), f"keys lie in {told}"
    kept, billed = books(library), service.ledger.billed
    assert kept.twice == 0, "bytes were answered twice"
    assert kept.answered <= billed
    assert kept.unanswered >= billed - kept.answered, "a call that was billed is in no book"
    assert service.ledger.billed_twice <= kept.unanswered, "bytes were sent again although they were answered"
    return kept


def places_of_keys(*places: Path) -> list[str]:
    """The files below these places that hold an access key or a secret: library, settings and logs must not."""
    words = [word.encode() for pair in KEYS.items() for word in pair]
    files = [file for place in places for file in place.rglob("*") if file.is_file() and "media" not in file.parts]
    return [str(file) for file in files if any(word in file.read_bytes() for word in words)]


# The troubles


def undisturbed(library: Path, folder: Folder, home: Path, *options: str) -> Books:
    """Nothing goes wrong: nothing is refused, and nothing is billed twice."""
    with StandIn(folder.account(), Faults(latency=(0.02, 0.2))) as service:
        status, document = scan(library, folder, environment(service.url, home), *options)
        kept = check(library, folder, service)
        assert status == 1, "some files cannot be moderated"
        assert service.ledger.billed_twice == 0
        assert (kept.unanswered, document["ledger"]["answered"]) == (0, kept.answered)
        assert document["cost_usd"] == round(kept.answered * 0.001, 6)
        status, again = scan(library, folder, environment(service.url, home))
        assert again["calls"] == 0, "what was answered was asked again"
        return kept


def throttled(library: Path, folder: Folder, home: Path, quota: float = 5.0) -> Books:
    """The account allows five calls a second."""
    with StandIn(folder.account(), Faults(quota=quota, latency=(0.02, 0.2))) as service:
        status, _ = scan(library, folder, environment(service.url, home))
        assert status == 1
        assert service.ledger.billed_twice == 0
        return check(library, folder, service)


def faulty(library: Path, folder: Folder, home: Path, share: float = 0.05) -> Books:
    """One call in twenty goes wrong, in every way there is."""
    kinds = (
        Fault.INTERNAL,
        Fault.UNAVAILABLE,
        Fault.THROTTLE,
        Fault.RESET_BEFORE,
        Fault.RESET_AFTER,
        Fault.GARBAGE,
        Fault.MISSING_FIELD,
        Fault.WILD_CONFIDENCE,
    )
    faults = Faults(rates=dict.fromkeys(kinds, share / len(kinds)), latency=(0.02, 0.2), seed=3)
    with StandIn(folder.account(), faults) as service:
        status, _ = scan(library, folder, environment(service.url, home), "--rate", "40")
        assert status == 1
        return check(library, folder, service)


def cut_off(library: Path, folder: Folder, home: Path, after: float = 6.0, seconds: float = 120.0) -> Books:
    """Nothing is answered for a while in the middle; a run that gives up is taken up again."""
    with StandIn(folder.account(), Faults(latency=(0.02, 0.2), outage=(after, after + seconds))) as service:
        while (run := scan(library, folder, environment(service.url, home)))[0] == 3:
            assert run[1]["error"]["code"] == "unreachable"
        assert run[0] == 1
        return check(library, folder, service)


def expired(library: Path, folder: Folder, home: Path, after: int = 40) -> Books:
    """The credentials expire in the middle, and new ones come."""
    with StandIn(folder.account(), Faults(latency=(0.02, 0.2), expire_after=after)) as service:
        service.account.renewed_keys.add(RENEWED)
        status, document = scan(library, folder, environment(service.url, home), "--rate", "40")
        assert (status, document["error"]["code"]) == (3, "credentials_expired")
        assert "aws sso login" in document["error"]["hint"]
        assert "credentials_expired" not in faults_told(library)
        status, _ = scan(library, folder, environment(service.url, home, RENEWED), "--rate", "40")
        assert status == 1
        return check(library, folder, service)


def killed(library: Path, folder: Folder, home: Path, times: int = 10, seed: int = 1) -> Books:
    """The program is killed at random moments, with calls under way, and started again."""
    chance = random.Random(seed)
    with StandIn(folder.account(), Faults(latency=(0.1, 0.6))) as service:
        env = environment(service.url, home)
        for _ in range(times):
            before = service.ledger.calls
            process = start_scan(library, folder, env, "--rate", "20")
            deadline = time.monotonic() + 60
            while service.ledger.calls == before and process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.02)
            time.sleep(chance.uniform(0.05, 1.2))
            os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None
            process.communicate()
        status, _ = scan(library, folder, env, "--rate", "40")
        assert status == 1
        return check(library, folder, service)


TROUBLES: dict[str, Callable[..., Books]] = {
    "nothing goes wrong": undisturbed,
    "five calls a second": throttled,
    "5 % faults and resets": faulty,
    "a two-minute outage": cut_off,
    "credentials expire": expired,
    "killed ten times": killed,
}
