"""How near a run comes to an account's quota of 50 calls a second at 200 ms an answer, known and learned; bar 7.

    python -m tests.benchmarks.rekognition_rate [PICTURES]

The stand-in and the decoding workers are processes of their own; the processor time is that of the app alone, set up as
the command line sets it up. What the app does to have a picture prepared and to take it over is told apart.
"""

from __future__ import annotations

import gc
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

import numpy as np
import simplejpeg
from botocore.config import Config
from PIL import Image

from rekreview import wiring
from rekreview.cli.process import GARBAGE_THRESHOLD
from rekreview.domain.assets import EngineName
from rekreview.domain.ports import Decoder, Encoded, EngineLimits, Prepared
from rekreview.domain.progress import CancelToken
from rekreview.library.library import Library
from rekreview.pipeline import scanning
from rekreview.pipeline.importing import import_paths
from rekreview.pipeline.paying import purse_for
from rekreview.settings import Settings
from tests.benchmarks.table import Case, print_table

PICTURES = 2_000
QUOTA = 50.0
LATENCY_SECONDS = "0.2"
WIDTH, HEIGHT = 1600, 1250
LEARNING_SECONDS = 15.0
CPU_MS = 3.0


@dataclass(frozen=True)
class Seen:
    """What one run did. times: seconds at which calls came in; cpu_seconds: of the app, of which preparing_seconds were
    spent on pictures being prepared elsewhere.
    """

    moderated: int
    failed: int
    calls: int
    throttled: int
    times: list[float]
    cpu_seconds: float
    preparing_seconds: float
    quota: float | None

    def rate(self, after: float = 0.0) -> float:
        """Calls a second that were let through, from `after` seconds on until the queue ran dry."""
        first, last = self.times[0] + after, self.times[-1] - 1
        inside = [moment for moment in self.times if first <= moment <= last]
        return (len(inside) - self.throttled * len(inside) / len(self.times)) / (last - first)


class Metered:
    """A decoder that notes the processor time of whoever asks it."""

    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder
        self.seconds: list[float] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._decoder, name)

    def frames(self, path: str, limits: EngineLimits, cancel: CancelToken) -> Prepared:
        """What was prepared of one file."""
        begun = time.thread_time()
        prepared = self._decoder.frames(path, limits, cancel)
        self.seconds.append(time.thread_time() - begun)
        return replace(prepared, encoded=self._metered(prepared.encoded))

    def _metered(self, pictures: Iterator[Encoded]) -> Iterator[Encoded]:
        try:
            while True:
                begun = time.thread_time()
                picture = next(pictures, None)
                self.seconds.append(time.thread_time() - begun)
                if picture is None:
                    return
                yield picture
        finally:
            if close := getattr(pictures, "close", None):
                close()


def main(arguments: list[str]) -> int:
    """Measure and print; 1 if a bar was missed."""
    number = int(arguments[0]) if arguments else PICTURES
    gc.set_threshold(GARBAGE_THRESHOLD)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with wiring.open_library(folder / "library", create=True) as library:
            _fill(library, folder / "media", number)
            print(f"{number} pictures of 2 megapixels", flush=True)
            known, learned = _run(library, rate=QUOTA * 0.985), _run(library, rate=None)
            bare = _boto3_alone(_as_sent(next((folder / "media").iterdir())))
    cases = [*_cases("known", known, 1.0), *_cases("learned", learned, LEARNING_SECONDS)]
    cases.append(Case("boto3 alone, these bytes, as many threads: processor a call", [1000 * bare]))
    print(f"learned quota: {learned.quota and round(learned.quota, 1)} calls a second")
    return 0 if print_table("Amazon Rekognition's stand-in, 200 ms an answer, 50 calls a second", cases) else 1


def _cases(name: str, seen: Seen, after: float) -> list[Case]:
    share = 100 * seen.throttled / seen.calls
    beside = seen.cpu_seconds - seen.preparing_seconds
    return [
        Case(f"{name} quota: let through", [seen.rate(after)], "/s", limit=0.95 * QUOTA, at_least=True),
        Case(f"{name} quota: refused of all", [share], "%", limit=1.0),
        Case(f"{name} quota: failed", [float(seen.failed)], "", limit=0.0),
        Case(f"{name} quota: processor a call, beside preparing", [1000 * beside / seen.calls], limit=CPU_MS),
        Case(f"{name} quota: processor a call, having it prepared", [1000 * seen.preparing_seconds / seen.calls]),
    ]


def _fill(library: Library, media: Path, number: int) -> None:
    """Different pictures with a photograph's detail, imported."""
    media.mkdir()
    chance = np.random.default_rng(1)
    soft = chance.integers(0, 200, (HEIGHT // 25, WIDTH // 25, 3), dtype=np.uint8)
    scene = np.kron(soft, np.ones((25, 25, 1), np.uint8))
    scene = scene + chance.integers(0, 12, scene.shape, dtype=np.uint8)
    for index in range(number):
        scene[:40, :40] = (index & 255, index >> 8, 0)
        scene[60 + index % 400, :, 0] = index & 255
        (media / f"{index:05}.jpg").write_bytes(simplejpeg.encode_jpeg(np.ascontiguousarray(scene), 85, "RGB", "420"))
    with closing(wiring.make_decoder(Settings(workers=2))) as decoder, ThreadPoolExecutor(2) as executor:
        for _ in import_paths(library, decoder, [media], executor=executor, cancel=CancelToken()):
            pass


def _run(library: Library, rate: float | None) -> Seen:
    """Moderate everything anew."""
    settings = Settings(workers=2)
    with _service() as (url, answers):
        os.environ.update(
            AWS_ACCESS_KEY_ID="AKIDEXAMPLE0000000001",
            AWS_SECRET_ACCESS_KEY="secret-one",
            AWS_DEFAULT_REGION="eu-west-1",
        )
        os.environ["AWS_ENDPOINT_URL_REKOGNITION"] = url
        engine = wiring.make_engine(EngineName.REKOGNITION, rate=rate, settings=settings)
        with (
            closing(engine),
            closing(wiring.make_decoder(settings)) as decoder,
            ThreadPoolExecutor(settings.calls_at_once) as executor,
        ):
            run = scanning.start(library, engine, scanning.plan(library, engine, again=True), again=True)
            metered = Metered(decoder)
            engine.open()  # boto3 is imported once, however many calls there are
            before = _processor_seconds()
            work = scanning.scan(
                library,
                metered,
                engine,
                run,
                executor=executor,
                workers=settings.calls_at_once,
                cancel=CancelToken(),
                purse=purse_for(engine, settings),
            )
            begun, shown = time.monotonic(), 0.0
            try:
                while True:
                    progress = next(work)
                    if time.monotonic() - shown > 5:
                        shown = time.monotonic()
                        print(f"  {shown - begun:4.0f} s {progress.done:6} {progress.spending}", flush=True)
            except StopIteration as stop:
                summary = stop.value
            spent = _processor_seconds() - before
            quota = engine.learned_quota
        seen = answers()
    return Seen(
        len(summary.assets),
        len(summary.not_moderated),
        seen["calls"],
        seen["throttled"],
        seen["times"],
        spent,
        sum(metered.seconds),
        quota,
    )


def _as_sent(path: Path) -> bytes:
    """A picture as the app sends it: 1280 pixels, quality 85."""
    with Image.open(path) as picture:
        picture.thumbnail((1280, 1280))
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=85)
        return out.getvalue()


def _boto3_alone(content: bytes, number: int = 300) -> float:
    """What a call takes of the processor (s) when boto3 is all there is: the yardstick of this machine."""
    import boto3

    threads = Settings().calls_at_once
    with _service() as (url, _), ThreadPoolExecutor(threads) as executor:
        client = boto3.client("rekognition", endpoint_url=url, config=Config(max_pool_connections=threads))
        begun = time.monotonic() + 1.0

        def call(turn: int) -> None:
            time.sleep(max(0.0, begun + turn / (0.985 * QUOTA) - time.monotonic()))
            client.detect_moderation_labels(Image={"Bytes": content}, MinConfidence=20.0)

        list(executor.map(call, range(threads)))
        before, begun = _processor_seconds(), time.monotonic()
        list(executor.map(call, range(number)))
        return (_processor_seconds() - before) / number


def _processor_seconds() -> float:
    """Of this process; the decoding workers are others."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


@contextmanager
def _service() -> Iterator[tuple[str, Any]]:
    command = [sys.executable, "-m", "tests.fakes.aws", "--blind", "--quota", str(QUOTA)]
    command += ["--latency", LATENCY_SECONDS, LATENCY_SECONDS]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def answers() -> Any:
        _pipe(process.stdin).close()
        return json.loads(_pipe(process.stdout).read())

    try:
        yield _pipe(process.stdout).readline().strip(), answers
    finally:
        process.kill()
        process.wait()


def _pipe(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
