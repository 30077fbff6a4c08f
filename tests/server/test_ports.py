"""Choosing a port, with real sockets."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from firstdesk.web.server.ports import PortTaken, choose


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_free_port_is_taken_as_wished() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    assert choose("127.0.0.1", free, insist=True) == free
    with socket.create_server(("127.0.0.1", free)):
        pass  # choosing has not kept it


def test_a_taken_port_gives_way_to_a_later_one(taken: int) -> None:
    found = choose("127.0.0.1", taken, insist=False)
    assert taken < found < taken + 50
    with socket.create_server(("127.0.0.1", found)):
        pass


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0"])
def test_a_taken_port_is_an_error_for_who_insists(taken: int, host: str) -> None:
    with pytest.raises(PortTaken) as refused:
        choose(host, taken, insist=True)
    for lang in ("en", "zh-hans"):
        problem = refused.value.problem(lang)
        assert str(taken) in problem["what"]
        assert "--port" in problem["do"]
    assert "in use" in str(refused.value)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "192.0.2.1"])
def test_an_address_that_is_not_ours_is_not_called_taken(host: str) -> None:
    for insist in (True, False):
        with pytest.raises(PortTaken, match="cannot be used") as refused:
            choose(host, 8300, insist=insist)
        assert "--host" in refused.value.do.en


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_what_is_no_port(port: int) -> None:
    with pytest.raises(PortTaken, match="is not a port"):
        choose("127.0.0.1", port, insist=False)


def test_the_last_port_has_no_next_one() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 65535))
        listener.listen()
        with pytest.raises(PortTaken, match="in use"):
            choose("127.0.0.1", 65535, insist=False)


def test_the_newer_internet_protocol_works_too() -> None:
    if not socket.has_ipv6:
        pytest.skip("this Python has no IPv6")
    try:
        listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6")
    with listener:
        port = listener.getsockname()[1]
        with pytest.raises(PortTaken, match="in use"):
            choose("::1", port, insist=True)
        assert choose("::1", port, insist=False) > port
