"""How a message is stored: entities split and trimmed, everything in UTF-16 units."""

from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from sandbox.refusal import Refusal
from sandbox.rules.detect import detected
from sandbox.rules.entities import tidy, utf16_length, utf16_slice
from sandbox.rules.html import parse_html
from sandbox.rules.text import caption_text, message_text

STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
_CHARACTERS = st.characters(exclude_categories=["Cs"])
_ENTITIES = st.lists(
    st.fixed_dictionaries(
        {
            "type": st.sampled_from([*STYLES, "code", "pre", "blockquote", "text_link"]),
            "offset": st.integers(0, 12),
            "length": st.integers(0, 12),
        }
    ),
    max_size=6,
)


def stored(markup: str) -> tuple[str, list[tuple[str, int, int]]]:
    text, entities = tidy(*parse_html(markup))
    return text, [(one["type"], one["offset"], one["length"]) for one in entities]


@pytest.mark.parametrize(
    ("markup", "text", "entities"),
    [
        ("  <b>x</b> \n", "x", [("bold", 0, 1)]),
        ("<b> x </b>", " x", [("bold", 0, 2)]),
        ("<b>a<i>b</i>c</b>", "abc", [("bold", 0, 1), ("bold", 1, 2), ("italic", 1, 1)]),
        ("<b>a</b><b>b</b>", "ab", [("bold", 0, 2)]),
        ("<b>a<code>b</code>c</b>", "abc", [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]),
        ("😀<b>😀</b>", "😀😀", [("bold", 2, 2)]),
        ("a\r\n<b>b</b>\tc", "a\nb c", [("bold", 2, 1)]),
        ("a\u202eb\u0333<i>c</i>", "abc", [("italic", 2, 1)]),
        ("<blockquote><b>a</b></blockquote>", "a", [("blockquote", 0, 1), ("bold", 0, 1)]),
        ("<a href='a.kz'>x<a href='b.kz'>y</a></a>", "xy", [("text_link", 0, 2)]),
    ],
)
def test_what_is_stored(markup: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    assert stored(markup) == (text, entities)


@given(st.text(_CHARACTERS, min_size=1, max_size=14), _ENTITIES)
@settings(max_examples=400, deadline=None)
def test_entities_lie_on_the_text_and_do_not_cross(text: str, entities: list[dict[str, Any]]) -> None:
    inside = [one for one in entities if one["offset"] + one["length"] <= utf16_length(text)]
    try:
        shown, kept = tidy(text, inside)
    except Refusal:
        reject()  # a border in the middle of a character, see the next test
    assert shown == shown.rstrip(" \n")
    for one in kept:
        assert 0 <= one["offset"] < one["offset"] + one["length"] <= utf16_length(shown)
        utf16_slice(shown, one["offset"], one["length"])
    for first in kept:
        for second in kept:
            assert not _cross(first, second)
    styled = [one for one in kept if one["type"] in STYLES]
    assert not any(_inside(one, other) for one in styled for other in kept if other["type"] in ("code", "pre"))


@pytest.mark.parametrize(("offset", "length", "verb"), [(1, 1, "begins"), (0, 1, "ends")])
def test_a_border_within_a_character_is_refused(offset: int, length: int, verb: str) -> None:
    with pytest.raises(Refusal, match=f"entity {verb} in a middle of a UTF-16 symbol"):
        tidy("😀", [{"type": "bold", "offset": offset, "length": length}])


def _cross(one: dict[str, Any], other: dict[str, Any]) -> bool:
    end = one["offset"] + one["length"]
    return bool(one["offset"] < other["offset"] < end < other["offset"] + other["length"])


def _inside(one: dict[str, Any], other: dict[str, Any]) -> bool:
    end = other["offset"] + other["length"]
    return one is not other and other["offset"] <= one["offset"] and one["offset"] + one["length"] <= end


@given(st.text(_CHARACTERS, max_size=30), _ENTITIES)
@settings(max_examples=200, deadline=None)
def test_what_is_stored_is_stable(text: str, entities: list[dict[str, Any]]) -> None:
    try:
        once = tidy(text, [one for one in entities if one["offset"] + one["length"] <= utf16_length(text)])
    except Refusal:
        reject()
    assert tidy(once[0], [dict(one) for one in once[1]])[1] == once[1]


@given(st.integers(1, 5000), st.sampled_from("xә😀"))
def test_length_counts_characters(count: int, character: str) -> None:
    if count > 4096:
        with pytest.raises(Refusal, match="message is too long"):
            message_text(character * count, "", None)
    else:
        assert len(message_text(character * count, "", None)[0]) == count


@given(st.integers(0, 1100))
def test_captions_are_shorter(count: int) -> None:
    if count > 1024:
        with pytest.raises(Refusal, match="message caption is too long"):
            caption_text("ә" * count, "HTML", None)
    else:
        assert len(caption_text("ә" * count, "HTML", None)[0]) == count


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start q_1", [("bot_command", "/start")]),
        ("см. https://example.kz/a?b=1.", [("url", "https://example.kz/a?b=1")]),
        ("e-mail: a.b@example.kz", [("email", "a.b@example.kz")]),
        ("пишите @support_desk", [("mention", "@support_desk")]),
        ("12.345,60 и 1/2", []),
        ("www.example.kz", [("url", "www.example.kz")]),
    ],
)
def test_what_is_found_in_plain_text(text: str, found: list[tuple[str, str]]) -> None:
    entities = detected(text, [])
    assert [(one["type"], utf16_slice(text, one["offset"], one["length"])) for one in entities] == found
