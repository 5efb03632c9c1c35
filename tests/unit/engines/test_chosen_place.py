from __future__ import annotations

from pathlib import Path

import pytest

from rekreview.domain.errors import CredentialsMissing, Unusable
from rekreview.engines.rekognition.account import Account
from rekreview.engines.rekognition.connection import chosen_place


@pytest.fixture(autouse=True)
def aws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    return tmp_path


def test_a_profile_brings_its_region(aws: Path) -> None:
    (aws / "config").write_text("[profile reviews]\nregion = eu-west-1\n")
    (aws / "credentials").write_text("[reviews]\naws_access_key_id = AKID\naws_secret_access_key = secret\n")
    place = chosen_place(Account("reviews"))
    assert (place.who, place.where) == ("the profile “reviews”", "Amazon Rekognition in eu-west-1")
    assert chosen_place(Account("reviews", "us-east-1", "http://127.0.0.1:9")).where == "http://127.0.0.1:9"


def test_credentials_of_the_environment_count_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKID")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-west-2")
    assert chosen_place(Account()).where == "Amazon Rekognition in us-west-2"


def test_without_credentials_or_profile_it_says_what_is_missing() -> None:
    with pytest.raises(CredentialsMissing):
        chosen_place(Account(region="eu-west-1"))
    with pytest.raises(CredentialsMissing, match="gone"):
        chosen_place(Account("gone", "eu-west-1"))


def test_without_a_region_it_names_those_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKID")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    with pytest.raises(Unusable) as caught:
        chosen_place(Account())
    assert "eu-west-1" in caught.value.hint
