"""Sign-in, sign-out and second factors: allauth's views under our own addresses."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa import urls as mfa_urls
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import urls as oidc_urls
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
    # The bank's OIDC; without FIRSTDESK_OIDC_URL there is no such provider, and these are 404.
    path("", include(oidc_urls)),  # /oidc/bank/login/ and its callback
    path("oidc/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("oidc/error/", social.login_error, name="socialaccount_login_error"),
    # Reversed by allauth; nobody signs up or connects accounts by himself.
    path(
        "oidc/unknown/",
        RedirectView.as_view(url="/sign-in/?unknown=1"),
        name="socialaccount_signup",
    ),
    path(
        "oidc/mine/",
        RedirectView.as_view(pattern_name="account_home"),
        name="socialaccount_connections",
    ),
]
