"""Addresses of the desk's pages."""

from __future__ import annotations

from django.urls import path, register_converter

from firstdesk.desk.pages import cases as pages
from firstdesk.desk.pages import clocks, closing, lists, opening

app_name = "desk"


class _CaseAct:
    regex = "|".join(sorted(pages.case_acts()))

    def to_python(self, value: str) -> str:
        """As it is: one of the acts the page knows; any other word is no address."""
        return value

    to_url = to_python


class _PromiseAct(_CaseAct):
    regex = "|".join(sorted(pages.PROMISE_ACTS))


class _RowAct(_CaseAct):
    regex = "|".join(sorted(pages.ROW_ACTS))


class _CaseNumber(_CaseAct):
    regex = r"FD-\d{1,17}"


register_converter(_CaseAct, "case_act")
register_converter(_PromiseAct, "promise_act")
register_converter(_RowAct, "row_act")
register_converter(_CaseNumber, "case_number")

urlpatterns = [
    *clocks.urlpatterns,
    *closing.urlpatterns,
    *lists.urlpatterns,
    *opening.urlpatterns,
    path("desk/", pages.my_desk, name="mine"),
    path("desk/promises/", pages.promises, name="promises"),
    path("desk/open/", pages.open_case, name="open"),
    path("desk/<case_number:number>/", pages.case, name="case"),
    path("desk/<case_number:number>/<case_act:what>/", pages.act, name="act"),
    path("desk/promises/<uuid:promise_id>/<promise_act:what>/", pages.promise_act, name="promise"),
    path("desk/<row_act:what>/<uuid:row_id>/", pages.row_act, name="row"),
]
