"""The accounting system online (docs/accounting.openapi.yaml): one reading handed over, or asked about.

Each call of one reading bears the same Idempotency-Key. Where it is not known whether a call has arrived, the
accounting system is asked before the next one. What it says it has taken is compared with what was sent.
"""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import quote

import aiohttp
import orjson
import stamina
from pydantic import ValidationError
from stamina.instrumentation import LoggingOnRetryHook, set_on_retry_hooks

from core.clock import ALMATY
from core.exchange.breaker import Breaker, Resting
from core.exchange.rest_answers import Problem, Taken, decimal
from core.readings.handover import Outgoing
from core.readings.policy import AccountingPolicy, ReadingPolicy

CALL_SECONDS = 5.0
ATTEMPTS = 3
LONGEST = 1 << 16  # bytes of an answer


class End(StrEnum):
    """How handing over a reading has ended."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    AWAITED = "awaited"  # taken, the answer comes later
    UNCLEAR = "unclear"  # an operator has to look
    LATER = "later"  # it failed; to be tried again
    BUSY = "busy"  # the accounting system asks for a pause
    DENIED = "denied"  # it does not accept our token
    FORBIDDEN = "forbidden"  # our token is not enough, for this reading at least
    RESTING = "resting"  # it failed so often that it is left alone for a while


@dataclass(frozen=True, slots=True)
class Answer:
    """`reached` false: it is certain that this handover has left nothing behind."""

    end: End
    why: str = ""
    wait: float = 0.0
    reached: bool = True


class _Failed(Exception):
    """A call without a usable answer; unless `reached` is false it may have had its effect."""

    def __init__(self, why: str, *, reached: bool = True) -> None:
        super().__init__(why)
        self.why = why
        self.reached = reached


class _Busy(Exception):
    def __init__(self, wait: float) -> None:
        super().__init__(wait)
        self.wait = wait


class _Denied(Exception):
    """401"""


class _Forbidden(Exception):
    """403"""


_ALIVE = (_Busy, _Denied, _Forbidden)


class AccountingApi:
    """`first_wait`: seconds before the first repetition of a call, which grow; tests wait less."""

    def __init__(
        self,
        *,
        url: str,
        token: str,
        accounting: AccountingPolicy,
        readings: ReadingPolicy,
        first_wait: float = 0.2,
        call_seconds: float = CALL_SECONDS,
    ) -> None:
        self._url = f"{url.rstrip('/')}/v1"
        self._headers = {"Authorization": f"Bearer {token}", "Accept": "application/json, application/problem+json"}
        self._policy = readings
        self._first_wait = first_wait
        self._call_seconds = call_seconds
        self._breaker = Breaker(failures=accounting.breaker_failures, seconds=accounting.breaker_seconds)
        self._session: aiohttp.ClientSession | None = None

    @asynccontextmanager
    async def opened(self) -> AsyncIterator["AccountingApi"]:
        set_on_retry_hooks([LoggingOnRetryHook])  # its other way to log would go past the redaction
        timeout = aiohttp.ClientTimeout(total=self._call_seconds)
        jar = aiohttp.DummyCookieJar()
        async with aiohttp.ClientSession(headers=self._headers, timeout=timeout, cookie_jar=jar) as session:
            self._session = session
            yield self
        self._session = None

    @property
    def rests(self) -> bool:
        """Whether it has failed too often: then only `alive` may try it again."""
        return self._breaker.rests

    async def alive(self, submission_id: str) -> bool:
        """Ask a question that changes nothing; false as long as it is left alone or gives no usable answer."""
        try:
            await self._tried("GET", f"/readings/{submission_id}")
        except (_Failed, *_ALIVE, Resting):
            return False
        return True

    async def hand_over(self, reading: Outgoing, day: date) -> Answer:
        """Hand a reading over on `day`, or find out what has become of it."""
        reached = False
        ask = reading.tries > 0
        try:
            async for attempt in stamina.retry_context(
                on=_Failed, attempts=ATTEMPTS, timeout=None, wait_initial=self._first_wait, wait_max=2.0,
                wait_jitter=self._first_wait,
            ):  # fmt: skip
                with attempt:
                    try:
                        if ask and (known := await self.ask(reading)):
                            return known
                        return await self._post(reading, day)
                    except _Failed as failure:
                        reached = reached or failure.reached
                        ask = ask or reached
                        raise
        except _Failed as failure:
            return Answer(End.LATER, failure.why, reached=reached)
        except _Busy as busy:
            return Answer(End.BUSY, "429", wait=busy.wait, reached=reached)
        except _Denied:
            return Answer(End.DENIED, "401", reached=reached)
        except _Forbidden:
            return Answer(End.FORBIDDEN, "403", reached=reached)
        except Resting:
            return Answer(End.RESTING, "breaker", reached=reached)
        raise AssertionError("the last attempt returns or raises")

    async def ask(self, reading: Outgoing) -> Answer | None:
        """Return what the accounting system knows of a reading; None: nothing."""
        status, body = await self._call("GET", f"/readings/{reading.submission_id}")
        if status == 200:
            return _judged(body, reading)
        if status == 404:
            return None
        raise _Failed(f"{status} {_code(body)}")

    async def _post(self, reading: Outgoing, day: date) -> Answer:
        ref = quote(f"{reading.branch_code}:{reading.account_no}", safe="")
        sent = {
            "submission_id": reading.submission_id,
            "meter_id": reading.meter_id,
            "period": str(reading.period),
            "reading_date": reading.reading_date.isoformat(),
            "submitted_at": reading.submitted_at.astimezone(ALMATY).isoformat(timespec="seconds"),
            "values": [{"register_id": one.register_id, "value": decimal(one.value)} for one in reading.values],
            "flags": list(reading.flags_on(day, self._policy)),
        }
        status, body = await self._call("POST", f"/accounts/{ref}/readings", reading.submission_id, sent)
        if status in (200, 201, 202):
            return _judged(body, reading)
        code = _code(body)
        if status == 409 and code == "already_sent":
            # It may be this very one that it has.
            return await self.ask(reading) or Answer(End.REFUSED, code)
        if status in (404, 422):
            return Answer(End.REFUSED, code)
        return Answer(End.UNCLEAR, f"{status} {code}")

    async def _call(
        self, method: str, path: str, key: str = "", sent: dict[str, Any] | None = None
    ) -> tuple[int, dict[str, Any]]:
        """Return status and JSON of an answer that the contract knows.

        :raises _Failed, _Busy, _Denied, _Forbidden, Resting: there is none
        """
        if self.rests:  # the first call after a rest is a question, or the order would suffer
            raise Resting
        return await self._tried(method, path, key, sent)

    async def _tried(
        self, method: str, path: str, key: str = "", sent: dict[str, Any] | None = None
    ) -> tuple[int, dict[str, Any]]:
        with self._breaker.call(*_ALIVE):
            try:
                return await self._exchange(method, path, key, sent)
            except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
                raise _Failed(type(error).__name__, reached=False) from None
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                raise _Failed(type(error).__name__) from None  # their texts name the account

    async def _exchange(
        self, method: str, path: str, key: str, sent: dict[str, Any] | None
    ) -> tuple[int, dict[str, Any]]:
        assert self._session is not None, "opened() first"
        headers = {"X-Request-Id": uuid.uuid4().hex}
        if key:
            headers |= {"Idempotency-Key": key, "Content-Type": "application/json"}
        data = None if sent is None else orjson.dumps(sent)
        async with self._session.request(
            method, self._url + path, headers=headers, data=data, allow_redirects=False
        ) as response:
            match response.status:
                case 429:
                    raise _Busy(_seconds(response.headers.get("Retry-After", "")))
                case 401:
                    raise _Denied
                case 403:
                    raise _Forbidden
                case status if 200 <= status < 300 or 400 <= status < 500:
                    return status, await _json(response)
                case status:
                    raise _Failed(str(status))


async def _json(response: aiohttp.ClientResponse) -> dict[str, Any]:
    body = b""
    async for block in response.content.iter_any():
        body += block
        if len(body) > LONGEST:
            raise _Failed("answer too long")
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise _Failed(f"{response.status} no JSON") from None
    if not isinstance(found, dict) or (response.status >= 400 and not _code(found)):
        raise _Failed(f"{response.status} not of the contract")
    return found


def _judged(body: dict[str, Any], reading: Outgoing) -> Answer:
    try:
        taken = Taken.model_validate(body)
    except ValidationError:
        raise _Failed("answer not of the contract") from None
    if not taken.echoes(reading):
        return Answer(End.UNCLEAR, "wrong echo")
    match taken.status:
        case "accepted" | "duplicate":
            return Answer(End.ACCEPTED)
        case "rejected":
            return Answer(End.REFUSED, taken.reason_code or "")
        case _:
            return Answer(End.AWAITED)


def _code(body: dict[str, Any]) -> str:
    """Return the code of a problem (RFC 9457); empty: it is none."""
    try:
        return Problem.model_validate(body).code
    except ValidationError:
        return ""


def _seconds(retry_after: str) -> float:
    """Read Retry-After; a date or nonsense is a minute."""
    return min(float(retry_after), 3600.0) if retry_after.isascii() and retry_after.isdigit() else 60.0
