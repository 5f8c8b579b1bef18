"""A small reference server of the REST contract (docs/accounting.openapi.yaml), with faults by order.

It keeps a history of every call and, by key, of every reading that it has taken. One key is one reading, however often
it is sent; the same key with other values is refused.
"""

import asyncio
import random
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKEN = "token-of-the-accounting-system-in-tests"
HTML = "<html><body><h1>502 Bad Gateway</h1></body></html>"

# What may be ordered for the next call; `delay:SECONDS` and `429:SECONDS` say how long.
FAULTS = (
    "drop before",  # the connection ends before the reading is taken
    "drop after",  # … and after it was taken, without an answer
    "delay",  # taken at once, answered late
    "html",  # a page of a proxy instead of an answer, nothing taken
    "html after",  # … after it was taken
    "500",
    "500 after",
    "409 after",  # «I have one of this period already»: it is this very one
    "429",
    "401",
    "wrong value",  # the echo has another value
    "wrong meter",
    "no echo",
    "cut",  # half of the JSON
)


@dataclass(slots=True)
class Taken:
    """A reading as the accounting system has it."""

    key: str
    account: str
    sent: dict[str, Any]
    status: str
    reason_code: str | None = None


@dataclass(slots=True)
class Call:
    method: str
    key: str
    fault: str
    at: float


@dataclass
class Accounting:
    """`refusals`: reason_code by meter_id; `later`: taken readings are only queued, until `decide`."""

    url: str = ""
    taken: dict[str, Taken] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)  # keys in the order in which they were taken
    effects: Counter[str] = field(default_factory=Counter)  # how often a key has changed anything: never twice
    calls: list[Call] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    already: set[str] = field(default_factory=set)  # meters of which another reading of the period is known
    faults: deque[str] = field(default_factory=deque)  # one for each of the next calls; empty text: none
    asked_faults: deque[str] = field(default_factory=deque)  # the same for questions
    chance: random.Random | None = None  # with `rate`: faults at random as well
    rate: float = 0.0
    forbidden: set[str] = field(default_factory=set)  # meters that our token may not book for: a 403
    poisoned: set[str] = field(default_factory=set)  # meters, and keys that are asked about: always a 500
    down: bool = False
    later: bool = False

    def decide(self, key: str, status: str, reason_code: str | None = None) -> None:
        self.taken[key].status = status
        self.taken[key].reason_code = reason_code

    def posts(self, key: str | None = None) -> list[Call]:
        return [call for call in self.calls if call.method == "POST" and key in (None, call.key)]

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/v1/accounts/{ref}/readings", self._post)
        app.router.add_get("/v1/readings/{key}", self._get)
        return app

    async def _post(self, request: web.Request) -> web.StreamResponse:
        key = request.headers.get("Idempotency-Key", "")
        fault = self._fault(self.faults)
        self._note(request, key, fault)
        if refused := await self._refused(request, fault):
            return refused
        sent = await request.json()
        if problem := _problem_of(key, request, sent):
            return problem
        if sent["meter_id"] in self.forbidden:
            return problem_json(403, "forbidden")
        if sent["meter_id"] in self.poisoned:
            return web.Response(status=500, text=HTML, content_type="text/html")
        known = self.taken.get(key)
        if known is None:
            if sent["meter_id"] in self.already:
                return problem_json(409, "already_sent")
            known = self._take(key, request.match_info["ref"], sent)
        elif known.sent["values"] != sent["values"] or known.sent["meter_id"] != sent["meter_id"]:
            return problem_json(409, "idempotency_conflict")
        if known.status == "rejected":
            return problem_json(422, known.reason_code or "other")
        return await self._answer(request, known, fault, 201)

    async def _get(self, request: web.Request) -> web.StreamResponse:
        key = request.match_info["key"]
        fault = self._fault(self.asked_faults)
        self._note(request, key, fault)
        if refused := await self._refused(request, fault):
            return refused
        if key in self.poisoned:
            return web.Response(status=500, text=HTML, content_type="text/html")
        known = self.taken.get(key)
        if known is None:
            return problem_json(404, "unknown_submission")
        return await self._answer(request, known, fault, 200)

    def _take(self, key: str, account: str, sent: dict[str, Any]) -> Taken:
        taken = Taken(key=key, account=account, sent=sent, status="queued" if self.later else "accepted")
        if reason := self.refusals.get(sent["meter_id"]):
            taken.status, taken.reason_code = "rejected", reason
        self.taken[key] = taken
        self.order.append(key)
        self.effects[key] += 1
        return taken

    async def _refused(self, request: web.Request, fault: str) -> web.StreamResponse | None:
        """Answer before anything is taken: down, not let in, or as ordered."""
        name, _, number = fault.partition(":")
        if self.down or name == "drop before":
            return _dropped(request)
        if request.headers.get("Authorization") != f"Bearer {TOKEN}" or name == "401":
            return problem_json(401, "unauthorized")
        if name == "429":
            return problem_json(429, "too_many_requests", {"Retry-After": number or "1"})
        if name in ("html", "500"):
            return web.Response(status=502 if name == "html" else 500, text=HTML, content_type="text/html")
        return None

    async def _answer(self, request: web.Request, taken: Taken, fault: str, status: int) -> web.StreamResponse:
        name, _, number = fault.partition(":")
        said = _said(taken, name)
        match name:
            case "drop after":
                return _dropped(request)
            case "delay":
                await asyncio.sleep(float(number or "1"))
            case "html after" | "500 after":
                return web.Response(status=200 if name == "html after" else 500, text=HTML, content_type="text/html")
            case "409 after":
                return problem_json(409, "already_sent")
            case "cut":
                return web.Response(text='{"submission_id": "', content_type="application/json", status=status)
        return web.json_response(said, status=status)

    def _fault(self, ordered: deque[str]) -> str:
        if ordered:
            return ordered.popleft()
        if self.chance is not None and self.chance.random() < self.rate:
            return self.chance.choice([fault for fault in FAULTS if not fault.startswith(("wrong", "no echo", "401"))])
        return ""

    def _note(self, request: web.Request, key: str, fault: str) -> None:
        self.calls.append(Call(request.method, key, fault, asyncio.get_running_loop().time()))


def _said(taken: Taken, fault: str) -> dict[str, Any]:
    """Return `SubmissionState`, wrong where that was ordered."""
    values = [dict(value) for value in taken.sent["values"]]
    said = {
        "submission_id": taken.key,
        "status": taken.status,
        "reason_code": taken.reason_code,
        "period": taken.sent["period"],
        "meter_id": taken.sent["meter_id"],
        "values": values,
    }
    if fault == "wrong value":
        values[0]["value"] = str(int(float(values[0]["value"])) + 1)
    if fault == "wrong meter":
        said["meter_id"] += "X"
    if fault == "no echo":
        del said["values"], said["meter_id"]
    return said


def _problem_of(key: str, request: web.Request, sent: Any) -> web.Response | None:
    """Refuse what is not of the contract."""
    wanted = {"submission_id", "meter_id", "period", "reading_date", "submitted_at", "values", "flags"}
    if not isinstance(sent, dict) or set(sent) != wanted or not sent["values"]:
        return problem_json(400, "malformed")
    if not key or sent["submission_id"] != key or "X-Request-Id" not in request.headers:
        return problem_json(400, "key_missing")
    return None


def problem_json(status: int, code: str, headers: dict[str, str] | None = None) -> web.Response:
    """RFC 9457"""
    said = {"type": f"https://accounting.example/problems/{code}", "title": code, "status": status, "code": code}
    return web.json_response(said, status=status, content_type="application/problem+json", headers=headers)


def _dropped(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


@asynccontextmanager
async def serve(accounting: Accounting | None = None, port: int = 0) -> AsyncIterator[Accounting]:
    """Run the reference server on this machine; leaving stops it."""
    found = accounting or Accounting()
    runner = web.AppRunner(found.app(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    found.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield found
    finally:
        await runner.cleanup()
