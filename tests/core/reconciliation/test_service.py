from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from core.accounts.model import AccountCard, LinkedAccount, NoSuchLink
from core.balance.model import Amounts, Months, NoSuchService, Service
from core.customers.model import Customer
from core.papers.facts import about_account
from core.papers.model import Draft, Issued, Made, NothingToPrint
from core.period import Period
from core.reconciliation.model import ActRefused, Break
from core.reconciliation.ports import Documents, PointOnFile
from core.reconciliation.service import ReconciliationService
from tests.core.balance.test_service import MARIA, Audit, Linked
from tests.core.reconciliation.ledgers import JANUARY, Ledger, accrued, kept, paid
from tests.databases import NOW
from tests.fakes.cards import CARD
from tests.fakes.ledger import Ledger as Balances
from tests.fakes.ledger import service

EL, HEAT = service("EL"), service("HEAT")
FEBRUARY, NOVEMBER = Period(2026, 2), Period(2026, 11)


@dataclass
class Accounts(Linked):
    kind: str = "person"
    level: int = 1

    async def get(self, *, customer: Customer, link_id: int) -> LinkedAccount:
        return replace(await super().get(customer=customer, link_id=link_id), kind=self.kind, level=self.level)

    async def read_card(self, *, customer: Customer, link_id: int) -> AccountCard:
        return replace(CARD, account=await self.get(customer=customer, link_id=link_id))


@dataclass
class Book:
    documents_of: dict[Service, Documents]
    on_file: tuple[PointOnFile, ...] = ()

    async def points(self, account_id: int) -> tuple[PointOnFile, ...]:
        return self.on_file

    async def supplier_bin(self, service: Service) -> str:
        return "000000000009"

    async def documents(self, account_id: int, service: Service, first: Period, last: Period) -> Documents:
        return Ledger((), self.documents_of[service]).between(first, last)[1]


@dataclass
class Papers:
    drafts: list[Draft] = field(default_factory=list)

    async def hand_out(self, *, customer: Customer, card: AccountCard, draft: Draft) -> Made:
        draft.facts.update(about_account(card, customer.language))
        self.drafts.append(draft)
        issued = Issued(
            document=1,
            kind=draft.kind,
            issued_at=NOW,
            code="7K3M9QXT7K3M9QXT",
            account_no=card.account.account_no,
            about=draft.about,
            totals=draft.totals,
        )
        return Made(account=card.account, masked=card.masked, issued=issued, facts=draft.facts)


def point(point_id: str, of: Service, *serials: str, name: str = "Гараж") -> PointOnFile:
    return PointOnFile(
        point_id=point_id,
        service_code=of.service_code,
        supplier_code=of.supplier_code,
        name=name,
        serials=serials,
    )


LEDGER = kept(
    Documents(
        accrued=(accrued(JANUARY, 500, "p1"), accrued(FEBRUARY, 700, "p1"), accrued(FEBRUARY, 30, "p2")),
        paid=(paid(FEBRUARY.first_day, 450),),
    ),
    [0, 3],
)
POINTS = (point("p1", EL, "A1"), point("p2", EL, "B2"))


class Desk:
    def __init__(self, ledger: Ledger = LEDGER, points: tuple[PointOnFile, ...] = POINTS, **account: Any) -> None:
        months = {each.period: each.amounts for each in ledger.months if each.amounts}
        self.balances = Balances({EL: months, HEAT: {JANUARY: Amounts()}}, day=NOVEMBER.first_day)
        self.audit, self.papers = Audit(), Papers()
        self.service = ReconciliationService(
            accounts=Accounts(**account),  # type: ignore[arg-type]
            balances=self.balances,
            book=Book({EL: ledger.documents, HEAT: Documents()}, points),
            papers=self.papers,  # type: ignore[arg-type]
            audit=self.audit,
            now=NOW,
        )


async def test_meters_of_one_balance_are_one_settlement_and_other_services_none() -> None:
    offer = await Desk().service.offer(customer=MARIA, link_id=7)

    assert [each.service for each in offer.settlements] == [EL]
    assert offer.chosen is not None
    assert [each.serials for each in offer.chosen.points] == [("A1",), ("B2",)]
    assert offer.periods == {JANUARY, FEBRUARY}


async def test_each_service_with_a_point_is_offered_and_all_where_none_has_one() -> None:
    both = await Desk(points=(*POINTS, point("h", HEAT))).service.offer(customer=MARIA, link_id=7)
    none = await Desk(points=()).service.offer(customer=MARIA, link_id=7)

    for offer in (both, none):
        assert [each.service for each in offer.settlements] == [EL, HEAT]
        assert (offer.chosen, offer.periods) == (None, frozenset())


async def test_a_point_is_named_at_level_two_only() -> None:
    masked, full = [await Desk(level=level).service.offer(customer=MARIA, link_id=7) for level in (1, 2)]

    assert [each.name for each in masked.settlements[0].points] == ["", ""]
    assert [each.name for each in full.settlements[0].points] == ["Гараж", "Гараж"]


async def test_the_month_of_the_data_is_not_over() -> None:
    desk = Desk()
    desk.balances.day = FEBRUARY.last_day

    assert (await desk.service.offer(customer=MARIA, link_id=7)).periods == {JANUARY}
    with pytest.raises(NothingToPrint):
        await desk.service.make(customer=MARIA, link_id=7, service=EL.mark, span=Months(FEBRUARY, FEBRUARY))


async def test_the_paper_says_what_the_ledger_says() -> None:
    desk = Desk()

    made = await desk.service.make(customer=MARIA, link_id=7, service=EL.mark, span=Months(JANUARY, NOVEMBER))

    (draft,) = desk.papers.drafts
    assert (draft.kind, draft.about, draft.scope) == ("act", "2026-01..2026-02", f"{EL.mark} 2026-01..2026-02")
    assert draft.totals == {"opening": 0, "debit": 1233, "credit": 450, "closing": 783}
    assert made.facts["entries"] == [
        ["2026-01-31", "accrual", 202601, 500, "A1", "", ""],
        ["2026-02-01", "payment", 202602, -450, "", "Мысал Банк", "Q1"],
        ["2026-02-28", "accrual", 202602, 700, "A1", "", ""],
        ["2026-02-28", "accrual", 202602, 30, "B2", "", ""],
        ["2026-02-28", "penalty", 202602, 3, "", "", ""],
    ]
    assert made.facts["payer"] == CARD.payer
    assert (made.facts["legal"], made.facts["supplier_bin"]) == (False, "000000000009")
    assert desk.audit.rows == [("chat:1", "view.act", "account:41", f"{EL.mark} 2026-01..2026-02")]


async def test_with_one_point_its_meter_is_named_in_the_head_alone() -> None:
    made = await Desk(points=POINTS[:1]).service.make(
        customer=MARIA, link_id=7, service=EL.mark, span=Months(JANUARY, JANUARY)
    )

    assert made.facts["points"] == [["", "A1"]]
    assert made.facts["entries"] == [["2026-01-31", "accrual", 202601, 500, "", "", ""]]


async def test_no_act_is_made_of_data_that_contradict_themselves() -> None:
    desk = Desk(Ledger(LEDGER.months, replace(LEDGER.documents, paid=())))

    with pytest.raises(ActRefused) as refused:
        await desk.service.make(customer=MARIA, link_id=7, service=EL.mark, span=Months(JANUARY, FEBRUARY))

    assert refused.value.broken == Break(FEBRUARY, "paid", 450)
    assert (refused.value.link_id, refused.value.service) == (7, EL.mark)
    assert desk.papers.drafts == []
    assert desk.audit.rows == [("chat:1", "refuse.act", "account:41", f"{EL.mark} 2026-02 paid")]


@pytest.mark.parametrize("mark", ["AAAAAAAA", HEAT.mark])
async def test_nothing_is_found_under_a_mark_that_is_not_offered(mark: str) -> None:
    with pytest.raises(NoSuchService):
        await Desk().service.offer(customer=MARIA, link_id=7, service=mark)
    with pytest.raises(NoSuchService):
        await Desk().service.make(customer=MARIA, link_id=7, service=mark, span=Months(JANUARY, FEBRUARY))


async def test_nothing_is_read_of_a_foreign_account() -> None:
    desk = Desk()

    with pytest.raises(NoSuchLink):
        await desk.service.offer(customer=MARIA, link_id=9)
    with pytest.raises(NoSuchLink):
        await desk.service.make(customer=MARIA, link_id=9, service=EL.mark, span=Months(JANUARY, FEBRUARY))
    assert desk.audit.rows == []


async def test_an_account_without_balances_has_nothing_to_settle() -> None:
    desk = Desk(points=())
    desk.balances.months_of = {}

    offer = await desk.service.offer(customer=MARIA, link_id=7)

    assert (offer.settlements, offer.chosen, offer.periods) == ((), None, frozenset())
