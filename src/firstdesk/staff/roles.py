"""The roles of the casebook and of head office."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Who someone is at work. The first seven are the casebook's, in its order 01–07."""

    LOBBY_MANAGER = "lobby_manager", _("Lobby manager")
    TELLER = "teller", _("Teller")
    PERSONAL_BANKER = "personal_banker", _("Personal banker")
    CORPORATE_BANKER = "corporate_banker", _("Corporate banker")
    CONTACT_CENTRE_AGENT = "contact_centre_agent", _("Contact-centre agent")
    BRANCH_MANAGER = "branch_manager", _("Branch manager")
    LOAN_OFFICER = "loan_officer", _("Loan officer")
    QUALITY_OFFICER = "service_quality_officer", _("Service quality officer")
    ADMINISTRATOR = "administrator", _("Administrator")
    AUDITOR = "auditor", _("Auditor")


FRONT_LINE = frozenset(
    {
        Role.LOBBY_MANAGER,
        Role.TELLER,
        Role.PERSONAL_BANKER,
        Role.CORPORATE_BANKER,
        Role.CONTACT_CENTRE_AGENT,
        Role.BRANCH_MANAGER,
        Role.LOAN_OFFICER,
    }
)
"""Those who meet customers."""
