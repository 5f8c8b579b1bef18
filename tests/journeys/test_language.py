from sandbox import Person
from tests.journeys.steps import links
from tests.running import Place


async def test_a_change_of_language_takes_effect_at_once_and_is_kept(bot: Place, maria: Person) -> None:
    await links(maria)
    await maria.says("/language")
    assert maria.screen.inline == ["Қазақша", "✅ Русский", "English", "Назад"]

    await maria.taps("Қазақша")

    await maria.sees("Төмендегі мәзір де осы тілде.")
    assert maria.screen.keyboard[0] == "💡 Дербес шоттың жай-күйі"
    await maria.says("/menu")
    assert "Басты мәзір" in maria.screen.text


async def test_old_keyboards_go_on_working(bot: Place, aliya: Person) -> None:
    await links(aliya)
    await aliya.says("Тіл")
    await aliya.taps("English")
    await aliya.sees("The menu below is in this language, too.")

    await aliya.says("⚙️ Баптаулар")

    assert "What would you like to change?" in aliya.screen.text
