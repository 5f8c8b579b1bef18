"""The other ways to an account: own contact, one-time code, the link on a bill; and what never opens one."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from bot.app import Options
from core.storage.engine import Database
from core.storage.sealing import Vault
from core.storage.tables import link_tries
from sandbox import Person, Sandbox
from tests.journeys.steps import agrees, links, presses_forged, sees_linked
from tests.running import Place, within

TOKEN = "token-of-100100-on-the-paper-bill"
CODE = "ONETIMECODEOF100100"


@pytest.fixture
def kamila(sandbox: Sandbox) -> Person:
    """Her mobile is the one on the file of account 000100100."""
    return sandbox.world.person("Кәмила", language="ru", phone="+77771234567")


async def chooses_the_phone(person: Person, number: str) -> None:
    await agrees(person)
    await person.says(number)
    await person.taps("Оплаты не было / не помню")
    assert "+7 7232 00-00-00" in person.screen.text
    await person.taps("По моему номеру телефона")
    await person.sees("Отправить мой номер телефона")


async def test_the_own_phone_on_file_links_at_once_and_in_full(bot: Place, kamila: Person) -> None:
    await chooses_the_phone(kamila, "000100100")

    await kamila.taps("Отправить мой номер телефона")

    await sees_linked(kamila, "Лицевой счёт добавлен: 000100100.")
    assert "⚙️ Настройки" in kamila.screen.keyboard
    await kamila.says("/accounts")
    await kamila.taps("000100100")
    assert "Имя и адрес показаны полностью." in kamila.screen.text


async def test_a_phone_that_is_not_on_file_leaves_the_other_ways_open(bot: Place, maria: Person) -> None:
    await chooses_the_phone(maria, "000100100")

    await maria.shares_contact()

    await maria.sees("Можно продолжить")
    assert "Этого номера телефона нет в данных счёта" in maria.history[-2].text
    await maria.taps("По последней оплате")
    assert "Номер лицевого счёта: 000100100" in maria.screen.text
    await maria.says("4667,34")
    await sees_linked(maria, "Лицевой счёт добавлен: 000100100.")


async def test_while_the_brake_is_on_the_own_contact_comes_first(bot: Place, maria: Person) -> None:
    await agrees(maria)
    await pull_the_brake(bot)
    await maria.says("000100100; 4667,34")
    assert "все сначала отправляют свой номер телефона" in maria.screen.text

    await maria.taps("По моему номеру телефона")
    await maria.shares_contact()
    await maria.sees("Можно продолжить")

    await maria.says("4667,34")
    await sees_linked(maria, "Лицевой счёт добавлен: 000100100.")


async def test_whoever_comes_while_the_brake_is_on_has_the_menu(bot: Place, john: Person) -> None:
    await pull_the_brake(bot)
    await john.starts()
    await john.taps("English")
    await john.taps("I agree")

    await john.sees("everyone sends their own number first")

    assert "⚙️ Settings" in john.screen.keyboard


async def pull_the_brake(place: Place) -> None:
    """Let 300 strangers have guessed wrong within the hour."""
    database = Database(place.database_url, Vault.from_file(place.folder / "secret.key"))
    wrong = {"at": datetime.now(UTC), "number_mark": 1, "right": False}
    async with database.work() as work:
        await work.write()
        await work.execute(insert(link_tries), [wrong | {"chat_mark": number} for number in range(300)])
        await work.commit()
    await database.dispose()


async def test_somebody_elses_contact_proves_nothing(bot: Place, maria: Person, kamila: Person) -> None:
    await chooses_the_phone(maria, "000100100")

    await maria.shares_contact(of=kamila)
    assert "Это не Ваш собственный контакт" in maria.screen.text

    await maria.says("+77771234567")
    assert "набранный вручную, ничего не подтверждает" in maria.screen.text

    await maria.says("Отмена")
    await maria.sees("Отменено")
    assert "⚙️ Настройки" in maria.screen.keyboard


async def test_a_phone_of_two_branches_asks_which(bot: Place, sandbox: Sandbox) -> None:
    serik = sandbox.world.person("Серік", language="ru", phone="+77015550201")
    await chooses_the_phone(serik, "000200201")
    await serik.shares_contact()
    assert "в нескольких отделениях" in serik.screen.text

    await serik.taps("SEM")
    await serik.shares_contact()

    await sees_linked(serik, "Лицевой счёт добавлен: 000200201.")


async def test_the_link_on_a_bill_skips_the_number_and_not_the_proof(bot: Place, aliya: Person) -> None:
    await aliya.starts(TOKEN)
    assert "Сәлеметсіз бе!" in aliya.screen.text
    await aliya.taps("Қазақша")
    await aliya.taps("Келісемін")
    await aliya.sees("Дербес шот нөмірі: 000100100")

    await aliya.says("4667,34")

    await sees_linked(aliya, "Дербес шот қосылды: 000100100.")


async def test_a_one_time_code_is_confirmed_masked_and_used_once(bot: Place, maria: Person, john: Person) -> None:
    await agrees(maria)
    await maria.starts(CODE)
    assert "000100100" in maria.screen.text
    assert "Ахметова" not in maria.screen.text
    assert "Кабанбай" not in maria.screen.text

    await maria.taps("Подтвердить")
    await sees_linked(maria, "Лицевой счёт добавлен: 000100100.")

    await agrees(john)
    await john.starts(CODE)
    assert "This code or link is not accepted" in john.screen.text


@pytest.mark.parametrize("payload", ["junk", "x" * 64, CODE[:-1], CODE.lower() + "0"])
async def test_junk_links_get_one_calm_answer(bot: Place, john: Person, payload: str) -> None:
    await agrees(john)

    await john.starts(payload)

    assert "This code or link is not accepted" in john.screen.text
    await john.taps("Back")
    assert "Enter your personal account number." in john.screen.text


async def test_a_junk_link_at_the_first_meeting_leaves_the_menu_and_the_question(bot: Place, maria: Person) -> None:
    await maria.starts("x" * 64)
    await maria.taps("Русский")
    await maria.taps("Даю согласие")
    await maria.sees("Этот код или ссылка не приняты")
    assert "⚙️ Настройки" in maria.screen.keyboard

    await maria.says("000100100\n4667,34")

    await sees_linked(maria, "Лицевой счёт добавлен: 000100100.")


async def test_a_junk_link_in_the_middle_forgets_nothing(bot: Place, aliya: Person) -> None:
    await agrees(aliya)
    await aliya.says("000100100")

    await aliya.starts("x" * 64)
    await aliya.says("4667,34")

    await sees_linked(aliya, "Дербес шот қосылды: 000100100.")


async def test_an_account_number_in_place_of_a_code_is_an_answer(bot: Place, john: Person) -> None:
    await agrees(john)
    await john.taps("I have a one-time code")

    await john.says("000100100")
    assert "Account number: 000100100" in john.screen.text

    await john.says("4667,34")
    await sees_linked(john, "Account added: 000100100.")


async def test_a_code_is_typed_too(bot: Place, john: Person) -> None:
    await agrees(john)
    await john.taps("I have a one-time code")
    assert "Enter the one-time code" in john.screen.text

    await john.says(CODE)
    await john.taps("Confirm")

    await sees_linked(john, "Account added: 000100100.")


async def test_a_linked_account_is_shown_in_full_by_the_own_phone(bot: Place, kamila: Person) -> None:
    await links(kamila)
    await kamila.says("/accounts")
    await kamila.taps("000100100")
    assert "Имя и адрес частично скрыты." in kamila.screen.text

    await kamila.taps("Показать полностью")
    await kamila.taps("По моему номеру телефона")
    await kamila.shares_contact()

    await kamila.sees("Теперь показывается полностью: 000100100.")


async def test_old_buttons_of_the_second_proof_deny_nothing_that_was_proven(bot: Place, kamila: Person) -> None:
    await links(kamila)
    await kamila.says("/accounts")
    await kamila.taps("000100100")
    await kamila.taps("Показать полностью")
    await kamila.taps("По моему номеру телефона")
    await kamila.shares_contact()
    await kamila.sees("Теперь показывается полностью: 000100100.")
    await kamila.says("/accounts")

    await presses_forged(kamila, "contact:1")
    await kamila.shares_contact()
    await kamila.sees("Теперь показывается полностью: 000100100.")

    await presses_forged(kamila, "infull:1")
    assert [line for line in kamila.history if "Имя и адрес показаны полностью." in line.text]


async def test_a_phone_on_another_accounts_file_proves_nothing_for_a_new_one(bot: Place, kamila: Person) -> None:
    await links(kamila)
    await kamila.says("/accounts")
    await kamila.taps("Добавить счёт")
    await kamila.says("000100107")
    await kamila.taps("Оплаты не было")
    await kamila.taps("По моему номеру телефона")

    await kamila.shares_contact()

    await kamila.sees("Можно продолжить")
    await kamila.taps("По последней оплате")
    assert "000100107" in kamila.screen.text


async def test_a_phone_that_is_not_on_file_shows_nothing_in_full(bot: Place, maria: Person) -> None:
    await links(maria)
    await maria.says("/accounts")
    await maria.taps("000100100")
    await maria.taps("Показать полностью")
    await maria.taps("По моему номеру телефона")

    await maria.shares_contact()

    await maria.sees("Чтобы видеть их полностью")
    assert "Этого номера телефона нет в данных счёта" in maria.history[-2].text
    await maria.says("/accounts")
    await maria.taps("000100100")
    assert "Имя и адрес частично скрыты." in maria.screen.text


async def test_a_locked_chat_is_told_until_when_and_may_still_recover(place: Place, kamila: Person) -> None:
    clock = Clock()
    async with within(place, Options(clock=clock, updates_per_minute=10_000)):
        await agrees(kamila)
        await kamila.says("000100100")
        for _ in range(3):
            await kamila.says("1234,56")
            assert "Не удалось подтвердить" in kamila.screen.text
            clock.ahead += timedelta(minutes=1)

        await kamila.says("4667,34")
        assert "Превышено число попыток. Повторить можно после" in kamila.screen.text

        await kamila.taps("По моему номеру телефона")
        await kamila.shares_contact()
        await sees_linked(kamila, "Лицевой счёт добавлен: 000100100.")


class Clock:
    """The real time, put forward at will."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead
