"""A file of this machine is given to Telegram once; afterwards its name there is enough."""

from pathlib import Path

from aiogram import Bot
from aiogram.methods import SendDocument, SendPhoto
from aiogram.types import FSInputFile

_SECONDS = 300


async def given(bot: Bot, chat_id: int, kind: str, file: Path) -> str:
    """Send a photo or a document into a chat, without a sound, and return its file_id.

    :raises AiogramError: Telegram cannot be reached, or does not take it
    """
    content = FSInputFile(file)
    if kind == "photo":
        method = SendPhoto(chat_id=chat_id, photo=content, caption=f"📎 {file.name}", disable_notification=True)
        photo = (await bot(method, _SECONDS)).photo
        assert photo
        return photo[-1].file_id
    document = (
        await bot(
            SendDocument(
                chat_id=chat_id,
                document=content,
                caption=f"📎 {file.name}",
                disable_notification=True,
                disable_content_type_detection=True,
            ),
            _SECONDS,
        )
    ).document
    assert document is not None
    return document.file_id
