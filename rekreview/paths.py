"""Where things are: the app's own resources, and the places on this computer it keeps its files."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

APP_NAME = "rekreview"


@lru_cache(maxsize=1)
def resources() -> Path:
    """The folder of icons, taxonomies and presets: inside an installed package, else beside it in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent / "resources"


def library_directory() -> Path:
    """The platform's data folder for the library that is opened when none is named."""
    from platformdirs import user_data_path

    return user_data_path(APP_NAME, appauthor=False) / "library"


def model_directory() -> Path:
    """The platform's data folder for models that a person adds to the on-device engine."""
    from platformdirs import user_data_path

    return user_data_path(APP_NAME, appauthor=False) / "models"


def cache_directory() -> Path:
    """The platform's cache folder: files that can be made again, such as converted models."""
    from platformdirs import user_cache_path

    return user_cache_path(APP_NAME, appauthor=False)


def settings_file() -> Path:
    """The file that holds the settings."""
    from platformdirs import user_config_path

    return user_config_path(APP_NAME, appauthor=False) / "settings.json"


def log_directory() -> Path:
    """The folder of the log files."""
    from platformdirs import user_log_path

    return user_log_path(APP_NAME, appauthor=False)
