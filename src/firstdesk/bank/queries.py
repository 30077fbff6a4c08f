"""Reads of the bank room. A customer's data is open only to whoever serves him now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject, Right

from firstdesk.bank import glance as g
from firstdesk.bank import glance_parts as parts
from firstdesk.bank.masking import mask_contact, mask_id, mask_name
from firstdesk.bank.models import (
    Card,
    ContactPoint,
    Customer,
    Encounter,
    Entitlement,
    Loan,
    LossReport,
    Offering,
)
from firstdesk.bank.names import pieces
from firstdesk.bank.phones import is_mobile, normal_mobile
from firstdesk.bank.rules import Point, age_on, contact_quality, tier_name
from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import NotFound
from firstdesk.core.text import Text
from firstdesk.journal.services import record
from firstdesk.staff.permissions import Scope, require, scope
from firstdesk.staff.roles import FRONT_LINE

MOST_FOUND = 100


def customer_not_found() -> NotFound:
    """The one answer for a customer who does not exist and for one the asker may not see."""
    return NotFound(
        code="customer_not_found",
        what=Text(zh="没有找到这位客户。", en="There is no such customer."),
        why=Text(
            zh="客户号不对，或您现在没有在接待他。",
            en="The id is wrong, or you are not serving this customer now.",
        ),
        do=Text(
            zh="请叫号，或查找客户后开始接待。",
            en="Call the next number, or find the customer and meet them.",
        ),
    )


def encounter_not_found() -> NotFound:
    """The one answer for a visit that does not exist and for a colleague's."""
    return NotFound(
        code="visit_not_found",
        what=Text(zh="没有找到这次接待。", en="There is no such visit."),
        why=Text(zh="编号不对，或不是您在接待。", en="The id is wrong, or it is not yours."),
        do=Text(zh="看“我的窗口”里的当前客户。", en="Look at the customer at your window."),
    )


def by_id(value: object) -> dict[str, Any]:
    """A filter by id; what is no id finds nothing instead of failing."""
    try:
        return {"pk": UUID(str(value))}
    except ValueError:
        return {"pk__in": []}


def me(actor: Actor) -> UUID | None:
    """The actor's own id; None for the system, who serves nobody."""
    return UUID(actor.staff_id) if actor.staff_id else None


@dataclass(frozen=True, slots=True)
class Found:
    """A customer in a list of finds: enough to pick the right one, no more."""

    id: str
    ref: str
    name: Text
    title: Text
    id_number: str
    mobile: str
    home_branch: Text | None


def find_customers(actor: Actor, words: str, *, after: str = "", limit: int = 20) -> list[Found]:
    """Finds customers by what people say or type.

    Each word must fit: customer number, document number or its last four, card number or its
    last four, mobile number, or the name: Chinese by any of its characters, English by its words.

    Args:
        words: what was typed; nothing typed finds nobody.
        after: the ref of the last one of the page before.
        limit: at most `MOST_FOUND`.

    Raises:
        Forbidden: the actor may not look customers up.
    """
    require(actor, "customer.read")
    terms = words[:80].split()
    if not terms:
        return []
    found = Customer.objects.select_related("home_branch").order_by("ref")
    for term in terms:
        found = found.filter(pk__in=_fits(term))
    if after:
        found = found.filter(ref__gt=after)
    mobile = ContactPoint.objects.filter(customer=OuterRef("pk"), kind="mobile").exclude(
        quality="failed"
    )
    found = found.annotate(mobile=Subquery(mobile.order_by("ref").values("value")[:1]))
    return [_found(row) for row in found[: max(1, min(limit, MOST_FOUND))]]


def _fits(term: str) -> QuerySet[Any, Any]:
    """The ids of those whom one word may mean.

    A union, not an OR: each part is then a look-up in its own index.
    """
    everyone = Customer.objects.order_by()
    fits: list[QuerySet[Any, Any]] = [everyone.filter(ref=term).values("pk")]
    if is_mobile(term):
        points = ContactPoint.objects.filter(kind="mobile", value=normal_mobile(term))
        fits.append(points.values("customer"))
    plain = term.upper()
    if plain.isascii() and any(sign.isdigit() for sign in plain):
        fits.append(everyone.filter(id_number=plain).values("pk"))
        fits.append(Card.objects.filter(number=plain).values("customer"))
        if len(plain) == 4:
            ids = everyone.annotate(last=Right("id_number", 4)).filter(last=plain)
            cards = Card.objects.annotate(last=Right("number", 4)).filter(last=plain)
            fits += [ids.values("pk"), cards.values("customer")]
    letters = pieces(term)
    if letters:
        fits.append(everyone.filter(search__contains=letters).values("pk"))
    return fits[0].union(*fits[1:]) if len(fits) > 1 else fits[0]


def _found(row: Any) -> Found:
    return Found(
        id=str(row.pk),
        ref=row.ref,
        name=_name(row),
        title=Text(zh=row.title_zh, en=row.title_en),
        id_number=mask_id(row.id_number),
        mobile=mask_contact("mobile", row.mobile) if row.mobile else "",
        home_branch=row.home_branch.name if row.home_branch else None,
    )


def _name(row: Any) -> Text:
    return Text(zh=row.name_zh, en=row.name_en or row.name_zh)


def entitlement(customer_id: object, on: date) -> g.Tier | None:
    """What the customer may claim on a day, in every branch alike (case 01001).

    There is no branch to pass: who opened the account settles nothing here. Of several tiers that
    hold on the day, the one granted last counts.
    """
    held = (
        Entitlement.objects.filter(customer_id=UUID(str(customer_id)), valid_from__lte=on)
        .filter(Q(valid_to=None) | Q(valid_to__gte=on))
        .order_by("-valid_from", "-tier", "ref")
        .first()
    )
    if held is None:
        return None
    return g.Tier(held.tier, tier_name(held.tier), held.valid_from, held.valid_to)


def customer_glance(actor: Actor, customer_id: object) -> g.Glance:
    """Everything an employee must see first of a customer, in six queries.

    Args:
        customer_id: whose; the actor must be serving him now, unless his role reads bank-wide
            (quality officer, auditor). Such a reading is journalled.

    Raises:
        NotFound: no such customer, or not the actor's to see; the answer is the same.
    """
    customer = _open(actor, customer_id)
    today = clock.today()
    contacts = list(ContactPoint.objects.filter(customer=customer).order_by("kind", "ref"))
    positions = parts.positions(customer)
    totals = {part.account_id: p.total for p in positions for part in p.parts if part.main}
    cards = parts.cards(customer, totals)
    losses = parts.losses(customer, cards)
    if actor.role not in FRONT_LINE:
        with transaction.atomic():
            record(
                actor,
                "bank.customer_read",
                customer,
                name=f"{customer.ref} {mask_name(customer.name_zh)}",
            )
    return g.Glance(
        id=str(customer.pk),
        ref=customer.ref,
        kind=customer.kind,
        name=_name(customer),
        title=Text(zh=customer.title_zh, en=customer.title_en),
        age=age_on(customer.born_on, today),
        id_type=customer.id_type,
        id_number=mask_id(customer.id_number),
        language=customer.language,
        home_branch=customer.home_branch.name if customer.home_branch else None,
        entitlement=entitlement(customer.pk, today),
        contacts=tuple(
            g.ContactLine(str(c.pk), c.kind, mask_contact(c.kind, c.value), c.quality, c.checked_on)
            for c in contacts
        ),
        contact_quality=contact_quality(
            Point(c.kind, c.value, c.quality, c.checked_on) for c in contacts
        ),
        needs=tuple(
            g.Need(
                need["kind"],
                Text(zh=need["zh"], en=need["en"]),
                date.fromisoformat(need["consent_on"]),
            )
            for need in customer.needs
        ),
        positions=positions,
        cards=cards,
        statements=parts.statements(customer, today),
        losses=losses,
        unblocked=g.unblocked_after(losses, cards),
        encounter_id=str(customer.visit) if customer.visit else None,
    )


def _open(actor: Actor, customer_id: object) -> Any:
    """The customer's row, if the actor may see it: how the row is got is the permission."""
    if scope(actor, "customer.read") == Scope.NONE:
        raise customer_not_found()
    visit = Encounter.objects.filter(
        customer=OuterRef("pk"), served_by_id=me(actor), state=Encounter.State.SERVING
    )
    start = clock.local(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    losses = LossReport.objects.filter(
        customer=OuterRef("pk"), reported_at__gte=start, reported_at__lte=clock.now()
    ).order_by("reported_at")
    found = (
        Customer.objects.select_related("home_branch")
        .annotate(
            visit=Subquery(visit.values("pk")[:1]),
            losses_today=ArraySubquery(
                losses.values(
                    row=JSONObject(
                        id="id",
                        card_id="card_id",
                        reported_at="reported_at",
                        channel="channel",
                        formal="formal",
                    )
                )
            ),
        )
        .filter(**by_id(customer_id))
        .first()
    )
    if found is None or (found.visit is None and actor.role in FRONT_LINE):
        raise customer_not_found()
    return found


def require_serving(actor: Actor, customer_id: object) -> None:
    """Lets on only who serves the customer now: what concerns him is done in his presence.

    Raises:
        NotFound: the actor has no visit with this customer, or there is no such customer.
    """
    serving = Encounter.objects.filter(
        customer__in=Customer.objects.filter(**by_id(customer_id)),
        served_by_id=actor.staff_id,
        state=Encounter.State.SERVING,
    )
    if not serving.exists():
        raise customer_not_found()


def current(actor: Actor) -> Encounter | None:
    """The visit of the customer who is in front of the actor now."""
    return (
        Encounter.objects.select_related("customer", "branch")
        .filter(served_by_id=me(actor), state=Encounter.State.SERVING)
        .first()
        if actor.staff_id
        else None
    )


def serving(actor: Actor) -> list[Encounter]:
    """Who is being served in the actor's branch now, and by whom."""
    require(actor, "customer.serve")
    return list(
        Encounter.objects.filter(branch_id=actor.branch, state=Encounter.State.SERVING)
        .exclude(served_by_id=actor.person)
        .select_related("served_by")
        .order_by("called_at")
    )


def waiting_line(actor: Actor) -> QuerySet[Encounter]:
    """Those waiting in the actor's branch today, the longest first."""
    if actor.branch_id is None:
        return Encounter.objects.none()
    here = Encounter.objects.filter(branch_id=UUID(actor.branch_id), day=clock.today())
    return here.filter(state=Encounter.State.WAITING).order_by("taken_at", "id")


def waiting(
    actor: Actor, *, after: tuple[datetime, str] | None = None, limit: int = 100
) -> list[Encounter]:
    """Who waits in the actor's branch today, the longest first.

    Args:
        after: (taken_at, id) of the last one of the page before.

    Raises:
        Forbidden: the actor does not serve customers.
    """
    require(actor, "customer.serve")
    line = waiting_line(actor).select_related("customer", "branch")
    if after:
        moment, last = after
        line = line.filter(Q(taken_at__gt=moment) | Q(taken_at=moment, id__gt=last))
    return list(line[: max(1, min(limit, MOST_FOUND))])


def on_sale(kinds: Sequence[str]) -> list[Offering]:
    """What of these kinds can be bought today, the careful first; sold out ones stay named."""
    today = clock.today()
    return list(
        Offering.objects.filter(kind__in=kinds, sold_from__lte=today)
        .filter(Q(sold_to=None) | Q(sold_to__gte=today))
        .order_by("kind", "grade", "ref")
    )


def loans_of(customer_id: str) -> list[Loan]:
    """The customer's loans with something left to repay, the oldest first."""
    found = Loan.objects.filter(customer_id=customer_id, outstanding__gt=0)
    return list(found.order_by("started_on", "ref"))
