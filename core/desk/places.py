"""Where a consumer stands at the desk, for what comes there without a word of his: an appeal, a change of it."""

from core.accounts.ports import Links
from core.desk.model import Thread
from core.desk.policy import DeskPolicy
from core.desk.ports import Groups, Threads


class Places:
    def __init__(
        self, *, threads: Threads, groups: Groups, links: Links, policy: DeskPolicy, default_group: int | None
    ) -> None:
        self._threads = threads
        self._groups = groups
        self._links = links
        self._policy = policy
        self._default = default_group

    async def known(self, chat_id: int) -> Thread | None:
        return await self._threads.of_chat(chat_id)

    async def of(self, chat_id: int, account_id: int | None = None) -> Thread | None:
        """Return the thread of a chat, made in the group of the account's branch; None: there is no desk."""
        known = await self._threads.of_chat(chat_id)
        if known is not None:
            return known
        linked = await self._links.of_chat(chat_id)
        meant = next((each for each in linked if each.account_id == account_id), next(iter(linked), None))
        group = self._policy.group_of(meant.branch.code if meant is not None else "", self._default)
        if group is None:
            return None
        return await self._threads.add(chat_id=chat_id, group_id=(await self._groups.get(group)).chat_id)
