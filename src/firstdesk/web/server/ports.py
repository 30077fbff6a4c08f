"""Choosing a port."""

from __future__ import annotations

import errno
import socket

from firstdesk.core.errors import Unavailable
from firstdesk.core.text import Text

TRIED = 50
"""How many ports from the wished one on are tried."""


class PortTaken(Unavailable):
    """The wished port cannot be listened on; says why."""


def choose(host: str, wished: int, *, insist: bool) -> int:
    """The wished port if it is free, else the next free one.

    Args:
        host: the name or address to listen on.
        wished: 1 to 65535.
        insist: no other port will do.

    Raises:
        PortTaken: it is taken and the caller insists on it, none of the next ones is free, or the
            address is none of this machine's.
    """
    if not 1 <= wished <= 65535:
        raise _refused(
            Text(zh=f"{wished}不是端口号。", en=f"{wished} is not a port."),
            Text(zh="端口号从1到65535。", en="Ports go from 1 to 65535."),
            Text(zh="请用--port另选一个端口。", en="Choose another with --port."),
        )
    last = wished if insist else min(wished + TRIED - 1, 65535)
    for port in range(wished, last + 1):
        if _free(host, port):
            return port
    raise _refused(
        Text(zh=f"{host}的{wished}端口已被占用。", en=f"Port {wished} on {host} is in use.")
        if last == wished
        else Text(
            zh=f"{host}的{wished}到{last}端口都已被占用。",
            en=f"All ports from {wished} to {last} on {host} are in use.",
        ),
        Text(zh="另一个程序正在使用。", en="Another program listens there."),
        Text(
            zh="请停止该程序，或用--port另选一个端口。",
            en="Stop what uses it, or choose another with --port.",
        ),
    )


def _free(host: str, port: int) -> bool:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except socket.gaierror as error:
        raise _unusable(host, port, str(error.strerror)) from error
    family, kind, protocol, _, address = found[0]
    try:
        with socket.socket(family, kind, protocol) as probe:
            # A port whose last connections are still being closed counts as free, as for a server.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return False
        raise _unusable(host, port, str(error.strerror)) from error
    return True


def _unusable(host: str, port: int, reason: str) -> PortTaken:
    return _refused(
        Text(zh=f"无法监听{host}的{port}端口。", en=f"Port {port} on {host} cannot be used."),
        Text(zh=f"系统的答复：{reason}。", en=f"The system says: {reason}."),
        Text(
            zh="请用--host指定本机地址，用--port指定1024以上的端口。",
            en="Give an address of this machine with --host and a port above 1024 with --port.",
        ),
    )


def _refused(what: Text, why: Text, do: Text) -> PortTaken:
    return PortTaken(code="server.port", what=what, why=why, do=do)
