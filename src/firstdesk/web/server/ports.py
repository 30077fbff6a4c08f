"""Choosing a port."""

from __future__ import annotations

import socket


class PortTaken(RuntimeError):
    """The wished port is in use."""


def choose(host: str, wished: int, *, insist: bool) -> int:
    """The wished port if it is free, else the next free one.

    Raises:
        PortTaken: it is taken and the caller insists on it.
    """
    for port in range(wished, wished + 50):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                if insist:
                    raise PortTaken(
                        f"Port {port} on {host} is in use. Stop what uses it, or choose another"
                        " with --port."
                    ) from None
                continue
            return port
    raise PortTaken(f"No free port between {wished} and {wished + 49} on {host}.")
