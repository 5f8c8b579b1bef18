"""T11: whatever somebody is called or writes, what he is shown is valid markup and fits into one message."""

import inspect
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.delivery.markup import length
from bot.keyboards.menu import flow_called, label, labels
from bot.screens import accounts as account_screens
from bot.screens import anything, commands, notices, refusals, start
from bot.screens.notices import NOTICES
from bot.screens.screen import Answer, Screen
from core.accounts import model as accounts
from core.accounts.model import Branch, LinkedAccount
from core.errors import DomainError
from core.i18n import LANGUAGES, Translator, translator
from core.money import AmountNotUnderstood
from core.retailer import DEMO_FILE, Retailer
from sandbox.rules.html import parse_html
from tests.house.sources import modules, subclasses

RETAILER = Retailer.from_file(DEMO_FILE)
NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200) | st.sampled_from(
    ["<b>", "</b>", "&", "&lt;", "<a href='x'>", "{number}", "{0}", "%s", "\u202e", "𝟙", "<script>", "\n\n"]
)


def screens_of(answer: Answer) -> tuple[Screen, ...]:
    return (answer,) if isinstance(answer, Screen) else answer or ()


def visible(answer: Answer) -> str:
    """Return what is seen of an answer.

    :raises AssertionError: Telegram would refuse it
    """
    seen = []
    for screen in screens_of(answer):
        assert length(screen.text) <= 4096
        seen.append(parse_html(screen.text)[0] if screen.text else screen.toast)
    return "\n".join(seen)


def account(alias: str, number: str = "000123456") -> LinkedAccount:
    return LinkedAccount(
        link_id=1,
        account_id=1,
        level=1,
        alias=alias,
        branch=Branch(code="UKG", name_kk="Өскемен", name_ru="Усть-Каменогорск"),
        account_no=number,
        kind="person",
        status="active",
        linked_at=NOW,
    )


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=ANY_TEXT)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_name_and_any_text_give_valid_markup(language: str, text: str) -> None:
    tr = translator(language)
    said: list[Answer] = [
        start.menu(account(text), tr),
        account_screens.account(account(text, text), tr, is_current=True),
        account_screens.ask_alias(account(text), tr),
        account_screens.accounts([account(text)], account(text), 0, tr),
        anything.unknown_command(text, tr),
        anything.bare_number(text, tr, linked=False),
        refusals.words(AmountNotUnderstood(text), tr, RETAILER),
        refusals.words(accounts.NumberNotUnderstood(text, text), tr, RETAILER),
        refusals.words(accounts.AliasTooLong(text), tr, RETAILER),
    ]

    assert all(visible(answer) for answer in said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_is_seen_as_it_was_written(language: str) -> None:
    alias = "Мама <b>& Co</b> {x} &lt;"

    assert alias in visible(start.menu(account(alias), translator(language)))


SAMPLES: dict[str, Any] = {
    "text": "x",
    "example": "000123456",
    "digits": 4,
    "branches": (Branch(code="a:b", name_kk="", name_ru="Север"),),
    "answer_at": NOW,
    "until": NOW,
    "again_at": NOW,
    "seconds": 30,
    "limit": 5,
    "alias": "x",
    "link_id": 1,
}


def sample(refusal: type[DomainError]) -> DomainError | None:
    """Make a refusal of its class; None: it carries facts of a flow whose own tests show its words."""
    names = [name for name in inspect.signature(refusal.__init__).parameters if name not in ("self", "args", "kwargs")]
    return refusal(*(SAMPLES[name] for name in names)) if set(names) <= set(SAMPLES) else None


def made() -> list[DomainError]:
    modules("core")
    found = [sample(each) for each in sorted(subclasses(DomainError), key=lambda each: each.__name__)]
    return [refusal for refusal in found if refusal is not None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_refusal_is_said_with_a_way_on(language: str) -> None:
    assert len(made()) >= 18
    for refusal in made():
        answer = refusals.words(refusal, translator(language), RETAILER)

        assert visible(answer), type(refusal).__name__
        last = screens_of(answer)[-1]
        assert last.keyboard is not None, f"{type(refusal).__name__} is a dead end"
        assert last.not_before == refusal.answer_at


def test_a_lock_without_end_names_the_office() -> None:
    said = visible(refusals.words(accounts.ChatLocked(None), translator("ru"), RETAILER))

    assert "Снова разрешить добавление по сумме оплаты может только офис." in said
    assert "+7 7232 00-00-00" in said


VALUES: dict[str, str | int] = {
    "account_no": "<1>",
    "at": NOW.isoformat(),
    "link_id": 1,
    "other_id": 2,
    "wrong": 7,
    "tries": 9,
    "count": 3,
    "number": "202611-000123",
    "serial_no": "<CU1>",
    "period": 202611,
    "reason_code": "<x>",
    "address": "<a>@example.kz",
    "document": 3,
    "appeal_id": 4,
    "held_until": NOW.isoformat(),
    "due_on": "2026-12-02",
    "kind": "profile_change",
    "status": "answered",
    "answer": "<ok>",
    "table": "outbox",
    "row": 5,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(NOTICES))
def test_each_notice_has_words_in_the_language_of_its_reader(name: str, language: str) -> None:
    say: Callable[..., Screen] = notices.NOTICES[name]

    assert visible(say(VALUES, translator(language), RETAILER))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_telegram_shows_of_the_bot_fits(language: str) -> None:
    tr: Translator = translator(language)

    assert 0 < len(commands.short_description(RETAILER, tr)) < 120
    assert 0 < len(commands.description(RETAILER, tr)) < 512
    assert all(0 < len(each.description) <= 256 for each in commands.commands(tr))
    assert all(0 < len(each.description) <= 256 for each in commands.desk_commands(tr))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_label_calls_its_flow_with_and_without_its_icon(language: str) -> None:
    tr = translator(language)
    for flow, words in labels(tr).items():
        assert flow_called(words) == flow
        assert flow_called(label(flow, tr)) == flow
        assert flow_called(f" {words.upper()} ") == flow
    assert flow_called("Мама") is None
    assert flow_called("") is None
