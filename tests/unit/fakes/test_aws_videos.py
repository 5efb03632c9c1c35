"""The stand-in's storage and video jobs are as picky as Amazon's, asked by Amazon's own client."""

from __future__ import annotations

import hashlib
import http.client
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError, ConnectionClosedError

from tests.fakes.aws import clips
from tests.fakes.aws.faults import Fault, Faults
from tests.fakes.aws.rekognition import Account, StandIn
from tests.fakes.aws.storage import Storage, StorageError
from tests.fakes.aws.storage_http import unchunked
from tests.fakes.aws.video_jobs import VideoRules

KEY, SECRET = "AKIDEXAMPLE0000000001", "secret-one"
VIOLENCE = {"Name": "Violence", "ParentName": "", "Confidence": 91.5, "TaxonomyLevel": 1}
FAINT = {"Name": "Gambling", "ParentName": "", "Confidence": 12.25, "TaxonomyLevel": 1}
MIB = 1024 * 1024


@pytest.fixture
def running() -> Iterator[StandIn]:
    account = Account(labels={7: [VIOLENCE, FAINT]}, storage=Storage(mine="eu-west-1", far="us-west-2"))
    with StandIn(account) as service:
        yield service


def client(service: StandIn, name: str, *, attempts: int = 1, region: str = "eu-west-1") -> Any:
    return boto3.client(
        name,
        endpoint_url=service.url,
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        region_name=region,
        config=Config(retries={"total_max_attempts": attempts, "mode": "standard"}),
    )


def code(call: Any, **given: Any) -> str:
    with pytest.raises(ClientError) as caught:
        call(**given)
    return str(caught.value.response["Error"]["Code"])


def put_clip(service: StandIn, tmp_path: Path, numbers: list[int], name: str = "clip.mp4", **choices: Any) -> bytes:
    content = clips.write(tmp_path / name, numbers, **choices).read_bytes()
    client(service, "s3").put_object(Bucket="mine", Key=name, Body=content)
    return content


# Storage


def test_an_object_goes_in_and_comes_out(running: StandIn) -> None:
    s3 = client(running, "s3")
    s3.put_object(Bucket="mine", Key="a b/ü.mp4", Body=b"content", Metadata={"sha256": "abc"})
    assert s3.get_object(Bucket="mine", Key="a b/ü.mp4")["Body"].read() == b"content"
    head = s3.head_object(Bucket="mine", Key="a b/ü.mp4")
    assert (head["ContentLength"], head["Metadata"]) == (7, {"sha256": "abc"})
    s3.delete_object(Bucket="mine", Key="a b/ü.mp4")
    assert code(s3.head_object, Bucket="mine", Key="a b/ü.mp4") == "404"


def test_a_bucket_tells_its_region_to_who_asks_from_another(running: StandIn) -> None:
    s3 = client(running, "s3")
    assert s3.head_bucket(Bucket="mine")["BucketRegion"] == "eu-west-1"
    assert s3.head_bucket(Bucket="far")["BucketRegion"] == "us-west-2"
    assert s3.get_bucket_location(Bucket="far")["LocationConstraint"] == "us-west-2"
    assert code(s3.head_bucket, Bucket="nobodys") == "404"
    running.account.denied.add("s3:ListBucket")
    assert code(s3.head_bucket, Bucket="mine") == "403"


def test_amazons_own_upload_in_parts_arrives_whole(running: StandIn) -> None:
    content = bytes(range(256)) * (MIB // 16)
    client(running, "s3").upload_fileobj(io.BytesIO(content), "mine", "large")
    assert running.account.storage.buckets["mine"].objects["large"].content == content
    assert running.storage_ledger.calls["UploadPart"] == 2


def test_an_upload_in_parts_is_listed_until_it_ends(running: StandIn) -> None:
    s3 = client(running, "s3")
    upload = s3.create_multipart_upload(Bucket="mine", Key="k", ChecksumAlgorithm="CRC32")["UploadId"]
    part = s3.upload_part(Bucket="mine", Key="k", UploadId=upload, PartNumber=1, Body=b"x" * 6 * MIB)
    [listed] = s3.list_multipart_uploads(Bucket="mine", Prefix="k")["Uploads"]
    assert (listed["Key"], listed["UploadId"]) == ("k", upload)
    [one] = s3.list_parts(Bucket="mine", Key="k", UploadId=upload)["Parts"]
    assert (one["Size"], one["ChecksumCRC32"]) == (6 * MIB, part["ChecksumCRC32"])
    named = [{"PartNumber": 1, "ETag": part["ETag"]}]
    ending = {"Bucket": "mine", "Key": "k", "UploadId": upload}
    assert code(s3.complete_multipart_upload, **ending, MultipartUpload={"Parts": named}) == "InvalidRequest"
    named[0]["ChecksumCRC32"] = part["ChecksumCRC32"]
    s3.complete_multipart_upload(**ending, MultipartUpload={"Parts": named})
    assert code(s3.list_parts, **ending) == "NoSuchUpload"
    assert code(s3.abort_multipart_upload, **ending) == "NoSuchUpload"


def test_parts_that_are_small_or_unknown_make_no_object(running: StandIn) -> None:
    s3 = client(running, "s3")
    upload = s3.create_multipart_upload(Bucket="mine", Key="k")["UploadId"]
    ending = {"Bucket": "mine", "Key": "k", "UploadId": upload}
    etags = [s3.upload_part(**ending, PartNumber=at, Body=b"small")["ETag"] for at in (1, 2)]
    named = [{"PartNumber": at, "ETag": etag} for at, etag in enumerate(etags, 1)]
    assert code(s3.complete_multipart_upload, **ending, MultipartUpload={"Parts": named}) == "EntityTooSmall"
    turned = {"Parts": named[::-1]}
    assert code(s3.complete_multipart_upload, **ending, MultipartUpload=turned) in {"InvalidPartOrder"}
    unknown = {"Parts": [{"PartNumber": 3, "ETag": etags[0]}]}
    assert code(s3.complete_multipart_upload, **ending, MultipartUpload=unknown) == "InvalidPart"
    s3.abort_multipart_upload(**ending)
    assert "Uploads" not in s3.list_multipart_uploads(Bucket="mine")


def test_lists_come_in_pages(running: StandIn) -> None:
    s3 = client(running, "s3")
    for at in range(5):
        s3.put_object(Bucket="mine", Key=f"rekreview/{at}", Body=b"x")
        s3.create_multipart_upload(Bucket="mine", Key=f"rekreview/{at}")
    s3.put_object(Bucket="mine", Key="other", Body=b"x")
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket="mine", Prefix="rekreview/", MaxKeys=2)
    assert [one["Key"] for page in pages for one in page["Contents"]] == [f"rekreview/{at}" for at in range(5)]
    pages = s3.get_paginator("list_multipart_uploads").paginate(Bucket="mine", Prefix="rekreview/", MaxUploads=2)
    assert len([one for page in pages for one in page["Uploads"]]) == 5


def test_a_wrong_secret_and_a_broken_body_are_refused(running: StandIn) -> None:
    s3 = client(running, "s3")
    running.account.keys[KEY] = "other"
    assert code(s3.put_object, Bucket="mine", Key="k", Body=b"x") == "SignatureDoesNotMatch"
    running.account.keys[KEY] = SECRET
    assert code(s3.put_object, Bucket="mine", Key="k", Body=b"x", ChecksumCRC32="AAAAAA==") == "BadDigest"
    assert code(s3.put_object, Bucket="mine", Key="k", Body=b"x", ContentMD5="AAAAAAAAAAAAAAAAAAAAAA==") == "BadDigest"


def test_a_denied_action_is_named(running: StandIn) -> None:
    running.account.denied.add("s3:PutObject")
    with pytest.raises(ClientError, match="s3:PutObject"):
        client(running, "s3").put_object(Bucket="mine", Key="k", Body=b"x")


def test_the_bucket_may_stand_in_the_hosts_name(running: StandIn) -> None:
    content, address = b"by the host", urlsplit(running.url)
    host = f"mine.s3.eu-west-1.amazonaws.com:{address.port}"
    request = AWSRequest(method="PUT", url=f"http://{host}/key", data=content)
    request.context["payload_signing_enabled"] = True
    S3SigV4Auth(Credentials(KEY, SECRET), "s3", "eu-west-1").add_auth(request)
    connection = http.client.HTTPConnection(address.hostname or "", address.port)
    connection.request("PUT", "/key", content, {**dict(request.headers.items()), "Host": host})
    assert connection.getresponse().status == 200
    connection.close()
    assert running.account.storage.buckets["mine"].objects["key"].content == content


def test_a_body_in_chunks_is_put_together_and_checked() -> None:
    chunked = b"4\r\nabcd\r\n2\r\nef\r\n0\r\nx-amz-checksum-crc32:%s\r\n\r\n"
    assert unchunked(chunked % b"S4457w==") == b"abcdef"
    with pytest.raises(StorageError, match="trailer"):
        unchunked(chunked % b"AAAAAA==")


@pytest.mark.parametrize("fault", [Fault.RESET_BEFORE, Fault.RESET_MIDWAY, Fault.RESET_AFTER])
def test_the_line_breaks_where_it_is_told_to(running: StandIn, fault: Fault) -> None:
    running.faults.scripts["PutObject"] = [None, fault]
    s3 = client(running, "s3")
    s3.put_object(Bucket="mine", Key="1", Body=b"x" * MIB)
    with pytest.raises(ConnectionClosedError):
        s3.put_object(Bucket="mine", Key="2", Body=b"x" * MIB)
    assert ("2" in running.account.storage.buckets["mine"].objects) == (fault is Fault.RESET_AFTER)
    s3.put_object(Bucket="mine", Key="3", Body=b"x" * MIB)


# Jobs


def start(service: StandIn, key: str = "clip.mp4", **given: Any) -> str:
    video = {"S3Object": {"Bucket": "mine", "Name": key}}
    return str(client(service, "rekognition").start_content_moderation(Video=video, **given)["JobId"])


def get(service: StandIn, job: str, **given: Any) -> dict[str, Any]:
    return dict(client(service, "rekognition").get_content_moderation(JobId=job, **given))


def test_a_video_is_told_by_timestamp_and_by_segment(running: StandIn, tmp_path: Path) -> None:
    put_clip(running, tmp_path, [1, 7, 7, 1, 7])
    job = start(running, MinConfidence=20)
    told = get(running, job)
    assert told["JobStatus"] == "SUCCEEDED"
    assert [one["Timestamp"] for one in told["ModerationLabels"]] == [1000, 2000, 4000]
    assert told["VideoMetadata"]["Codec"] == "h264"
    joined = get(running, job, AggregateBy="SEGMENTS")["ModerationLabels"]
    assert [(one["StartTimestampMillis"], one["EndTimestampMillis"]) for one in joined] == [(1000, 3000), (4000, 5000)]
    assert len(get(running, start(running, MinConfidence=5))["ModerationLabels"]) == 6
    assert running.jobs.minutes == pytest.approx(10 / 60, abs=0.01)


def test_one_token_is_one_job_and_one_input(running: StandIn, tmp_path: Path) -> None:
    put_clip(running, tmp_path, [7])
    token = hashlib.sha256(b"token").hexdigest()
    assert start(running, ClientRequestToken=token) == start(running, ClientRequestToken=token)
    assert len(running.jobs.jobs) == 1
    rekognition = client(running, "rekognition")
    video = {"S3Object": {"Bucket": "mine", "Name": "clip.mp4"}}
    other = {"Video": video, "ClientRequestToken": token, "MinConfidence": 3}
    assert code(rekognition.start_content_moderation, **other) == "IdempotentParameterMismatchException"
    start(running)
    assert running.jobs.paid_twice == 1


def test_pages_have_tokens_that_expire_and_fit_one_question(running: StandIn, tmp_path: Path) -> None:
    content = put_clip(running, tmp_path, [1])
    labels = [{"Timestamp": at, "ModerationLabel": VIOLENCE, "ContentTypes": []} for at in range(2500)]
    running.account.videos.labels[hashlib.sha256(content).hexdigest()] = labels
    job = start(running)
    first = get(running, job)
    assert len(first["ModerationLabels"]) == 1000
    second = get(running, job, NextToken=first["NextToken"])
    third = get(running, job, NextToken=second["NextToken"])
    assert (len(third["ModerationLabels"]), "NextToken" in third) == (500, False)
    rekognition = client(running, "rekognition")
    asked = {"JobId": job, "NextToken": first["NextToken"]}
    assert code(rekognition.get_content_moderation, **asked, SortBy="NAME") == "InvalidPaginationTokenException"
    running.account.videos.later = 90_000
    assert code(rekognition.get_content_moderation, **asked) == "InvalidPaginationTokenException"
    running.account.videos.later = 8 * 86_400
    assert code(rekognition.get_content_moderation, JobId=job) == "ResourceNotFoundException"


def test_only_so_many_jobs_at_once(running: StandIn, tmp_path: Path) -> None:
    put_clip(running, tmp_path, [7])
    running.account.videos.job_seconds, running.account.videos.jobs_at_once = 60, 2
    jobs = [start(running), start(running)]
    rekognition = client(running, "rekognition")
    video = {"S3Object": {"Bucket": "mine", "Name": "clip.mp4"}}
    assert code(rekognition.start_content_moderation, Video=video) == "LimitExceededException"
    assert get(running, jobs[0])["JobStatus"] == "IN_PROGRESS"
    running.account.videos.later = 61
    start(running)


def test_what_is_no_h264_in_mp4_fails_in_the_services_words(running: StandIn, tmp_path: Path) -> None:
    for name, codec in (("a.mkv", "libx264"), ("b.avi", "mpeg4"), ("c.mp4", "mpeg4")):
        put_clip(running, tmp_path, [7], name, codec=codec)
        told = get(running, start(running, name))
        assert (told["JobStatus"], "Unsupported" in told["StatusMessage"]) == ("FAILED", True)
    client(running, "s3").put_object(Bucket="mine", Key="d.mp4", Body=b"no video")
    assert get(running, start(running, "d.mp4"))["JobStatus"] == "FAILED"
    assert running.jobs.minutes == 0


def test_an_object_that_is_missing_or_elsewhere_or_too_long(running: StandIn, tmp_path: Path) -> None:
    content = put_clip(running, tmp_path, [7])
    rekognition = client(running, "rekognition")
    client(running, "s3").put_object(Bucket="far", Key="clip.mp4", Body=content)
    for bucket, key in (("mine", "none"), ("far", "clip.mp4"), ("nobodys", "clip.mp4")):
        video = {"S3Object": {"Bucket": bucket, "Name": key}}
        assert code(rekognition.start_content_moderation, Video=video) == "InvalidS3ObjectException"
    running.account.videos = VideoRules()
    running.jobs.rules.most_ms = 500
    video = {"S3Object": {"Bucket": "mine", "Name": "clip.mp4"}}
    assert code(rekognition.start_content_moderation, Video=video) == "VideoTooLargeException"


def test_faults_are_of_one_operation(tmp_path: Path) -> None:
    faults = Faults(scripts={"GetContentModeration": [Fault.THROTTLE, Fault.INTERNAL]})
    with StandIn(Account(storage=Storage(mine="eu-west-1")), faults) as running:
        put_clip(running, tmp_path, [7])
        job = start(running)
        rekognition = client(running, "rekognition")
        assert code(rekognition.get_content_moderation, JobId=job) == "ProvisionedThroughputExceededException"
        assert code(rekognition.get_content_moderation, JobId=job) == "InternalServerError"
        assert get(running, job)["JobStatus"] == "SUCCEEDED"
        assert running.ledger.calls == 0
        faults.operation_quotas["GetContentModeration"] = 1
        get(running, job)
        assert code(rekognition.get_content_moderation, JobId=job) == "ProvisionedThroughputExceededException"
