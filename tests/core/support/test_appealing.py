"""A form becomes one appeal: of whom, about what, by when; and what may go along with it."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core.accounts.model import NoAccountLinked, NoSuchLink
from core.desk.model import Banned
from core.storage.desk_people import SqlBans
from core.storage.tables import audit, outbox
from core.support.appealing import Form
from core.support.model import (
    LONGEST_TEXT,
    MOST_PAPERS,
    OF_LAW,
    WRITTEN,
    Appeal,
    AppealTextMissing,
    AppealTextTooLong,
    FormGone,
    IdentityDocument,
    Kind,
    NoSuchAppeal,
    Paper,
    PaperTooLarge,
    Status,
    TooManyPapers,
    new_key,
)
from core.support.papers import MEGABYTE, looks_like_identity, with_paper, with_text
from tests.attacks.guesses import guess
from tests.core.profile.test_service import AMOUNT, NUMBER, proven
from tests.fakes.town import OPERATORS, Town


def form(kind: Kind = Kind.RECEPTION, link_id: int = 0, text: str = "It is dark.", papers: int = 0) -> Form:
    kept = tuple(Paper(kind="photo", file_id=f"f{number}") for number in range(papers))
    return Form(kind=kind, link_id=link_id, key=new_key(), text=text, papers=kept)


async def send(town: Town, shown: Form, chat: int = 1) -> Appeal:
    return await town.ask(
        lambda cabinet: cabinet.appealing.send(customer=town.customer(chat), key=shown.key, form=shown)
    )


async def queued(town: Town) -> list[dict[str, object]]:
    """Return what waits for the operators' group, in order."""
    async with town.database.work() as work:
        of = select(outbox.c.payload).where(outbox.c.chat_id == OPERATORS).order_by(outbox.c.id)
        rows = (await work.execute(of)).scalars()
        return [town.database.vault.open(row) for row in rows if row]


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        (Kind.RECEPTION, date(2026, 12, 11)),
        (Kind.DISPUTE, date(2026, 12, 2)),
        (Kind.FEEDBACK, None),
        (Kind.OWNER_CHANGE, date(2026, 12, 11)),
        (Kind.OTHER, date(2026, 12, 11)),
    ],
)
async def test_each_kind_has_its_term(town: Town, kind: Kind, due: date | None) -> None:
    mine = (await guess(town, 1, NUMBER, AMOUNT)).account

    sent = await send(town, form(kind, mine.link_id if kind not in (Kind.RECEPTION, Kind.FEEDBACK) else 0))

    assert sent.due_on == due
    assert sent.status is Status.NEW
    assert sent.handed_over is False, "as it was when it was registered"
    assert (await town.ask(lambda cabinet: cabinet.appeals.get(sent.id))).handed_over


async def test_it_comes_before_the_operators_at_once_words_first_then_papers(town: Town) -> None:
    await send(town, form(papers=3))

    acts = [(each["act"], each.get("name", ""), each.get("index")) for each in await queued(town)]
    assert acts == [
        ("tell", "appeal_arrived", None),
        ("paper", "", 0),
        ("paper", "", 1),
        ("paper", "", 2),
        ("refresh", "", None),
    ]


async def test_twenty_presses_at_once_send_one_and_tell_of_it_once(town: Town) -> None:
    shown = form(papers=1)

    found = await asyncio.gather(*(send(town, shown) for _ in range(20)))

    assert len({each.number for each in found}) == 1
    assert [each["act"] for each in await queued(town)].count("tell") == 1


async def test_a_press_after_the_form_has_gone_finds_what_was_sent_or_nothing(town: Town) -> None:
    shown = form()
    sent = await send(town, shown)

    again = await town.ask(lambda cabinet: cabinet.appealing.send(customer=town.customer(1), key=shown.key, form=None))
    assert again.id == sent.id

    with pytest.raises(FormGone):
        await town.ask(lambda cabinet: cabinet.appealing.send(customer=town.customer(2), key=shown.key, form=None))
    with pytest.raises(AppealTextMissing):
        await send(town, form(text=""))


async def test_a_dispute_needs_an_account_of_ones_own(town: Town) -> None:
    with pytest.raises(NoAccountLinked):
        await town.ask(lambda cabinet: cabinet.appealing.accounts_for(customer=town.customer(1), kind=Kind.DISPUTE))
    with pytest.raises(NoSuchLink):
        await send(town, form(Kind.DISPUTE))
    mine = (await guess(town, 1, NUMBER, AMOUNT)).account
    with pytest.raises(NoSuchLink):
        await send(town, form(Kind.DISPUTE, mine.link_id), chat=2)


@pytest.mark.parametrize("kind", WRITTEN)
async def test_a_ban_holds_but_for_appeals_of_law(town: Town, kind: Kind) -> None:
    mine = (await guess(town, 1, NUMBER, AMOUNT)).account
    async with town.database.work() as work:
        await work.write()
        await SqlBans(work).add(chat_id=1, reason="abuse", by=5, until=None, now=town.now)
        await work.commit()
    shown = form(kind, mine.link_id)

    if kind in OF_LAW:
        assert (await send(town, shown)).status is Status.NEW
    else:
        with pytest.raises(Banned):
            await send(town, shown)


async def test_another_chat_of_the_account_neither_reads_nor_withdraws_it(town: Town) -> None:
    mine = await proven(town)
    other = (await guess(town, 2, NUMBER, AMOUNT)).account
    sent = await send(town, form(Kind.DISPUTE, mine.link_id))

    for link_id in (0, other.link_id):
        with pytest.raises(NoSuchAppeal):
            await town.ask(
                lambda cabinet, link_id=link_id: cabinet.support.get(
                    customer=town.customer(2), link_id=link_id, appeal_id=sent.id
                )
            )
        with pytest.raises(NoSuchAppeal):
            await town.ask(
                lambda cabinet, link_id=link_id: cabinet.support.withdraw(
                    customer=town.customer(2), link_id=link_id, appeal_id=sent.id
                )
            )


async def test_of_an_account_that_is_unlinked_nothing_is_listed_and_of_none_everything(town: Town) -> None:
    mine = await proven(town)
    await send(town, form(Kind.DISPUTE, mine.link_id))
    about_none = await send(town, form())
    await town.ask(lambda cabinet: cabinet.accounts.unlink(customer=town.customer(1), link_id=mine.link_id))

    own = await town.ask(lambda cabinet: cabinet.support.own(customer=town.customer(1)))

    assert [each.id for each in own] == [about_none.id]


async def test_every_act_is_in_the_audit_log(town: Town) -> None:
    sent = await send(town, form())
    await town.ask(lambda cabinet: cabinet.support.get(customer=town.customer(1), link_id=0, appeal_id=sent.id))
    await town.ask(lambda cabinet: cabinet.support.withdraw(customer=town.customer(1), link_id=0, appeal_id=sent.id))

    async with town.database.work() as work:
        rows = (await work.execute(select(audit.c.action, audit.c.subject).order_by(audit.c.id))).all()
    subject = f"appeal:{sent.id}"
    assert [tuple(row) for row in rows] == [
        ("appeal.register", subject),
        ("view.appeal", subject),
        ("appeal.withdraw", subject),
    ]


@pytest.mark.parametrize(("days", "times"), [(14, 0), (15, 1), (18, 1), (19, 2), (30, 2)])
async def test_the_desk_is_reminded_at_seven_tenths_and_on_the_last_day_once_each(
    town: Town, days: int, times: int
) -> None:
    """Registered on a Sunday: of fifteen working days the eleventh is the 7th of December, the last the 11th."""
    await send(town, form())
    reached = 0
    for _ in range(days):
        town.wait(days=1)
        for _ in range(2):
            reached += await town.ask(lambda cabinet: cabinet.appeal_reminders.remind(most=10))

    told = [each for each in await queued(town) if each.get("name") == "appeal_due"]
    in_topic = [each for each in told if "thread" in each]
    assert (reached, len(in_topic), len(told) - len(in_topic)) == (times, times, 1 if times == 2 else 0)


async def test_a_term_that_ends_on_a_day_off_is_called_on_the_last_day_of_work(town: Town) -> None:
    town.wait(days=3)  # a Wednesday: ten days of the calendar end on Saturday the 5th
    mine = (await guess(town, 1, NUMBER, AMOUNT)).account
    sent = await send(town, form(Kind.DISPUTE, mine.link_id))
    assert sent.due_on == date(2026, 12, 5)

    town.wait(days=8)
    assert await town.ask(lambda cabinet: cabinet.appeal_reminders.remind(most=10)) == 1
    town.wait(days=1)

    assert await town.ask(lambda cabinet: cabinet.appeal_reminders.remind(most=10)) == 1
    assert [each for each in await queued(town) if each.get("name") == "appeal_due" and "thread" not in each]


async def test_nobody_is_reminded_at_night_nor_of_what_is_answered(town: Town) -> None:
    sent = await send(town, form())
    town.wait(days=19, hours=12)
    assert await town.ask(lambda cabinet: cabinet.appeal_reminders.remind(most=10)) == 0

    town.wait(hours=12)
    await town.ask(
        lambda cabinet: cabinet.appeal_office.answer(number=sent.number, status=Status.ANSWERED, text="Yes.")
    )
    assert await town.ask(lambda cabinet: cabinet.appeal_reminders.remind(most=10)) == 0


async def test_overdue_ones_stand_first_and_those_without_a_day_last(town: Town) -> None:
    thanks = await send(town, form(Kind.FEEDBACK))
    slow = await send(town, form())
    mine = (await guess(town, 1, NUMBER, AMOUNT)).account
    urgent = await send(town, form(Kind.DISPUTE, mine.link_id))
    town.wait(days=12)

    listed = await town.ask(lambda cabinet: cabinet.appeal_office.open_ones())

    assert [each.id for each in listed] == [urgent.id, slow.id, thanks.id]
    assert [each.is_overdue(town.now.date()) for each in listed] == [True, False, False]


@pytest.mark.parametrize(
    "called",
    [
        "Удостоверение.jpg",
        "моё удостоверение личности",
        "уд. личности",
        "жеке куәлік.pdf",
        "Жеке_куәлігім",
        "паспорт",
        "PASSPORT scan.png",
        "төлқұжат",
        "ID card",
        "identity_card.jpg",
    ],
)
def test_an_identity_document_is_known_by_how_it_is_called(called: str) -> None:
    assert looks_like_identity(called)
    for paper in (Paper(kind="document", file_id="1", name=called), Paper(kind="photo", file_id="1", caption=called)):
        with pytest.raises(IdentityDocument):
            with_paper((), paper, megabytes=20)


@pytest.mark.parametrize(
    "called",
    ["техпаспорт.pdf", "Технический паспорт квартиры", "паспорт счётчика", "договор", "копия удостоверенная", "video"],
)
def test_papers_of_the_matter_go_along(called: str) -> None:
    assert not looks_like_identity(called)


def test_papers_have_a_size_and_a_number() -> None:
    ten = form(papers=MOST_PAPERS).papers
    with pytest.raises(TooManyPapers):
        with_paper(ten, Paper(kind="photo", file_id="new"), megabytes=20)
    assert with_paper(ten, ten[0], megabytes=20) == ten, "the same one once more is no other"
    with pytest.raises(PaperTooLarge):
        with_paper((), Paper(kind="document", file_id="1", size=20 * MEGABYTE + 1), megabytes=20)
    assert len(with_paper((), Paper(kind="document", file_id="1", size=20 * MEGABYTE), megabytes=20)) == 1


def test_words_are_added_as_paragraphs_and_counted_as_telegram_counts_them() -> None:
    assert with_text("one", " two ") == "one\n\ntwo"
    assert with_text("", "🔥" * (LONGEST_TEXT // 2))
    with pytest.raises(AppealTextTooLong):
        with_text("", "🔥" * (LONGEST_TEXT // 2 + 1))


def test_a_reminder_comes_before_the_last_day_of_every_term(town: Town) -> None:
    policy = town.retailer.appeals
    for kind in WRITTEN:
        for day in range(400):
            start = date(2026, 1, 1) + timedelta(days=day)
            remind, due = policy.remind_on(kind, start), policy.due_on(kind, start)
            assert (remind is None) == (due is None)
            assert remind is None or due is None or start < remind < due
