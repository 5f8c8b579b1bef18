"""What people do in many journeys before the one that is told."""

import asyncio

from sandbox import Person, World

LANGUAGE = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
AGREE = {"kk": "Келісемін", "ru": "Даю согласие", "en": "I agree"}
NUMBER, AMOUNT = "000100100", "4667,34"


def language_of(person: Person) -> str:
    return str(person.account.language)


def seen(person: Person) -> str:
    """Return the newest words of the bot, with plain spaces."""
    return person.screen.text.replace("\u00a0", " ")


async def agrees(person: Person) -> None:
    """Meet the bot and give the consent; the account number is asked next."""
    await person.starts()
    await person.taps(LANGUAGE[language_of(person)])
    await person.taps(AGREE[language_of(person)])
    await person.sees("000123456")


async def links(person: Person, number: str = NUMBER, amount: str = AMOUNT) -> None:
    """Meet the bot and link an account by its last payment."""
    await agrees(person)
    await person.says(f"{number}\n{amount}")
    await sees_linked(person, number)


async def sees_linked(person: Person, words: str) -> None:
    """Wait for both: that it is done (`words`), and the account card beneath."""

    def both() -> bool:
        done, card = person.history[-2:]
        return words in done.text and bool(card.buttons)

    await person.world.feed.until(both, person.world.patience)


async def presses_forged(person: Person, data: str) -> None:
    """Press a button that the bot has never put there: a changed client may send any data."""
    message = person.screen.menu
    assert message is not None
    assert message.markup is not None
    button = {"text": "?", "callback_data": data}
    message.markup["inline_keyboard"].append([button])
    await person.presses(message, button)


async def until_quiet(world: World, seconds: float = 0.4) -> None:
    """Wait until every update has been fetched and nothing has been said for a while."""
    said = -1
    while said != (said := len(world.messages)) or world.updates.pending:  # noqa: ASYNC110 - no event says that nothing happens
        await asyncio.sleep(seconds)


SEND = {"kk": "Жіберу", "ru": "Отправить", "en": "Send"}
SAVED = {
    "kk": "Көрсеткіштер сақталды, есепке алу жүйесіне жіберіледі.",
    "ru": "Показания сохранены и будут переданы в учётную систему.",
    "en": "Readings saved and will be sent to the accounting system.",
}


async def submits(person: Person, text: str) -> None:
    """Send numbers out of the blue, and press the one button."""
    await person.says(text)
    await person.taps(SEND[language_of(person)])
    await person.sees(SAVED[language_of(person)])
