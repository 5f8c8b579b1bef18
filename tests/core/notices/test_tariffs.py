from datetime import date
from typing import Any

from bot.screens.notices_occasions import OCCASIONS
from core.i18n import translator
from core.notices.model import NoticeType
from core.notices.moment import Dropped, Ready
from core.storage import book
from tests.fakes.subscribers import Subscribers
from tests.fakes.town import TOWN, Town, deliver


def rate(valid_from: date, price: int, **changes: Any) -> dict[str, Any]:
    row = {"tariff_group": "POP", "scheme": "flat", "stove": "*", "benefit": "*", "zone": "", "level": 0}
    row |= {"valid_from": valid_from, "valid_to": None, "norm_from": None, "norm_to": None}
    return row | {"price_ex_vat": price * 100 // 116, "vat_rate": 1600, "price_inc_vat": price} | changes


async def test_a_new_price_is_told_once_with_the_old_one(town: Town) -> None:
    people = Subscribers(town)
    await people.join(1, "000100100", "000100101")
    await people.deliver({book.tariffs: [rate(date(2026, 12, 1), 369_500)]})

    [campaign] = await people.fired(NoticeType.TARIFF)
    queued = await people.queued(campaign)

    assert [each.key for each in queued] == ["tariff:POP:flat:2026-12-01:1"]
    shown = OCCASIONS[NoticeType.TARIFF](queued[0].values, translator("ru"), town.retailer)
    assert "1 декабря 2026 г." in shown.text
    assert "32,04\xa0₸ → <b>36,95\xa0₸</b>" in shown.text
    assert await people.fired(NoticeType.TARIFF) == []
    assert [type(each) for each in await people.judged(campaign, queued)] == [Ready]

    await deliver(town.database, TOWN, generation=2)  # without it
    assert await people.judged(campaign, queued) == [Dropped(why="no_reason")]


async def test_other_groups_equal_prices_and_far_days_are_not_told(town: Town) -> None:
    people = Subscribers(town)
    await people.join(1, "000100100")
    rows = [
        rate(date(2026, 12, 1), 320_400),
        rate(date(2026, 12, 2), 999_900, tariff_group="FIRM"),
        rate(date(2026, 12, 24), 400_000),
    ]
    await people.deliver({book.tariffs: rows})

    campaigns = await people.fired(NoticeType.TARIFF)

    assert [each.key for each in campaigns] == ["tariff:FIRM:flat:2026-12-02", "tariff:POP:flat:2026-12-01"]
    assert [await people.queued(each) for each in campaigns] == [[], []]
