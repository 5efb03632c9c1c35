"""An engine is made by its name; one that this version does not have says so."""

import subprocess
import sys

import pytest

from rekreview.domain.assets import EngineName
from rekreview.domain.errors import Unusable
from rekreview.domain.video import FrameChoice, StoredVideo
from rekreview.engines import registry
from rekreview.engines.registry import EngineOptions, StorageOptions, available, create, create_video_service


def test_the_on_device_engine_is_made_without_being_opened():
    engine = create(EngineName.ON_DEVICE)
    assert (engine.name, engine.version, engine.adapter) == (EngineName.ON_DEVICE, "on-device-1", None)
    assert engine.min_confidence == 1.0


def test_it_keeps_every_label_from_one_on_whatever_floor_is_asked():
    assert create(EngineName.ON_DEVICE, EngineOptions(min_confidence=50)).min_confidence == 1.0


@pytest.mark.parametrize("name", [name for name in EngineName if name not in available()])
def test_an_engine_that_is_not_there(name):
    with pytest.raises(Unusable, match="not part of this version") as caught:
        create(name)
    assert "on-device" in caught.value.hint


def test_options_cannot_be_changed_afterwards():
    with pytest.raises(AttributeError):
        EngineOptions().adapter = "arn"


def test_knowing_the_engines_imports_none_of_them():
    code = (
        "import sys, rekreview.engines.registry as r; r.available();"
        "print(sorted({'onnxruntime', 'onnx', 'PIL', 'boto3'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_models_of_ones_own_are_looked_for_in_the_data_folder(monkeypatch, tmp_path):
    monkeypatch.setattr(registry.paths, "model_directory", lambda: tmp_path)
    (tmp_path / "broken.json").write_text("{")
    with pytest.raises(Unusable, match=r"broken\.json"):
        create(EngineName.ON_DEVICE)
    assert create(EngineName.ON_DEVICE, EngineOptions(model_directory=tmp_path / "none")).version == "on-device-1"


def test_a_paid_engine_takes_videos_only_where_its_frames_are_chosen():
    assert not create(EngineName.REKOGNITION).limits.videos
    limits = create(EngineName.REKOGNITION, EngineOptions(frames=FrameChoice(2000, key_frames_only=True))).limits
    assert (limits.videos, limits.frame_interval_ms, limits.key_frames_only) == (True, 2000, True)


def test_a_service_for_stored_videos_is_made_without_being_opened():
    service = create_video_service(StorageOptions("mine", "videos/"), EngineOptions(min_confidence=5))
    assert (service.bucket, service.min_confidence) == ("mine", 5)
    _, key = service.wish(StoredVideo("/a.mp4", "ab" * 32, 1, "mp4", "h264", None))
    assert key == f"videos/{'ab' * 32}.mp4"
    assert create_video_service(StorageOptions()).min_confidence == 20
