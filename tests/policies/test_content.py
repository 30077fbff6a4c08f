"""The house's policy files: what they must hold, and how a bad one is refused."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from firstdesk.bank.models import Account
from firstdesk.guidance.operations import OPERATIONS
from firstdesk.policies import values
from firstdesk.policies.content import ContentError, PolicyContent, read_content, read_texts
from firstdesk.products.cards import COUNTINGS
from firstdesk.products.daycount import METHODS
from firstdesk.products.sweeps import APPLIES_TO
from firstdesk.staff.roles import Role

BAD = sorted((Path(__file__).parent / "bad").glob("*.yaml"))
HOUSE = {policy.key: policy for policy in read_content()}
TODAY = date(2026, 11, 23)

GOOD = """\
- key: card.sample.fee
  code: CC-901
  kind: fee
  title: {zh: 样例费, en: Sample fee}
  fields: {amount: {unit: CNY, zh: 金额, en: Amount}}
  defaults: {source: House rule, approver: Card centre, verified: false}
  versions:
  - {effective_from: 2008-01-01, known_from: 2007-12-20, value: {amount: "15.00"},
     text: {zh: 收15元。, en: It costs 15.}, source: Circular 88}
  - {effective_from: 2007-01-01, known_from: 2006-12-20, value: {amount: "10.00"},
     text: {zh: 收10元。, en: It costs 10.}, effective_to: 2007-12-31}
"""


def test_a_good_file_is_read_in_order_of_its_days_with_defaults() -> None:
    (policy,) = read_texts({"good.yaml": GOOD})
    assert [v.effective_from.year for v in policy.versions] == [2007, 2008]
    assert [v.source for v in policy.versions] == ["House rule", "Circular 88"]
    assert policy.versions[1].value == {"amount": "15.00"}
    assert "__line__" not in str(policy)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_is_refused_with_file_line_and_what_to_do(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    says = text.splitlines()[0].removeprefix("# says: ")
    with pytest.raises(ContentError) as refused:
        read_texts({path.name: text})
    assert str(refused.value).startswith(f"{path.name}: {says}")


def test_a_key_may_not_stand_in_two_files() -> None:
    with pytest.raises(ContentError, match=r"^two.yaml: card.sample.fee: .* stands twice"):
        read_texts({"one.yaml": GOOD, "two.yaml": GOOD})


@pytest.mark.parametrize("policy", HOUSE.values(), ids=lambda policy: policy.code)
def test_every_policy_is_complete(policy: PolicyContent) -> None:
    assert set(policy.roles) <= {str(role) for role in Role}
    assert set(policy.operations) <= set(OPERATIONS)
    for version in policy.versions:
        assert not values.wrong_fields(policy.fields, version.value)
        assert version.known_from <= version.effective_from
        if "House rule" in version.source or "general knowledge" in version.source:
            assert not version.verified, version.effective_from


ENDED = {"loan.benchmark.rate"}
"""Tables whose source ends: a later day is a gap, and is said."""


@pytest.mark.parametrize("policy", HOUSE.values(), ids=lambda policy: policy.code)
def test_nothing_that_the_bank_does_today_has_a_gap(policy: PolicyContent) -> None:
    if policy.key == "calendar.work":  # holds only what the calendar package does not know
        assert not any(version.verified for version in policy.versions)
        return
    last = policy.versions[-1]
    assert last.effective_from <= TODAY
    if policy.key in ENDED:
        assert last.effective_to is not None
        return
    assert last.effective_to is None
    assert last.review_by is not None
    assert last.review_by >= TODAY + timedelta(days=365)


def test_words_that_a_value_may_hold_are_those_the_arithmetic_knows() -> None:
    def choices(key: str, field: str) -> set[str]:
        return set(HOUSE[key].fields[field]["choices"])

    assert choices("card.autopay.lead_time", "counting") == set(COUNTINGS)
    assert choices("sweep.rules", "applies_to") == set(APPLIES_TO)
    assert choices("deposit.early.rules", "method") == set(METHODS)
    assert choices("deposit.early.rules", "tax_split") == set(METHODS)
    assert choices("deposit.notice.rules", "method") == set(METHODS)
    assert choices("account.for_loan", "kind") <= {str(kind) for kind in Account.Kind}


FIELD = {"unit": "CNY", "zh": "金额", "en": "Amount"}


@pytest.mark.parametrize(
    ("unit", "fits", "misfits"),
    [
        ("CNY", ["0", "15.00", "0.81"], ["", "-1", "NaN", "1e3", "1_000", "１５", 15, None, ["1"]]),
        ("days", ["0", "25"], ["2.5", "-1", "five", 5]),
        ("months", ["6", "3,6,9,12"], ["3, 6", "3,", "x"]),
        ("yes/no", [True, False], ["true", 1, None]),
        ("time of day", ["17:00", "09:30"], ["24:00", "9:30", "17:60", "17"]),
        ("convention", ["clear_days"], ["", "Clear days", "5", None]),
        (
            "days, YYYY-MM-DD, with spaces",
            ["2027-01-01", "2027-01-01 2027-02-08"],
            ["", "20270101", "2027-02-30", "2027-01-01,2027-01-02"],
        ),
    ],
)
def test_a_field_holds_what_its_unit_says(
    unit: str, fits: list[object], misfits: list[object]
) -> None:
    fields = {"amount": FIELD | {"unit": unit}}
    for one in fits:
        assert not values.wrong_fields(fields, {"amount": one}), one
    for one in misfits:
        assert set(values.wrong_fields(fields, {"amount": one})) == {"amount"}, one
    assert set(values.wrong_fields(fields, {})) == {"amount"}
    assert not values.wrong_fields({"amount": fields["amount"] | {"optional": True}}, {})
