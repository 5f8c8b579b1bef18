import ipaddress
import os
import sys
from collections.abc import Generator
from typing import Any

import hypothesis
import pytest

# How fast something is, is measured in bench/: a busy machine breaks no test.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

pytest_plugins = ["tests.databases", "tests.demo_data", "tests.fakes.town"]


def refuse_other_machines(event: str, arguments: tuple[Any, ...]) -> None:
    """Fail a test that leaves this machine, whatever library it does it with."""
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    # A retailer tries his own accounting system: docs/accounting.md.
    if not is_this_machine(host) and "ACCOUNTING_CONTRACT_URL" not in os.environ:
        pytest.fail(f"a test reaches for {host}: only this machine may be spoken to", pytrace=True)


def is_this_machine(host: str | bytes | None) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if not name or name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


sys.addaudithook(refuse_other_machines)


def pytest_configure() -> None:
    if "CI" in os.environ and "TEST_POSTGRES_URL" not in os.environ:
        pytest.exit("TEST_POSTGRES_URL is not set: in CI everything runs on PostgreSQL, too", returncode=2)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """CI has a browser: a test that is skipped for want of one has not been run, and says so loudly."""
    report = yield
    if report.skipped and "CI" in os.environ and item.get_closest_marker("browser"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped in CI: {report.longrepr}"
    return report


def pytest_xdist_auto_num_workers() -> int:
    """Return how many processes share the tests: they wait more than they compute."""
    return 2 * (os.cpu_count() or 1)
