"""The stand-in for Amazon Rekognition is as strict as the service: what it lets pass would pass there."""

from __future__ import annotations

import io
import json
import time
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

from tests.fakes.aws import marks
from tests.fakes.aws.faults import Fault, Faults
from tests.fakes.aws.rekognition import Account, StandIn

KEY, SECRET = "AKIDEXAMPLE0000000001", "secret-one"
ADAPTER = "arn:aws:rekognition:eu-west-1:123456789012:project/mine/version/one/1700000000000"
LABELS = [
    {"Name": "Violence", "ParentName": "", "Confidence": 91.5, "TaxonomyLevel": 1},
    {"Name": "Weapons", "ParentName": "Violence", "Confidence": 30.25, "TaxonomyLevel": 2},
]

Service = Callable[..., StandIn]


def jpeg(number: int, width: int = 480, height: int = 360, **options: Any) -> bytes:
    stream = io.BytesIO()
    marks.picture(number, width, height).save(stream, "JPEG", **options)
    return stream.getvalue()


@pytest.fixture
def service() -> Iterator[Service]:
    running: list[StandIn] = []

    def start(faults: Faults | None = None, **account: Any) -> StandIn:
        running.append(StandIn(Account(labels={7: LABELS}, **account), faults).__enter__())
        return running[-1]

    yield start
    for one in running:
        one.__exit__()


def client(
    url: str, *, key: str = KEY, secret: str = SECRET, region: str = "eu-west-1", read_timeout: float = 10
) -> Any:
    config = Config(retries={"mode": "standard", "total_max_attempts": 1}, read_timeout=read_timeout)
    return boto3.client(
        "rekognition",
        endpoint_url=url,
        region_name=region,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        config=config,
    )


def ask(url: str, content: bytes, *, floor: float = 50, who: dict[str, Any] | None = None, **more: Any) -> Any:
    asking = client(url, **(who or {}))
    try:
        return asking.detect_moderation_labels(Image={"Bytes": content}, MinConfidence=floor, **more)
    finally:
        asking.close()


def code_of(url: str, content: bytes, **options: Any) -> str:
    with pytest.raises(ClientError) as caught:
        ask(url, content, **options)
    return str(caught.value.response["Error"]["Code"])


def test_it_answers_by_what_the_picture_shows(service: Service) -> None:
    running = service()
    answer = ask(running.url, jpeg(7))
    assert answer["ModerationLabels"] == LABELS[:1]
    assert answer["ModerationModelVersion"] == "7.0"
    assert ask(running.url, jpeg(7), floor=20)["ModerationLabels"] == LABELS
    assert ask(running.url, jpeg(8))["ModerationLabels"] == []
    assert (running.ledger.calls, running.ledger.billed, running.ledger.billed_twice) == (3, 3, 1)


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ({"secret": "wrong"}, "InvalidSignatureException"),
        ({"key": "AKIDSTRANGER000000001"}, "UnrecognizedClientException"),
        ({"region": "us-east-1"}, "InvalidSignatureException"),
    ],
)
def test_a_wrong_signature_is_refused_and_not_billed(service: Service, who: dict[str, str], code: str) -> None:
    running = service()
    assert code_of(running.url, jpeg(7), who=who) == code
    assert (running.ledger.billed, running.ledger.refused) == (0, {code: 1})


def test_an_unsigned_request_is_refused(service: Service) -> None:
    running = service()
    request = urllib.request.Request(
        running.url, b"{}", {"X-Amz-Target": "RekognitionService.DetectModerationLabels"}, method="POST"
    )
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=5)
    assert json.loads(caught.value.read())["__type"] == "MissingAuthenticationTokenException"
    caught.value.close()


@pytest.mark.parametrize(
    ("content", "more", "code"),
    [
        (b"no picture", {}, "InvalidImageFormatException"),
        (jpeg(7)[:40], {}, "InvalidImageFormatException"),
        (jpeg(7, 79, 400), {}, "InvalidParameterException"),
        (jpeg(7) + bytes(5_242_880), {}, "ValidationException"),
        (jpeg(7), {"floor": 200.0}, "ValidationException"),
        (jpeg(7), {"ProjectVersion": "arn:nonsense:nonsense:nonsense"}, "ValidationException"),
        (jpeg(7), {"ProjectVersion": ADAPTER}, "ResourceNotFoundException"),
    ],
)
def test_what_breaks_the_limits_is_refused(service: Service, content: bytes, more: dict[str, Any], code: str) -> None:
    running = service()
    assert code_of(running.url, content, **more) == code
    assert running.ledger.billed == 0


def test_a_picture_that_is_not_upright_is_refused(service: Service) -> None:
    running = service()
    sideways = io.BytesIO()
    marks.picture(7).rotate(90, expand=True).save(sideways, "PNG")
    assert code_of(running.url, sideways.getvalue()) == "InvalidParameterException"
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6
    assert code_of(running.url, jpeg(7, exif=exif)) == "InvalidParameterException"


def test_an_expired_adapter_is_silently_ignored(service: Service) -> None:
    running = service(adapters={ADAPTER: True, ADAPTER[:-1] + "1": False})
    assert ask(running.url, jpeg(7), ProjectVersion=ADAPTER)["ProjectVersion"] == ADAPTER
    assert "ProjectVersion" not in ask(running.url, jpeg(7), ProjectVersion=ADAPTER[:-1] + "1")


@pytest.mark.parametrize(
    ("fault", "code", "billed"),
    [
        (Fault.THROTTLE, "ProvisionedThroughputExceededException", 0),
        (Fault.INTERNAL, "InternalServerError", 0),
        (Fault.UNAVAILABLE, "ThrottlingException", 0),
        (Fault.ACCESS_DENIED, "AccessDeniedException", 0),
        (Fault.EXPIRED, "ExpiredTokenException", 0),
    ],
)
def test_faults_have_the_services_codes(service: Service, fault: Fault, code: str, billed: int) -> None:
    running = service(Faults(rates={fault: 1.0}))
    assert code_of(running.url, jpeg(7)) == code
    assert running.ledger.billed == billed


@pytest.mark.parametrize(("fault", "billed"), [(Fault.RESET_BEFORE, 0), (Fault.RESET_AFTER, 1)])
def test_resets_break_the_connection(service: Service, fault: Fault, billed: int) -> None:
    running = service(Faults(rates={fault: 1.0}))
    with pytest.raises((ConnectionClosedError, Exception)) as caught:
        ask(running.url, jpeg(7))
    assert not isinstance(caught.value, ClientError)
    assert (running.ledger.billed, running.ledger.billed_without_answer) == (billed, billed)


def test_a_hang_answers_nothing_and_bills(service: Service) -> None:
    running = service(Faults(rates={Fault.HANG: 1.0}))
    with pytest.raises(ReadTimeoutError):
        ask(running.url, jpeg(7), who={"read_timeout": 0.3})
    assert running.ledger.billed_without_answer == 1


def test_a_quota_lets_so_many_through_a_second(service: Service) -> None:
    running = service(Faults(quota=5.0))
    asking, content = client(running.url), jpeg(8)
    begun, passed, refused = time.monotonic(), 0, 0
    while time.monotonic() - begun < 2:
        try:
            asking.detect_moderation_labels(Image={"Bytes": content})
            passed += 1
        except ClientError:
            refused += 1
    asking.close()
    elapsed = time.monotonic() - begun
    assert refused > 0
    assert passed <= 5 + 5 * elapsed + 1
    assert running.ledger.throttled == refused


def test_credentials_expire_and_new_ones_work(service: Service) -> None:
    running = service(Faults(expire_after=1), keys={KEY: SECRET, "AKIDRENEWED0000000001": "secret-two"})
    running.account.renewed_keys.add("AKIDRENEWED0000000001")
    assert ask(running.url, jpeg(7))["ModerationLabels"]
    assert code_of(running.url, jpeg(7)) == "ExpiredTokenException"
    assert ask(running.url, jpeg(7), who={"key": "AKIDRENEWED0000000001", "secret": "secret-two"})["ModerationLabels"]


def test_the_model_changes_after_so_many_calls(service: Service) -> None:
    running = service(Faults(model_changes_after=1))
    versions = [ask(running.url, jpeg(7))["ModerationModelVersion"] for _ in range(2)]
    assert versions == ["7.0", "7.1"]


def test_an_outage_has_a_beginning_and_an_end(service: Service) -> None:
    running = service(Faults(outage=(0.0, 600.0)))
    with pytest.raises(ConnectionClosedError):
        ask(running.url, jpeg(7))
    running.faults.outage = (0.0, 0.1)
    time.sleep(0.2)
    assert ask(running.url, jpeg(7))["ModerationLabels"]
    running.faults.outage = (6000.0, 6001.0)
    assert ask(running.url, jpeg(7))["ModerationLabels"]


@pytest.mark.parametrize("number", [0, 1, 7, 12345, (1 << 20) - 1])
@pytest.mark.parametrize("size", [(80, 80), (1280, 960), (300, 1000)])
def test_a_number_is_read_back_from_the_pixels(number: int, size: tuple[int, int]) -> None:
    assert marks.number_of(jpeg(number, *size, quality=60)) == number


def test_a_number_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        marks.picture(1 << 20)
