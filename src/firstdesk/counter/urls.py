"""Addresses of the workbench."""

from __future__ import annotations

from django.urls import path

from firstdesk.counter import pages

app_name = "counter"
urlpatterns = [
    path("window/", pages.window, name="window"),
    path("window/guide/", pages.guide_panel, name="guide"),
    path("window/next/", pages.call_next, name="next"),
    path("window/meet/", pages.meet, name="meet"),
    path("window/mobile/", pages.add_mobile, name="mobile"),
    path("window/visits/<uuid:visit_id>/finish/", pages.finish, name="finish"),
    path("window/visits/<uuid:visit_id>/identity/", pages.check_identity, name="identity"),
    path("window/checks/<uuid:check_id>/tell/", pages.tell, name="tell"),
    path("window/checks/<uuid:check_id>/override/", pages.override, name="override"),
    path("window/checks/<uuid:check_id>/refuse/", pages.refuse, name="refuse"),
    path("window/checks/<uuid:check_id>/submit/", pages.submit, name="submit"),
    path("window/checks/<uuid:check_id>/decline/", pages.decline, name="decline"),
    path("window/checks/<uuid:check_id>/promise/", pages.promise, name="promise"),
    path("window/checks/<uuid:check_id>/slip/", pages.slip, name="slip"),
    path("window/evidence/<uuid:evidence_id>/take-back/", pages.take_back, name="take_back"),
    path("window/visits/<uuid:visit_id>/note/", pages.send_note, name="send_note"),
    path("window/cards/stop/", pages.stop_card, name="stop_card"),
    path("window/cards/lost/", pages.report_loss, name="report_loss"),
    path("window/notes/<uuid:note_id>/seen/", pages.see_note, name="see_note"),
]
