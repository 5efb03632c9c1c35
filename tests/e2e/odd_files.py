"""A folder as people really have them: pictures of every kind among broken, empty, endless and hostile files."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from PIL import Image

from tests import media_samples

SKIPPED = {
    "empty.jpg": "The file is empty.",
    "letter.jpg": "It is not a picture or video of a kind the app knows.",
    "drawing.svg": "It is not a picture or video of a kind the app knows.",
    "dangling.jpg": "It is a link to something that does not exist.",
    "loop": "It is a link that leads back to a folder that holds it.",
    "self": "It is a link that leads back to itself.",
    "pipe.jpg": "It is a named pipe, not a regular file.",
    "socket.png": "It is a socket, not a regular file.",
}
NOT_MODERATED = {
    "truncated.jpg": "cut off or damaged",
    "bomb.png": "more than 250 megapixels",
    "half.mp4": "The file is cut off",
    "sound only.mp4": "there is only sound",
    "black.png": "Black frame",
    "broken \\udcff\\udcfe.jpg": "cut off or damaged",
}
COPIES = 3


def make(folder: Path) -> int:
    """Fill a folder; how many assets it holds."""
    folder.mkdir(parents=True)
    _pictures(folder)
    _videos(folder)
    sound = len(NOT_MODERATED)
    _broken(folder)
    _no_media(folder)
    return len(SOUND) + sound


SOUND = (
    *("cmyk.jpg", "deep.png", "palette.png", "clear.png", "photo.heic", "photo.avif", "turned.jpg", "bitmap.bmp"),
    *("moving.gif", "moving.webp", "pages.tiff", "party \U0001f389.jpg", "two\nlines.jpg", "<b>tags &amp;.png"),
    *("-dash.png", "clip.mp4", "clip.mov", "clip.mkv", "clip.avi"),
)


def _pictures(folder: Path) -> None:
    media_samples.cmyk_jpeg(folder / "cmyk.jpg")
    media_samples.deep_png(folder / "deep.png")
    media_samples.palette_png(folder / "palette.png")
    media_samples.clear_png(folder / "clear.png")
    media_samples.turned(folder / "turned.jpg", 6)
    plain = ("photo.heic", "photo.avif", "bitmap.bmp", "party \U0001f389.jpg", "two\nlines.jpg", "<b>tags &amp;.png")
    for seed, name in enumerate((*plain, "-dash.png"), start=10):
        media_samples.save(media_samples.photo(seed=seed), folder / name)
    frames = [media_samples.photo(seed=seed) for seed in (30, 31, 32)]
    for name in ("moving.gif", "moving.webp", "pages.tiff"):
        frames[0].save(folder / name, save_all=True, append_images=frames[1:])
    (folder / "copies").mkdir()
    for name in ("copy.jpg", "really a jpeg.png", "copies/once more.jpg"):
        (folder / name).write_bytes((folder / "turned.jpg").read_bytes())


def _videos(folder: Path) -> None:
    for name in ("clip.mp4", "clip.mov", "clip.mkv", "clip.avi"):
        media_samples.video(folder / name, seconds=0.5)
    media_samples.sound_only(folder / "sound only.mp4")


def _broken(folder: Path) -> None:
    whole = media_samples.save(media_samples.photo(800, 600, grain=30), folder / "truncated.jpg").read_bytes()
    (folder / "truncated.jpg").write_bytes(whole[: len(whole) // 2])
    (folder / "broken.jpg").write_bytes(whole[: len(whole) // 3])
    os.rename(folder / "broken.jpg", os.fsencode(folder) + b"/broken \xff\xfe.jpg")
    film = (folder / "clip.mp4").read_bytes()
    (folder / "half.mp4").write_bytes(film[: len(film) // 2])
    media_samples.bomb_png(folder / "bomb.png")
    Image.new("RGB", (640, 480)).save(folder / "black.png")


def _no_media(folder: Path) -> None:
    (folder / "empty.jpg").touch()
    (folder / "letter.jpg").write_text("Dear all,\n")
    (folder / "drawing.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    (folder / "dangling.jpg").symlink_to("gone.jpg")
    (folder / "loop").symlink_to(".")
    (folder / "self").symlink_to("self")
    os.mkfifo(folder / "pipe.jpg")
    here = Path.cwd()
    with socket.socket(socket.AF_UNIX) as end:
        try:
            os.chdir(folder)  # the address of a socket is short
            end.bind("socket.png")
        finally:
            os.chdir(here)
