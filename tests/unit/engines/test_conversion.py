"""A model is converted once, kept with where it comes from, and never run if it is not what was made."""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from rekreview.domain.errors import ModelAltered, Unusable
from rekreview.engines.on_device import conversion
from rekreview.engines.on_device.conversion import model_bytes, model_path, record_path


@pytest.fixture
def made(own_cache, objects_manifest):
    """The model, converted in a cache of this test."""
    return model_bytes(objects_manifest)


def test_a_model_that_needs_no_conversion_is_taken_as_it_lies(own_cache, safety_manifest):
    content = model_bytes(replace(safety_manifest, conversion=""))
    assert hashlib.sha256(content).hexdigest() == safety_manifest.weights.sha256
    assert not own_cache.exists()


def test_the_record_says_where_the_model_comes_from(made, objects_manifest):
    record = json.loads(record_path(objects_manifest).read_text())
    assert record == {
        "source_sha256": objects_manifest.weights.sha256,
        "recipe": "efficientnet-lite-1",
        "side": 224,
        "sha256": hashlib.sha256(made).hexdigest(),
        "bytes": len(made),
    }
    assert model_path(objects_manifest, record["sha256"]).read_bytes() == made


def test_nothing_else_is_left_in_the_cache(made, own_cache):
    assert sorted(path.suffix for path in own_cache.iterdir()) == [".json", ".onnx"]


def test_it_is_converted_only_once(made, objects_manifest, monkeypatch):
    monkeypatch.setitem(conversion.RECIPES, "efficientnet-lite", _refuse)
    assert model_bytes(objects_manifest) == made


@pytest.mark.parametrize("harm", ["bytes", "truncated", "record", "record not JSON", "record of others"])
def test_what_was_altered_is_made_again(made, objects_manifest, caplog, harm):
    record = record_path(objects_manifest)
    model = model_path(objects_manifest, hashlib.sha256(made).hexdigest())
    if harm == "bytes":
        model.write_bytes(made[:1000] + b"\x00\x01" + made[1002:])
    elif harm == "truncated":
        model.write_bytes(made[:-1])
    elif harm == "record":
        record.write_text(json.dumps(json.loads(record.read_text()) | {"source_sha256": "0" * 64}))
    elif harm == "record not JSON":
        record.write_text("{")
    else:
        record.write_text(json.dumps({"sha256": "../../elsewhere"}))
    assert model_bytes(objects_manifest) == made
    assert "made again" in caplog.text
    caplog.clear()
    assert model_bytes(objects_manifest) == made
    assert not caplog.text


def test_a_record_cannot_point_out_of_the_cache(made, objects_manifest, tmp_path, caplog):
    """Whatever file a record names, only the bytes with the recorded hash of the right weights run."""
    record = record_path(objects_manifest)
    record.write_text(json.dumps(json.loads(record.read_text()) | {"sha256": "../../../outside"}))
    assert model_bytes(objects_manifest) == made
    caplog.clear()


def test_a_missing_model_with_its_record_is_made_again(made, objects_manifest):
    model_path(objects_manifest, hashlib.sha256(made).hexdigest()).unlink()
    assert model_bytes(objects_manifest) == made


def test_a_cache_that_cannot_be_written_does_not_stop_the_work(tmp_path, monkeypatch, objects_manifest, caplog):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert len(model_bytes(objects_manifest)) > 9_000_000
    assert "used from memory" in caplog.text
    caplog.clear()


def test_a_full_disk_leaves_no_half_file(own_cache, objects_manifest, monkeypatch, caplog):
    def full(*_ignored, **_also):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(conversion.os, "fdopen", full)
    assert len(model_bytes(objects_manifest)) > 9_000_000
    assert list(own_cache.iterdir()) == []
    caplog.clear()


def test_altered_weights_are_refused_even_if_they_were_converted_before(made, objects_manifest, tmp_path):
    """A sound model in the cache does not excuse weights that are not the ones that were checked."""
    altered = tmp_path / "altered.pth"
    altered.write_bytes(b"something else")
    weights = replace(objects_manifest.weights, package="", path=altered)
    with pytest.raises(ModelAltered, match="not the one that was checked"):
        model_bytes(replace(objects_manifest, weights=weights))


def test_an_unknown_recipe_is_told(objects_manifest):
    with pytest.raises(Unusable, match="does not exist") as caught:
        model_bytes(replace(objects_manifest, conversion="magic"))
    assert "efficientnet-lite" in caught.value.hint


def test_what_a_killed_process_left_is_swept_away(own_cache, objects_manifest):
    own_cache.mkdir(parents=True)
    old, young = own_cache / ".old.onnx.x1", own_cache / ".young.onnx.x2"
    for path in (old, young):
        path.write_bytes(b"half a model")
    os.utime(old, (0, 0))
    model_bytes(objects_manifest)
    assert (old.exists(), young.exists()) == (False, True)


CONVERT = (
    "import hashlib; from rekreview.engines.on_device import conversion, manifest; "
    "print(hashlib.sha256(conversion.model_bytes(manifest.shipped()[1])).hexdigest())"
)


def test_two_processes_may_convert_at_once(own_cache):
    running = [subprocess.Popen([sys.executable, "-c", CONVERT], stdout=subprocess.PIPE) for _ in range(2)]
    hashes = {process.communicate(timeout=60)[0] for process in running}
    assert [process.returncode for process in running] == [0, 0]
    assert len(hashes) == 1
    assert sorted(path.suffix for path in own_cache.iterdir()) == [".json", ".onnx"]


def _refuse(_content, _side):
    raise AssertionError("converted a second time")
