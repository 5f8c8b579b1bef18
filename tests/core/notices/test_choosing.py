"""What a chat has chosen of notices: kept, told, and forgotten with the chat."""

from collections.abc import AsyncIterator

import pytest

from core.customers.model import ConsentNeeded, Customer
from core.mail.model import Email
from core.notices.choosing import (
    MINUTES,
    AddressMissing,
    AlwaysOn,
    NoticeChoiceService,
    QuietHours,
    bills_by,
    reachable,
)
from core.notices.model import Channel, NoticeSettings, NoticeType
from core.storage.chats import SqlNoticeSettings
from core.storage.customers import SqlCustomers
from core.storage.emails import SqlAddresses
from core.storage.engine import Database
from core.storage.work import Work
from tests.databases import NOW

ALIYA = Customer(chat_id=7, language="kk", consent_version="1", current_link=None)


@pytest.fixture
async def work(database: Database) -> AsyncIterator[Work]:
    async with database.work() as work:
        yield work


def service(work: Work, *, offered: bool = True) -> NoticeChoiceService:
    return NoticeChoiceService(
        work=work, settings=SqlNoticeSettings(work), addresses=SqlAddresses(work), offered=offered
    )


async def confirm_address(work: Work) -> None:
    await work.write()
    addresses = SqlAddresses(work)
    await addresses.await_confirmation(7, "a@posta.example", token_hash="t", expires_at=NOW, document=0)
    await addresses.confirm(7, "a@posta.example", NOW)


async def test_everything_comes_until_it_is_switched_off(work: Work) -> None:
    chosen = await service(work).look(customer=ALIYA)

    assert all(chosen.settings.wants(about) for about in NoticeType)
    assert chosen.bills_by is Channel.CHAT


async def test_each_kind_is_switched_by_itself_and_twice_is_as_once(work: Work) -> None:
    choices = service(work)
    await choices.switch(customer=ALIYA, about=NoticeType.NEWS, on=False)
    first = await choices.switch(customer=ALIYA, about=NoticeType.BILL, on=False)
    second = await choices.switch(customer=ALIYA, about=NoticeType.BILL, on=False)

    assert (first.changed, second.changed) == (True, False)
    assert second.settings.off == {NoticeType.NEWS, NoticeType.BILL}
    await choices.switch(customer=ALIYA, about=NoticeType.NEWS, on=True)
    assert (await choices.look(customer=ALIYA)).settings.off == {NoticeType.BILL}


async def test_a_notice_of_law_cannot_be_switched_off(work: Work) -> None:
    with pytest.raises(AlwaysOn):
        await service(work).switch(customer=ALIYA, about=NoticeType.CUTOFF, on=False)

    assert (await service(work).look(customer=ALIYA)).settings == NoticeSettings()


@pytest.mark.parametrize("hours", list(QuietHours))
async def test_quiet_hours_are_kept_as_chosen(work: Work, hours: QuietHours) -> None:
    await service(work).keep_quiet(customer=ALIYA, hours=QuietHours.EARLY)
    await service(work).keep_quiet(customer=ALIYA, hours=hours)

    assert (await service(work).look(customer=ALIYA)).settings.quiet == MINUTES[hours]


async def test_bills_by_e_mail_need_a_confirmed_address(work: Work) -> None:
    with pytest.raises(AddressMissing):
        await service(work).receive_bills(customer=ALIYA, by=Channel.EMAIL)
    await confirm_address(work)

    chosen = await service(work).receive_bills(customer=ALIYA, by=Channel.EMAIL)

    assert chosen.bills_by is Channel.EMAIL


async def test_bills_come_to_the_chat_when_the_address_is_gone_or_letters_are_not_offered(work: Work) -> None:
    await confirm_address(work)
    await service(work).receive_bills(customer=ALIYA, by=Channel.BOTH)
    assert (await service(work, offered=False).look(customer=ALIYA)).bills_by is Channel.CHAT

    await SqlAddresses(work).remove(7)

    assert (await service(work).look(customer=ALIYA)).bills_by is Channel.CHAT


def test_an_address_that_is_refused_or_not_confirmed_is_none() -> None:
    assert reachable(Email(pending="a@posta.example"), offered=True) == ""
    assert reachable(Email(address="a@posta.example", refused_at=NOW), offered=True) == ""
    assert reachable(Email(address="a@posta.example"), offered=True) == "a@posta.example"
    assert bills_by(NoticeSettings(bills_by=Channel.EMAIL), letters=False) is Channel.CHAT


async def test_nothing_is_chosen_without_a_consent(work: Work) -> None:
    stranger = Customer(chat_id=8, language="kk", consent_version=None, current_link=None)

    with pytest.raises(ConsentNeeded):
        await service(work).switch(customer=stranger, about=NoticeType.NEWS, on=False)


async def test_erasure_forgets_what_was_chosen(work: Work) -> None:
    await service(work).switch(customer=ALIYA, about=NoticeType.NEWS, on=False)

    await SqlCustomers(work).erase(7, NOW)

    assert await SqlNoticeSettings(work).of_chat(7) == NoticeSettings()
