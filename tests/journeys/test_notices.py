"""What a chat is told of: kinds switched on and off, quiet hours, how bills come, the stop under a notice."""

import pytest

from bot.keyboards.notices import KeepQuiet, ReceiveBills, StopNotices
from core.notices.choosing import QuietHours
from core.notices.model import Channel, NoticeType
from sandbox import Person
from tests.databases import NOW
from tests.fakes.mail import MailServer
from tests.journeys.mailing import ADDRESS, confirms, mailing, server
from tests.journeys.steps import agrees, links, presses_forged, submits, until_quiet
from tests.journeys.test_privacy import copy_in
from tests.journeys.test_submissions import ONE, THREE, TWO, answers
from tests.running import Place

__all__ = ["mailing", "server"]  # fixtures

MOMENT = NOW


async def test_a_press_switches_a_kind_off_and_on_again(bot: Place, aliya: Person) -> None:
    await agrees(aliya)
    await aliya.says("/settings")
    await aliya.taps("🔔 Хабарландырулар")
    assert "Осы чатқа не туралы хабарланып тұрсын?" in aliya.screen.text
    assert "🌙 Тыныш уақыт: 21:00–09:00." in aliya.screen.text
    assert "🧾 Жаңа түбіртектер осы чатқа келеді." in aliya.screen.text

    await aliya.taps("✅ Компания жаңалықтары")
    assert aliya.toast == "Өшірулі: Компания жаңалықтары"
    await aliya.says("/notices")
    await aliya.taps("⬜️ Компания жаңалықтары")

    assert aliya.toast == "Қосулы: Компания жаңалықтары"
    assert "✅ Компания жаңалықтары" in aliya.screen.inline


async def test_the_notice_of_law_says_why_it_is_always_on(bot: Place, maria: Person) -> None:
    await agrees(maria)
    await maria.says("/notices")
    assert "⚖️ «Отключение за долг» включено всегда: по закону об отключении предупреждают за 30 дн." in (
        maria.screen.text
    )

    await maria.taps("⚖️ Отключение за долг")

    assert maria.toast.startswith("Выключить нельзя: по закону компания обязана предупредить")


async def test_quiet_hours_are_chosen_from_a_list(bot: Place, john: Person) -> None:
    await agrees(john)
    await john.says("Notices")
    await john.taps("🌙 Quiet hours")
    assert "🔘 As the company has set: 21:00–09:00" in john.screen.inline

    await john.taps("⚪️ 22:00–07:00")
    assert "🌙 Quiet hours: 22:00–07:00." in john.screen.text
    await john.taps("⚪️ No quiet hours")
    assert john.toast == "Saved"
    assert "🔘 No quiet hours" in john.screen.inline

    await john.taps("Back")
    assert "🌙 Quiet hours: none, notices come at any hour." in john.screen.text


async def test_without_a_mail_server_bills_come_to_the_chat_only(bot: Place, maria: Person) -> None:
    await agrees(maria)
    await maria.says("/notices")

    await maria.taps("Подписка на электронную квитанцию")

    assert "🧾 Новые квитанции приходят в этот чат." in maria.screen.text
    assert maria.screen.inline == ["🔘 В этот чат", "Назад"]
    await presses_forged(maria, ReceiveBills(by=Channel.EMAIL).pack())
    await maria.sees("Квитанции не могут приходить на e-mail")


@pytest.mark.usefixtures("mailing")
async def test_bills_by_e_mail_begin_with_a_confirmed_address(bot: Place, aliya: Person, server: MailServer) -> None:
    await agrees(aliya)
    await aliya.says("/notices")
    await aliya.taps("Электрондық түбіртекке жазылу")
    assert aliya.screen.inline == ["🔘 Осы чатқа", "✉️ E-mail көрсету", "Артқа"]
    await confirms(aliya, server, ADDRESS)
    await aliya.sees("Мекенжай расталды")
    await aliya.says("/notices")
    await aliya.taps("Электрондық түбіртекке жазылу")

    await aliya.taps("⚪️ Чатқа да, e-mail-ге де")

    assert "🧾 Жаңа түбіртектер осы чатқа және e-mail-ге келеді." in aliya.screen.text
    assert aliya.screen.inline == ["⚪️ Осы чатқа", "⚪️ E-mail-ге", "🔘 Чатқа да, e-mail-ге де", "Артқа"]


@pytest.mark.parametrize(
    ("name", "stopped", "again", "resumed"),
    [
        ("aliya", "🔕 Өшірілді: «Тарифтің өзгеруі».", "🔔 Қайта қосу", "🔔 Қосылды: «Тарифтің өзгеруі»."),
        ("maria", "🔕 Выключено: «Изменение тарифа».", "🔔 Включить снова", "🔔 Включено: «Изменение тарифа»."),
        ("john", "🔕 Switched off: «Change of tariff».", "🔔 Switch on again", "🔔 Switched on: «Change of tariff»."),
    ],
)
async def test_the_stop_under_a_notice_takes_one_press_and_leaves_the_notice(
    request: pytest.FixtureRequest, bot: Place, name: str, stopped: str, again: str, resumed: str
) -> None:
    person: Person = request.getfixturevalue(name)
    await agrees(person)
    await person.says("/notices")
    before = person.screen.text

    await presses_forged(person, StopNotices(about=NoticeType.TARIFF).pack())

    await person.sees(stopped)
    assert person.history[-2].text == before
    await person.taps(again)
    assert resumed in person.screen.text


async def test_a_second_press_on_stop_says_nothing_new(bot: Place, john: Person) -> None:
    await agrees(john)
    await john.says("/notices")
    notice = john.screen.menu
    assert notice is not None
    assert notice.markup is not None
    button = {"text": "stop", "callback_data": StopNotices(about=NoticeType.NEWS).pack()}
    notice.markup["inline_keyboard"].append([button])
    await john.presses(notice, button)
    lines = len(john.history)

    await john.presses(notice, button)

    assert len(john.history) == lines
    assert john.toast == "Off: Company news"


async def test_forged_and_foreign_buttons_change_nothing(bot: Place, john: Person) -> None:
    await agrees(john)
    await john.says("/notices")
    for data in ("stop:cutoff", "stop:everything", "notice:cutoff:0", "quietset:3-4", "billsby:sms", "unstop:"):
        await presses_forged(john, data)
        await john.says("/notices")

    assert "⬜️" not in "".join(john.screen.inline)
    assert "🌙 Quiet hours: 21:00–09:00." in john.screen.text


async def test_the_copy_of_the_data_holds_the_choice_and_erasure_forgets_it(bot: Place, maria: Person) -> None:
    await agrees(maria)
    await maria.says("/notices")
    await maria.taps("✅ Новости компании")
    await presses_forged(maria, KeepQuiet(hours=QuietHours.LATE).pack())
    await maria.says("/privacy")
    await maria.taps("Получить мои данные")
    await maria.sees("Всё, что хранится об этом чате")
    kept = copy_in(maria)["chat"]
    assert (kept["notices_off"], kept["quiet"], kept["bills_by"]) == (["news"], [1320, 420], "chat")

    await maria.says("/privacy")
    await maria.taps("Отозвать и удалить")
    await maria.taps("Да")
    await agrees(maria)
    await maria.says("/notices")

    assert "✅ Новости компании" in maria.screen.inline


async def test_somebody_who_has_not_agreed_is_asked_to_first(bot: Place, john: Person) -> None:
    await john.starts()

    await john.says("/notices")

    assert "consent" in john.screen.text.lower()


async def test_what_became_of_a_reading_is_not_told_after_the_stop_but_doubt_is(
    bot: Place, aliya: Person, maria: Person, john: Person
) -> None:
    for person, own in zip((aliya, maria, john), (ONE, TWO, THREE), strict=True):
        await links(person, *own)
        await submits(person, "12345")
    await answers(bot, "accepted")
    await aliya.sees("Көрсеткіштер қабылданды. Рақмет!")
    await aliya.taps("🔕 Енді мұндай келмесін")
    await aliya.sees("🔕 Өшірілді: «Көрсеткіштің қабылданғаны».")
    for person in (maria, john):
        await presses_forged(person, StopNotices(about=NoticeType.READING_RESULT).pack())

    await answers(bot, "accepted", "refused", "unclear")

    await john.sees("Your reading is being checked by an operator.")
    assert not any("No more of these" in button for button in john.screen.inline)
    await until_quiet(bot.sandbox.world)
    assert not [line for line in maria.history if "Учётная система не приняла" in line.text]
