"""Files: uploads, downloads, sizes, copies."""

import io
from typing import Any

import aiohttp
import pytest

from sandbox import Person, Sandbox
from tests.sandbox.conftest import Bot
from tests.sandbox.toy import png


async def upload(bot: Bot, method: str, field: str, body: bytes, name: str, **fields: str) -> dict[str, Any]:
    form = aiohttp.FormData(fields | {field: "attach://part"}, quote_fields=False)
    form.add_field("part", io.BytesIO(body), filename=name)
    url = f"{bot.sandbox.url}/bot{bot.sandbox.token}/{method}"
    async with bot.session.post(url, data=form) as answer:
        found: dict[str, Any] = await answer.json()
        return found


async def test_a_document_goes_out_and_comes_back(sandbox: Sandbox, bot: Bot, maria: Person) -> None:
    body = await upload(
        bot,
        "sendDocument",
        "document",
        b"%PDF-1.4 x",
        "Шот 2026-11.pdf",
        chat_id=str(maria.id),
        caption="<b>Шот</b>",
        parse_mode="HTML",
    )
    message = body["result"]
    assert message["document"]["file_name"] == "Шот 2026-11.pdf"
    assert (message["document"]["mime_type"], message["caption"]) == ("application/pdf", "Шот")
    assert message["caption_entities"] == [{"type": "bold", "offset": 0, "length": 3}]
    file = await bot.result("getFile", file_id=message["document"]["file_id"])
    async with bot.session.get(f"{sandbox.url}/file/bot{sandbox.token}/{file['file_path']}") as answer:
        assert await answer.read() == b"%PDF-1.4 x"
    async with bot.session.get(f"{sandbox.url}/file/bot{sandbox.token}/documents/none.pdf") as answer:
        assert answer.status == 404
    again = await bot.result("sendDocument", chat_id=maria.id, document=message["document"]["file_id"])
    assert again["document"]["file_unique_id"] == message["document"]["file_unique_id"]


@pytest.mark.parametrize(
    ("method", "field", "body", "code", "description"),
    [
        ("sendDocument", "document", b"", 400, "Bad Request: file must be non-empty"),
        ("sendPhoto", "photo", b"no picture", 400, "Bad Request: IMAGE_PROCESS_FAILED"),
        ("sendPhoto", "photo", png(21, 1), 400, "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        ("sendPhoto", "photo", png(2, 2) + bytes(10 * 2**20), 413, "Request Entity Too Large"),
    ],
)
async def test_refused_files(
    bot: Bot, maria: Person, method: str, field: str, body: bytes, code: int, description: str
) -> None:
    answer = await upload(bot, method, field, body, "x", chat_id=str(maria.id))
    assert (answer["error_code"], answer["description"]) == (code, description)


async def test_fifty_megabytes(bot: Bot, maria: Person) -> None:
    answer = await upload(bot, "sendDocument", "document", bytes(50 * 2**20 + 1), "x", chat_id=str(maria.id))
    assert (answer["error_code"], answer["description"]) == (413, "Request Entity Too Large")


async def test_a_far_too_large_request_is_refused_at_the_door(bot: Bot, maria: Person) -> None:
    answer = await upload(bot, "sendDocument", "document", bytes(65 * 2**20), "x", chat_id=str(maria.id))
    assert answer["error_code"] == 413


async def test_only_twenty_megabytes_can_be_fetched(sandbox: Sandbox, bot: Bot, maria: Person) -> None:
    file = sandbox.world.store(bytes(20 * 2**20 + 1), "x.bin", "application/octet-stream", "documents")
    assert await bot.refusal("getFile", file_id=file.id) == "Bad Request: file is too big"
    assert (await bot.refusal("getFile", file_id="x")).startswith("Bad Request: wrong file_id")
    assert (
        await bot.refusal("sendDocument", chat_id=maria.id, document="x")
        == "Bad Request: wrong file identifier/HTTP URL specified"
    )


async def test_a_caption_of_1025(bot: Bot, maria: Person) -> None:
    answer = await upload(bot, "sendPhoto", "photo", png(9, 9), "x.png", chat_id=str(maria.id), caption="ә" * 1025)
    assert answer["description"] == "Bad Request: message caption is too long"


async def test_captions_are_edited_and_texts_are_not_there(bot: Bot, maria: Person) -> None:
    sent = await upload(bot, "sendPhoto", "photo", png(640, 400), "x.png", chat_id=str(maria.id), caption="one")
    assert [size["width"] for size in sent["result"]["photo"]] == [320, 640]
    place = {"chat_id": maria.id, "message_id": sent["result"]["message_id"]}
    assert (await bot.result("editMessageCaption", **place, caption="two"))["caption"] == "two"
    assert (
        await bot.refusal("editMessageText", **place, text="x")
        == "Bad Request: there is no text in the message to edit"
    )


async def test_a_copy_says_what_the_message_says_now(bot: Bot, maria: Person) -> None:
    await maria.says("12345", answered=False)
    own = maria.history[-1].message
    await maria.edits("12354", answered=False)
    place = {"chat_id": maria.id, "from_chat_id": maria.id}
    copy = await bot.result("copyMessage", **place, message_id=own.id)
    assert list(copy) == ["message_id"]
    assert maria.screen.text == "12354"
    assert await bot.refusal("copyMessage", **place, message_id=1) == "Bad Request: message to copy not found"
    await maria.sends_document("шот.pdf", b"%PDF", caption="one", answered=False)
    await bot.result(
        "copyMessage", **place, message_id=maria.history[-1].message.id, caption="<b>two</b>", parse_mode="HTML"
    )
    line = maria.screen.line
    assert line is not None
    assert (line.file_name, line.text) == ("шот.pdf", "two")
    protected = await bot.result("sendMessage", chat_id=maria.id, text="x", protect_content=True)
    assert (
        await bot.refusal("copyMessage", **place, message_id=protected["message_id"])
        == "Bad Request: message can't be copied"
    )


async def test_a_picture_takes_the_place_of_a_text_or_of_another(bot: Bot, maria: Person) -> None:
    sent = await bot.result("sendMessage", chat_id=maria.id, text="one")
    place = {"chat_id": str(maria.id), "message_id": str(sent["message_id"])}
    for caption, side in (("<b>two</b>", 400), ("<i>three</i>", 300)):
        media = f'{{"type": "photo", "media": "attach://part", "caption": "{caption}", "parse_mode": "HTML"}}'
        answer = await upload(bot, "editMessageMedia", "unused", png(side, side), "x.png", media=media, **place)
        assert [size["width"] for size in answer["result"]["photo"]][-1] == side
        assert "text" not in answer["result"]
    assert maria.screen.text == "three"
    assert len([line for line in maria.history if not line.mine]) == 1


async def test_what_no_message_can_be_edited_into(bot: Bot, maria: Person) -> None:
    sent = await bot.result("sendMessage", chat_id=maria.id, text="one")
    place = {"chat_id": str(maria.id), "message_id": str(sent["message_id"])}
    photo = '{"type": "photo", "media": "attach://part"}'
    for body, media, described in (
        (b"no picture", photo, "Bad Request: IMAGE_PROCESS_FAILED"),
        (png(9, 9), "{", "Bad Request: can't parse input media JSON object"),
        (png(9, 9), '{"type": "audio", "media": "attach://part"}', "Bad Request: the sandbox edits a message"),
    ):
        answer = await upload(bot, "editMessageMedia", "unused", body, "x.png", media=media, **place)
        assert answer["description"].startswith(described)
    assert maria.screen.text == "one"
