"""Reply markup: inline keyboards, reply keyboards, removal and forced replies."""

from collections.abc import Callable
from typing import Any

from sandbox.refusal import Refusal, bad_request
from sandbox.rules.links import WrongLink, check_link, user_of_link

ROW_LIMIT = 12
TOTAL_LIMIT = 300
DATA_LIMIT = 64
COPY_LIMIT = 256
_NOT_EMULATED = (
    "callback_game", "pay", "login_url", "switch_inline_query",
    "switch_inline_query_chosen_chat", "switch_inline_query_current_chat",
)  # fmt: skip

Markup = dict[str, Any]
Button = dict[str, Any]


def reply_markup(value: Any, *, private: bool, only_inline: bool = False) -> Markup | None:
    """The markup as it works on the message, or None where nothing is left of it.

    :raises Refusal: with the words of botapi's get_reply_markup
    """
    if value is None or value == "":
        return None
    if not isinstance(value, dict):
        raise bad_request("Object expected as reply markup")
    shown = _read_rows(value, "keyboard", _reply_button)
    inline = _read_rows(value, "inline_keyboard", _inline_button)
    if shown:
        kind: Markup | None = _reply_keyboard(value, shown)
    elif inline:
        kind = {"inline_keyboard": inline}
    elif value.get("remove_keyboard"):
        kind = {"remove_keyboard": True}
    elif value.get("force_reply"):
        kind = _with_placeholder({"force_reply": True}, value)
    else:
        kind = None
    if kind is None:
        return None
    if only_inline and "inline_keyboard" not in kind:
        raise bad_request("Inline keyboard expected")
    return _settled(kind, private)


def callback_data(button: Button) -> str | None:
    """What the bot gets when the button is pressed."""
    data = button.get("callback_data")
    return data if isinstance(data, str) else None


def _read_rows(value: Markup, field: str, read: Callable[[Any], Button]) -> list[list[Button]]:
    rows = value.get(field)
    if rows is None:
        return []
    if not isinstance(rows, list):
        raise bad_request(f'Field "{field}" must be of type Array')
    owner = " of the InlineKeyboardMarkup" if field == "inline_keyboard" else ""
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'Field "{field}"{owner} must be an Array of Arrays')
    return [[read(button) for button in row] for row in rows]


def _inline_button(button: Any) -> Button:
    where = "Can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(f"{where}InlineKeyboardButton must be an Object")
    text = _required_text(button, where)
    if button.get("url"):
        return {"text": text, "url": str(button["url"])}
    if button.get("callback_data"):
        return {"text": text, "callback_data": str(button["callback_data"])}
    if any(key in button for key in _NOT_EMULATED):
        raise bad_request("BUTTON_TYPE_INVALID")
    for key, inner in (("web_app", "url"), ("copy_text", "text")):
        if key in button:
            nested = button[key]
            if not isinstance(nested, dict) or not isinstance(nested.get(inner), str):
                raise bad_request(f'{where}can\'t find field "{inner}"')
            return {"text": text, key: {inner: nested[inner]}}
    raise bad_request(f"{where}Text buttons are unallowed in the inline keyboard")


def _reply_button(button: Any) -> Button:
    where = "Can't parse keyboard button: "
    if isinstance(button, str):
        return {"text": button}
    if not isinstance(button, dict):
        raise bad_request(f"{where}KeyboardButton must be a String or an Object")
    read: Button = {"text": _required_text(button, where)}
    if button.get("request_contact"):
        return read | {"request_contact": True}
    if button.get("request_location"):
        return read | {"request_location": True}
    if any(button.get(k) for k in ("request_poll", "request_users", "request_chat")):
        raise bad_request("BUTTON_TYPE_INVALID")
    return read | ({"web_app": button["web_app"]} if "web_app" in button else {})


def _required_text(button: Button, where: str) -> str:
    if "text" not in button:
        raise bad_request(f'{where}can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise bad_request(f'{where}field "text" must be of type String')
    return button["text"]


def _reply_keyboard(value: Markup, rows: list[list[Button]]) -> Markup:
    flags = ("is_persistent", "resize_keyboard", "one_time_keyboard", "selective")
    keyboard: Markup = {"keyboard": rows} | {flag: True for flag in flags if value.get(flag)}
    return _with_placeholder(keyboard, value)


def _with_placeholder(markup: Markup, value: Markup) -> Markup:
    hint = value.get("input_field_placeholder")
    return markup | {"input_field_placeholder": str(hint)} if hint else markup


def _settled(markup: Markup, private: bool) -> Markup | None:
    field = next((f for f in ("keyboard", "inline_keyboard") if f in markup), None)
    if field is None:
        return markup
    rows: list[list[Button]] = []
    total = 0
    for row in markup[field]:
        kept = [button for button in row if button["text"]][: min(ROW_LIMIT, TOTAL_LIMIT - total)]
        total += len(kept)
        for button in kept:
            _check_reply(button, private) if field == "keyboard" else _check_inline(button, private)
        if kept:
            rows.append(kept)
    return {**markup, field: rows} if rows else None


def _check_reply(button: Button, private: bool) -> None:
    if private:
        return
    if "request_contact" in button:
        raise bad_request("Phone number can be requested in private chats only")
    if "request_location" in button:
        raise bad_request("Location can be requested in private chats only")
    if "web_app" in button:
        raise bad_request("Web App buttons can be used in private chats only")


def _check_inline(button: Button, private: bool) -> None:
    if "url" in button and user_of_link(button["url"]) is None:
        button["url"] = _checked(button["url"], "Inline keyboard button ")
    if "web_app" in button:
        url = button["web_app"]["url"]
        button["web_app"]["url"] = _checked(url, "Inline keyboard button Web App ", https=True)
        if not private:
            raise Refusal(400, "Bad Request: BUTTON_TYPE_INVALID")
    if len(button.get("callback_data", "").encode()) > DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")
    if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= COPY_LIMIT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _checked(url: str, where: str, https: bool = False) -> str:
    try:
        return check_link(url, https_only=https)
    except WrongLink as wrong:
        raise bad_request(f"{where}URL '{url}' is invalid: {wrong}") from None
