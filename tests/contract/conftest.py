"""A stand-in for Amazon Rekognition, and keys for it that are nobody's."""

from __future__ import annotations

import pytest

from tests.contract.asking import (
    KEY,
    SECRET,
    account,
)
from tests.fakes.aws import rekognition as service_fake


@pytest.fixture
def own_keys(monkeypatch, tmp_path):
    """Keys by the standard variables alone, as boto3 finds them."""
    import os

    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")


@pytest.fixture
def service():
    with service_fake.StandIn(account()) as running:
        yield running
