"""What docs/accounting.openapi.yaml promises, asked of the reference server of the tests or of a retailer's own.

    ACCOUNTING_CONTRACT_URL=https://test.accounting.example ACCOUNTING_CONTRACT_TOKEN=… \
    ACCOUNTING_CONTRACT_ACCOUNT=UKG:000123456 ACCOUNTING_CONTRACT_METER=M1 ACCOUNTING_CONTRACT_REGISTER=M1-T0 \
    ACCOUNTING_CONTRACT_VALUE=12345 make test ARGS=tests/exchange/test_accounting_contract.py

Each test that submits needs the value to go up, and adds one to it; never point it to a system that bills.
"""

import asyncio
import itertools
import os
import re
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import aiohttp
import pytest
import yaml

from core.clock import today_in_almaty
from core.exchange.rest import AccountingApi, End
from core.period import Period
from core.readings.handover import Outgoing
from core.readings.model import Value
from core.readings.policy import AccountingPolicy, ReadingPolicy
from tests.fakes import accounting as reference
from tests.fakes.accounting import TOKEN, Accounting
from tests.running import ROOT

SPECIFICATION = yaml.safe_load((ROOT / "docs/accounting.openapi.yaml").read_text(encoding="utf-8"))
URL = os.environ.get("ACCOUNTING_CONTRACT_URL", "")
_VALUES = itertools.count(int(os.environ.get("ACCOUNTING_CONTRACT_VALUE", "12345")))


@dataclass
class Server:
    """One to be asked, and what it is asked about."""

    url: str
    session: aiohttp.ClientSession
    token: str
    account: str = os.environ.get("ACCOUNTING_CONTRACT_ACCOUNT", "UKG:000123456")
    meter: str = os.environ.get("ACCOUNTING_CONTRACT_METER", "M1")
    register: str = os.environ.get("ACCOUNTING_CONTRACT_REGISTER", "M1-T0")

    def reading(self, **changes: Any) -> dict[str, Any]:
        now = datetime.now(UTC)
        return {
            "submission_id": str(uuid.uuid4()),
            "meter_id": self.meter,
            "period": str(Period.at(now)),
            "reading_date": today_in_almaty(now).isoformat(),
            "submitted_at": now.isoformat(timespec="seconds"),
            "values": [{"register_id": self.register, "value": str(next(_VALUES))}],
            "flags": [],
        } | changes

    async def submit(self, sent: dict[str, Any], **headers: str) -> tuple[int, dict[str, Any]]:
        path = f"{self.url}/v1/accounts/{quote(self.account, safe='')}/readings"
        known = {"Idempotency-Key": sent["submission_id"]} | self._headers() | headers
        async with self.session.post(path, json=sent, headers=known) as response:
            return await self._checked("submitReading", response)

    async def state(self, submission_id: str, **headers: str) -> tuple[int, dict[str, Any]]:
        path = f"{self.url}/v1/readings/{submission_id}"
        async with self.session.get(path, headers=self._headers() | headers) as response:
            return await self._checked("readingState", response)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "X-Request-Id": uuid.uuid4().hex}

    async def _checked(self, operation: str, response: aiohttp.ClientResponse) -> tuple[int, dict[str, Any]]:
        """Return status and body of an answer that is of the specification."""
        promised = responses_of(operation)
        assert str(response.status) in promised, f"{operation} may not answer {response.status}"
        ((kind, content),) = promised[str(response.status)]["content"].items()
        assert response.content_type == kind
        body = await response.json(content_type=None)
        assert list(complaints(content["schema"], body)) == []
        return response.status, body


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with aiohttp.ClientSession() as session:
        if URL:
            yield Server(URL.rstrip("/"), session, os.environ["ACCOUNTING_CONTRACT_TOKEN"])
            return
        async with reference.serve() as running:
            yield Server(running.url, session, TOKEN)


async def test_a_reading_is_taken_and_its_echo_is_what_was_sent(server: Server) -> None:
    sent = server.reading()

    status, state = await server.submit(sent)

    assert status in (200, 201, 202)
    assert (state["submission_id"], state["meter_id"]) == (sent["submission_id"], sent["meter_id"])
    assert [(one["register_id"], float(one["value"])) for one in state["values"]] == [
        (one["register_id"], float(one["value"])) for one in sent["values"]
    ]


async def test_the_same_key_is_the_same_reading(server: Server) -> None:
    sent = server.reading()
    _, first = await server.submit(sent)

    answers = [await server.submit(sent) for _ in range(3)]

    assert [status in (200, 201, 202) for status, _ in answers] == [True] * 3
    assert all(state["values"] == first["values"] for _, state in answers)


async def test_ten_calls_at_once_with_one_key_are_one_reading(server: Server) -> None:
    sent = server.reading()

    answers = await asyncio.gather(*(server.submit(sent) for _ in range(10)))

    assert {status in (200, 201, 202) for status, _ in answers} == {True}
    assert len({state["submission_id"] for _, state in answers}) == 1


async def test_a_key_is_not_for_two_readings(server: Server) -> None:
    sent = server.reading()
    await server.submit(sent)
    other = server.reading(submission_id=sent["submission_id"])

    status, problem = await server.submit(other)

    assert (status, problem["code"]) == (409, "idempotency_conflict")


async def test_a_taken_reading_has_a_state_and_an_unknown_one_has_none(server: Server) -> None:
    sent = server.reading()
    await server.submit(sent)

    assert (await server.state(sent["submission_id"]))[0] == 200
    assert (await server.state(str(uuid.uuid4())))[0] == 404


async def test_asking_changes_nothing(server: Server) -> None:
    unknown = server.reading()
    assert (await server.state(unknown["submission_id"]))[0] == 404

    assert (await server.submit(unknown))[0] in (200, 201, 202)


async def test_a_wrong_token_is_refused(server: Server) -> None:
    status, _ = await server.submit(server.reading(), Authorization="Bearer wrong-token")
    asked, _ = await server.state(str(uuid.uuid4()), Authorization="Bearer wrong-token")

    assert (status, asked) == (401, 401)


async def test_what_is_not_of_the_contract_is_refused(server: Server) -> None:
    sent = server.reading(values=[])

    status, _ = await server.submit(sent)

    assert status in (400, 422)
    assert (await server.state(sent["submission_id"]))[0] == 404


async def test_the_bot_itself_gets_along_with_it(server: Server) -> None:
    branch, _, number = server.account.partition(":")
    now = datetime.now(UTC)
    value = Value(
        register_id=server.register,
        zone="T0",
        value=next(_VALUES) * 1000,
        previous=None,
        previous_date=None,
        volume=None,
    )
    reading = Outgoing(
        parcel=1,
        tries=0,
        lease=now,
        number="202611-000001",
        submission_id=str(uuid.uuid4()),
        branch_code=branch,
        account_no=number,
        point_id="P1",
        meter_id=server.meter,
        serial_no="CU0000001",
        period=Period.at(now),
        reading_date=today_in_almaty(now),
        submitted_at=now,
        flags=(),
        values=(value,),
    )
    api = AccountingApi(url=server.url, token=server.token, accounting=AccountingPolicy(), readings=ReadingPolicy())

    async with api.opened():
        first = await api.hand_over(reading, reading.reading_date)
        asked = await api.ask(reading)

    assert first.end in (End.ACCEPTED, End.AWAITED)
    assert asked is not None
    assert asked.end in (End.ACCEPTED, End.AWAITED)


def test_the_bot_sends_what_the_specification_says() -> None:
    async def sent() -> list[dict[str, Any]]:
        async with reference.serve(Accounting()) as there, aiohttp.ClientSession() as session:
            server = Server(there.url, session, TOKEN)
            await test_the_bot_itself_gets_along_with_it(server)
            return [taken.sent for taken in there.taken.values()]

    (body,) = asyncio.run(sent())
    assert list(complaints({"$ref": "#/components/schemas/Submission"}, body)) == []
    assert set(body) == set(SPECIFICATION["components"]["schemas"]["Submission"]["properties"])


def test_the_checker_finds_what_is_wrong() -> None:
    schema = {"$ref": "#/components/schemas/SubmissionState"}
    good = {"submission_id": "x", "status": "accepted", "meter_id": "M", "values": [{"register_id": "R", "value": "1"}]}

    assert list(complaints(schema, good)) == []
    assert list(complaints(schema, good | {"status": "perhaps"})) == ["status: 'perhaps' is none of the list"]
    assert list(complaints(schema, good | {"values": [{"register_id": "R", "value": 1}]})) == [
        "values.0.value: not string"
    ]
    assert list(complaints(schema, {})) == [f": lacks {name}" for name in good]


def responses_of(operation: str) -> dict[str, Any]:
    for path in SPECIFICATION["paths"].values():
        for found in path.values():
            if found["operationId"] == operation:
                return {status: resolved(response) for status, response in found["responses"].items()}
    raise LookupError(operation)


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        found: Any = SPECIFICATION
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema


_TYPES: dict[str, type] = {"string": str, "integer": int, "object": dict, "array": list, "null": type(None)}


def complaints(schema: dict[str, Any], value: Any, place: str = "") -> Iterator[str]:
    """Yield what is not of the schema; as much of JSON Schema as the specification uses."""
    schema = resolved(schema)
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not isinstance(value, tuple(_TYPES[kind] for kind in kinds)):
        yield f"{place}: not {' or '.join(kinds)}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place}: {value!r} is none of the list"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{place}: {value!r} has another form"
    if isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            yield f"{place}: too few"
        for number, one in enumerate(value):
            yield from complaints(schema["items"], one, f"{place}.{number}".lstrip("."))
    if isinstance(value, dict):
        yield from (f"{place}: lacks {name}" for name in schema.get("required", ()) if name not in value)
        for name, one in value.items():
            if name in schema.get("properties", {}):
                yield from complaints(schema["properties"][name], one, f"{place}.{name}".lstrip("."))
