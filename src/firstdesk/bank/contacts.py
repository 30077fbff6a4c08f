"""Contact points added at the desk, while the customer is there to be asked."""

from __future__ import annotations

from firstdesk.bank.masking import mask_contact
from firstdesk.bank.models import ContactPoint, Customer, Encounter
from firstdesk.bank.phones import Unfit, normal_mobile
from firstdesk.bank.queries import by_id, customer_not_found, me
from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Conflict, Invalid
from firstdesk.core.ids import new_id
from firstdesk.core.text import Text
from firstdesk.journal.services import record
from firstdesk.staff.verbs import verb

Quality = ContactPoint.Quality


@verb("bank.add_contact", permission="customer.serve")
def add_contact(actor: Actor, customer_id: str, *, value: str) -> ContactPoint:
    """Adds a mobile number during the visit, not yet verified.

    A number that was on file and had failed is taken up again as not verified.

    Args:
        customer_id: the customer whom the actor is serving now.
        value: the number as the customer says it.

    Raises:
        NotFound: the actor is not serving this customer.
        Invalid: not a mobile number; a landline gets no text message (case 03012).
        Conflict: the number is on file already.
    """
    serving = Encounter.objects.filter(served_by_id=me(actor), state=Encounter.State.SERVING)
    customer = (
        Customer.objects.select_for_update(no_key=True)
        .filter(**by_id(customer_id))
        .filter(pk__in=serving.values("customer"))
        .first()
    )
    if customer is None:
        raise customer_not_found()
    try:
        number = normal_mobile(value)
    except Unfit as error:
        raise Invalid(
            code="not_a_mobile",
            what=error.what,
            why=error.why,
            do=Text(
                zh="请客户报现用的手机号，逐位核对。",
                en="Ask for the mobile number in use and check it digit by digit.",
            ),
            fields={"value": error.what},
        ) from None
    known = ContactPoint.objects.filter(customer=customer, kind="mobile", value=number).first()
    if known and known.quality != Quality.FAILED:
        raise _on_file(number)
    point = known or ContactPoint(
        ref=f"FD-{new_id().hex}", customer=customer, kind="mobile", value=number
    )
    before = {"quality": known.quality} if known else None
    point.quality, point.checked_on = Quality.UNVERIFIED, clock.today()
    point.save()
    record(
        actor,
        "bank.add_contact",
        point,
        before=before,
        after={"customer": customer.ref, "kind": "mobile", "quality": point.quality},
        name=mask_contact("mobile", number),
    )
    return point


def _on_file(number: str) -> Conflict:
    return Conflict(
        code="contact_on_file",
        what=Text(
            zh=f"{mask_contact('mobile', number)}已经登记过。",
            en=f"{mask_contact('mobile', number)} is on file already.",
        ),
        why=Text(zh="同一个号码只登记一次。", en="A number is kept once."),
        do=Text(zh="不用再录，接着办。", en="Go on; nothing needs to be added."),
    )
