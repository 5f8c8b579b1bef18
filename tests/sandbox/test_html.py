"""The HTML parser against the real one: TDLib's parseTextEntities, which runs without a network."""

import json
from typing import Any

import pytest
import tdjson
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sandbox.rules.html import parse_html
from sandbox.rules.tags import WrongMarkup
from tests.sandbox.html_corpus import CORPUS

_NAMES = {
    "textEntityTypeBold": "bold",
    "textEntityTypeItalic": "italic",
    "textEntityTypeUnderline": "underline",
    "textEntityTypeStrikethrough": "strikethrough",
    "textEntityTypeSpoiler": "spoiler",
    "textEntityTypeCode": "code",
    "textEntityTypePre": "pre",
    "textEntityTypePreCode": "pre",
    "textEntityTypeBlockQuote": "blockquote",
    "textEntityTypeExpandableBlockQuote": "expandable_blockquote",
    "textEntityTypeTextUrl": "text_link",
    "textEntityTypeMentionName": "text_mention",
    "textEntityTypeCustomEmoji": "custom_emoji",
    "textEntityTypeDateTime": "date_time",
}
_KEPT = {"url": "url", "language": "language", "user_id": "user", "custom_emoji_id": "custom_emoji_id"}


def real(markup: str) -> Any:
    """Text and entities as TDLib has them, or its message."""
    request = {"@type": "parseTextEntities", "text": markup, "parse_mode": {"@type": "textParseModeHTML"}}
    answer = json.loads(tdjson.td_execute(json.dumps(request).encode()))
    if answer["@type"] == "error":
        return answer["message"]
    return answer["text"], [_entity(one) for one in answer["entities"]]


def own(markup: str) -> Any:
    try:
        text, entities = parse_html(markup)
    except WrongMarkup as wrong:
        return f"Can't parse entities: {wrong}"
    return text, [_plain(one) for one in entities]


def _entity(given: dict[str, Any]) -> dict[str, Any]:
    kind = given["type"]
    entity = {"type": _NAMES[kind["@type"]], "offset": given["offset"], "length": given["length"]}
    entity |= {_KEPT[key]: str(value) for key, value in kind.items() if key in _KEPT}
    if "unix_time" in kind:
        entity |= {"unix_time": kind["unix_time"], "date_time_format": _format(kind.get("formatting_type"))}
    return entity


def _format(given: dict[str, Any] | None) -> str:
    if given is None:
        return ""
    if given["@type"] == "dateTimeFormattingTypeRelative":
        return "r"
    sizes = {"None": ("", ""), "Short": ("d", "t"), "Long": ("D", "T")}
    date, time = (
        sizes[given[key]["@type"].removeprefix("dateTimePartPrecision")] for key in ("date_precision", "time_precision")
    )
    return ("w" if given["show_day_of_week"] else "") + date[0] + time[1]


def _plain(entity: dict[str, Any]) -> dict[str, Any]:
    return entity | ({"user": str(entity["user"]["id"])} if "user" in entity else {})


@pytest.fixture(autouse=True, scope="module")
def quiet() -> None:
    tdjson.td_execute(json.dumps({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}).encode())


@pytest.mark.parametrize("markup", CORPUS)
def test_corpus_is_read_as_tdlib_reads_it(markup: str) -> None:
    assert own(markup) == real(markup)


_PIECES = st.one_of(
    st.sampled_from(
        "<b> </b> <i> </i> <a </a> <pre> </pre> <code> </code> <code class='language-py'> <blockquote> </blockquote> "
        "<span </span> <tg-spoiler> </tg-spoiler> <u> </u> < > / = ' \" & ; &lt; &amp; &#128512; &#x41; &# href= "
        "class='tg-spoiler'> expandable href='https://example.kz/'> href='tg://user?id=7'> https:// .kz".split()
    ),
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=4),
    st.just(" "),
)


@given(st.lists(_PIECES, max_size=12).map("".join))
@settings(max_examples=600, deadline=None)
@example("<a>ә</a>")
def test_any_markup_is_read_as_tdlib_reads_it(markup: str) -> None:
    assert own(markup) == real(markup)


_LINKS = st.lists(
    st.sampled_from(": / // x . kz % 41 @ [ ] ? # ә http https tg: ton: tonsite: user ?id= 7 - _".split()),
    min_size=1,
    max_size=8,
).map("".join)


@given(_LINKS)
@settings(max_examples=400, deadline=None)
@example("[")
@example("[::1]")
def test_any_link_is_kept_or_dropped_as_tdlib_does(link: str) -> None:
    markup = f"<a href='{link}'>x</a>"
    assert own(markup) == real(markup)


@given(st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=60))
@settings(max_examples=200, deadline=None)
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parse_html(escaped) == (text, [])
