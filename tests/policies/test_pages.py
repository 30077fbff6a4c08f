"""The policies in a browser: search, a policy with its days, changes, who has not read, publish."""

from __future__ import annotations

from typing import Any

import pytest

from firstdesk.policies.models import Acknowledgement, Version
from tests.policies.kit import on, published

STOP, FEE = "desk.card_stop", "card.replacement.fee"
LANGUAGES = pytest.mark.parametrize("language", ["en", "zh-hans"])


@pytest.fixture
def _morning(policies: None) -> Any:
    with on("2026-11-23"):
        yield


pytestmark = pytest.mark.usefixtures("_morning")


def page(client: Any, path: str, **params: str) -> str:
    response = client.get(path, params)
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def heading(language: str, en: str, zh: str) -> str:
    return f"<h1>{en if language == 'en' else zh}</h1>"


@LANGUAGES
def test_the_list_and_its_search(cast: Any, browser_client: Any, language: str) -> None:
    client = browser_client(cast.teller, language)
    text = page(client, "/policies/")
    assert heading(language, "Policies", "规则") in text
    assert ("CC-014" in text, "AC-001" in text) == (True, True)
    text = page(client, "/policies/", q="自动还款")
    assert ("CC-014" in text, "AC-001" in text) == (True, False)
    assert 'value="自动还款"' in text
    text = page(client, "/policies/", q="<b>没有这样的词")
    assert "<b>没有" not in text
    said = {"en": "No policy holds these words", "zh-hans": "没有找到"}[language]
    assert said in text


@LANGUAGES
def test_a_policy_on_a_day_as_known_on_a_day(cast: Any, browser_client: Any, language: str) -> None:
    client = browser_client(cast.teller, language)
    rule = {
        "20": {"en": "is taxed at 20 %", "zh-hans": "征20%"},
        "5": {"en": "is taxed at 5 %", "zh-hans": "征5%"},
    }

    def holds(**days: str) -> str:
        return page(client, "/policies/TAX-001/", **days).split('aria-labelledby="v"')[0]

    assert rule["5"][language] in holds(on="2007-09-01")
    assert rule["20"][language] in holds(on="2007-09-01", known="2007-05-17")
    assert rule["5"][language] not in holds(on="2007-09-01", known="2007-05-17")
    assert "/casebook/02003/" in holds()


@LANGUAGES
def test_a_day_without_a_value_says_so(cast: Any, browser_client: Any, language: str) -> None:
    client = browser_client(cast.teller, language)
    text = page(client, "/policies/DEP-003/", on="2008-06-30")
    said = {"en": "has no value for 2008-06-30", "zh-hans": "没有2008-06-30那天的值"}
    assert said[language] in text
    assert client.get("/policies/DEP-003/", {"on": "2024-02-30"}).status_code == 422
    assert client.get("/policies/XX-999/").status_code == 404


@LANGUAGES
def test_past_its_review_date_is_visible(cast: Any, browser_client: Any, language: str) -> None:
    with on("2028-02-01"):
        text = page(browser_client(cast.teller, language), "/policies/CC-002/")
    assert '<span class="badge badge--warn">' in text


@LANGUAGES
def test_a_change_is_shown_and_acknowledged(cast: Any, browser_client: Any, language: str) -> None:
    text = {"zh": "4分钟没办成，先停卡。", "en": "After 4 minutes stop the card."}
    version = published(cast, STOP, {"offer_after_minutes": "4"}, text=text)
    client = browser_client(cast.teller, language)
    shown = page(client, "/policies/changes/")
    assert text["en" if language == "en" else "zh"] in shown
    before = {"en": "not done in five minutes", "zh-hans": "挂失5分钟没办成"}
    assert before[language] in shown
    path = f"/policies/changes/{version.pk}/"
    assert path in shown
    assert client.get(path).status_code == 405
    assert client.post(path).status_code == 302
    assert Acknowledgement.objects.get().staff == cast.teller
    empty = {"en": "Nothing new to read", "zh-hans": "没有新的变化"}
    assert empty[language] in page(client, "/policies/changes/")
    answer = client.post(path, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/policies/changes/")
    assert Acknowledgement.objects.count() == 1


@LANGUAGES
def test_the_manager_sees_who_has_not_read(cast: Any, browser_client: Any, language: str) -> None:
    published(cast, STOP, {"offer_after_minutes": "4"})
    text = page(browser_client(cast.branch_manager, language), "/policies/acknowledgements/")
    assert heading(language, "Who has not read", "谁还没看") in text
    assert "DK-003" in text
    name = cast.second_teller.name
    assert (name.en if language == "en" else name.zh) in text
    stranger = cast.stranger.name
    assert (stranger.en if language == "en" else stranger.zh) not in text
    assert browser_client(cast.teller).get("/policies/acknowledgements/").status_code == 403


FORM = {
    "value_amount": "16.00",
    "effective_from": "2026-12-01",
    "known_from": "2026-11-23",
    "text_zh": "补卡16元。",
    "text_en": "A new card costs 16.",
    "source": "运营〔2026〕31号",
    "approver": "总行周总",
    "force": "mandatory",
    "exceptions_zh": "无",
    "exceptions_en": "None",
    "wording_zh": "请看新规定。",
    "wording_en": "There is a new rule.",
}


@LANGUAGES
def test_the_quality_officer_publishes(cast: Any, browser_client: Any, language: str) -> None:
    client = browser_client(cast.quality_officer, language)
    text = page(client, "/policies/AC-003/publish/")
    assert 'name="value_amount" value="15.00"' in text
    answer = client.post("/policies/AC-003/publish/", FORM)
    assert (answer.status_code, answer["Location"]) == (302, "/policies/AC-003/")
    version = Version.objects.get(policy__key=FEE, number=2)
    assert (version.value, version.published_by) == ({"amount": "16.00"}, cast.quality_officer)


@LANGUAGES
def test_what_was_typed_stays_when_it_is_refused(
    cast: Any, browser_client: Any, language: str
) -> None:
    client = browser_client(cast.quality_officer, language)
    answer = client.post("/policies/AC-003/publish/", FORM | {"value_amount": "sixteen"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert {"en": "was not published", "zh-hans": "没有发布"}[language] in text
    for typed in ("sixteen", "2026-12-01", "补卡16元。", "A new card costs 16.", "总行周总"):
        assert typed in text
    answer = client.post("/policies/AC-003/publish/", FORM | {"effective_from": "soon"})
    assert answer.status_code == 422
    assert Version.objects.filter(policy__key=FEE).count() == 1


def test_a_rule_of_yes_and_no_keeps_its_type(cast: Any, browser_client: Any) -> None:
    client = browser_client(cast.quality_officer)
    text = page(client, "/policies/AC-001/publish/")
    assert 'name="value_anywhere" value="true"' in text
    form = {k: v for k, v in FORM.items() if k != "value_amount"} | {"value_anywhere": "false"}
    assert client.post("/policies/AC-001/publish/", form).status_code == 302
    version = Version.objects.get(policy__key="account.close.anywhere", number=3)
    assert version.value == {"anywhere": False}


def test_a_whole_years_calendar_fits_into_the_form(cast: Any, browser_client: Any) -> None:
    client = browser_client(cast.quality_officer)
    days = " ".join(f"2027-{month:02}-{day:02}" for month in (1, 2, 5, 10) for day in range(1, 8))
    text = page(client, "/policies/CAL-001/publish/")
    (field,) = [line for line in text.splitlines() if 'name="value_holidays"' in line]
    limit = int(field.split('name="value_holidays"')[1].split('maxlength="')[1].split('"')[0])
    assert len(days) <= limit
    form = {k: v for k, v in FORM.items() if k != "value_amount"}
    form |= {"value_holidays": days, "effective_from": "2027-01-01"}
    assert client.post("/policies/CAL-001/publish/", form).status_code == 302


def test_words_of_a_rule_are_offered(cast: Any, browser_client: Any) -> None:
    text = page(browser_client(cast.quality_officer), "/policies/CC-014/publish/")
    assert "exclude_statement_day · include_statement_day · clear_days" in text


@pytest.mark.parametrize("role", ["teller", "branch_manager", "administrator", "auditor"])
def test_the_form_is_only_the_quality_officers(cast: Any, browser_client: Any, role: str) -> None:
    client = browser_client(getattr(cast, role))
    assert client.get("/policies/AC-003/publish/").status_code == 403
    assert client.post("/policies/AC-003/publish/", FORM).status_code == 403
    assert "/policies/AC-003/publish/" not in page(client, "/policies/AC-003/")
