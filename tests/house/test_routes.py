"""The whole menu as aiogram sees it: every route of every flow, without a bot."""

from collections.abc import Iterator
from enum import Enum
from types import UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin

import pytest
from aiogram import Router
from aiogram.dispatcher.event.handler import FilterObject, HandlerObject
from aiogram.dispatcher.middlewares.data import MiddlewareData
from aiogram.filters import StateFilter
from aiogram.filters.callback_data import CallbackData, CallbackQueryFilter
from aiogram.fsm.state import State, StatesGroup
from annotated_types import MaxLen

from bot.context import Context
from bot.handlers import FLOWS
from tests.house.sources import modules, subclasses

# What filters add for their handler: Command, CallbackData.filter(), RepliesToCard, OnMap.
OF_FILTERS = {"command", "callback_data", "campaign_id", "here"}


class Route(NamedTuple):
    event: str
    handler: HandlerObject

    before: list[FilterObject]  # the filters of its router

    @property
    def filters(self) -> list[FilterObject]:
        return self.before + (self.handler.filters or [])

    @property
    def states(self) -> list[State]:
        """Return the states that it waits for, whichever way they are written."""
        named = [
            item
            for each in self.filters
            for item in (each.callback.states if isinstance(each.callback, StateFilter) else [each.callback])
        ]
        groups = [item for item in named if isinstance(item, type) and issubclass(item, StatesGroup)]
        return [item for item in named if isinstance(item, State)] + [one for each in groups for one in each]

    def __str__(self) -> str:
        return f"{self.handler.callback.__module__}.{self.handler.callback.__name__} on {self.event}"


def routes_of(router: Router) -> Iterator[Route]:
    for event, observer in router.observers.items():
        yield from (Route(event, each, observer._handler.filters or []) for each in observer.handlers)
    for below in router.sub_routers:
        yield from routes_of(below)


ROUTES = [route for flow in FLOWS for route in routes_of(flow.routes())]


def test_a_menu_can_be_built_twice() -> None:
    first, second = Router(), Router()

    first.include_routers(*(flow.routes() for flow in FLOWS))
    second.include_routers(*(flow.routes() for flow in FLOWS))

    assert len(first.sub_routers) == len(second.sub_routers) == len(FLOWS)


def test_every_flow_has_routes() -> None:
    assert [flow.__name__ for flow in FLOWS if not list(routes_of(flow.routes()))] == []


def test_no_filter_costs_a_thread() -> None:
    """aiogram runs `F.…`, lambdas and sync functions in a thread, 60 µs each; states are found by look-up."""
    slow = [
        f"{route}: {each.callback!r}"
        for route in ROUTES
        for each in route.filters
        if each.magic is not None or has_magic_rule(each) or not (each.awaitable or is_state(each))
    ]

    assert slow == []


def is_state(each: FilterObject) -> bool:
    return isinstance(each.callback, State) or (
        isinstance(each.callback, type) and issubclass(each.callback, StatesGroup)
    )


def has_magic_rule(each: FilterObject) -> bool:
    return isinstance(each.callback, CallbackQueryFilter) and each.callback.rule is not None


def test_every_handler_is_a_coroutine() -> None:
    assert [str(route) for route in ROUTES if not route.handler.awaitable] == []


def test_no_route_swallows_errors() -> None:
    """After a route on `errors` aiogram holds an update for handled, and half of its work would be committed."""
    assert [str(route) for route in ROUTES if route.event in ("error", "errors")] == []


def test_handlers_ask_for_known_names() -> None:
    known = {*Context.__annotations__, *MiddlewareData.__annotations__, *OF_FILTERS}
    unknown = {
        str(route): strange
        for route in ROUTES
        if (strange := route.handler.params - known - {first_parameter(route.handler)})
    }

    assert unknown == {}


def first_parameter(handler: HandlerObject) -> str:
    code = handler.callback.__code__
    return str(code.co_varnames[0])


def states() -> set[State]:
    modules("bot.fsm")
    return {state for group in subclasses(StatesGroup) for state in group.__states__}


def callbacks() -> set[type[CallbackData]]:
    modules("bot.keyboards")
    return {each for each in subclasses(CallbackData) if hasattr(each, "__prefix__")}


def test_each_state_has_a_handler() -> None:
    awaited = {state for route in ROUTES for state in route.states}

    assert {str(state) for state in states() - awaited} == set()


def test_each_button_has_a_handler() -> None:
    answered = {
        each.callback.callback_data
        for route in ROUTES
        for each in route.filters
        if isinstance(each.callback, CallbackQueryFilter)
    }

    assert {each.__name__ for each in callbacks() - answered} == set()


def test_prefixes_of_buttons_are_unique() -> None:
    prefixes = [each.__prefix__ for each in callbacks()]

    assert sorted(prefixes) == sorted(set(prefixes))


@pytest.mark.parametrize("button", sorted(callbacks(), key=lambda each: each.__name__), ids=lambda each: each.__name__)
def test_the_longest_button_fits_into_64_bytes(button: type[CallbackData]) -> None:
    longest = {name: longest_value(field.annotation, field.metadata) for name, field in button.model_fields.items()}

    assert len(button.model_construct(**longest).pack()) <= 64


def longest_value(kind: Any, metadata: list[Any]) -> Any:
    """Return the value that takes most room; a text without `max_length` may not stand in a button."""
    if get_origin(kind) is Literal:
        return max(get_args(kind), key=lambda value: len(str(value)))
    if get_origin(kind) in (Union, UnionType):
        return max((longest_value(each, metadata) for each in get_args(kind)), key=lambda value: len(str(value)))
    if kind is type(None):
        return None
    if issubclass(kind, Enum):
        return max(kind, key=lambda value: len(str(value.value)))
    if kind is bool:
        return True
    if kind is int:
        return -(2**53)
    limits = [each.max_length for each in metadata if isinstance(each, MaxLen)]
    assert kind is str, f"{kind} cannot stand in a button"
    assert limits, "a text in a button needs a max_length"
    return "x" * limits[0]
