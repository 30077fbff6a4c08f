"""How allauth meets our staff: nobody signs up by himself; what is wrong is said in our words."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from firstdesk.staff.models import Staff


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Staff are created by an administrator."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The staff number or the password is wrong."),
        "invalid_login": _("The staff number or the password is wrong."),
        "incorrect_password": _("The password is wrong."),
        "enter_current_password": _("This is not your password now."),
        "incorrect_code": _("This code is wrong or used up. Wait for the next one."),
        "same_as_current": _("The new password must differ from the one now."),
        "rate_limited": _("Too many tries. Wait a minute, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To the window."""
        return "/"

    def get_user_search_fields(self) -> list[str]:
        """People are found by staff number."""
        return ["username"]


class StaffFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors, in our words."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is wrong or used up. Wait for the next one."),
        "cannot_delete_authenticator": _("This factor cannot be switched off."),
        "cannot_generate_recovery_codes": _("First set up an app or a key."),
    }

    def get_totp_label(self, user: Staff) -> str:
        """The staff number, under which the app lists the code."""
        return user.username


class StaffSocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The bank's OIDC signs in people whom an administrator has entered, and nobody else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Connects by the staff number in `preferred_username`."""
        if sociallogin.is_existing:
            return
        person = Staff.objects.filter(
            username=_number(sociallogin.account.extra_data), is_active=True
        ).first()
        if person is None:
            raise ImmediateHttpResponse(redirect("/sign-in/?unknown=1"))
        sociallogin.connect(request, person)


def _number(said: dict[str, Any]) -> str:
    """The staff number among what the bank's server said: in the signed token first."""
    for part in (said.get("id_token"), said.get("userinfo"), said):
        if isinstance(part, dict) and part.get("preferred_username"):
            return str(part["preferred_username"])
    return ""
