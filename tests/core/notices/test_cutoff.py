"""The notice of law before a disconnection: to whom it goes, when it does not, and what the record says."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from bot import cutoffs
from bot.office import OfficeRefused
from core.cabinet import Cabinet
from core.notices.choosing import QuietHours
from core.notices.cutoff_list import ListRefused, Warned
from core.notices.model import Campaign, State
from core.notices.moment import Dropped, Ready, Waiting
from core.notices.refusals import CampaignRefused
from core.retailer import Retailer
from core.storage.book import accounts, balances
from core.storage.ledger import Ended, Ledger
from core.storage.links import SqlLinks
from core.storage.tables import customers, electronic_agreements, links
from tests.core.storage.test_balance import NOVEMBER, month
from tests.core.storage.test_balance import fill as fill_book
from tests.databases import NOW
from tests.fakes.town import Town

DAY = date(2026, 12, 31)
SAULE, TIMUR = "office:saule", "office:timur"
FIRST, SECOND, UNLINKED = "000100100", "000100101", "000100102"


def warned(*numbers: str, day: date = DAY) -> tuple[Warned, ...]:
    return tuple(Warned(branch_code="UKG", account_no=each, debt=1_234_567, cutoff_on=day) for each in numbers)


async def link(town: Town, chat_id: int, *numbers: str) -> None:
    async with town.database.work() as work:
        await work.write()
        row = {"chat_id": chat_id, "language": "ru", "consent_version": "2026-01", "joined_at": NOW}
        await work.execute(insert(customers).values(row))
        for number in numbers:
            account = work.vault.account_id("UKG", number)
            found = await work.execute(accounts.select().where(accounts.c.account_id == account))
            mark = found.one().owner_mark
            await SqlLinks(work).add(chat_id=chat_id, account_id=account, owner_mark=mark, level=1, now=NOW)
        await work.commit()


async def agree(town: Town, number: str) -> None:
    async with town.database.work() as work:
        await work.write()
        account = work.vault.account_id("UKG", number)
        mark = (await work.execute(accounts.select().where(accounts.c.account_id == account))).one().owner_mark
        row = {"account_id": account, "owner_mark": mark, "version": "1", "text_hash": "h", "language": "ru"}
        await work.execute(insert(electronic_agreements).values(chat_id=1, given_at=NOW, **row))
        await work.commit()


async def begin(town: Town, *numbers: str, day: date = DAY) -> Campaign:
    begun = await town.ask(lambda cabinet: cabinet.cutoffs.begin(warned=warned(*numbers, day=day), by=SAULE))
    assert begun is not None
    return begun.campaign


async def fill(town: Town, campaign: Campaign) -> None:
    async def go_on(cabinet: Cabinet) -> int:
        return await cabinet.campaigns.go_on(campaign=await cabinet.campaigns.get(campaign_id=campaign.id))

    await town.ask(go_on)


async def test_each_chat_of_each_account_gets_it_once(town: Town) -> None:
    await link(town, 1, FIRST, SECOND)
    await link(town, 2, FIRST)
    campaign = await begin(town, FIRST, SECOND, UNLINKED)

    await fill(town, campaign)
    parcels = await Ledger(town.database).turn([], 10, NOW)

    assert sorted(parcel.chat_id for parcel in parcels) == [1, 1, 2]
    assert (
        await town.ask(lambda cabinet: cabinet.cutoffs.begin(warned=warned(UNLINKED, SECOND, FIRST), by=SAULE)) is None
    )
    other = await begin(town, FIRST)
    await fill(town, other)
    assert await Ledger(town.database).turn([], 10, NOW) == []


async def test_it_neither_waits_for_quiet_hours_nor_is_switched_off(town: Town) -> None:
    await link(town, 1, FIRST)
    await town.ask(lambda cabinet: cabinet.notice_choices.keep_quiet(customer=town.customer(1), hours=QuietHours.EARLY))
    campaign = await begin(town, FIRST)
    await fill(town, campaign)
    (parcel,) = await Ledger(town.database).turn([], 10, NOW)
    town.now = NOW + timedelta(hours=13)

    verdict = await judged(town, parcel.id, parcel.key, campaign.id)

    assert isinstance(verdict, Ready)
    assert verdict.recipient.values["debt"] == 1_234_567
    assert verdict.recipient.values["agreed"] is False


async def test_with_an_agreement_the_notice_says_so(town: Town) -> None:
    await link(town, 1, FIRST)
    await agree(town, FIRST)
    campaign = await begin(town, FIRST)
    await fill(town, campaign)
    (parcel,) = await Ledger(town.database).turn([], 10, NOW)

    verdict = await judged(town, parcel.id, parcel.key, campaign.id)

    assert isinstance(verdict, Ready)
    assert verdict.recipient.values["agreed"] is True


async def test_one_that_would_come_too_late_by_law_is_not_sent_and_stands_on_the_paper_list(town: Town) -> None:
    await link(town, 1, FIRST)
    campaign = await begin(town, FIRST)
    await fill(town, campaign)
    (parcel,) = await Ledger(town.database).turn([], 10, NOW)
    town.now = NOW + timedelta(days=10)

    verdict = await judged(town, parcel.id, parcel.key, campaign.id)

    assert verdict == Dropped(why="no_reason")
    await Ledger(town.database).turn(
        [Ended(parcel=parcel, state="cancelled", counter="dropped", outcome="no_reason")], 0, town.now
    )
    (record,) = await town.ask(lambda cabinet: cabinet.cutoffs.records(campaign_id=campaign.id))
    assert (record.reached, record.paper) == (False, "not_reached")


async def judged(town: Town, row: int, key: str, campaign: int) -> object:
    waiting = Waiting(id=row, key=key, chat_id=1, campaign=campaign)
    verdicts = await town.ask(lambda cabinet: cabinet.moment.judge(rows=[waiting]))
    return verdicts[row]


async def test_a_former_owner_gets_nothing_and_his_agreement_has_ended(town: Town) -> None:
    await link(town, 1, FIRST)
    await agree(town, FIRST)
    async with town.database.work() as work:
        await work.write()
        for table in (links, electronic_agreements):
            await work.execute(update(table).values(owner_mark=5))
        await work.commit()
    campaign = await begin(town, FIRST)

    await fill(town, campaign)

    (record,) = await town.ask(lambda cabinet: cabinet.cutoffs.records(campaign_id=campaign.id))
    assert (record.deliveries, record.agreed, record.paper) == ((), False, "no_chat")


async def test_an_account_that_the_book_lacks_stops_the_whole_list(town: Town) -> None:
    with pytest.raises(ListRefused, match="no account 999 in branch UKG"):
        await town.ask(lambda cabinet: cabinet.cutoffs.begin(warned=warned(FIRST, "999"), by=SAULE))

    assert await town.ask(lambda cabinet: cabinet.campaigns.newest(most=5)) == ()


async def test_the_record_names_for_each_account_when_where_which_words_and_telegrams_answer(
    town: Town, tmp_path: Path
) -> None:
    await link(town, 1, FIRST, SECOND)
    await agree(town, FIRST)
    campaign = await begin(town, FIRST, SECOND, UNLINKED)
    await fill(town, campaign)
    first, second = await Ledger(town.database).turn([], 10, NOW)
    kept = town.database.vault.seal({"text": "=words"})
    ended = Ended(parcel=first, state="sent", counter="sent", message_id=77, said="ru:1:abc", payload=kept)
    blocked = Ended(parcel=second, state="dead", counter="blocked", outcome="blocked bot was blocked by the user")
    await Ledger(town.database).turn([ended, blocked], 0, NOW)
    record, paper, pdf = tmp_path / "record.csv", tmp_path / "paper.csv", tmp_path / "record.pdf"
    files = cutoffs.Files(record=record, paper=paper, pdf=pdf)

    said = await cutoffs.report(town.database, town.retailer, NOW, campaign.id, files)

    assert said.splitlines()[0] == "3 accounts, 1 reached."
    rows = {row["account_no"]: row for row in read(record)}
    sent = rows[FIRST]
    assert (sent["chat"], sent["state"], sent["telegram"], sent["message_id"]) == ("1", "sent", "ok", "77")
    assert (sent["at"], sent["text_version"]) == ("2026-11-22T11:00:00+05:00", "ru:1:abc")
    assert (sent["text"], sent["agreement"], sent["paper"], sent["debt"]) == ("'=words", "yes", "", "12345.67")
    assert (rows[SECOND]["state"], rows[SECOND]["telegram"]) == ("dead", "blocked bot was blocked by the user")
    assert rows[UNLINKED]["state"] == "no_chat"
    assert [(row["account_no"], row["reason"]) for row in read(paper)] == [
        (SECOND, "not_reached"),
        (UNLINKED, "no_chat"),
    ]
    assert pdf.read_bytes().startswith(b"%PDF")


async def test_whoever_has_not_agreed_gets_paper_although_reached(town: Town) -> None:
    await link(town, 1, FIRST)
    campaign = await begin(town, FIRST)
    await fill(town, campaign)
    (parcel,) = await Ledger(town.database).turn([], 10, NOW)
    await Ledger(town.database).turn([Ended(parcel=parcel, state="sent", counter="sent", message_id=1)], 0, NOW)

    (record,) = await town.ask(lambda cabinet: cabinet.cutoffs.records(campaign_id=campaign.id))

    assert (record.reached, record.paper) == (True, "no_agreement")


async def test_erasure_in_the_middle_is_counted_so_that_the_campaign_ends(town: Town) -> None:
    await link(town, 1, FIRST)
    campaign = await begin(town, FIRST)
    await fill(town, campaign)
    await town.ask(lambda cabinet: cabinet.customers.erase(customer=town.customer(1)))
    for _ in range(3):
        await fill(town, campaign)

    ended = await town.ask(lambda cabinet: cabinet.campaigns.get(campaign_id=campaign.id))

    assert (ended.state, ended.counts.dropped) == (State.DONE, 1)


async def test_the_command_takes_a_file_and_names_what_is_wrong(town: Town, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"branch_code;account_no;debt;cutoff_on\nUKG;{FIRST};5;2026-12-01\n", encoding="utf-8-sig")
    with pytest.raises(OfficeRefused, match=r"nothing is sent\.\nline 2: cutoff_on 2026-12-01"):
        await cutoffs.begin(town.database, town.retailer, NOW, path, by=SAULE)
    with pytest.raises(OfficeRefused, match="cannot be read"):
        await cutoffs.begin(town.database, town.retailer, NOW, tmp_path / "none.csv", by=SAULE)
    with pytest.raises(OfficeRefused, match="no such campaign"):
        await cutoffs.report(town.database, town.retailer, NOW, 1, cutoffs.Files())
    path.write_text(f"branch_code;account_no;debt;cutoff_on\nUKG;{FIRST};5;2026-12-31\n", encoding="utf-8")

    await fill_book(town.database, {balances: [balance_of(town, FIRST, 500)]})
    said = await cutoffs.begin(town.database, town.retailer, NOW, path, by=SAULE)
    again = await cutoffs.begin(town.database, town.retailer, NOW, path, by=SAULE)

    assert said.splitlines()[0] == "Campaign 1: 1 accounts, 0 chats that have linked them."
    assert "Look at these" not in said
    assert again == "This very list has been handed in before: nothing more is sent."


async def test_to_many_chats_nothing_goes_before_another_person_has_approved(town: Town) -> None:
    town.retailer = approving_over(town, 1)
    await link(town, 1, FIRST, SECOND)
    alone = await begin(town, FIRST, SECOND)  # two accounts, one chat
    assert (alone.state, alone.size, alone.approved_by) == (State.RUNNING, 1, SAULE)
    await link(town, 2, FIRST)
    campaign = await begin(town, FIRST)
    assert (campaign.state, campaign.size, campaign.approved_by) == (State.WAITING, 2, None)
    await fill(town, campaign)
    assert await waiting(town, campaign) == 0

    for by, why in ((SAULE, "same_person"), (TIMUR, "")):
        attempt = town.ask(lambda of, by=by: of.launching.approve(campaign_id=campaign.id, by=by))
        if why:
            with pytest.raises(CampaignRefused) as refusal:
                await attempt
            assert refusal.value.why == why
        else:
            assert (await attempt).approved_by == TIMUR
    await fill(town, campaign)

    assert await waiting(town, campaign) == 2


async def test_it_can_be_stopped_like_a_campaign_and_changed_like_none(town: Town) -> None:
    await link(town, 1, FIRST)
    campaign = await begin(town, FIRST)

    for act, state in (("pause", State.PAUSED), ("resume", State.RUNNING), ("cancel", State.CANCELLED)):
        after = await town.ask(lambda of, act=act: getattr(of.launching, act)(campaign_id=campaign.id, by=TIMUR))
        assert after.state is state
    other = await begin(town, SECOND)
    await town.ask(lambda of: of.launching.pause(campaign_id=other.id, by=TIMUR))
    for attempt in (
        town.ask(lambda of: of.launching.send(campaign_id=other.id, by=TIMUR)),
        town.ask(lambda of: of.drafting.set_text(campaign_id=other.id, by=TIMUR, language="ru", text="other")),
    ):
        with pytest.raises(CampaignRefused) as refusal:
            await attempt
        assert refusal.value.why == "legal"


async def test_a_list_that_was_refused_before_anything_of_it_went_can_be_handed_in_again(town: Town) -> None:
    town.retailer = approving_over(town, 0)
    await link(town, 1, FIRST)
    refused = await begin(town, FIRST)
    await town.ask(lambda cabinet: cabinet.launching.cancel(campaign_id=refused.id, by=TIMUR))

    again = await begin(town, FIRST)

    assert again.id != refused.id
    assert (await town.ask(lambda cabinet: cabinet.campaigns.get(campaign_id=refused.id))).state is State.CANCELLED
    assert await town.ask(lambda cabinet: cabinet.cutoffs.begin(warned=warned(FIRST), by=SAULE)) is None
    await town.ask(lambda cabinet: cabinet.launching.approve(campaign_id=again.id, by=TIMUR))
    await fill(town, again)
    assert [parcel.chat_id for parcel in await Ledger(town.database).turn([], 10, NOW)] == [1]


async def test_a_list_that_was_stopped_on_its_way_cannot_be_handed_in_again(town: Town) -> None:
    await link(town, 1, FIRST)
    campaign = await begin(town, FIRST)
    await fill(town, campaign)
    await town.ask(lambda cabinet: cabinet.launching.cancel(campaign_id=campaign.id, by=SAULE))

    assert await town.ask(lambda cabinet: cabinet.cutoffs.begin(warned=warned(FIRST), by=SAULE)) is None


async def test_the_command_says_what_has_to_be_approved(town: Town, tmp_path: Path) -> None:
    town.retailer = approving_over(town, 0)
    await link(town, 1, FIRST)
    path = listed(tmp_path, f"UKG;{FIRST};5;2026-12-31")

    said = await cutoffs.begin(town.database, town.retailer, NOW, path, by=SAULE)

    assert "to more than 0 chats another person has to approve" in said
    assert "python -m bot campaign approve 1 " in said
    assert "The bot sends it" not in said


async def test_accounts_whose_debt_is_another_one_in_the_data_are_named_and_sent_all_the_same(
    town: Town, tmp_path: Path
) -> None:
    await fill_book(town.database, {balances: [balance_of(town, FIRST, 500), balance_of(town, SECOND, -1_234_567)]})
    numbers = (FIRST, SECOND, UNLINKED)
    path = listed(tmp_path, *(f"UKG;{each};5;2026-12-31" for each in numbers))

    said = await cutoffs.begin(town.database, town.retailer, NOW, path, by=SAULE)

    assert said.splitlines()[-3:] == [
        "Look at these: of 2 accounts the listed debt is not the balance in the data.",
        f"UKG {SECOND}: 5.00 listed, -12,345.67 in the data",
        f"UKG {UNLINKED}: 5.00 listed, no balance in the data",
    ]
    assert "The bot sends it" in said


def approving_over(town: Town, chats: int) -> Retailer:
    policy = town.retailer.notices.model_copy(update={"approval_over": chats})
    return town.retailer.model_copy(update={"notices": policy})


def balance_of(town: Town, number: str, closing: int) -> dict[str, object]:
    return month(NOVEMBER, closing, account=town.database.vault.account_id("UKG", number))


def listed(folder: Path, *lines: str) -> Path:
    path = folder / "list.csv"
    path.write_text("\n".join(["branch_code;account_no;debt;cutoff_on", *lines]), encoding="utf-8")
    return path


async def waiting(town: Town, campaign: Campaign) -> int:
    return (await town.ask(lambda of: of.campaigns.get(campaign_id=campaign.id))).counts.open


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
