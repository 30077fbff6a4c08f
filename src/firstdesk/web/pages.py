"""Pages of the shell itself: health and the command bar."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from firstdesk.staff.http import actor_of
from firstdesk.staff.places import home
from firstdesk.web.rooms import modules


@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """Answers ok when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Leads to where the person's day begins: a teller's window, head office's desk."""
    return redirect(home(actor_of(request)) or "account_home")


@require_GET
def command_bar(request: HttpRequest) -> HttpResponse:
    """Lists what the typed words could mean: each room offers its own finds.

    A room's `commands.find(actor, words, limit)` returns (group, [Command]) pairs.
    """
    actor = actor_of(request)
    words = request.GET.get("q", "").strip()[:80]
    # With a customer at the window what he came for is meant first: Enter takes the first find.
    rooms = sorted(modules("commands"), key=lambda room: room[0] != "counter")
    groups = [group for _, module in rooms for group in module.find(actor, words, limit=6)]
    return render(request, "web/command_list.html", {"groups": groups, "words": words})
