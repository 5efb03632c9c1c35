"""The on-device engine keeps the contract of every engine."""

import numpy as np
import pytest

from rekreview.domain.assets import EngineName
from rekreview.engines.registry import create
from tests.contract.engine_contract import EngineContract


class TestOnDevice(EngineContract):
    @pytest.fixture(autouse=True)
    def cache(self, tmp_path_factory, monkeypatch):
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "engine-cache"))

    @pytest.fixture
    def engine(self):
        return create(EngineName.ON_DEVICE)

    @pytest.fixture
    def telling(self):
        """A warm, soft gradient, of which the safety model says a little."""
        row, column = np.mgrid[0:240, 0:320]
        return np.stack([120 + row // 2, 80 + column // 4, 60 + row // 4], axis=-1).astype(np.uint8)
