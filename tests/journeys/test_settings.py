import pytest

from sandbox import Person
from tests.journeys.steps import links
from tests.running import Place


@pytest.mark.parametrize("word", ["/settings", "⚙️ Настройки", "Баптаулар", "settings"])
async def test_the_command_and_its_label_in_any_language_open_the_settings(
    bot: Place, maria: Person, word: str
) -> None:
    await links(maria)

    await maria.says(word)

    assert "Настройки" in maria.screen.text
    assert maria.screen.inline == [
        *("👤 Профиль", "🌐 Язык", "🔔 Уведомления", "🛡 Персональные данные", "👥 Привязанные чаты"),
        *("❓ Помощь", "🚪 Выйти"),
    ]


async def test_everything_under_settings_leads_back(bot: Place, john: Person) -> None:
    await links(john)
    await john.taps("Settings")

    for label in ("Profile", "Language", "Notices", "Personal data", "Help"):
        await john.taps(label)
        assert "What would you like to change?" not in john.screen.text
        await john.taps("Back")
        assert "What would you like to change?" in john.screen.text
