"""Which account is asked, where, and the client for it. boto3 is imported when the first client is made, not before."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Final

from rekreview.domain.errors import RekreviewError
from rekreview.engines.rekognition.faults import Place, failure

SERVICE: Final = "rekognition"
CONNECT_SECONDS: Final = 10.0
READ_SECONDS: Final = 60.0
_CHOSE_INSTANCE_ROLE: Final = ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "AWS_EC2_METADATA_DISABLED")


@dataclass(frozen=True, slots=True)
class Account:
    """What a person chose; "" leaves it to Amazon's own rules (environment variables, then the shared files).

    profile: in Amazon's shared files. region: where the service is asked. endpoint: the address used instead of
    Amazon's. Credentials are never here: boto3 finds them by its own chain.
    """

    profile: str = ""
    region: str = ""
    endpoint: str = ""


def make_client(
    account: Account, *, calls_at_once: int, read_seconds: float = READ_SECONDS, service: str = SERVICE
) -> Any:
    """A client of a service, safe to share between threads. Raises EngineError with what to do about it.

    We try again ourselves, from a queue that survives the app, so the client must not.
    """
    place = Place(account.profile, account.region, account.endpoint)
    try:
        from botocore.config import Config

        from rekreview.engines.rekognition.bodies import carry_pictures

        session = make_session(account)
        config = Config(
            retries={"mode": "standard", "total_max_attempts": 1},
            connect_timeout=CONNECT_SECONDS,
            read_timeout=read_seconds,
            max_pool_connections=calls_at_once,
            user_agent=_agent(),
            parameter_validation=False,  # it knows no upper limits; those are kept while a picture is prepared
        )
        _require_credentials(session)
        client = session.client(service, endpoint_url=account.endpoint or None, config=config)
        if service == SERVICE:
            carry_pictures(client)
        return client
    except RekreviewError:
        raise
    except Exception as error:
        raise failure(error, place).error from error


def _agent() -> str:
    """Who calls; botocore adds itself. Said once: it would put thirty parts together for every call, twice."""
    import boto3

    return f"Boto3/{boto3.__version__} rekreview"


def make_session(account: Account) -> Any:
    """A session of boto3 for an account. Not safe to share between threads; make one and let go of it."""
    import boto3
    import botocore.session

    core = botocore.session.Session(profile=account.profile or None)
    if not any(name in os.environ for name in _CHOSE_INSTANCE_ROLE):
        # On a desktop nobody answers there, and asking costs seconds. An instance role can still be named by a profile.
        core.get_component("credential_provider").remove("iam-role")
    region = account.region or core.get_config_variable("region") or os.environ.get("AWS_REGION")
    return boto3.Session(botocore_session=core, region_name=region or None)


def _require_credentials(session: Any) -> None:
    """Without this, a missing key is found out only by the first call."""
    from botocore.exceptions import NoCredentialsError

    if session.get_credentials() is None:
        raise NoCredentialsError
