"""The models are loaded once for all tests; what they are made of is converted into a cache of the session."""

from __future__ import annotations

import os

import pytest

from rekreview.engines.on_device import manifest
from rekreview.engines.on_device.engine import OnDeviceEngine
from rekreview.engines.on_device.model import Model


@pytest.fixture(scope="session")
def session_cache(tmp_path_factory):
    """A cache folder of this session, so that no test relies on what an earlier run converted."""
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        os.environ.pop("XDG_CACHE_HOME")
    else:
        os.environ["XDG_CACHE_HOME"] = before


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    """A cache folder of one test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "rekreview" / "models"


@pytest.fixture(scope="session")
def safety_manifest():
    return manifest.shipped()[0]


@pytest.fixture(scope="session")
def objects_manifest():
    return manifest.shipped()[1]


@pytest.fixture(scope="session")
def safety(session_cache, safety_manifest):
    return Model(safety_manifest)


@pytest.fixture(scope="session")
def objects(session_cache, objects_manifest):
    return Model(objects_manifest)


@pytest.fixture(scope="session")
def engine(session_cache):
    opened = OnDeviceEngine()
    opened.open()
    yield opened
    opened.close()
