"""The audience of a campaign from a file of account numbers, sent as a reply to the card."""

import pytest

from core.notices.account_lists import MOST_BYTES
from sandbox import Group, Person, Sandbox
from tests.databases import NOW
from tests.journeys.test_campaigns import card
from tests.running import Place

MOMENT = NOW
WORDS = {
    "kk": ("Аудитория", "тізімдегі шоттар: 2", "Файлдың 2 жолы жарамсыз", "Жол № 3: 000999999 нөмірлі шот жоқ"),
    "ru": ("Аудитория", "счета из списка: 2", "2 строки файла не годятся", "Строка 3: счёта 000999999 нет"),
    "en": ("Audience", "accounts of a list: 2", "2 lines of the file cannot be used", "Line 3: no account has"),
}
GOOD, BAD = b"number\n000100100\n100101\n", b"number\n000100100\n000999999\n12x\n"


async def replies(operator: Person, group: Group, name: str, data: bytes, caption: str = "") -> str:
    await operator.sends_document(name, data, caption=caption, at=group, reply_to=card(group).message)
    return group.history[-1].text.replace("\u00a0", " ")


@pytest.mark.parametrize("language", WORDS)
async def test_a_file_of_accounts_is_taken_as_a_whole(
    bot: Place, sandbox: Sandbox, operators: Group, language: str
) -> None:
    operator = sandbox.world.person("Оператор", language=language, phone="+77010000009")
    operators.add_bot(by=operator)
    label, taken, refused, named = WORDS[language]
    await operator.says("/campaign", at=operators)
    await operator.taps(label, at=operators)

    said = await replies(operator, operators, "accounts.csv", BAD)
    assert refused in said
    assert named in said
    assert "12x" in said
    assert taken in await replies(operator, operators, "accounts.csv", GOOD)  # it is still awaited


async def test_what_is_no_list_is_refused_before_it_is_fetched(bot: Place, operators: Group, maria: Person) -> None:
    operators.add_bot(by=maria)
    await maria.says("/campaign", at=operators)
    await maria.taps("Аудитория", at=operators)

    assert ".csv, .txt" in await replies(maria, operators, "accounts.xlsx", GOOD)
    assert "Файл слишком большой" in await replies(maria, operators, "accounts.csv", b"1" * (MOST_BYTES + 1))
    assert not [call for call in maria.world.calls if call.method == "getFile"]


async def test_a_file_that_telegram_does_not_give_is_asked_for_again(
    bot: Place, sandbox: Sandbox, operators: Group, maria: Person
) -> None:
    operators.add_bot(by=maria)
    await maria.says("/campaign", at=operators)
    await maria.taps("Аудитория", at=operators)
    sandbox.faults.add("bad_gateway", methods=("getFile",), times=1)

    assert "Telegram сейчас не отдаёт файл" in await replies(maria, operators, "accounts.txt", GOOD)
    said = await replies(maria, operators, "accounts.txt", GOOD, "долг: 5000")
    assert "счета из списка: 2; долг больше 5 000,00 ₸" in said
