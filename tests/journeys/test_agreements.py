"""The agreement to get notices of law in the chat alone, given and taken back."""

from bot.keyboards.agreements import GiveAgreement
from sandbox import Person
from tests.journeys.steps import links, presses_forged, sees_linked
from tests.running import Place


async def proves(person: Person, words: str, confirm: str) -> None:
    """Link 000100100 by the one-time code that the office has given."""
    await links(person, "000200200", "1111,11")
    await person.starts("ONETIMECODEOF100100")
    await person.taps(confirm)
    await sees_linked(person, words)


async def test_it_is_read_given_and_taken_back(bot: Place, aliya: Person) -> None:
    await proves(aliya, "Дербес шот қосылды", "Растау")
    await aliya.says("/notices")
    await aliya.taps("Заңды ескертулер қағазсыз")
    assert "📄 000100100: қағаз түрінде" in aliya.screen.text

    await aliya.taps("Келісу: 000100100")
    assert "қағаз түрінде емес, осы шот қосылған Telegram чаттарына жіберетініне келісемін" in aliya.screen.text
    assert "Мәтін нұсқасы: 2026-12." in aliya.screen.text
    await aliya.taps("Келісемін")
    assert aliya.toast == "Келісіміңіз жазылды"
    assert "📱 000100100: чатта, келісім" in aliya.screen.text

    await aliya.taps("Қайтарып алу: 000100100")
    assert aliya.toast == "Қайтарып алынды: заңды ескертулер қағаз түрінде келеді"
    assert "📄 000100100: қағаз түрінде" in aliya.screen.text


async def test_the_last_payment_alone_leads_to_the_second_proof(bot: Place, maria: Person) -> None:
    await links(maria)
    await maria.says("/notices")
    await maria.taps("Уведомления по закону без бумаги")

    await maria.taps("Согласиться: 000100100")

    assert "код" in maria.screen.text.lower()
    await maria.says("/notices")
    await maria.taps("Уведомления по закону без бумаги")
    assert "📄 000100100: на бумаге" in maria.screen.text


async def test_an_old_text_is_shown_anew_and_a_forged_button_gives_nothing(bot: Place, john: Person) -> None:
    await proves(john, "Account added", "Confirm")
    await john.says("/notices")
    await john.taps("Notices of law without paper")
    await presses_forged(john, GiveAgreement(link_id=2, version="2020-01").pack())
    assert "The text has changed since." in john.screen.text
    await john.taps("Read the new text")
    assert "I agree that" in john.screen.text

    await presses_forged(john, GiveAgreement(link_id=999, version="2026-12").pack())

    await john.says("/notices")
    await john.taps("Notices of law without paper")
    assert "in the chat, agreed" not in john.screen.text
