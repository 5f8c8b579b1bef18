"""What operators write is refused by name before anybody is written to."""

from datetime import UTC, datetime

import pytest

from core.clock import ALMATY
from core.notices.refusals import CampaignRefused
from core.notices.repeating import latest
from core.notices.wording import check_button, check_languages, check_text, check_url, filled, length


def why(text: str, *, with_file: bool = False) -> tuple[str, str]:
    with pytest.raises(CampaignRefused) as refused:
        check_text(text, language="kk", with_file=with_file)
    return refused.value.why, refused.value.about


def test_known_placeholders_are_filled_in() -> None:
    text = check_text("  <b>{account}</b>: {debt} ", language="kk", with_file=False)

    assert filled(text, {"account": "1", "debt": "5 ₸"}) == "<b>1</b>: 5 ₸"


def test_an_unknown_placeholder_is_refused_by_name() -> None:
    assert why("Құрметті {name}!") == ("placeholder_unknown", "{name}")


@pytest.mark.parametrize("text", ["{account", "account}", "{{account}", "{account}}"])
def test_an_unbalanced_brace_is_refused(text: str) -> None:
    assert why(text)[0].startswith("placeholder_un")


@pytest.mark.parametrize(
    "text", ["<b>x", "x</b>", "<b><i>x</b></i>", "<div>x</div>", "a < b", "a & b", '<b class="x">x</b>']
)
def test_markup_that_telegram_does_not_take_is_refused(text: str) -> None:
    assert why(text)[0] == "markup"


def test_links_lead_to_https_only() -> None:
    check_text('<a href="https://example.kz/a?b=1&amp;c=2">x</a>', language="ru", with_file=False)

    assert why('<a href="http://example.kz">x</a>')[0] == "url"
    for url in ("javascript:alert(1)", "https://user@example.kz", "tg://resolve", "https://", "https://a b.kz"):
        with pytest.raises(CampaignRefused):
            check_url(url)


def test_a_text_has_to_fit_into_a_message_or_under_a_file() -> None:
    check_text("я" * 4096, language="kk", with_file=False)

    assert why("я" * 4097)[0] == "text_long"
    assert why("я" * 1025, with_file=True)[0] == "text_long"
    assert length("<b>😀</b>&amp;") == 3


def test_no_language_may_be_missing() -> None:
    with pytest.raises(CampaignRefused) as refused:
        check_languages({"kk": "а", "ru": " ", "en": "c"})

    assert (refused.value.why, refused.value.about) == ("language_missing", "ru")


def test_a_button_has_three_labels_and_one_target() -> None:
    labels = {"kk": "Ашу", "ru": "Открыть", "en": "Open"}

    assert check_button(labels, command="readings") == {"text": labels, "command": "readings"}
    for more, broken in (
        ({}, labels),
        ({"url": "https://a.kz", "command": "bills"}, labels),
        ({"command": "logout"}, labels),
        ({"command": "bills"}, labels | {"en": ""}),
    ):
        with pytest.raises(CampaignRefused):
            check_button(broken, **more)


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2027, month, day, hour, tzinfo=ALMATY)


@pytest.mark.parametrize(
    ("repeats", "now", "turn"),
    [
        ("monthly", at(2, 28), at(2, 28)),  # a month without the day takes its last one
        ("monthly", at(2, 28, 9), None),
        ("monthly", at(3, 30), at(2, 28)),
        ("monthly", at(3, 31, 12), at(3, 31)),
        ("weekly", at(2, 6), None),
        ("weekly", at(2, 7), at(2, 7)),
        ("weekly", at(2, 13), at(2, 7)),
        ("daily", at(2, 1, 9), None),
        ("daily", at(2, 1, 11), at(2, 1)),
    ],
)
def test_the_newest_turn_is_found(repeats: str, now: datetime, turn: datetime | None) -> None:
    assert latest(at(1, 31).astimezone(UTC), repeats, now.astimezone(UTC)) == turn


def test_an_address_that_carries_data_to_another_site_is_refused() -> None:
    with pytest.raises(CampaignRefused):
        check_text('<a href="https://x.kz/?a={address}">ok</a>', language="ru", with_file=False)
    with pytest.raises(CampaignRefused):
        check_url("https://x.kz/?a={account}")
