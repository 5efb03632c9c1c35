"""The settings of this computer's user: a frozen value, kept as versioned JSON."""

from __future__ import annotations

import getpass
import json
import logging
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from rekreview import paths

log = logging.getLogger(__name__)

VERSION = 1
DEFAULT_REASONS = (
    "Matches the policy",
    "Harmless context",
    "Wrong category",
    "Art or education",
    "News or document",
    "Medical",
    "Minor may be shown",
    "Poor quality",
    "Duplicate",
    "Other",
)

# Each entry takes a document of its version to the next one. Version 1 is the first, so there is none yet.
MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "reviewer"


def default_workers() -> int:
    """Worker processes for decoding, and threads for the on-device engine: one a core, at least two, at most eight."""
    return max(2, min(8, os.cpu_count() or 2))


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person has chosen. `min_confidence` is 0–100; `state` is what the window remembers of itself.

    aws_profile, aws_region, aws_endpoint: "" for what AWS's own variables and files say; keys are never kept here.
    calls_per_second: 0 to learn what the account allows. calls_at_once: how many may be under way. budget_usd: of one
    run, 0 for none. price_per_call_usd: as read on the day `price_as_of`; correct both when Amazon changes it.

    video_mode: "stored" (put into aws_bucket and checked there) or "frames"; "" for stored where a bucket is chosen.
    aws_bucket_prefix: of the keys of videos. aws_s3_endpoint: "" for what AWS's own variables and files say.
    keep_uploaded_videos: leave them in the bucket after they were checked. convert_videos: send
    copies of those that the service does not take as they are. video_jobs_at_once: at most, of those that
    the account may run. video_polls_per_second: questions about them, 0 to learn the quota.
    frame_interval_ms, key_frames_only: which frames of a video are looked at, in every engine.
    second_opinion_percent: of a reviewer's own decisions that come back unmarked, 0 for none.
    near_distance: in how many of 64 bits the hashes of near-duplicates may differ, 0–16.
    price_per_video_minute_usd: of a stored video, as read on the day `video_price_as_of`.
    keys: name of an action → the keys it has instead of those of `key_preset`.

    wellness: name of the profile that says what is veiled. show_exposure: the private meter in the status line.
    pause_after_minutes: of sharp heavy pictures, after which a pause is suggested; 0 for never. cover_when_away: cover
    the windows while another program is in front.
    """

    reviewer: str = field(default_factory=_user_name)
    engine: str = "on-device"
    library: str = ""
    theme: str = "system"
    tile_size: int = 192
    workers: int = field(default_factory=default_workers)
    min_confidence: float = 20.0
    moderate_after_import: bool = True
    aws_profile: str = ""
    aws_region: str = ""
    aws_endpoint: str = ""
    adapter: str = ""
    calls_per_second: float = 0.0
    calls_at_once: int = 24
    budget_usd: float = 0.0
    price_per_call_usd: float = 0.001
    price_as_of: str = "2026-10-07"
    send_originals: bool = False
    video_mode: str = ""
    aws_bucket: str = ""
    aws_bucket_prefix: str = "rekreview/"
    aws_s3_endpoint: str = ""
    keep_uploaded_videos: bool = False
    convert_videos: bool = False
    video_jobs_at_once: int = 10
    video_polls_per_second: float = 0.0
    frame_interval_ms: int = 1000
    key_frames_only: bool = False
    price_per_video_minute_usd: float = 0.1
    video_price_as_of: str = "2026-11-21"
    show_statistics: bool = True
    near_distance: int = 6
    wellness: str = "standard"
    show_exposure: bool = True
    pause_after_minutes: int = 20
    cover_when_away: bool = False
    second_opinion_percent: float = 2.0
    reasons: tuple[str, ...] = DEFAULT_REASONS
    key_preset: str = "default"
    keys: dict[str, Any] = field(default_factory=dict)
    state: dict[str, Any] = field(default_factory=dict)


def load(file: Path | None = None) -> Settings:
    """The stored settings; the defaults where a value, or the whole file, is missing or makes no sense.

    A file that cannot be read as settings is kept beside the new one, with `.broken` in its name, so nothing is lost.
    """
    file = file or paths.settings_file()
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        log.warning("The settings in %s could not be read (%s); the defaults are used.", file, error)
        _set_aside(file)
        return Settings()
    return _from_document(document) if isinstance(document, dict) else Settings()


def save(settings: Settings, file: Path | None = None) -> None:
    """Write the settings; the old file stands until the new one is whole."""
    file = file or paths.settings_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(".partial")
    partial.write_text(json.dumps({"version": VERSION, **asdict(settings)}, indent=2) + "\n", encoding="utf-8")
    partial.replace(file)


def _set_aside(file: Path) -> None:
    try:
        file.replace(file.with_suffix(".broken"))
    except OSError as error:
        log.warning("%s could not be set aside: %s", file, error)


def _from_document(document: dict[str, Any]) -> Settings:
    version = document.get("version", VERSION)
    while isinstance(version, int) and version in MIGRATIONS:
        document = MIGRATIONS[version](document)
        version += 1
    defaults = Settings()
    known = {f.name: getattr(defaults, f.name) for f in fields(Settings)}
    kept = {name: _like(document[name], default) for name, default in known.items() if name in document}
    return replace(defaults, **kept)


def _like(value: Any, default: Any) -> Any:
    """`value` if it is of the same kind as `default`, else `default`."""
    if isinstance(default, tuple):
        sound = isinstance(value, list) and all(isinstance(entry, str) for entry in value)
        return tuple(value) if sound else default
    if isinstance(default, bool) or isinstance(value, bool):
        return value if isinstance(default, bool) and isinstance(value, bool) else default
    if isinstance(default, float) and isinstance(value, int):
        return float(value)
    return value if isinstance(value, type(default)) else default
