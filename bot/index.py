"""Finds the handler of an update by look-up: a hundred handlers cost what one costs.

aiogram asks the filters of every handler in turn. Here the handlers of all flows are sorted once by the states, the
words (commands, labels) or the callback prefix that they wait for; only those that may fit are asked, in the order
in which they were registered.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import UNHANDLED, SkipHandler
from aiogram.dispatcher.event.handler import FilterObject, HandlerObject
from aiogram.dispatcher.event.telegram import TelegramEventObserver
from aiogram.filters import StateFilter
from aiogram.filters.callback_data import CallbackQueryFilter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.filters import word_of
from bot.fsm.pin import Wanted
from bot.keyboards.menu import Called
from bot.screens import refusals
from bot.screens.screen import Screen
from core.errors import DomainError

_OTHER = "\0"  # a state or a word that no handler names


@dataclass(frozen=True, slots=True)
class _Route:
    handler: HandlerObject  # with the filters that a look-up does not stand for
    states: frozenset[str | None] | None  # None: any
    words: frozenset[str] | None

    def fits(self, state: str | None, word: str) -> bool:
        return (self.states is None or state in self.states) and (self.words is None or word in self.words)


# Given the module and the name of a handler, its event and what it may ask for: an answer in its place, or None.
Guard = Callable[[str, str, TelegramObject, dict[str, Any]], Awaitable[Any]]


class Index(Router):
    """One router that stands for those of all flows; a guard may answer in the place of a handler."""

    def __init__(self, routers: Iterable[Router], guard: Guard | None = None) -> None:
        super().__init__(name="index")
        self._finders: dict[str, _Finder] = {}
        every = [inner for router in routers for inner in router.chain_tail]
        for kind, observer in self.observers.items():
            routes = [route for router in every for route in _routes(router.observers[kind])]
            if routes:
                self._finders[kind] = _Finder(routes, guard)
                further: dict[str, Callable[..., Any]] = {"message": self._go_on, "callback_query": self._call}
                observer.register(further.get(kind, self._finders[kind].find))

    async def _go_on(self, event: Message, **data: Any) -> Any:
        """Find; where a right PIN is the answer, find what had been wanted before it was asked."""
        answer = await self._finders["message"].find(event, **data)
        if not isinstance(answer, Wanted):
            return answer
        kind = "callback_query" if answer.is_tap else "message"
        again = _tap(event, answer.words) if answer.is_tap else event.model_copy(update={"text": answer.words})
        try:
            said = await self._finders[kind].find(again, **data | {"raw_state": answer.state})
        except DomainError as refusal:
            said = refusals.screens(refusal, data["tr"], data["retailer"])
        screens = (said,) if isinstance(said, Screen) else said if isinstance(said, tuple) else ()
        return Screen(erase=answer.message_id), *screens

    async def _call(self, event: CallbackQuery, **data: Any) -> Any:
        """Find; where the button calls a flow, find what its command would. The message with the button stays."""
        answer = await self._finders["callback_query"].find(event, **data)
        if not isinstance(answer, Called) or event.message is None:
            return answer
        said = await self._finders["message"].find(_said(event, f"/{answer.flow}", data["now"]), **data)
        screens = (said,) if isinstance(said, Screen) else said if isinstance(said, tuple) else ()
        return tuple(replace(each, anew=True) for each in screens)


class _Finder:
    def __init__(self, routes: list[_Route], guard: Guard | None) -> None:
        self._routes = routes
        self._guard = guard
        self._states = frozenset().union(*(route.states or () for route in routes))
        self._words = frozenset().union(*(route.words or () for route in routes))
        self._found: dict[tuple[str | None, str], list[HandlerObject]] = {}

    async def find(self, event: TelegramObject, **data: Any) -> Any:
        for handler in self._candidates(data.get("raw_state"), _word(event)):
            passed, found = await handler.check(event, **data)
            if passed:
                answer = await self._asked(handler, event, found)
                if answer is not None:
                    return answer
                try:
                    return await handler.call(event, **found)
                except SkipHandler:
                    continue
        return UNHANDLED

    async def _asked(self, handler: HandlerObject, event: TelegramObject, found: dict[str, Any]) -> Any:
        if self._guard is None:
            return None
        act = handler.callback
        return await self._guard(act.__module__, act.__name__, event, found)

    def _candidates(self, state: str | None, word: str) -> list[HandlerObject]:
        key = (state if state in self._states else _OTHER, word if word in self._words else _OTHER)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = [route.handler for route in self._routes if route.fits(*key)]
        return found


def _tap(message: Message, data: str) -> CallbackQuery:
    """Return the press of a button as it would come from the person who has sent this message."""
    assert message.from_user is not None
    return CallbackQuery(id="0", from_user=message.from_user, chat_instance="0", message=message, data=data)


def _said(tap: CallbackQuery, text: str, now: datetime) -> Message:
    """Return the message by which the person who has pressed a button would have said the same now."""
    assert tap.message is not None
    return Message(message_id=0, date=now, chat=tap.message.chat, from_user=tap.from_user, text=text)


def _word(event: TelegramObject) -> str:
    if isinstance(event, Message):
        return word_of(event)
    return (event.data or "").partition(":")[0] if isinstance(event, CallbackQuery) else ""


def _routes(observer: TelegramEventObserver) -> Iterator[_Route]:
    # aiogram gives no other way to a router's own filters: they stand before those of each handler.
    before = observer._handler.filters or []  # noqa: SLF001
    for handler in observer.handlers:
        states: frozenset[str | None] | None = None
        words: frozenset[str] | None = None
        rest: list[FilterObject] = []
        for one in [*before, *(handler.filters or [])]:
            asked_states, asked_words = _states(one.callback), _words(one.callback)
            if asked_states is not None:
                states = asked_states if states is None else states & asked_states
            else:
                rest.append(one)
            if asked_words is not None:
                words = asked_words if words is None else words & asked_words
        yield _Route(HandlerObject(handler.callback, rest, handler.flags), states, words)


def _states(filter_: Any) -> frozenset[str | None] | None:
    """Return the states that a filter waits for, as their names; None: it is no filter of states, or takes any."""
    asked = filter_.states if isinstance(filter_, StateFilter) else (filter_,)
    names: set[str | None] = set()
    for one in asked:
        if isinstance(one, State):
            names.add(one.state)
        elif isinstance(one, type) and issubclass(one, StatesGroup):
            names.update(one.__all_states_names__)
        elif isinstance(filter_, StateFilter) and (one is None or isinstance(one, str)):
            names.add(one)
        else:
            return None
    return None if "*" in names else frozenset(names)


def _words(filter_: Any) -> frozenset[str] | None:
    if isinstance(filter_, CallbackQueryFilter):
        return frozenset({filter_.callback_data.__prefix__})
    words: frozenset[str] | None = getattr(filter_, "words", None)
    return words
