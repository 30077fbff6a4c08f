"""Sign-ins and changes of how a person signs in, in the journal."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from firstdesk.journal.services import record
from firstdesk.staff.models import Staff


def _note(request: HttpRequest, user: Any, action: str, **after: Any) -> None:
    if not isinstance(user, Staff):
        return
    actor = user.actor(request.META.get("firstdesk.request_id", ""))
    with transaction.atomic():
        record(actor, action, user, after=after or None)


@receiver(account.user_logged_in)
def _signed_in(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    login = kwargs.get("sociallogin")
    _note(request, user, "staff.sign_in", by="oidc" if login else "firstdesk")


@receiver(account.user_logged_out)
def _signed_out(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    _note(request, user, "staff.sign_out")


@receiver(account.password_changed)
def _password(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    Staff.objects.filter(pk=user.pk).update(password_given=False)
    _note(request, user, "staff.change_password")


@receiver(mfa.authenticator_added)
def _factor_added(request: HttpRequest, user: Any, authenticator: Any, **kwargs: Any) -> None:
    _note(request, user, "staff.add_factor", factor=authenticator.type)


@receiver(mfa.authenticator_removed)
def _factor_removed(request: HttpRequest, user: Any, authenticator: Any, **kwargs: Any) -> None:
    _note(request, user, "staff.remove_factor", factor=authenticator.type)


@receiver(mfa.authenticator_reset)
def _factor_reset(request: HttpRequest, user: Any, authenticator: Any, **kwargs: Any) -> None:
    _note(request, user, "staff.renew_factor", factor=authenticator.type)
