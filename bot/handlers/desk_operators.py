"""Who answers at the desk, and that nobody does who has left its group."""

from aiogram import Router
from aiogram.enums import ChatMemberStatus
from aiogram.types import ChatMemberRestricted, ChatMemberUpdated, Message

from bot.filters import AtDesk, DeskCalls, HasLeft, read_command
from bot.incoming import quoted_of, seat_of
from bot.screens import desk_operators as screens
from bot.screens.screen import Screen
from core.desk.model import DeskRefused, Role
from core.desk.staffing import Named, StaffService
from core.i18n import Translator

_OUT = (ChatMemberStatus.LEFT, ChatMemberStatus.KICKED)


async def manage(message: Message, staffing: StaffService, tr: Translator) -> Screen:
    """`/operators` lists them; `/operators add|admin|remove` with an id, a number of the list or in reply."""
    act, _, rest = (read_command(message.text or "").args or "").partition(" ")
    seat, whom = seat_of(message), named(message, rest)
    match act.casefold():
        case "":
            return screens.operators(await staffing.listed(seat=seat), tr)
        case "add":
            return screens.added(await staffing.add(seat=seat, whom=whom), tr)
        case "admin":
            return screens.added(await staffing.add(seat=seat, whom=whom, role=Role.ADMINISTRATOR), tr)
        case "remove":
            return screens.removed(await staffing.remove(seat=seat, whom=whom), tr)
    raise DeskRefused("syntax", command="operators")


def named(message: Message, written: str) -> Named:
    answered = message.reply_to_message if quoted_of(message) is not None else None
    person = answered.from_user if answered is not None and answered.sender_chat is None else None
    if person is None or person.is_bot:
        return Named(written=written)
    return Named(written=written, user_id=person.id, name=person.full_name)


async def note_member(event: ChatMemberUpdated, staffing: StaffService) -> None:
    """Somebody's standing in a group of the desk has changed."""
    member = event.new_chat_member
    is_out = member.status in _OUT or (isinstance(member, ChatMemberRestricted) and not member.is_member)
    if is_out:
        await staffing.gone(user_id=member.user.id, group_id=event.chat.id)


async def note_leaving(message: Message, staffing: StaffService) -> None:
    """The same as Telegram writes it into the group: not every group sends the other."""
    assert message.left_chat_member is not None
    await staffing.gone(user_id=message.left_chat_member.id, group_id=message.chat.id)


def routes() -> Router:
    router = Router(name="desk_operators")
    router.message.filter(AtDesk())
    router.chat_member.filter(AtDesk())
    router.message.register(manage, DeskCalls("operators"))
    router.message.register(note_leaving, HasLeft())
    router.chat_member.register(note_member)
    return router
