"""Personal data that an operator has asked for, as they stand in the group for some minutes."""

from bot.screens.balance_amounts import clip
from core.desk.revealing import Revealed
from core.i18n import Html, Translator

_LONGEST = 200


def shown(found: tuple[Revealed, ...], minutes: int, tr: Translator) -> str:
    if not found:
        return tr.gettext("🔒 The consumer has no account linked any more.")
    head = tr.ngettext(
        "🔓 <b>Personal data</b>, erased in {count} minute",
        "🔓 <b>Personal data</b>, erased in {count} minutes",
        minutes,
    )
    return "\n".join([head, *(_one(each, tr) for each in found)])


def _one(each: Revealed, tr: Translator) -> Html:
    address = each.address_kk if tr.language == "kk" else each.address_ru
    return tr.gettext(
        "🏠 {number}\n👤 {payer}\n📍 {address}\n📞 {phones}",
        number=each.account_no,
        payer=clip(each.payer, _LONGEST),
        address=clip(address or each.address_kk, _LONGEST),
        phones=", ".join(each.phones) or "—",
    )
