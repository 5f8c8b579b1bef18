"""What an operator has written: placeholders, markup, buttons; checked before anybody is written to.

A text is HTML as Telegram knows it. A placeholder is a name in braces; other braces have no place in a text.
"""

import html
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from core.i18n import LANGUAGES
from core.notices.refusals import CampaignRefused

LONGEST, LONGEST_CAPTION = 4096, 1024  # visible UTF-16 units of a message, and of one with a file
LONGEST_LABEL, MOST_BUTTONS = 40, 6
# What the data can say of the accounts that a notice is about.
OF_ACCOUNT = ("account", "address", "balance", "debt", "period", "last_day")
OF_RETAILER = ("phone",)
PLACEHOLDERS = (*OF_ACCOUNT, *OF_RETAILER)
OF_BALANCE = frozenset({"balance", "debt"})
COMMANDS = ("balance", "readings", "bills", "documents", "calculator", "usage", "accounts", "settings")

_NAME = re.compile(r"\{([^{}<>\n]*)\}")
_TAG = re.compile(r"<(/?)([a-z-]+)((?:\s[^<>]*)?)>", re.IGNORECASE)
_PLAIN_TAGS = frozenset({"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "tg-spoiler"})
_LINK = re.compile(r'\s+href="([^"<>]+)"\s*')
_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|#[0-9]{1,6});)")


def placeholders(text: str) -> frozenset[str]:
    return frozenset(_NAME.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Put values, which are HTML already, in the place of their names."""
    return _NAME.sub(lambda found: values[found[1]], text)


def plain(text: str) -> str:
    """Return HTML as it is read, without its marks."""
    return html.unescape(re.sub(r"<[^<>]*>", "", text))


def length(text: str) -> int:
    """Return the visible length of HTML in UTF-16 units, the widest of the ways to count."""
    return len(plain(text).encode("utf-16-le")) // 2


def check_text(text: str, *, language: str, with_file: bool) -> str:
    """Return a text as it is kept.

    :raises CampaignRefused: empty, too long before anything is filled in, an unknown or unbalanced placeholder, or
        markup that Telegram does not take
    """
    text = text.strip()
    if not text:
        raise CampaignRefused("text_empty", language)
    for name in sorted(placeholders(text)):
        if name not in PLACEHOLDERS:
            raise CampaignRefused("placeholder_unknown", f"{{{name}}}"[:60])
    rest = _NAME.sub("", text)
    if found := re.search(r"[{}]", rest):
        near = rest[max(0, found.start() - 15) : found.start() + 15].strip()
        raise CampaignRefused("placeholder_unbalanced", near)
    _check_markup(text)
    check_length(_NAME.sub("", text), language=language, with_file=with_file)
    return text


def check_length(text: str, *, language: str, with_file: bool) -> None:
    """:raises CampaignRefused: longer than Telegram takes"""
    most = LONGEST_CAPTION if with_file else LONGEST
    if (found := length(text)) > most:
        raise CampaignRefused("text_long", language, number=found, most=most)


def check_languages(texts: Mapping[str, str]) -> None:
    """:raises CampaignRefused: a language has no words"""
    for language in LANGUAGES:
        if not (texts.get(language) or "").strip():
            raise CampaignRefused("language_missing", language)


def check_url(url: str) -> str:
    """Take an address that is the same for everybody: data of a consumer are no business of another site.

    :raises CampaignRefused: no https address, or a placeholder in it
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        known = parts.scheme == "https" and "." in (parts.hostname or "") and "@" not in parts.netloc
    except ValueError:
        known = False
    if not known or len(url) > 500 or re.search(r'[\s"<>{}]', url):
        raise CampaignRefused("url", url[:60])
    return url


def check_button(labels: Mapping[str, str], *, url: str = "", command: str = "") -> dict[str, object]:
    """Return a button as it is kept.

    :raises CampaignRefused: a language has no label or too long a one, or it leads nowhere
    """
    for language in LANGUAGES:
        label = (labels.get(language) or "").strip()
        if not label or len(label) > LONGEST_LABEL or "\n" in label:
            raise CampaignRefused("label", language, most=LONGEST_LABEL)
    if bool(url) == bool(command):
        raise CampaignRefused("button")
    if command and command not in COMMANDS:
        raise CampaignRefused("command", command[:30])
    target = {"url": check_url(url)} if url else {"command": command}
    return {"text": {language: labels[language].strip() for language in LANGUAGES}, **target}


def _check_markup(text: str) -> None:
    opened: list[str] = []
    for closing, name, attributes in _TAG.findall(text):
        tag = name.lower()
        if closing:
            if not opened or opened.pop() != tag:
                raise CampaignRefused("markup", f"</{tag}>")
            continue
        link = _LINK.fullmatch(attributes) if tag == "a" else None
        if link is not None:
            check_url(html.unescape(link[1]))
        elif not (tag in _PLAIN_TAGS and not attributes.strip()) and not (tag == "blockquote" and not attributes):
            raise CampaignRefused("markup", f"<{tag}>")
        opened.append(tag)
    if opened:
        raise CampaignRefused("markup", f"<{opened[-1]}>")
    rest = _TAG.sub("", text)
    if (bare := re.search(r"[<>]", rest) or _ENTITY.search(rest)) is not None:
        raise CampaignRefused("markup", rest[bare.start() : bare.start() + 15])
