"""What the settings need to know of AWS: the profiles and regions there are, and whether a call would succeed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from rekreview.domain.errors import EngineError, RekreviewError
from rekreview.engines.rekognition.account import Account, make_client, make_session
from rekreview.engines.rekognition.faults import Place, failure
from rekreview.engines.rekognition.regions import REGIONS
from rekreview.engines.rekognition.videos.calling import ONCE
from rekreview.engines.rekognition.videos.service import StoredVideos, Storing

_NO_PICTURE = b"rekreview asks whether it may ask"
_READ_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Tested:
    """Whether the service would answer, and what it says, in words; hint: what to do."""

    works: bool
    message: str
    hint: str = ""


def profiles() -> tuple[str, ...]:
    """The profiles in Amazon's shared files on this computer."""
    try:
        return tuple(make_session(Account()).available_profiles)
    except Exception:  # a default profile that is not there must not hide the others
        return _profiles_beside_a_broken_default()


def regions() -> tuple[str, ...]:
    """The regions Amazon Rekognition is known to be in."""
    return REGIONS


def chosen_place(account: Account) -> Place:
    """Who would be asked, and where, with what Amazon's own files and variables add. Nothing is sent.

    Raises EngineError if there are no credentials, no region, or no such profile.
    """
    client = make_client(account, calls_at_once=1)
    try:
        return Place(account.profile, client.meta.region_name or "", account.endpoint)
    finally:
        client.close()


def check_connection(account: Account, adapter: str | None = None) -> Tested:
    """Make one call that costs nothing: its content is no picture, so that "this is no picture" means all is well."""
    client: Any = None
    place = Place(account.profile, account.region, account.endpoint)
    try:
        client = make_client(account, calls_at_once=1, read_seconds=_READ_SECONDS)
        place = Place(account.profile, client.meta.region_name or "", account.endpoint)
        chosen = {"ProjectVersion": adapter} if adapter else {}
        client.detect_moderation_labels(Image={"Bytes": _NO_PICTURE}, **chosen)
    except EngineError as error:
        return Tested(False, error.message, error.hint)
    except Exception as error:  # boto3 has dozens; each has words
        return _meaning(error, place)
    finally:
        if client is not None:
            client.close()
    return Tested(False, f"{place.where} called something a picture that is none.", "Check the endpoint.")


def check_bucket(account: Account, storing: Storing) -> Tested:
    """Find out whether videos could be put into a bucket and read from there; nothing is sent, nothing costs."""
    service = StoredVideos(account, replace(storing, stubbornness=ONCE, read_seconds=_READ_SECONDS))
    try:
        service.open()
        region = service.region
    except RekreviewError as error:
        return Tested(False, error.message, error.hint)
    finally:
        service.close()
    return Tested(True, f"The bucket “{storing.bucket}” is in {region}, where Amazon Rekognition is asked.")


def _meaning(error: Exception, place: Place) -> Tested:
    code = str(getattr(error, "response", {}).get("Error", {}).get("Code", ""))
    if code == "InvalidImageFormatException":
        return Tested(True, f"{place.where} answers {place.who}, and moderation is allowed. Nothing was billed.")
    told: RekreviewError = failure(error, place).error
    return Tested(False, told.message, told.hint)


def _profiles_beside_a_broken_default() -> tuple[str, ...]:
    import botocore.session

    core = botocore.session.Session()
    return tuple(core.available_profiles)
