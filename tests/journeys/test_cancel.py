import pytest

from sandbox import Person
from tests.journeys.steps import agrees
from tests.running import Place


async def test_cancel_forgets_what_was_typed(bot: Place, maria: Person) -> None:
    await agrees(maria)
    await maria.says("000100100")

    await maria.taps("Отмена")

    await maria.sees("Выберите пункт меню.")
    assert maria.history[-2].text == "Отменено. Введённое не сохранено."
    await maria.says("4667,34")
    assert "Вы написали число: «4667,34»." in maria.screen.text


@pytest.mark.parametrize("word", ["/cancel", "Бас тарту", "отмена", "Cancel"])
async def test_the_command_and_the_word_do_the_same(bot: Place, aliya: Person, word: str) -> None:
    await agrees(aliya)

    await aliya.says(word)
    assert "Тоқтатылды." in aliya.screen.text

    await aliya.says(word)
    assert "Тоқтататын ештеңе жоқ." in aliya.screen.text
