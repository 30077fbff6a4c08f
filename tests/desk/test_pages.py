"""The desk in a browser: my desk, promises, the case and everything that can be posted to it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from firstdesk.bank.models import Customer, Encounter, Instruction
from firstdesk.core import clock
from firstdesk.core.text import Text
from firstdesk.desk import commands, services
from firstdesk.desk.models import Approval, Handover, Promise, Redress, ServiceCase
from firstdesk.desk.templatetags import casefile

pytestmark = pytest.mark.usefixtures("policies")
MORNING = datetime.fromisoformat("2007-12-04T10:20:00+08:00")


@pytest.fixture(autouse=True)
def _rehearsal() -> Any:
    with clock.frozen(MORNING):
        yield


def opened(cast: Any, who: str = "teller", **more: Any) -> ServiceCase:
    values: dict[str, Any] = {
        "matter": "complaint",
        "title": "Card fee taken twice",
        "story": "He says 10 yuan were taken on 3 and 4 December.",
        "caller_name": "Mr Lin",
        "caller_contact": "021-55550101",
    }
    return services.open_case(cast.actor(getattr(cast, who)), **(values | more))


def promised(cast: Any, case: ServiceCase, hours: int = 3) -> Promise:
    return services.make_promise(
        cast.actor(cast.teller),
        str(case.pk),
        words="I call back",
        due_at=MORNING + timedelta(hours=hours),
    )


def page(client: Any, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


# --- my desk ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "said"), [("en", "My desk"), ("zh-hans", "我的服务单")])
@pytest.mark.parametrize("role", ["teller", "lobby_manager", "branch_manager", "quality_officer"])
def test_my_desk_speaks_both_languages(
    cast: Any, browser_client: Any, language: str, said: str, role: str
) -> None:
    opened(cast, title="对账单寄错地址")
    text = page(browser_client(getattr(cast, role), language), "/desk/?which=all")
    assert f"<h1>{said}</h1>" in text
    assert "对账单寄错地址" in text


def test_lists_hold_what_they_name(cast: Any, browser_client: Any) -> None:
    mine, theirs = opened(cast, title="Mine"), opened(cast, "lobby_manager", title="Theirs")
    client = browser_client(cast.teller)
    assert f"/desk/{mine}/" in page(client, "/desk/")
    assert f"/desk/{theirs}/" not in page(client, "/desk/")
    assert f"/desk/{theirs}/" in page(client, "/desk/?which=branch")
    assert f"/desk/{mine}/" not in page(client, "/desk/?which=priority")


def test_search_finds_words_and_keeps_them_in_the_field(cast: Any, browser_client: Any) -> None:
    hit, miss = opened(cast, title="自动还款没有扣"), opened(cast, title="Coins")
    text = page(browser_client(cast.teller), "/desk/?q=自动还款")
    assert f"/desk/{hit}/" in text
    assert f"/desk/{miss}/" not in text
    assert 'value="自动还款"' in text
    assert "No case holds these words" in page(browser_client(cast.teller), "/desk/?q=zebra")


def test_opening_from_my_desk_with_a_promise(cast: Any, browser_client: Any) -> None:
    done = browser_client(cast.teller).post(
        "/desk/open/",
        {
            "matter": "enquiry",
            "title": "Where is my statement?",
            "story": "Moved in October.",
            "caller_name": "Ms Wu",
            "promise": "I call you back",
            "due_at": "2007-12-05T11:00",
        },
        headers={"hx-request": "true"},
    )
    case = ServiceCase.objects.get()
    assert done.status_code == 204
    assert done["HX-Redirect"] == f"/desk/{case}/"
    promise = Promise.objects.get()
    assert promise.due_at == datetime.fromisoformat("2007-12-05T11:00:00+08:00")
    assert (case.owner_id, case.first_owner_id) == (cast.teller.pk, cast.teller.pk)


def test_a_promise_without_a_time_is_a_toast_and_opens_nothing(
    cast: Any, browser_client: Any
) -> None:
    refused = browser_client(cast.teller).post(
        "/desk/open/",
        {
            "matter": "enquiry",
            "title": "Statement",
            "story": "x",
            "caller_name": "Ms Wu",
            "promise": "I call you back",
            "due_at": "",
        },
        headers={"hx-request": "true"},
    )
    assert refused.status_code == 422
    assert refused["HX-Retarget"] == "#toasts"
    assert not ServiceCase.objects.exists()


def test_a_time_that_is_none_is_refused_at_its_field(cast: Any, browser_client: Any) -> None:
    case = opened(cast)
    refused = browser_client(cast.teller).post(
        f"/desk/{case}/promise/",
        {"words": "I call", "due_at": "tomorrow"},
        headers={"hx-request": "true"},
    )
    assert refused.status_code == 422
    assert "Give a date and a time." in refused.content.decode()
    assert not Promise.objects.exists()


def test_plain_forms_work_without_scripts(cast: Any, browser_client: Any) -> None:
    done = browser_client(cast.teller).post(
        "/desk/open/",
        {"matter": "enquiry", "title": "One line", "story": "Told", "caller_name": "Ms Wu"},
        follow=True,
    )
    assert f"{ServiceCase.objects.get()} is yours" in done.content.decode()


# --- the case ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "said"), [("en", "First asked:"), ("zh-hans", "首问负责：")])
def test_the_case_page(cast: Any, browser_client: Any, language: str, said: str) -> None:
    case = opened(cast)
    promised(cast, case)
    text = page(browser_client(cast.teller, language), f"/desk/{case}/")
    assert said in text
    assert "I call back" in text
    assert 'data-open="promise"' in text
    assert "021-55550101" in text


def test_a_strangers_case_is_not_found(cast: Any, browser_client: Any) -> None:
    case = opened(cast)
    assert browser_client(cast.stranger).get(f"/desk/{case}/").status_code == 404
    assert browser_client(cast.stranger).get("/desk/FD-99999999/").status_code == 404
    posted = browser_client(cast.stranger).post(f"/desk/{case}/note/", {"text": "x"})
    assert posted.status_code == 404


def test_an_auditor_reads_and_cannot_act(cast: Any, browser_client: Any) -> None:
    case = opened(cast)
    text = page(browser_client(cast.auditor), f"/desk/{case}/")
    assert case.title in text
    assert text.count("<dialog") == 1  # the command bar's
    posted = browser_client(cast.auditor).post(f"/desk/{case}/note/", {"text": "x"})
    assert posted.status_code == 403


def test_told_again_is_counted_at_the_head(cast: Any, browser_client: Any) -> None:
    case = opened(cast)
    browser_client(cast.teller).post(
        f"/desk/{case}/note/", {"text": "He told it again", "contact": "phone", "retold": "on"}
    )
    case.refresh_from_db()
    assert case.told_count == 2
    assert "<b>2</b>" in page(browser_client(cast.teller), f"/desk/{case}/")


def test_promises_are_kept_moved_and_broken_from_the_page(cast: Any, browser_client: Any) -> None:
    case, client = opened(cast), browser_client(cast.teller)
    for what, more, state in (
        ("keep", {}, "kept"),
        ("break", {}, "broken"),
        ("renegotiate", {"due_at": "2007-12-06T09:00"}, "renegotiated"),
    ):
        promise = promised(cast, case)
        done = client.post(
            f"/desk/promises/{promise.pk}/{what}/",
            {"version": promise.version, "note": "said so", "case": str(case)} | more,
            headers={"hx-request": "true"},
        )
        assert done["HX-Redirect"] == f"/desk/{case}/"
        promise.refresh_from_db()
        assert promise.state == state
    assert Promise.objects.filter(state="open").count() == 1  # the agreed new time


def test_an_old_version_is_refused_and_says_who_was_faster(cast: Any, browser_client: Any) -> None:
    case = opened(cast)
    promise = promised(cast, case)
    again = browser_client(cast.teller).post(
        f"/desk/promises/{promise.pk}/keep/",
        {"version": promise.version + 1, "note": "done", "case": str(case)},
        headers={"hx-request": "true"},
    )
    assert again.status_code == 409
    promise.refresh_from_db()
    assert promise.state == "open"


def test_solve_is_locked_while_a_promise_is_open_then_goes_its_course(
    cast: Any, browser_client: Any
) -> None:
    case, client = opened(cast), browser_client(cast.teller)
    promise = promised(cast, case)
    text = page(client, f"/desk/{case}/")
    assert "First settle these" in text
    form = {"version": case.version, "outcome": "done", "answer": "Both fees are back."}
    assert client.post(f"/desk/{case}/solve/", form).status_code == 423
    services.keep_promise(
        cast.actor(cast.teller), str(promise.pk), version=promise.version, note="Called."
    )
    case.refresh_from_db()
    assert client.post(f"/desk/{case}/solve/", form | {"version": case.version}).status_code == 302
    case.refresh_from_db()
    assert case.state == "solved"
    assert "Closes by itself if the customer is silent" in page(client, f"/desk/{case}/")
    reopened = client.post(
        f"/desk/{case}/reopen/", {"version": case.version, "words": "Only one fee came back."}
    )
    assert reopened.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.priority) == ("open", 1)
    client.post(f"/desk/{case}/solve/", form | {"version": case.version})
    case.refresh_from_db()
    client.post(f"/desk/{case}/confirm/", {"version": case.version, "words": "Thank you."})
    case.refresh_from_db()
    assert (case.state, case.closed_how) == ("closed", "confirmed")
    text = page(client, f"/desk/{case}/")
    assert 'data-open="reopen"' in text
    assert 'data-open="promise"' not in text


def test_an_answer_that_sends_him_away_is_refused(cast: Any, browser_client: Any) -> None:
    case = opened(cast)
    refused = browser_client(cast.teller).post(
        f"/desk/{case}/solve/",
        {"version": case.version, "outcome": "done", "answer": "请您联系开户行。"},
        headers={"hx-request": "true"},
    )
    assert refused.status_code == 422


def test_a_handover_is_offered_seen_refused_and_accepted(cast: Any, browser_client: Any) -> None:
    case, client = opened(cast), browser_client(cast.teller)
    offer = {"to_branch": "B02", "packet": "Card tail 0915; both fees.", "reason": "Issued there"}
    client.post(f"/desk/{case}/handover/", offer)
    one = Handover.objects.get()
    there = browser_client(cast.stranger)
    text = page(there, f"/desk/{case}/")
    assert "Card tail 0915; both fees." in text
    assert 'data-open="accept"' in text
    assert f"/desk/{case}/" in page(there, "/desk/?which=offered")
    refusal = there.post(f"/desk/refuse-handover/{one.pk}/", {"case": str(case), "reason": ""})
    assert refusal.status_code == 422
    refusal = there.post(
        f"/desk/refuse-handover/{one.pk}/", {"case": str(case), "reason": "Not ours"}
    )
    assert refusal["Location"] == "/desk/"  # the case is out of sight again
    client.post(f"/desk/{case}/handover/", offer)
    two = Handover.objects.get(state="offered")
    there.post(f"/desk/accept-handover/{two.pk}/", {"case": str(case)})
    case.refresh_from_db()
    assert (case.owner_id, case.first_owner_id) == (cast.stranger.pk, cast.teller.pk)
    assert "Customer need not tell it again" in page(there, f"/desk/{case}/")


def test_the_sender_withdraws(cast: Any, browser_client: Any) -> None:
    case, client = opened(cast), browser_client(cast.teller)
    client.post(f"/desk/{case}/handover/", {"to_branch": "B02", "packet": "Facts", "reason": "Why"})
    one = Handover.objects.get()
    assert f"/desk/withdraw-handover/{one.pk}/" in page(client, f"/desk/{case}/")
    client.post(f"/desk/withdraw-handover/{one.pk}/", {"case": str(case)})
    one.refresh_from_db()
    assert one.state == "withdrawn"


def test_redress_above_the_limit_waits_for_the_manager(cast: Any, browser_client: Any) -> None:
    case = opened(cast)
    browser_client(cast.teller).post(
        f"/desk/{case}/redress/",
        {"kind": "refund", "amount": "812.40", "claimed": "812.40", "basis": "Taken twice"},
    )
    row = Redress.objects.get()
    assert (row.state, row.amount) == ("proposed", Decimal("812.40"))
    teller = page(browser_client(cast.teller), f"/desk/{case}/")
    assert f'data-open="redress-{row.pk}"' not in teller
    manager = browser_client(cast.branch_manager)
    text = page(manager, f"/desk/{case}/")
    assert f'data-open="redress-{row.pk}"' in text
    assert "812.40" in text
    manager.post(
        f"/desk/decide-redress/{row.pk}/", {"case": str(case), "approve": "yes", "reason": ""}
    )
    row.refresh_from_db()
    assert row.state == "approved"


def test_a_reversal_shows_its_cut_off_and_is_granted(cast: Any, browser_client: Any) -> None:
    customer = Customer.objects.create(ref="C1", name_zh="张先生", home_branch=cast.branch_a)
    Encounter.objects.create(
        branch=cast.branch_a,
        customer=customer,
        channel="counter",
        state="serving",
        served_by=cast.teller,
        taken_at=MORNING,
    )
    signed = Instruction.objects.create(
        operation="deposit.withdraw_early",
        customer=customer,
        branch=cast.branch_a,
        staff=cast.teller,
        business_date=date(2007, 12, 4),
        created_at=MORNING,
        payload={},
    )
    case = opened(cast, customer_id=str(customer.pk))
    client = browser_client(cast.teller)
    assert f'<option value="{signed.pk}">' in page(client, f"/desk/{case}/")
    client.post(
        f"/desk/{case}/approval/",
        {"kind": "reversal", "reason": "Misread maturity", "instruction_id": str(signed.pk)},
    )
    row = Approval.objects.get()
    assert "Cut-off" in page(client, f"/desk/{case}/")
    manager = browser_client(cast.branch_manager)
    assert "Decide by" in page(manager, f"/desk/{case}/")
    manager.post(f"/desk/decide-approval/{row.pk}/", {"case": str(case), "approve": "yes"})
    row.refresh_from_db()
    signed.refresh_from_db()
    assert (row.state, signed.status) == ("granted", "reversed")


def test_a_department_answers_and_the_case_stays(cast: Any, browser_client: Any) -> None:
    case = opened(cast)
    browser_client(cast.teller).post(
        f"/desk/{case}/question/",
        {"to_branch": "KF00", "text": "What does E-51 mean?", "screen": "E-51 DISPENSE"},
    )
    agent = browser_client(cast.contact_centre_agent)
    assert "What does E-51 mean?" in page(agent, f"/desk/{case}/")
    row = case.questions.get()
    agent.post(f"/desk/answer-question/{row.pk}/", {"case": str(case), "answer": "Notes jammed."})
    assert "Notes jammed." in page(browser_client(cast.teller), f"/desk/{case}/")
    case.refresh_from_db()
    assert case.owner_id == cast.teller.pk


def test_pockets_come_total_first(cast: Any, browser_client: Any) -> None:
    case = opened(cast)
    case.context = {
        "pockets": [
            {
                "account": "•3370",
                "total": "61000.00",
                "currency": "CNY",
                "parts": [{"kind": "demand", "account": "•3370", "balance": "1000.00"}],
                "sweeps": [],
                "signed": None,
            }
        ],
        "told_before": {"operation": "card.sign_autopay", "told": False},
        "guidance": {"operation": "card.sign_autopay", "evidence": ["EV-7C41"]},
    }
    case.save()
    text = page(browser_client(cast.teller), f"/desk/{case}/")
    assert text.index("61,000.00") < text.index("1,000.00", text.index("61,000.00") + 10)
    assert "No record that the customer was told" in text
    assert "EV-7C41" in text


def test_what_people_type_is_escaped(cast: Any, browser_client: Any) -> None:
    case = opened(cast, title="<b>bold</b>", story="<script>alert(1)</script>\nsecond line")
    text = page(browser_client(cast.teller), f"/desk/{case}/")
    assert "<script>alert" not in text
    assert "&lt;b&gt;bold" in text


# --- promises, next steps, Ctrl-K -------------------------------------------------------------


@pytest.mark.parametrize(("language", "said"), [("en", "Promises"), ("zh-hans", "承诺")])
def test_promises_page(cast: Any, browser_client: Any, language: str, said: str) -> None:
    case = opened(cast)
    promised(cast, case)
    text = page(browser_client(cast.branch_manager, language), "/desk/promises/")
    assert f"<h1>{said}</h1>" in text
    assert "I call back" in text
    other = page(browser_client(cast.stranger, language), "/desk/promises/")
    assert "I call back" not in other


def test_an_overdue_promise_is_the_first_next_step(cast: Any, browser_client: Any) -> None:
    case = opened(cast)
    promised(cast, case, hours=1)
    services.make_promise(
        cast.actor(cast.teller), str(case.pk), words="Later", due_at=MORNING + timedelta(days=1)
    )
    with clock.frozen(MORNING + timedelta(hours=2)):
        text = page(browser_client(cast.teller), f"/desk/{case}/")
    assert text.index("Overdue since 11:20: I call back") < text.index("By 12-05 10:20: Later")
    assert "bar--bad" in text


@pytest.mark.parametrize(
    ("hours", "used", "tone"), [(0, 0, ""), (60, 50, ""), (90, 75, "warn"), (130, 100, "bad")]
)
def test_clocks(hours: int, used: int, tone: str) -> None:
    due = MORNING + timedelta(hours=120)
    with clock.frozen(MORNING + timedelta(hours=hours)):
        assert casefile.used(due, MORNING) == used
        assert casefile.urgency(due) == tone


def test_a_clock_without_length_is_used_up() -> None:
    assert casefile.used(MORNING, MORNING) == 100


def test_ctrl_k_finds_cases_and_opens_one(cast: Any) -> None:
    case = opened(cast, title="自动还款没有扣")
    actor = cast.actor(cast.teller)

    def urls(words: str) -> list[str]:
        return [item["url"] for g in commands.find(actor, words, 5) for item in g["items"]]

    assert urls(str(case)) == [f"/desk/{case}/"]
    assert urls(str(case.number)) == [f"/desk/{case}/"]
    assert urls("自动还款") == [f"/desk/{case}/"]
    assert urls("open") == ["/desk/#new-case"]
    assert urls("") == ["/desk/#new-case", f"/desk/{case}/"]
    stranger = cast.actor(cast.stranger)
    assert commands.find(stranger, str(case), 5) == []
    assert commands.find(cast.actor(cast.auditor), "open", 5) == []
    group = commands.find(actor, str(case), 5)[0]
    assert group["title"] == Text(zh="服务单", en="Cases")
