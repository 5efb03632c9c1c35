"""Bars 8 and 11: an on-device scan against a bare loop of decoding and the two models, and the memory it takes.

The bare loop is what the published appendix does, on the same number of threads, with nothing around it: no worker
processes, no library, no verdicts. The scan has as many workers as that, and the threads the command line gives it for
them: one more where they fill all cores (`flow.threads`). Loop and scan take turns on the same files, so that a busy
machine slows both; the ratio is taken within each turn.  python -m tests.benchmarks.scan_on_device [PICTURES] [TURNS]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from PIL import Image, ImageFilter, ImageOps

from rekreview import paths
from rekreview.domain.assets import EngineName
from rekreview.domain.ports import Decoder, Engine
from rekreview.domain.progress import CancelToken
from rekreview.engines.on_device import manifest
from rekreview.engines.on_device.conversion import model_bytes
from rekreview.engines.on_device.weights import checked_bytes
from rekreview.engines.registry import create
from rekreview.library.library import Library
from rekreview.media.cage import Cage
from rekreview.pipeline import flow, importing, scanning
from tests.benchmarks._memory import PeakMemory
from tests.benchmarks.table import Case, print_table

THREADS = 2
SCENES = ("temple.jpg", "cat.jpg", "flower.png", "coffee.webp", "astronaut.heic", "galaxies.jpg")
SIZES = {"12 MP": (4032, 3024), "2 MP": (1632, 1224)}
LEAST_RATIO, MOST_MEGABYTES = 0.9, 900.0


def make_pictures(folder: Path, size: tuple[int, int], count: int) -> list[Path]:
    """JPEGs with the grain of a camera, each with bytes of its own."""
    scenes = [_scene(paths.resources() / "sample" / name, size) for name in SCENES if not name.endswith(".heic")]
    noise = np.random.default_rng(1).normal(0, 6, (size[1] + 64, size[0] + 64, 1)).astype(np.int16)
    folder.mkdir()
    made = []
    for number in range(count):
        shift = number % 64
        grain = noise[shift : shift + size[1], 63 - shift : 63 - shift + size[0]]
        pixels = np.clip(scenes[number % len(scenes)] + grain, 0, 255).astype(np.uint8)
        pixels[:8, :8] = number % 256
        made.append(folder / f"{number:05}.jpg")
        Image.fromarray(pixels).save(made[-1], quality=(85, 90, 93)[number % 3])
    return made


def _scene(path: Path, size: tuple[int, int]) -> NDArray[np.int16]:
    with Image.open(path) as picture:
        return np.asarray(ImageOps.fit(picture.convert("RGB"), size, Image.Resampling.BICUBIC), np.int16)


class BareLoop:
    """Decoding and the two models, as the appendix has them, and nothing else."""

    def __init__(self) -> None:
        safety, objects = manifest.shipped()
        self._safety = self._session(checked_bytes(safety))
        self._objects = self._session(model_bytes(objects))

    @staticmethod
    def _session(content: bytes) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])

    def run(self, files: list[Path]) -> None:
        """All files, on as many threads as the scan has."""
        with ThreadPoolExecutor(THREADS) as threads:
            list(threads.map(self._one, files))

    def _one(self, path: Path) -> None:
        with Image.open(path) as opened:
            opened.draft("RGB", (448, 448))
            picture = ImageOps.exif_transpose(opened).convert("RGB")
        self._safety.run(None, {"image": _safety_input(picture)})
        self._objects.run(None, {"image": _objects_input(picture)})


def _safety_input(picture: Image.Image, side: int = 224) -> NDArray[np.float32]:
    scale = min(side / picture.width, side / picture.height)
    width, height = round(picture.width * scale), round(picture.height * scale)
    ground = picture.resize((side, side), Image.Resampling.BILINEAR, reducing_gap=2.0)
    ground = ground.filter(ImageFilter.GaussianBlur(10))
    inside = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    ground.paste(inside, ((side - width) // 2, (side - height) // 2))
    return np.ascontiguousarray(np.asarray(ground, np.float32).transpose(2, 0, 1)[None])


def _objects_input(picture: Image.Image, side: int = 224) -> NDArray[np.float32]:
    scale = 256 / min(picture.size)
    width, height = round(picture.width * scale), round(picture.height * scale)
    picture = picture.resize((width, height), Image.Resampling.BICUBIC, reducing_gap=2.0)
    left, top = (width - side) // 2, (height - side) // 2
    return np.asarray(picture.crop((left, top, left + side, top + side)), np.float32)[None]


class Scan:
    """The scan as the command line runs it, over a library that knows the files already."""

    def __init__(self, folder: Path, files: list[Path], decoder: Decoder, engine: Engine) -> None:
        self._library = Library.open(folder, create=True)
        self._decoder, self._engine = decoder, engine
        with ThreadPoolExecutor(THREADS) as threads:
            for _ in importing.import_paths(self._library, decoder, files, executor=threads, cancel=CancelToken()):
                pass

    def run(self) -> None:
        """Moderate everything anew."""
        assets = scanning.plan(self._library, self._engine, again=True)
        run = scanning.start(self._library, self._engine, assets)
        with ThreadPoolExecutor(flow.threads(THREADS)) as threads:
            work = scanning.scan(
                self._library, self._decoder, self._engine, run,
                executor=threads, workers=THREADS, cancel=CancelToken(),
            )  # fmt: skip
            summary = _result(work)
        assert len(summary.assets) == len(assets), summary.not_moderated

    def close(self) -> None:
        """Close the library."""
        self._library.close()


def _result(work):  # type: ignore[no-untyped-def]
    while True:
        try:
            next(work)
        except StopIteration as finished:
            return finished.value


def rate(work: Callable[[], object], pictures: int) -> float:
    """Pictures a second."""
    begun = time.perf_counter()
    work()
    return pictures / (time.perf_counter() - begun)


def race(name: str, files: list[Path], folder: Path, decoder: Decoder, engine: Engine, turns: int) -> list[Case]:
    """Loop and scan in turns over the same files."""
    loop, scan = BareLoop(), Scan(folder, files, decoder, engine)
    loop.run(files[:THREADS])
    scan.run()
    bare, full = [], []
    for _ in range(turns):
        bare.append(rate(lambda: loop.run(files), len(files)))
        full.append(rate(scan.run, len(files)))
    scan.close()
    ratios = [one / other for one, other in zip(full, bare, strict=True)]
    return [
        Case(f"{name}: bare loop", bare, "/s"),
        Case(f"{name}: scan", full, "/s"),
        Case(f"{name}: scan / bare loop", ratios, "×", LEAST_RATIO, at_least=True, by_median=True),
    ]


def memory(folder: Path, library: Path) -> Case:
    """What an import and scan of a folder take over all processes, with the command line as it is."""
    command = [
        sys.executable,
        "-m",
        "rekreview",
        "scan",
        str(folder),
        "--engine",
        "on-device",
        "--library",
        str(library),
    ]
    process = subprocess.Popen([*command, "--json"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    with PeakMemory(process.pid).watching() as peak:
        _, told = process.communicate()
    if process.returncode != 0:
        raise SystemExit(told.decode())
    return Case("import and scan: peak memory of all processes", [peak.megabytes], "MB", MOST_MEGABYTES)


def main(pictures: int = 120, turns: int = 5) -> int:
    """Run all cases; 1 if a bar is missed."""
    cases: list[Case] = []
    engine = create(EngineName.ON_DEVICE)
    engine.open()
    with tempfile.TemporaryDirectory() as place:
        cage = Cage(workers=THREADS)
        for name, size in SIZES.items():
            folder = Path(place) / name.replace(" ", "-")
            files = make_pictures(folder, size, pictures)
            cases += race(name, files, folder.with_name(f"{folder.name}-library"), cage, engine, turns)
        cage.close()
        engine.close()
        cases.append(memory(Path(place) / "12-MP", Path(place) / "memory-library"))
    held = print_table(f"On-device scan, {THREADS} threads, {os.cpu_count()} cores, {pictures} pictures a turn", cases)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
