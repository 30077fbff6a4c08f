"""The commands of `firstdesk`, one module a subject."""

from __future__ import annotations

import click

from firstdesk.web.commands.bench import bench
from firstdesk.web.commands.casebook import casebook, replay
from firstdesk.web.commands.check import check
from firstdesk.web.commands.data import demo, migrate
from firstdesk.web.commands.quote import quote
from firstdesk.web.commands.run import up, web, worker

ALL: tuple[click.Command, ...] = (
    up,
    web,
    worker,
    migrate,
    demo,
    replay,
    casebook,
    quote,
    check,
    bench,
)
