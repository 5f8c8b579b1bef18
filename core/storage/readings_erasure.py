"""What is erased of readings when a chat is forgotten: drafts, and of what was sent who sent it and its picture."""

from sqlalchemy import BigInteger, bindparam, delete, select, update

from core.storage.tables import reading_drafts, submissions
from core.storage.work import Work

_CHAT = bindparam("chat", type_=BigInteger)
_DRAFTS = delete(reading_drafts).where(reading_drafts.c.chat_id == _CHAT)
_SENT = select(submissions.c.id, submissions.c.facts).where(submissions.c.chat_id == _CHAT)
_WITHOUT_CHAT = (
    update(submissions)
    .where(submissions.c.id == bindparam("submission", type_=BigInteger))
    .values(chat_id=None, facts=bindparam("sealed"))
)


async def forget_chat(work: Work, chat_id: int) -> None:
    """Erase; a submission itself stays, since it is the trade's own record."""
    await work.execute(_DRAFTS, {"chat": chat_id})
    sent = (await work.execute(_SENT, {"chat": chat_id})).all()
    if sent:
        bare = [{"submission": row.id, "sealed": _without_photo(work, row.facts)} for row in sent]
        await work.execute(_WITHOUT_CHAT, bare)


def _without_photo(work: Work, facts: bytes) -> bytes:
    return work.vault.seal(work.vault.open(facts) | {"photo": ""})
