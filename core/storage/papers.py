"""Documents on record, and under which name Telegram keeps the file of each."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from core.papers.model import Checked, Draft, Issued, Kept, OfAccount, Prints
from core.storage.engine import Database
from core.storage.tables import documents, submissions
from core.storage.work import Work

_NOTHING: dict[str, Any] = {"facts": None, "facts_at": None, "facts_chat": None}
_NEWEST_FIRST = select(documents).order_by(documents.c.id.desc())
_VIEWS = 8  # of the same data: in each language, with the names and without


class SqlPapers:
    """`Papers` of core.papers.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def same(self, account_id: int, draft: Draft, prints: Prints) -> Issued | None:
        for row in await self._work.execute(_of_scope(account_id, draft.kind, draft.scope).limit(_VIEWS)):
            issued = self._issued(row)
            if row.digest == prints.digest:
                return issued
            if issued.says != prints.says:
                break  # the data have changed since: what was issued before is out of date
        return None

    async def add(self, account: OfAccount, draft: Draft, prints: Prints, code: str, at: datetime) -> Issued:
        content: dict[str, Any] = {"code": code, "account_no": account.account_no, "about": draft.about}
        content |= {"totals": draft.totals, "own_number": draft.own_number, "state": draft.state}
        content["says"] = prints.says
        added = await self._work.execute(
            insert(documents).returning(documents.c.id),
            {
                "kind": draft.kind,
                "account_id": account.account_id,
                "scope": draft.scope,
                "digest": prints.digest,
                "code_mark": self._work.vault.mark("document", code),
                "issued_at": at,
                "content": self._work.vault.seal(content),
            },
        )
        return Issued(document=added.scalar_one(), kind=draft.kind, issued_at=at, **content)

    async def keep(self, document: int, facts: dict[str, Any], chat_id: int, at: datetime) -> None:
        values = {"facts": self._work.vault.seal(facts), "facts_at": at, "facts_chat": chat_id}
        await self._work.execute(update(documents).where(documents.c.id == document).values(values))

    async def kept(self, document: int) -> Kept | None:
        row = (await self._work.execute(select(documents).where(documents.c.id == document))).first()
        if row is None:
            return None
        facts: dict[str, Any] | None = self._work.vault.open(row.facts) if row.facts is not None else None
        return Kept(account_id=row.account_id, issued=self._issued(row), facts=facts, chat_id=row.facts_chat)

    async def forget(self, before: datetime, most: int) -> int:
        old = select(documents.c.id).where(documents.c.facts_at < before).limit(most)
        return (await self._work.execute(update(documents).where(documents.c.id.in_(old)).values(_NOTHING))).rowcount

    async def find(self, code: str) -> Checked | None:
        mark = self._work.vault.mark("document", code)
        row = (await self._work.execute(select(documents).where(documents.c.code_mark == mark))).first()
        if row is None:
            return None
        newest = (await self._work.execute(_of_scope(row.account_id, row.kind, row.scope).limit(1))).one()
        issued, last = self._issued(row), self._issued(newest)
        differs = last.says != issued.says if last.says and issued.says else newest.digest != row.digest
        replaced = differs and last.number != issued.number
        return Checked(
            issued=issued,
            replaced_by=last.public_number if replaced else "",
            state_now=await self._changed_state(row, issued),
        )

    async def account_of(self, submission: int) -> int:
        asked = select(submissions.c.account_id).where(submissions.c.id == submission)
        return int((await self._work.execute(asked)).scalar_one())

    async def _changed_state(self, row: Row[Any], issued: Issued) -> str:
        if row.kind != "proof":
            return ""
        asked = select(submissions.c.state).where(submissions.c.id == int(row.scope.partition(" ")[0]))
        state = (await self._work.execute(asked)).scalar()
        return state if state and state != issued.state else ""

    def _issued(self, row: Row[Any]) -> Issued:
        content: dict[str, Any] = self._work.vault.open(row.content)
        return Issued(document=row.id, kind=row.kind, issued_at=row.issued_at, file_id=row.file_id or "", **content)


async def forget_chat(work: Work, chat_id: int) -> None:
    """Forget what stood on the documents that a chat was the last to ask for; that they were issued stays."""
    mine = (documents.c.facts_at.is_not(None), documents.c.facts_chat == chat_id)
    await work.execute(update(documents).where(*mine).values(_NOTHING))


class PaperFiles:
    """Written by delivery, after the answer that it belongs to has been shown."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def remember(self, document: int, file_id: str) -> None:
        """Keep the name of a sent file; empty: the one that is kept is good for nothing."""
        async with self._database.work(book=False) as work:
            await work.write()
            await work.execute(update(documents).where(documents.c.id == document).values(file_id=file_id or None))
            await work.commit()


def _of_scope(account_id: int, kind: str, scope: str) -> Any:
    return _NEWEST_FIRST.where(
        documents.c.account_id == account_id, documents.c.kind == kind, documents.c.scope == scope
    )
