from sandbox import Person
from tests.journeys.steps import links
from tests.running import Place


async def test_signing_out_says_what_happens_and_unlinks_this_chat_alone(
    bot: Place, maria: Person, john: Person
) -> None:
    await links(maria)
    await links(john)
    await maria.sees("привязан ещё один чат")
    await maria.says("Выйти")
    assert "Все лицевые счета будут отвязаны от этого чата" in maria.screen.text

    await maria.taps("Да")

    await maria.sees("Чтобы вернуться, нажмите /start.")
    assert "отвязан 1 лицевой счёт" in maria.history[-2].text
    await maria.says("/accounts")
    assert "Лицевой счёт ещё не добавлен." in maria.screen.text
    await john.says("/accounts")
    assert "1 account" in john.screen.text


async def test_no_keeps_everything(bot: Place, aliya: Person) -> None:
    await links(aliya)
    await aliya.says("/logout")

    await aliya.taps("Жоқ")

    assert "Нені өзгерткіңіз келеді?" in aliya.screen.text
    await aliya.says("/accounts")
    assert "1 дербес шот" in aliya.screen.text


async def test_a_second_press_leaves_what_was_said(bot: Place, maria: Person) -> None:
    await links(maria)
    await maria.says("/logout")
    await maria.taps("Да")
    await maria.sees("Чтобы вернуться, нажмите /start.")

    maria.repeats_press()
    await maria.says("/accounts")

    assert "Лицевой счёт ещё не добавлен." in maria.screen.text
    said = [line.text for line in maria.history]
    assert [text for text in said if "отвязан 1 лицевой счёт" in text]
    assert said.count("Чтобы вернуться, нажмите /start.") == 1
