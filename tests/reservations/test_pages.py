"""The pages in both languages, and everything that can be posted from them."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from firstdesk.reservations import commands, counts, services
from firstdesk.reservations.models import Reservation, VaultStock
from firstdesk.staff.places import Count
from tests import world
from tests.reservations.conftest import FRIDAY

FORM = {
    "currency": "CNY",
    "source": "",
    "amount": "150,000",
    "account_id": "",
    "day": "2008-03-12",
    "from_time": "09:00",
    "to_time": "10:00",
    "branch": "A01",
    "collector": "other",
    "collector_name": "Zhang Xiaoming",
    "collector_relation": "son",
    "denominations": "100×1000, 50x1000",
    "purpose": "",
    "note": "rings first",
}


def page(client: Any, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["<h1>Booked cash</h1>", "Not confirmed", "Accept", "Who else has it", "short"]),
        ("zh-hans", ["<h1>预约取现</h1>", "待确认", "接受", "哪个网点有", "约的比库里的多"]),
    ],
)
def test_the_board(
    cast: Any, browser_client: Any, book: Any, stock: Any, language: str, said: list[str]
) -> None:
    stock("120000", expected="20000", delivery_at=time(10, 30), denominations={"100": 1200})
    row = book()
    text = page(browser_client(cast.branch_manager, language), "/reservations/")
    for words in [*said, str(row), "¥150,000.00", "¥30,000.00", "100×1200", "10:30"]:
        assert words in text
    assert 'data-open="stock-CNY-2008-03-12"' in text
    assert 'id="stock-CNY-2008-03-12"' in text


def test_requested_ones_stand_first(cast: Any, browser_client: Any, book: Any, stock: Any) -> None:
    stock()
    early = book(amount="1000", from_time=time(8), to_time=time(9))
    late = book(amount="1000", from_time=time(16), to_time=time(17))
    services.accept(cast.actor(cast.teller), str(early), version=1)
    text = page(browser_client(cast.teller), "/reservations/")
    assert text.index(str(late)) < text.index(str(early))


def test_who_sees_which_board(cast: Any, browser_client: Any, book: Any) -> None:
    row, there = book(), book(branch="B02")
    banker = page(browser_client(cast.personal_banker), "/reservations/")
    assert str(row) in banker
    assert str(there) not in banker
    assert "/accept/" not in banker
    wide = page(browser_client(cast.auditor), "/reservations/")
    assert str(row) in wide
    assert str(there) in wide
    assert "All branches" in wide
    assert browser_client(cast.administrator).get("/reservations/").status_code == 403


def test_an_empty_board_says_what_will_appear(cast: Any, browser_client: Any) -> None:
    assert "Nothing booked for the next days" in page(browser_client(cast.teller), "/reservations/")


def test_the_search_of_other_branches(cast: Any, browser_client: Any) -> None:
    services.set_stock(
        cast.actor(cast.manager_b), currency="AUD", day=date(2008, 3, 12), opening="9000"
    )
    client, path = browser_client(cast.teller), "/reservations/?currency=AUD&day=2008-03-12&amount="
    assert "Westside" in page(client, path + "5000")
    assert "No other branch has that much free" in page(client, path + "9001")
    assert "Give a currency, an amount and a day." in page(client, path + "much")


def test_what_the_evening_raised_is_on_the_board(cast: Any, browser_client: Any, book: Any) -> None:
    book(day=date(2008, 3, 11))
    with world.at("2008-03-10T17:30"):
        services.raise_shortfalls()
        text = page(browser_client(cast.branch_manager), "/reservations/")
    assert "CNY of 2008-03-11 was raised to keepers and manager on 2008-03-10 17:30." in text


# --- booking -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "said"), [("en", "Book cash"), ("zh-hans", "预约取现金")])
def test_the_form(cast: Any, browser_client: Any, zhang: Any, language: str, said: str) -> None:
    client = browser_client(cast.teller, language)
    for path in ("/reservations/new/", f"/reservations/new/?customer={zhang.id}"):
        text = page(client, path)
        assert f"<h1>{said}</h1>" in text
        assert "•3370" in text
        assert "•6021" not in text  # a credit card is no account to draw cash from


def test_booked_from_the_form(cast: Any, browser_client: Any, zhang: Any) -> None:
    done = browser_client(cast.teller).post(
        f"/reservations/new/?customer={zhang.id}", FORM | {"account_id": str(zhang.debit.pk)}
    )
    row = Reservation.objects.get()
    assert done["Location"] == f"/reservations/{row}/"
    assert row.denominations == {"100": 1000, "50": 1000}
    assert (row.account, row.collector_name) == (zhang.debit, "Zhang Xiaoming")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"day": ""}, "Say on which day it is collected."),
        ({"to_time": "08:00"}, "The end must be after the beginning."),
        ({"denominations": "many"}, "Write notes as 100×50, 50×20."),
        ({"denominations": "100×1"}, "The notes add up to 100"),
        ({"currency": "USD"}, "Ask first: held in an account"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(
    cast: Any, browser_client: Any, zhang: Any, wrong: dict[str, str], said: str
) -> None:
    refused = browser_client(cast.teller).post("/reservations/new/", FORM | wrong)
    text = refused.content.decode()
    assert refused.status_code == 422
    assert said in text
    assert 'value="rings first"' in text
    assert not Reservation.objects.exists()


def test_the_weekend_rule_is_on_the_page_with_its_ways(
    cast: Any, browser_client: Any, zhang: Any, rates: None
) -> None:
    given = {
        "currency": "AUD",
        "source": "buy",
        "amount": "5000",
        "day": "2008-03-15",
        "denominations": "",
    }
    with world.at(FRIDAY):
        refused = browser_client(cast.teller).post("/reservations/new/", FORM | given)
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "cannot be bought with yuan on Saturday or Sunday (FX-002)" in text
    assert "buy AUD with yuan today and only collect the notes on 15 March" in text


def test_without_a_customer_it_says_how_to_begin(cast: Any, browser_client: Any) -> None:
    text = page(browser_client(cast.teller), "/reservations/new/")
    assert "A booking belongs to a customer." in text
    assert browser_client(cast.auditor).get("/reservations/new/").status_code == 403


def test_another_s_customer_is_not_found(cast: Any, browser_client: Any, zhang: Any) -> None:
    there = browser_client(cast.stranger)
    assert there.get(f"/reservations/new/?customer={zhang.id}").status_code == 404


# --- the reservation -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said"), [("en", "It is not confirmed yet"), ("zh-hans", "现在还没有确认")]
)
def test_the_reservation(
    cast: Any, browser_client: Any, book: Any, zhang: Any, language: str, said: str
) -> None:
    row = book(account_id=str(zhang.debit.pk), denominations={"100": 1500}, note="sharp at nine")
    text = page(browser_client(cast.teller, language), f"/reservations/{row}/")
    for words in (said, "100×1500", "•3370", "sharp at nine", "RS-001", "2008-03-12 12:00"):
        assert words in text


def test_accepted_refused_collected_and_cancelled_from_the_page(
    cast: Any, browser_client: Any, book: Any, stock: Any
) -> None:
    stock()
    client = browser_client(cast.branch_manager)
    one, two, three = book(amount="60000"), book(amount="2"), book(amount="3")

    def post(row: Any, act: str, **form: Any) -> Any:
        row.refresh_from_db()
        path = f"/reservations/{row}/{act}/"
        return client.post(path, {"version": row.version} | form, headers={"hx-request": "true"})

    assert post(one, "accept", next="board")["HX-Redirect"] == "/reservations/"
    assert post(two, "refuse", reason="")["HX-Retarget"] == "#toasts"
    assert post(two, "refuse", reason="denominations").status_code == 204
    assert "Other notes" in page(client, f"/reservations/{two}/")
    assert post(three, "cancel", words="does not need it").status_code == 204
    with world.at("2008-03-12T09:10"):
        text = page(client, f"/reservations/{one}/")
        assert 'data-open="collect"' in text
        assert post(one, "collect").status_code == 422
        assert post(one, "collect", identity_checked="on").status_code == 204
    states = Reservation.objects.order_by("number").values_list("status", flat=True)
    assert list(states) == ["collected", "refused", "cancelled"]


def test_an_old_page_changes_nothing(cast: Any, browser_client: Any, book: Any, stock: Any) -> None:
    stock()
    row = book()
    answer = browser_client(cast.teller).post(f"/reservations/{row}/accept/", {"version": 9})
    assert answer.status_code == 409
    assert "has changed; nothing was done" in answer.content.decode()


def test_the_stock_is_set_from_the_board(cast: Any, browser_client: Any) -> None:
    client = browser_client(cast.teller)
    form = {
        "currency": "USD",
        "day": "2008-03-12",
        "opening": "6,000",
        "expected": "",
        "delivery_at": "",
        "denominations": "100×40, 20×100",
        "version": "0",
    }
    assert client.post("/reservations/stock/", form).status_code == 302
    row = VaultStock.objects.get()
    assert (row.amount, row.denominations) == (6000, {"100": 40, "20": 100})
    again = {"opening": "5000.00", "expected": "0.00", "delivery_at": "10:30", "version": "1"}
    assert client.post("/reservations/stock/", form | again).status_code == 302
    row.refresh_from_db()
    assert (row.amount, row.version) == (5000, 2)
    assert client.post("/reservations/stock/", form | {"day": "soon"}).status_code == 422
    assert client.post("/reservations/stock/", form).status_code == 409


# --- navigation and Ctrl-K -----------------------------------------------------------------------


def test_the_navigation_counts_what_waits(cast: Any, browser_client: Any, book: Any) -> None:
    book(day=date(2008, 3, 13))
    keeper = cast.actor(cast.teller)
    assert counts.counts(keeper) == {"reservations:board": Count(1, due=False)}
    book(day=date(2008, 3, 11))
    assert counts.counts(keeper) == {"reservations:board": Count(2, due=True)}
    assert counts.counts(cast.actor(cast.stranger)) == {"reservations:board": Count(0)}
    assert counts.counts(cast.actor(cast.personal_banker)) == {}
    text = page(browser_client(cast.teller), "/reservations/")
    assert 'href="/reservations/" aria-current="page"' in text


def test_the_command_bar(cast: Any, book: Any) -> None:
    row = book()
    found = commands.find(cast.actor(cast.teller), str(row).lower(), 5)
    assert [group["items"][0]["url"] for group in found] == [f"/reservations/{row}/"]
    assert commands.find(cast.actor(cast.stranger), str(row), 5) == []
    (do,) = commands.find(cast.actor(cast.teller), "预约取现", 5)
    assert do["items"][0]["url"] == "/reservations/new/"
    assert commands.find(cast.actor(cast.auditor), "预约取现", 5) == []


def test_the_board_asks_the_same_few_queries_however_much_is_booked(
    cast: Any, browser_client: Any, book: Any, stock: Any, django_assert_max_num_queries: Any
) -> None:
    client = browser_client(cast.teller)
    stock()
    for number in range(1, 12):
        book(amount=str(number), from_time=time(9, number))
    page(client, "/reservations/")
    with django_assert_max_num_queries(11):
        page(client, "/reservations/")
