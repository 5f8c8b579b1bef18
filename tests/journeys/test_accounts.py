"""Several accounts in one chat, several chats on one account."""

from dataclasses import replace

from sandbox import Person
from tests.fakes.town import TOWN, Household
from tests.journeys.settling import settle
from tests.journeys.steps import agrees, links, sees_linked
from tests.running import Place, within

TEN = tuple(Household(number=f"00040040{n}", codes=(f"CODE00040040{n}",)) for n in range(10))


async def test_the_list_switches_renames_and_unlinks(bot: Place, maria: Person) -> None:
    await links(maria)
    await maria.says("Лицевые счета")
    assert "1 лицевой счёт" in maria.screen.text
    assert maria.screen.inline == ["✅ 000100100", "➕ Добавить счёт"]

    await maria.taps("✅ 000100100")
    assert "🟢 действует" in maria.screen.text
    await maria.taps("Переименовать")
    await maria.says("Мама <b>& Co</b>")
    assert "Лицевой счёт: 000100100 · Мама <b>& Co</b>" in maria.screen.text

    await maria.taps("Переименовать")
    await maria.says("х" * 33)
    assert "слишком длинно" in maria.screen.text
    await maria.says("Дача")
    assert "000100100 · Дача" in maria.screen.text

    await maria.taps("Отвязать")
    assert "Отвязать этот счёт от чата?" in maria.screen.text
    await maria.taps("Нет")
    assert "000100100 · Дача" in maria.screen.text
    await maria.taps("Отвязать")
    await maria.taps("Да")
    assert "Счёт отвязан: 000100100." in maria.screen.text
    await maria.says("/accounts")
    assert "Лицевой счёт ещё не добавлен." in maria.screen.text


async def test_the_menu_speaks_of_the_account_that_is_chosen(bot: Place, maria: Person) -> None:
    """Two ways of proof, so that the pace of tries does not hold the test up."""
    await links(maria, "000200200", "1111,11")
    await maria.starts("ONETIMECODEOF100100")
    await maria.taps("Подтвердить")
    await sees_linked(maria, "Лицевой счёт добавлен: 000100100.")
    await maria.says("/accounts")
    assert maria.screen.inline[:2] == ["000200200", "✅ 000100100"]

    await maria.taps("000200200")
    await maria.taps("Выбрать этот счёт")

    assert maria.toast == "В меню выбран счёт 000200200."
    await maria.says("/menu")
    assert "000200200" in maria.screen.text


async def test_the_other_chat_is_told_and_not_me_unlinks_the_stranger(bot: Place, maria: Person, aliya: Person) -> None:
    await links(maria)
    await links(aliya)
    await maria.sees("привязан ещё один чат")

    await maria.taps("Это не я")
    await maria.sees("Тот чат отвязан")

    await aliya.sees("енді көрсетілмейді")
    await aliya.says("/accounts")
    assert "Әзірге дербес шот қосылмаған." in aliya.screen.text


async def test_linked_chats_are_told_by_time_and_revoked(bot: Place, maria: Person, aliya: Person) -> None:
    await links(maria)
    await links(aliya)
    await maria.sees("привязан ещё один чат")
    await maria.says("/accounts")
    await maria.taps("✅ 000100100")
    await maria.taps("Привязанные чаты")
    assert "1. Этот чат, с" in maria.screen.text
    assert "2. Другой чат, с" in maria.screen.text
    assert "Әлия" not in maria.screen.text

    await maria.taps("Отвязать чат 2")

    assert maria.toast == "Тот чат больше не видит этот счёт."
    assert "Другой чат" not in maria.screen.text
    await aliya.says("/accounts")
    assert "Әзірге дербес шот қосылмаған." in aliya.screen.text


async def test_ten_and_more_accounts_are_turned_page_by_page(place: Place, john: Person) -> None:
    await settle(place, (*TOWN, *TEN), generation=2)
    async with within(place):
        await agrees(john)
        for home in TEN:
            await john.starts(f"CODE{home.number}")
            await john.taps("Confirm")
            await sees_linked(john, f"Account added: {home.number}.")
        await john.says("/accounts")
        assert "10 accounts" in john.screen.text
        assert john.screen.inline[-2:] == ["▶️", "➕ Add account"]

        await john.taps("▶️")

        assert john.screen.inline[:3] == ["000400408", "✅ 000400409", "◀️"]
        await john.taps("◀️")
        assert john.screen.inline[0] == "000400400"


async def test_a_name_for_an_account_that_was_sold_meanwhile_is_let_go(bot: Place, maria: Person) -> None:
    await links(maria)
    await maria.says("/accounts")
    await maria.taps("✅ 000100100")
    await maria.taps("Переименовать")
    sold = tuple(replace(home, owner="second") if home.number == "000100100" else home for home in TOWN)
    await settle(bot, sold, generation=2)

    await maria.says("Дача")
    assert "Меню — ниже" in maria.screen.text

    await maria.says("Дача")
    assert maria.screen.text.startswith("Извините, не понял. Выберите пункт меню.")


async def test_a_button_of_an_account_that_is_gone_is_out_of_date(bot: Place, maria: Person) -> None:
    await links(maria)
    await maria.says("/accounts")
    await maria.taps("✅ 000100100")
    page = maria.screen.menu
    assert page is not None
    rename = page.markup["inline_keyboard"][1][0]
    await maria.says("/logout")
    await maria.taps("Да")

    await maria.presses(page, rename)

    assert maria.toast == "Эта кнопка устарела."
    await maria.sees("Та кнопка устарела. Меню — ниже.")
