"""New prices: told once to whoever pays by them, with the old price beside the new one."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from core.clock import ALMATY, today_in_almaty
from core.notices.model import AudienceAccount, Campaign, Chat, Firing, NoticeType, Recipient
from core.tariffs.model import Household, NoTariff, TariffBook
from core.tariffs.ports import Tariffs

_AHEAD, _BEHIND = timedelta(days=31), timedelta(days=3)
_ONE_DAY = timedelta(days=1)
_PRICE = 10_000
_ZONES = {"zone": ("T1", "T2", "T3")}


class TariffNotices:
    about = NoticeType.TARIFF

    def __init__(self, *, tariffs: Tariffs) -> None:
        self._tariffs = tariffs

    async def firings(self, now: datetime) -> Sequence[Firing]:
        """Return the changes of a month ahead and of the last days, by group and scheme."""
        today = today_in_almaty(now)
        first, last = today - _BEHIND, today + _AHEAD
        rates = (await self._tariffs.book(None, first - _ONE_DAY, last)).rates
        changed = {
            (rate.tariff_group, rate.scheme, rate.valid_from) for rate in rates if first <= rate.valid_from <= last
        }
        return [
            Firing(
                about=self.about,
                key=f"tariff:{group}:{scheme}:{day}",
                content={"group": group, "scheme": scheme, "day": day.isoformat()},
                useful_until=datetime.combine(day + _BEHIND + _ONE_DAY, time.min, ALMATY),
            )
            for group, scheme, day in sorted(changed)
        ]

    async def recipients(self, campaign: Campaign, chats: Sequence[Chat], now: datetime) -> Sequence[Recipient]:
        group, scheme = campaign.content["group"], campaign.content["scheme"]
        day = date.fromisoformat(campaign.content["day"])
        book = await self._tariffs.book([group], day - _ONE_DAY, day)
        known: dict[tuple[str, str], list[dict[str, Any]]] = {}
        found = []
        for chat in chats:
            own = [each for each in chat.accounts if _pays(each, group, scheme)]
            for each in own:
                if (each.stove, each.benefit) not in known:
                    known[each.stove, each.benefit] = _prices(book, each, day)
            told = [each for each in own if known[each.stove, each.benefit]]
            if told:
                values = {
                    "day": day.isoformat(),
                    "accounts": [_said(each, known[each.stove, each.benefit]) for each in told],
                }
                found.append(Recipient(chat_id=chat.chat_id, key=f"{campaign.key}:{chat.chat_id}", values=values))
        return found


def _pays(account: AudienceAccount, group: str, scheme: str) -> bool:
    return account.status != "closed" and (account.tariff_group, account.tariff_scheme) == (group, scheme)


def _prices(book: TariffBook, account: AudienceAccount, day: date) -> list[dict[str, Any]]:
    """Return the old and the new price of each level or zone; none where nothing changes or one is not known."""
    household = Household(
        tariff_group=account.tariff_group,
        tariff_scheme=account.tariff_scheme,
        stove=account.stove,
        benefit=account.benefit,
    )
    prices: list[dict[str, Any]] = []
    for zone in _ZONES.get(account.tariff_scheme, ("T0",)):
        try:
            before, after = (book.on(household, zone, each) for each in (day - _ONE_DAY, day))
        except NoTariff:
            continue
        old = {rate.level: rate.price_inc_vat for rate in before}
        prices += [
            {
                "zone": zone,
                "level": rate.level,
                "old": int(old[rate.level] * _PRICE),
                "new": int(rate.price_inc_vat * _PRICE),
            }
            for rate in after
            if rate.level in old
        ]
    return prices if any(each["old"] != each["new"] for each in prices) else []


def _said(account: AudienceAccount, prices: list[dict[str, Any]]) -> dict[str, Any]:
    return {"link_id": account.link_id, "account_no": account.account_no, "prices": prices}
