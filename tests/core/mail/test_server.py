import pytest

from core.mail.server import MailServer


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://127.0.0.1", ("127.0.0.1", 25, "none", "", "")),
        ("smtp://localhost:1025", ("localhost", 1025, "none", "", "")),
        ("smtp://[::1]:25", ("::1", 25, "none", "", "")),
        ("smtps://mail.example.kz", ("mail.example.kz", 465, "tls", "", "")),
        ("smtps://bot:secret@mail.example.kz:465/", ("mail.example.kz", 465, "tls", "bot", "secret")),
        ("smtp+starttls://bot%40a.kz:p%2Fw%3F%23@mail.a.kz", ("mail.a.kz", 587, "starttls", "bot@a.kz", "p/w?#")),
        ("smtp+starttls://bot@mail.example.kz", ("mail.example.kz", 587, "starttls", "bot", "")),
    ],
)  # fmt: skip
def test_the_address_of_a_mail_server_is_read(url: str, server: tuple[str, int, str, str, str]) -> None:
    found = MailServer.from_url(url)

    assert (found.host, found.port, found.security, found.user, found.password) == server


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mail.example.kz", "begin it with smtp://"),
        ("https://mail.example.kz", "begin it with smtp://"),
        ("smtps://", "no address"),
        ("smtps://mail.example.kz:99999", "no address"),
        ("smtps://mail.example.kz:port", "no address"),
        ("smtps://mail.example.kz:0", "no address"),
        ("smtp://mail.example.kz", "this machine|127.0.0.1 and localhost only"),
        ("smtp://127.0.0.1.example", "127.0.0.1 and localhost only"),
        ("smtps://bot:sec?ret@mail.example.kz", "nothing may stand behind|no address"),
        ("smtps://mail.example.kz/inbox", "nothing may stand behind"),
        ("smtps://:secret@mail.example.kz", "a password without a user"),
    ],
)
def test_what_is_wrong_with_it_is_said_without_the_password(url: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as refused:
        MailServer.from_url(url)

    assert "secret" not in str(refused.value)
    assert "ret@" not in str(refused.value)


def test_the_password_stands_in_no_text_of_the_server() -> None:
    assert "secret" not in repr(MailServer.from_url("smtps://bot:secret@mail.example.kz"))
