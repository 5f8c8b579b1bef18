import socket

import pytest

from tests.conftest import is_this_machine


def test_no_test_reaches_another_machine() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=0.1)


def test_no_test_looks_up_a_name() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"api\.telegram\.org"):
        socket.getaddrinfo("api.telegram.org", 443)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "::1", "localhost", None])
def test_this_machine_may_be_spoken_to(host: str | None) -> None:
    assert is_this_machine(host)
