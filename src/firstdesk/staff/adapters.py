"""How allauth meets our staff: nobody signs up by himself, everything lands in the journal."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.shortcuts import redirect

from firstdesk.staff.models import Staff


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Staff are created by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To the window."""
        return "/"

    def get_user_search_fields(self) -> list[str]:
        """People are found by staff number."""
        return ["username"]


class StaffSocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The bank's OIDC signs in people whom an administrator has entered, and nobody else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Connects by the staff number in `preferred_username`."""
        if sociallogin.is_existing:
            return
        number = sociallogin.account.extra_data.get("preferred_username", "")
        person = Staff.objects.filter(username=number, is_active=True).first()
        if person is None:
            raise ImmediateHttpResponse(redirect("/sign-in/?unknown=1"))
        sociallogin.connect(request, person)
