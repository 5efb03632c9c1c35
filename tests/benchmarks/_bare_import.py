"""The least an import can be: read, hash, scaled decode, thumbnail, perceptual hash, SQLite, on two threads.

No worker processes, no veil, no profiles, no library: `import_files` holds the app against it, as a whole command.
python -m tests.benchmarks._bare_import DATABASE FILE...
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import simplejpeg

THREADS, SIDE, BATCH = 2, 256, 64


def one(path: str) -> tuple[object, ...]:
    """Everything kept of one JPEG."""
    content = Path(path).read_bytes()
    height, width, _, _ = simplejpeg.decode_jpeg_header(content)
    scale = SIDE / max(width, height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    pixels = simplejpeg.decode_jpeg(content, "RGB", min_width=size[0], min_height=size[1])
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    grey = cv2.resize(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (32, 32), interpolation=cv2.INTER_AREA)
    lowest = cv2.dct(grey.astype(np.float32))[:8, :8]
    phash = np.packbits(lowest > np.median(lowest)).tobytes()
    jpeg = simplejpeg.encode_jpeg(small, 80, "RGB", "420")
    sha256 = hashlib.sha256(content).hexdigest()
    return path, sha256, phash, width, height, len(content), os.stat(path).st_mtime_ns, jpeg


def main(database: str, *files: str) -> None:
    """Import `files` into a new database."""
    cv2.setNumThreads(1)
    with sqlite3.connect(database) as store, ThreadPoolExecutor(THREADS) as threads:
        store.execute("PRAGMA journal_mode=WAL")
        store.execute("PRAGMA synchronous=NORMAL")
        store.execute(
            "CREATE TABLE asset (id INTEGER PRIMARY KEY, path, sha256 UNIQUE, phash, width, height, bytes, mtime, jpeg)"
        )
        for number, found in enumerate(threads.map(one, files), start=1):
            store.execute("INSERT INTO asset VALUES (NULL,?,?,?,?,?,?,?,?)", found)
            if number % BATCH == 0:
                store.commit()


if __name__ == "__main__":
    main(*sys.argv[1:])
