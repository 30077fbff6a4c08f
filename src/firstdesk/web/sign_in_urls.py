"""Sign-in, sign-out and second factors: allauth's views under our own addresses."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa import urls as mfa_urls
from allauth.socialaccount.providers.openid_connect import urls as oidc_urls
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/inactive/", account.account_inactive, name="account_inactive"),
    path("sign-out/", account.logout, name="account_logout"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/", RedirectView.as_view(pattern_name="mfa_index"), name="account_home"),
    path("account/2fa/", include(mfa_urls)),
    # allauth reverses these names; nobody signs up or resets a password by himself.
    path("sign-in/new/", RedirectView.as_view(pattern_name="account_login"), name="account_signup"),
    path(
        "sign-in/forgotten/",
        RedirectView.as_view(pattern_name="account_login"),
        name="account_reset_password",
    ),
]
if settings.SOCIALACCOUNT_PROVIDERS:
    urlpatterns.append(path("oidc/", include(oidc_urls)))
