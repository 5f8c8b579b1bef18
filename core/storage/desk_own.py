"""What the desk keeps of a consumer, for the copy of his data; and what it forgets when he has them erased.

It forgets whose it was, and every word; that there was a talk stays.

A ban stays as well, or erasing would lift it. What operators' chats show already is theirs to delete: Telegram lets no
bot do that after two days.
"""

from datetime import datetime

from sqlalchemy import case, select, update

from core.customers.model import OwnConversation, OwnMessage
from core.desk.model import Said, SaidState, Side, Talk, TalkState
from core.storage.desk import SqlSayings, SqlTalks, SqlThreads
from core.storage.relay import RELAY, SqlRelay
from core.storage.tables import desk_said, desk_talks, desk_threads, outbox
from core.storage.work import Work


async def of_chat(work: Work, chat_id: int) -> tuple[OwnConversation, ...]:
    """Return what was said between a chat and the operators, the oldest talk first."""
    thread = await SqlThreads(work).of_chat(chat_id)
    if thread is None:
        return ()
    talks = await SqlTalks(work).of_thread(thread.id)
    return tuple([_conversation(talk, await SqlSayings(work).of_talk(talk.id)) for talk in talks[::-1]])


def _conversation(talk: Talk, said: tuple[Said, ...]) -> OwnConversation:
    messages = [
        OwnMessage(
            by=each.side.value,
            at=each.at,
            kind=each.words.kind,
            text=each.words.text,
            file_name=each.words.file_name,
        )
        for each in said
        if each.words is not None and each.side is not Side.NOTE
    ]
    return OwnConversation(
        number=talk.id,
        opened_at=talk.opened_at,
        closed_at=talk.closed_at,
        about=talk.subject.kind.value if talk.subject is not None else "",
        ref=talk.subject.ref if talk.subject is not None else "",
        rating=talk.rating,
        comment=talk.comment,
        messages=tuple(messages),
    )


async def forget_chat(work: Work, chat_id: int, now: datetime) -> None:
    """Forget the chat and its words, drop what has not been said yet, and tell the operators so."""
    threads = SqlThreads(work)
    thread = await threads.of_chat(chat_id)
    if thread is None:
        return
    await _forget_words(work, thread.id)
    await _close(work, thread.id, now)
    await _drop_waiting(work, thread.id, thread.group_id, now)
    await work.execute(update(desk_threads).where(desk_threads.c.id == thread.id).values(chat_id=None, blocked=False))
    found = await threads.get(thread.id)
    assert found is not None
    relay = SqlRelay(work, now)
    if found.topic_id is not None or found.card is not None or await _has_talks(work, found.id):
        await relay.tell_thread(thread=found, name="data_erased", values={}, key=f"data_erased:{found.id}")
        await relay.refresh(thread=found, now=now)


async def _forget_words(work: Work, thread_id: int) -> None:
    """A message of the consumer's loses its place, which names his chat; one of the desk's the place it went to."""
    of = desk_said.c.thread_id == thread_id
    nothing = {"words": None, "quote": None, "album": ""}
    his = update(desk_said).where(of, desk_said.c.side == Side.CONSUMER.value)
    await work.execute(his.values(**nothing, source_chat=0, source_message=desk_said.c.id))
    theirs = update(desk_said).where(of, desk_said.c.side != Side.CONSUMER.value)
    await work.execute(theirs.values(**nothing, target_chat=None, target_message=None))
    waiting = update(desk_said).where(of, desk_said.c.state == SaidState.WAITING.value)
    await work.execute(waiting.values(state=SaidState.FAILED.value))


async def _close(work: Work, thread_id: int, now: datetime) -> None:
    is_open = desk_talks.c.state == TalkState.OPEN.value
    closed = {
        "state": TalkState.CLOSED.value,
        "closed_at": case((is_open, now), else_=desk_talks.c.closed_at),
        "closed_by": case((is_open, "consumer"), else_=desk_talks.c.closed_by),
        "waits_since": None,
        "subject": None,
        "comment": None,
    }
    await work.execute(update(desk_talks).where(desk_talks.c.thread_id == thread_id).values(closed))


async def _drop_waiting(work: Work, thread_id: int, group_id: int, now: datetime) -> None:
    """Drop what waits to be told in the thread: it may hold words of his."""
    waits = (outbox.c.channel == RELAY, outbox.c.chat_id == group_id, outbox.c.state == "new")
    rows = (await work.execute(select(outbox.c.id, outbox.c.payload).where(*waits))).all()
    ours = [row.id for row in rows if row.payload and work.vault.open(row.payload).get("thread") == thread_id]
    if ours:
        dropped = {"state": "cancelled", "outcome": "gone", "closed_at": now, "payload": None}
        await work.execute(update(outbox).where(outbox.c.id.in_(ours), outbox.c.state == "new").values(dropped))


async def _has_talks(work: Work, thread_id: int) -> bool:
    found = select(desk_talks.c.id).where(desk_talks.c.thread_id == thread_id).limit(1)
    return (await work.execute(found)).first() is not None
