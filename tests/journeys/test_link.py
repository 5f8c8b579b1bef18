"""Adding an account: number, last payment, meter; what is kept, what is said, what is never said."""

import pytest

from sandbox import Person
from tests.journeys.steps import agrees, links, sees_linked
from tests.running import Place, within

REFUSED = {
    "kk": "Растау мүмкін болмады. Екі деректі де тексеріңіз немесе қалпына келтіруді пайдаланыңыз.",
    "ru": "Не удалось подтвердить. Проверьте оба значения или воспользуйтесь восстановлением.",
    "en": "Could not verify. Check both values, or use recovery.",
}


async def test_a_wrong_form_of_the_number_is_named(bot: Place, maria: Person) -> None:
    await agrees(maria)

    await maria.says("улица Абая")

    assert "«улица Абая» не похоже на номер лицевого счёта." in maria.screen.text
    assert "000123456" in maria.screen.text


async def test_a_wrong_form_of_the_amount_is_named_and_the_number_is_kept(bot: Place, aliya: Person) -> None:
    await agrees(aliya)
    await aliya.says("000100100")

    await aliya.says("бес мың")
    assert "«бес мың» — сома емес." in aliya.screen.text

    await aliya.says("4667,34")
    await sees_linked(aliya, "Дербес шот қосылды: 000100100.")


@pytest.mark.parametrize(
    ("number", "amount"),
    [
        pytest.param("000100100", "1234,56", id="wrong"),
        pytest.param("000999999", "4667,34", id="unknown"),
        pytest.param("000100102", "4667,34", id="never paid"),
        pytest.param("000100103", "3333,11", id="closed"),
        pytest.param("000100104", "7777,13", id="too long ago"),
    ],
)
async def test_a_mismatch_never_says_which_value(bot: Place, john: Person, number: str, amount: str) -> None:
    await agrees(john)

    await john.says(f"{number}; {amount}")

    assert john.screen.text == REFUSED["en"]


async def test_both_typed_again_where_the_amount_is_asked_are_both_understood(bot: Place, maria: Person) -> None:
    await agrees(maria)
    await maria.says("000100101")

    await maria.says("000100100\n4 667,34 ₸")

    await sees_linked(maria, "Лицевой счёт добавлен: 000100100.")


async def test_both_typed_again_where_the_meter_is_asked_are_both_understood(bot: Place, aliya: Person) -> None:
    await agrees(aliya)
    await aliya.says("000100101\n5000")
    assert "4" in aliya.screen.text

    await aliya.says("000100100\n4667,34")

    await sees_linked(aliya, "Дербес шот қосылды: 000100100.")


async def test_the_number_typed_again_is_no_wrong_amount(bot: Place, john: Person) -> None:
    await agrees(john)
    await john.says("000100101")

    await john.says("000100100")
    assert "Account number: 000100100" in john.screen.text

    await john.says("\u200e4667,34\u200f")  # as it comes out of a bank's app
    await sees_linked(john, "Account added: 000100100.")


@pytest.mark.parametrize("person", ["aliya", "maria", "john"])
async def test_after_a_mismatch_the_amount_alone_is_corrected(
    bot: Place, request: pytest.FixtureRequest, person: str
) -> None:
    someone: Person = request.getfixturevalue(person)
    await agrees(someone)
    await someone.says("000100100")
    await someone.says("4667,35")
    assert someone.screen.text == REFUSED[someone.account.language]

    await someone.says("4667,34")  # sooner than the pace allows
    assert "3" in someone.screen.text or "секунд" in someone.screen.text


async def test_a_common_amount_asks_for_the_meter(bot: Place, maria: Person) -> None:
    await agrees(maria)
    await maria.says("000100101 5000 тг")
    assert "последние 4 символа заводского номера" in maria.screen.text

    await maria.says("да")
    assert "«да» не похоже на конец заводского номера." in maria.screen.text

    await maria.says("4321")
    await sees_linked(maria, "Лицевой счёт добавлен: 000100101.")


async def test_the_way_back_keeps_what_was_answered(bot: Place, maria: Person) -> None:
    await agrees(maria)
    await maria.says("000100101")
    await maria.says("5000")
    assert "заводского номера" in maria.screen.text

    await maria.taps("Назад")
    assert "Номер лицевого счёта: 000100101" in maria.screen.text
    await maria.taps("Назад")
    assert "Введите номер лицевого счёта." in maria.screen.text
    await maria.says("000100100")
    await maria.says("4667,34")

    await sees_linked(maria, "Лицевой счёт добавлен: 000100100.")


async def test_start_in_the_middle_goes_on_where_it_was(bot: Place, aliya: Person) -> None:
    await agrees(aliya)
    await aliya.says("000100100")

    await aliya.says("/start")

    assert "Дербес шот нөмірі: 000100100" in aliya.screen.text
    await aliya.says("4667,34")
    await sees_linked(aliya, "Дербес шот қосылды: 000100100.")


async def test_a_restart_of_the_bot_in_the_middle_loses_nothing(place: Place, maria: Person) -> None:
    async with within(place):
        await agrees(maria)
        await maria.says("000100100")

    async with within(place):
        await maria.says("4667,34")
        await sees_linked(maria, "Лицевой счёт добавлен: 000100100.")


async def test_a_change_of_language_in_the_middle_asks_the_same_again(bot: Place, maria: Person) -> None:
    await agrees(maria)
    await maria.says("000100100")

    await maria.says("/language")
    await maria.taps("Қазақша")

    await maria.sees("Соңғы төлем сомасын енгізіңіз (түбіртек бойынша).")
    await maria.says("4667,34")
    await sees_linked(maria, "Дербес шот қосылды: 000100100.")


async def test_the_language_is_found_under_settings_in_the_middle(bot: Place, maria: Person) -> None:
    await agrees(maria)
    await maria.says("000100100")

    await maria.taps("Настройки")
    await maria.taps("Язык")
    await maria.taps("English")

    await maria.sees("Account number: 000100100")
    await maria.says("4667,34")
    await sees_linked(maria, "Account added: 000100100.")


async def test_what_is_linked_already_is_said_so(bot: Place, maria: Person) -> None:
    await links(maria)
    await maria.says("/accounts")
    await maria.taps("Добавить счёт")
    await maria.says("000100100 4667,34", answered=False)

    await maria.sees("Подождите")  # the pace of tries holds for right answers, too


async def test_a_bank_card_is_never_taken_for_an_account(bot: Place, maria: Person) -> None:
    await links(maria)

    await maria.says("4111 1111 1111 1111")

    assert "похоже на номер банковской карты" in maria.screen.text
