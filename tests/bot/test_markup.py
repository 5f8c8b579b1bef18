"""However long and wild a text is: each message is valid, short enough, and nothing that is seen is lost."""

import html

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.markup import LONGEST, length, plain, split
from sandbox.rules.html import parse_html

WORDS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00\r"), max_size=60)
PIECES = st.one_of(
    WORDS.map(html.escape),
    WORDS.map(lambda text: f"<b>{html.escape(text)}</b>"),
    WORDS.map(lambda text: f"<i>a <code>{html.escape(text)}</code> b</i>\n"),
    st.just('<a href="https://example.com/?a=1&amp;b=2">link</a> '),
    st.integers(1, 3000).map(lambda number: "😀" * number),
    st.integers(1, 3000).map(lambda number: "слово " * number),
    st.just("&lt;&amp;&quot;"),
)


def seen(text: str) -> str:
    return "".join(plain(text).split())


@given(st.lists(PIECES, max_size=12).map("".join))
def test_nothing_seen_is_lost_and_no_message_is_too_long(text: str) -> None:
    pages = split(text)

    assert "".join(map(seen, pages)) == seen(text)
    assert all(length(page) <= LONGEST for page in pages)
    for page in pages:
        parse_html(page)


def test_a_short_text_stays_as_it_is() -> None:
    assert split("<b>короткий</b> &amp; ясный") == ["<b>короткий</b> &amp; ясный"]


def test_a_cut_closes_what_is_open_and_opens_it_again() -> None:
    first, second = split("<b><i>" + "слово " * 1000 + "</i></b>")

    assert first.endswith("</i></b>")
    assert second.startswith("<b><i>")
