"""Addresses of an office's counter."""

from collections.abc import Callable

from django.urls import URLPattern, path, register_converter
from django.urls.converters import IntConverter, StringConverter

from loket.core.domain.terms import Role
from loket.faces.counter import (
    api,
    calendar_page,
    case_files,
    case_lists,
    case_page,
    day_pages,
    head_pages,
    letters,
    log_page,
    looks_pages,
    my_work,
    paper_acts,
    print_paper,
    quality_pages,
    receipt,
    reports_pages,
    search,
    section_pages,
    sign_in_pages,
    stations_pages,
    status_slip,
    stock_papers,
)
from loket.faces.counter.act_pages import case_act_page, office_act_page
from loket.faces.counter.acts.register_applicant import registration_context
from loket.faces.counter.acts.registry import CASE_ACTS, OFFICE_ACTS
from loket.faces.counter.day_pages import day_context
from loket.faces.counter.head_pages import clock_context
from loket.faces.counter.officers_pages import deputy_context, officers_context
from loket.faces.counter.orders_pages import orders_context
from loket.faces.counter.portrait_judgement import judge_portrait_page
from loket.faces.counter.stock import act_context, stock_context
from loket.faces.ui.access import PublicView, View, any_officer, officers
from loket.faces.ui.languages import choose_language
from loket.faces.ui.signing_in import sign_in, sign_out


class CaseId(StringConverter):
    """A case's random id."""

    regex = "[0-9a-f]{32}"


class ScanNumber(IntConverter):
    """A scan's number within its case; a longer one is no scan's, and no log could hold a look at it."""

    regex = "[0-9]{1,4}"


register_converter(CaseId, "case_id")
register_converter(ScanNumber, "scan")

_PLACES = {
    "register_applicant": ("stations/registration", "counter/registration.html", "registration"),
    "receive_shipment": ("stock", "counter/stock.html", ""),
    "move_blanks": ("stock/move", "counter/stock_act.html", ""),
    "report_blanks": ("stock/report", "counter/stock_act.html", ""),
    "transfer_blanks": ("stock/transfer", "counter/stock_act.html", ""),
    "import_manifest": ("stock/manifest", "counter/stock_act.html", ""),
    "resolve_variance": ("stock/variance", "counter/stock_act.html", ""),
    "grant_role": ("head/officers", "counter/officers.html", ""),
    "end_role": ("head/officers/end", "counter/officers.html", ""),
    "appoint_deputy": ("head/deputy", "counter/deputy.html", ""),
    "end_deputy": ("head/deputy/end", "counter/deputy.html", ""),
    "confirm_clock": ("head/clock", "counter/clock.html", ""),
    "give_standing_order": ("head/orders", "counter/orders.html", ""),
    "withdraw_standing_order": ("head/orders/withdraw", "counter/orders.html", ""),
    "open_day": ("day/open", "counter/day.html", ""),
    "close_day": ("day/close", "counter/day.html", ""),
}
_CONTEXTS = {
    "register_applicant": registration_context,
    "receive_shipment": stock_context,
    "move_blanks": act_context,
    "report_blanks": act_context,
    "transfer_blanks": act_context,
    "import_manifest": act_context,
    "resolve_variance": act_context,
    "grant_role": officers_context,
    "end_role": officers_context,
    "appoint_deputy": deputy_context,
    "end_deputy": deputy_context,
    "confirm_clock": clock_context,
    "give_standing_order": orders_context,
    "withdraw_standing_order": orders_context,
    "open_day": day_context,
    "close_day": day_context,
}


def _guard(stem: str, address: str) -> Callable[[View[...]], PublicView[...]]:
    """Who may open an act's page: the head's are the head's, those with blanks of who may do them."""
    if address.startswith("head/"):
        return officers(Role.HEAD)
    return officers(*OFFICE_ACTS[stem].roles) if address.startswith("stock/") else any_officer


urlpatterns: list[URLPattern] = [
    path("", stations_pages.start),
    path("sign-in", sign_in, {"help_path": "/sign-in/help"}),
    path("sign-in/help", sign_in_pages.locked_out),
    path("sign-ins/reset", sign_in_pages.reset_sign_in),
    path("head/sign-ins", sign_in_pages.open_sign_in),
    path("password", sign_in_pages.change_password),
    path("sign-out", sign_out),
    path("language", choose_language),
    path("search", search.search),
    path("log", log_page.log_page),
    path("paper", paper_acts.paper_acts),
    path("my-work", my_work.my_work),
    path("head", head_pages.head),
    path("head/late", case_lists.late),
    path("head/uncollected", case_lists.not_collected),
    path("head/cancellations", case_lists.cancellations),
    path("head/ended-today", case_lists.ended_today),
    path("cases-at/<slug:stage>", case_lists.cases_at),
    path("owed/<slug:kind>", case_lists.owed),
    path("waiting-for/<slug:role>", case_lists.waiting_for_role),
    path("on-hand/<str:officer>", case_lists.on_hand_of),
    path("section", section_pages.section),
    path("papers", print_paper.papers),
    path("papers/print", print_paper.print_paper),
    path("reports", reports_pages.reports),
    path("reports/csv", reports_pages.reports_csv),
    path("reports/pdf", reports_pages.reports_pdf),
    path("calendar", calendar_page.calendar),
    path("day", day_pages.day),
    path("day/<slug:day>/slip", day_pages.close_slip),
    path("head/looks", looks_pages.looks_of_day),
    *(
        path(
            address,
            office_act_page(
                OFFICE_ACTS[stem],
                template,
                station=station,
                context=_CONTEXTS.get(stem),
                guard=_guard(stem, address),
            ),
        )
        for stem, (address, template, station) in _PLACES.items()
    ),
    path("stock/reports/<slug:number>", stock_papers.stock_report),
    path("stations/<slug:name>", stations_pages.station_page),
    path("cases/<case_id:case>", case_page.case_page),
    path("cases/<case_id:case>/history", case_page.history),
    path("cases/<case_id:case>/looks", looks_pages.looks_of_case),
    path("cases/<case_id:case>/quality", quality_pages.quality_tests),
    path("cases/<case_id:case>/quality/<scan:number>/page", quality_pages.tested_page),
    path("cases/<case_id:case>/receipt", receipt.receipt),
    path("cases/<case_id:case>/papers/<slug:kind>/<slug:paper_number>", letters.letter),
    path("cases/<case_id:case>/slip", status_slip.status_slip),
    path("cases/<case_id:case>/photo", case_files.photo),
    path("cases/<case_id:case>/sheets/<path:sheet>", case_files.sheet),
    path("cases/<case_id:case>/take_photo/judge", judge_portrait_page),
    path("cases/<case_id:case>/scans/<scan:number>", case_files.scan),
    path("cases/<case_id:case>/scans/<scan:number>/thumbnail", case_files.scan_thumbnail),
    *(path(f"cases/<case_id:case>/{stem}", case_act_page(act)) for stem, act in CASE_ACTS.items()),
    path("api/session", api.session),
    path("api/acts/<slug:operation>", api.office_act),
    path("api/cases/<case_id:case>", api.case),
    path("api/cases/<case_id:case>/<slug:operation>", api.case_act),
]
