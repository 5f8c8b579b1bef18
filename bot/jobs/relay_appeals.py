"""What the desk's queue does for appeals: their papers, and what is recorded when the answer has gone."""

import html
from typing import Any

from bot.delivery.outcome import End, Outcome
from core.cabinet import Cabinet
from core.desk.model import Spot
from core.storage.outbox import Parcel
from core.support.model import Appeal, Paper

_LONGEST_CAPTION = 700


def paper_of(appeal: Appeal | None, content: dict[str, Any]) -> tuple[Paper, str] | None:
    """Return a paper and what stands below it; None: it has been forgotten."""
    if appeal is None:
        return None
    papers = appeal.papers if content["of"] == "asked" else appeal.answer_papers
    if content["index"] >= len(papers):
        return None
    one = papers[content["index"]]
    caption = f"📎 {appeal.number} · {content['index'] + 1}"
    if content["of"] == "asked":
        caption += f"/{len(papers)}"
        caption += f"\n{html.escape(one.caption[:_LONGEST_CAPTION])}" if one.caption else ""
    return one, caption


async def note_shown(cabinet: Cabinet, parcel: Parcel, content: dict[str, Any], outcome: Outcome) -> None:
    """Remember by which message the operators see an appeal, so that an answer to it finds the appeal."""
    if content["name"] == "appeal_arrived" and "thread" in content and outcome.message_id is not None:
        spot = Spot(chat_id=parcel.chat_id, message_id=outcome.message_id)
        await cabinet.appeals.mark_shown(content["values"]["appeal_id"], spot)


async def end_telling(cabinet: Cabinet, parcel: Parcel, content: dict[str, Any], outcome: Outcome) -> None:
    """Tell the operators where an answer to an appeal, or a paper of it, has not reached the consumer."""
    if outcome.end in (End.BLOCKED, End.GONE):
        await cabinet.customers.note_blocked(chat_id=parcel.chat_id, blocked=True)
    about = content["appeal"] if content["act"] == "paper" else content["values"].get("appeal_id")
    if outcome.end is End.SENT or about is None:
        return
    appeal, thread = await cabinet.appeals.get(int(about)), await cabinet.threads.of_chat(parcel.chat_id)
    if appeal is not None and thread is not None:
        await cabinet.relay.tell_thread(
            thread=thread,
            name="appeal_not_delivered",
            values={"number": appeal.number},
            key=f"appeal_not_delivered:{parcel.id}",
        )
