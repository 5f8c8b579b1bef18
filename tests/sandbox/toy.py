"""A little bot for the page: Kazakh and Russian words, all kinds of bubbles and keyboards."""

import struct
import zlib
from typing import Any

import aiohttp

from sandbox import Sandbox

MENU = {
    "keyboard": [
        [{"text": "💡 Состояние счёта"}, {"text": "📟 Передать показания"}],
        [{"text": "🧾 Квитанции и платежи"}, {"text": "📄 Документы"}],
        [{"text": "🧮 Калькулятор начислений"}, {"text": "📊 Потребление"}],
        [{"text": "📱 Мой номер", "request_contact": True}, {"text": "⚙️ Настройки"}],
    ],
    "is_persistent": True,
    "resize_keyboard": True,
}
CONFIRM = {
    "inline_keyboard": [
        [{"text": "✅ Отправить", "callback_data": "send"}, {"text": "✏️ Исправить", "callback_data": "change"}],
        [
            {"text": "💳 Оплатить", "url": "https://pay.example.kz/"},
            {"text": "Счёт № 1204567", "copy_text": {"text": "1204567"}},
        ],
        [{"text": "ℹ️ Подробнее", "callback_data": "alert"}, {"text": "Назад", "callback_data": "back"}],
    ]
}
BALANCE = (
    "<b>Лицевой счёт 1204567</b>\nул. Қабанбай батыр, 12–45\n\n"
    "🔴 Долг: <b>12 345,60 ₸</b> (+)\nПлатежи учтены по 20 ноября 2026 г.\n\n"
    "<blockquote>Электроэнергия: 10 870,10 ₸\nПеня: 1 475,50 ₸</blockquote>"
)
READING = "Счётчик <code>№ 0098213</code>\n<b>12 345</b> → 152 кВт·ч, около 4 870 ₸. Отправить?"


class Toy:
    """Polls the sandbox until it is cancelled."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._base = f"{sandbox.url}/bot{sandbox.token}"
        self._offset = 0

    async def run(self) -> None:
        async with aiohttp.ClientSession() as self._session:
            await self._introduce()
            while True:
                for update in await self._call("getUpdates", offset=self._offset, timeout=30):
                    self._offset = update["update_id"] + 1
                    await self._take(update)

    async def _introduce(self) -> None:
        commands = [("balance", "Состояние счёта"), ("readings", "Передать показания"), ("help", "Помощь")]
        given = [{"command": command, "description": words} for command, words in commands]
        await self._call("setMyCommands", commands=given)
        await self._call("setMyDescription", description="Счета, показания и платежи за электроэнергию.")

    async def _take(self, update: dict[str, Any]) -> None:
        if query := update.get("callback_query"):
            await self._press(query)
        elif (message := update.get("message")) and message["chat"]["type"] == "private":
            await self._reply(message)

    async def _press(self, query: dict[str, Any]) -> None:
        alert = query["data"] == "alert"
        text = "Показание принимается до 25 числа." if alert else "Принято"
        await self._call("answerCallbackQuery", callback_query_id=query["id"], text=text, show_alert=alert)
        if query["data"] == "send":
            place = {"chat_id": query["message"]["chat"]["id"], "message_id": query["message"]["message_id"]}
            words = "🟢 Показание <b>12 345</b> принято.\nНомер: <code>П-2026-11-0007</code>"
            await self._call("editMessageText", **place, text=words, parse_mode="HTML")

    async def _reply(self, message: dict[str, Any]) -> None:
        chat, text = message["chat"]["id"], message.get("text", "")
        if text.startswith("/start"):
            name = message["from"]["first_name"]
            words = f"Здравствуйте, {name}! Чем помочь?"
            await self._call("sendMessage", chat_id=chat, text=words, reply_markup=MENU)
        elif "счёта" in text or text == "/balance":
            await self._call("sendMessage", chat_id=chat, text=BALANCE, parse_mode="HTML", reply_markup=None)
        elif "показания" in text or text == "/readings":
            await self._call("sendMessage", chat_id=chat, text=READING, parse_mode="HTML", reply_markup=CONFIRM)
        elif "Документы" in text:
            await self._document(chat)
        elif "contact" in message:
            await self._call("sendMessage", chat_id=chat, text="Спасибо, номер подтверждён.")
        else:
            await self._call("sendMessage", chat_id=chat, text=f"Вы написали: {text or 'что-то'}")

    async def _document(self, chat: int) -> None:
        form = aiohttp.FormData(
            quote_fields=False,
            fields={"chat_id": str(chat), "caption": "Счёт-квитанция за ноябрь 2026 г.", "document": "attach://bill"},
        )
        form.add_field("bill", b"%PDF-1.4\n" + bytes(84_000), filename="Счёт-квитанция 2026-11.pdf")
        async with self._session.post(f"{self._base}/sendDocument", data=form) as answer:
            assert answer.status == 200, await answer.text()

    async def _call(self, method: str, **arguments: Any) -> Any:
        body = {key: value for key, value in arguments.items() if value is not None}
        async with self._session.post(f"{self._base}/{method}", json=body) as answer:
            return (await answer.json()).get("result")


def png(width: int, height: int) -> bytes:
    """A plain picture."""
    rows = b"".join(b"\0" + bytes([60 + y * 120 // height, 150, 130]) * width for y in range(height))
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    chunks = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


async def seat_operators(sandbox: Sandbox) -> None:
    """A group with two topics and a short talk."""
    aigul = sandbox.world.person("Айгүл", last_name="Серікқызы", language="kk", phone="+77010000009")
    group = sandbox.world.group("Операторы", forum=True, members=(aigul,))
    group.add_bot(by=aigul)
    topic = group.open_topic("Мария Иванова · 1204567")
    group.open_topic("Данияр Ахметов · 1209981")
    await aigul.says("Здравствуйте! Проверяю начисление.", at=group, topic=topic.id, answered=False)
