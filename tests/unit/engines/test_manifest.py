"""Manifests are read strictly: a mistake is told with its field, never guessed away."""

import json

import pytest

from rekreview.domain.errors import Unusable
from rekreview.engines.on_device import manifest
from rekreview.engines.on_device.manifest import ClassGroup, plugged_in, read_manifest

OWN = {
    "id": "mine",
    "weights": {"file": "mine.onnx", "sha256": "AB" * 32},
    "input": {"preparation": "padded", "side": 224},
    "classes": 3,
    "labels": [{"name": "Explicit", "parent": "", "classes": [1]}],
    "licence": "MIT",
}


def write(folder, fields, name="mine.json"):
    path = folder / name
    path.write_text(json.dumps(fields))
    return path


def test_the_shipped_models():
    safety, objects = manifest.shipped()
    assert (safety.id, objects.id) == ("safety-s", "objects-lite0")
    assert safety.weights.sha256.startswith("fef443ed")
    assert objects.weights.sha256.startswith("57934424")
    assert (safety.licence, objects.licence) == ("MIT", "Apache-2.0")
    assert (safety.class_count, objects.class_count) == (3, 1000)


def test_the_shipped_models_are_pinned_to_the_packages_the_app_needs():
    from importlib.metadata import version

    for one in manifest.shipped():
        assert version(one.weights.package) == one.weights.version


def test_which_classes_mean_what():
    _, objects = manifest.shipped()
    groups = {group.name: set(group.classes) for group in objects.groups if group.enabled}
    assert groups == {
        "Weapons": {413, 763, 764, 471, 596},
        "Alcoholic Beverages": {440, 441, 907, 966, 901, 503},
        "Gambling": {800},
        "Pills": {720},
        "Female Swimwear or Underwear": {445, 459, 638, 639},
        "Male Swimwear or Underwear": {842},
    }


def test_syringes_are_off_and_yet_recorded():
    _, objects = manifest.shipped()
    (syringe,) = (group for group in objects.groups if not group.enabled)
    assert syringe.classes == (845,)
    assert 845 in objects.classes


def test_what_rockets_and_kitchens_show_is_not_mapped():
    _, objects = manifest.shipped()
    assert not {657, 744, 847, 895, 499, 456, 597, 777, 572, 626, 860, 652, 465} & set(objects.classes)


@pytest.mark.parametrize(
    ("probability", "shown"),
    [(0.0, 0.0), (1 / 30, 0.0), (0.02, 0.0), (1 / 30 + 0.45, 50.0), (14 / 15, 100.0), (0.99, 100.0), (0.0365, 0.3519)],
)
def test_the_safety_model_is_corrected_for_its_floor(probability, shown):
    (explicit, _) = manifest.shipped()[0].groups
    assert explicit.shown((0.0, probability, 0.0)) == pytest.approx(shown, abs=5e-5)


def test_the_probabilities_of_a_group_add_up():
    group = ClassGroup("Weapons", "Violence", (0, 2))
    assert group.shown((0.25, 0.5, 0.125)) == 37.5
    assert group.shown((0.7, 0.0, 0.7)) == 100.0
    assert group.shown((0.123456789, 0.0, 0.0)) == 12.3457


def test_a_model_of_ones_own(tmp_path):
    write(tmp_path, OWN)
    (mine,) = plugged_in(tmp_path)
    assert mine.title == "mine"
    assert mine.weights.path == tmp_path / "mine.onnx"
    assert mine.weights.sha256 == "ab" * 32
    assert mine.groups == (ClassGroup("Explicit", "", (1,)),)


def test_no_folder_no_models(tmp_path):
    assert plugged_in(None) == ()
    assert plugged_in(tmp_path / "missing") == ()
    assert plugged_in(tmp_path) == ()


def test_models_of_ones_own_come_by_name(tmp_path):
    for name in ("b", "a", "c"):
        write(tmp_path, OWN | {"id": name}, f"{name}.json")
    (tmp_path / "notes.txt").write_text("not a manifest")
    assert [one.id for one in plugged_in(tmp_path)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": ""}, "'' is not a text"),
        ({"id": 3}, "3 is not a text"),
        ({"classes": 0}, "0 is not a whole number above 0"),
        ({"classes": "3"}, "'3' is not a whole number above 0"),
        ({"classes": True}, "True is not a whole number above 0"),
        ({"input": {"preparation": "padded"}}, "the field 'side' is missing"),
        ({"input": []}, "list indices"),
        ({"licence": None}, "None is not a text"),
        ({"weights": {"file": "x.onnx", "sha256": "abc"}}, "sha256 must be 64 hex digits"),
        ({"weights": {"file": "x.onnx", "sha256": "g" * 64}}, "sha256 must be 64 hex digits"),
        ({"weights": {"package": "x", "sha256": "a" * 64}}, "the field 'version' is missing"),
        ({"labels": [{"name": "Explicit", "parent": "", "classes": [3]}]}, "must lie within 0 and 2"),
        ({"labels": [{"name": "Explicit", "parent": "", "classes": []}]}, "must lie within 0 and 2"),
        ({"labels": [{"name": "Explicit", "parent": "", "classes": [1], "scale": 0}]}, "scale of Explicit"),
        ({"labels": [{"parent": "", "classes": [1]}]}, "the field 'name' is missing"),
        ({"labels": "Explicit"}, "string indices"),
    ],
)
def test_mistakes_are_told(tmp_path, change, reason):
    with pytest.raises(Unusable, match=reason) as caught:
        read_manifest(write(tmp_path, OWN | change))
    assert "mine.json" in caught.value.message
    assert str(tmp_path) in caught.value.hint


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"null"])
def test_what_is_no_manifest_is_told(tmp_path, content):
    (tmp_path / "mine.json").write_bytes(content)
    with pytest.raises(Unusable, match=r"mine\.json cannot be used"):
        plugged_in(tmp_path)


def test_a_missing_manifest_is_told(tmp_path):
    with pytest.raises(Unusable, match="No such file"):
        read_manifest(tmp_path / "gone.json")
