"""Replaced words, years, dates, amounts and gaps: doubted in place, never changed."""

from __future__ import annotations

from datetime import date

import pytest

from firstdesk.casebook.importer import CaseDraft, Doubt, parse_document

from .samples import Document


def draft(story: str, *, today: date | None = None, **changes: str) -> CaseDraft:
    document = Document().alone(story=story, **changes)
    (case,) = parse_document(document.data(), name="b", today=today).cases
    assert case.introduction == story.replace("\n", "")
    return case


def doubts(case: CaseDraft, kind: str) -> list[tuple[str, str]]:
    return [(d.text, d.suspected) for d in case.doubts if d.kind == kind]


@pytest.mark.parametrize(
    ("story", "word", "suspected"),
    [
        ("客户对效劳不满。", "效劳", "服务"),
        ("他来操持业务。", "操持", "办理"),
        ("柜员引见了新产品。", "引见", "介绍"),
        ("客户十分生气，拨打热线停止赞扬。", "赞扬", "投诉"),
        ("接到客户赞扬后，柜员致电解释。", "赞扬", "投诉"),
        ("王先生的一年期活期存单还没到期。", "活期", "定期"),
        ("她要把活期存款提前支取。", "活期", "定期"),
        ("行将到期的活期存款可以办质押。", "活期", "定期"),
        ("她咨询团体业务的费率。", "团体", "个人"),
        ("两团体一起清点现金。", "团体", "个人"),
        ("企业购汇，对外付款，办了出口代付。", "出口", "进口"),
        ("他的购车存款逾期两次，还款日是月初。", "存款", "贷款"),
        ("银行没有通知存款已发放，造成逾期，信贷员道歉。", "存款", "贷款"),
        ("任务人员请他稍等。", "任务", "工作"),
        ("新柜员不熟习流程。", "熟习", "熟悉"),
    ],
)
def test_replaced_words_are_doubted(story: str, word: str, suspected: str) -> None:
    assert (word, suspected) in doubts(draft(story), "word")


@pytest.mark.parametrize(
    "story",
    [
        "客户写来感谢信，赞扬柜员耐心。",
        "没有到期，全部按活期计息。",
        "把定期存款转成活期，随时可取。",
        "旅行团体来换外币，团体票在大堂发放。",
        "进口企业购汇，出口企业结汇。",
        "客户来存款，顺便归还信用卡欠款。",
        "客服的任务是倾听，处理要快，效果要好。",
        "系统自动还款，手续并不复杂，请您思索片刻。",
    ],
)
def test_sound_words_are_left_alone(story: str) -> None:
    assert doubts(draft(story), "word") == []


def test_common_words_are_doubted_only_in_a_reworded_document() -> None:
    plain = "柜员自动上前处置。"
    assert doubts(draft(plain), "word") == []
    reworded = draft("效劳不好，操持太慢，不熟习业务。" + plain)
    assert ("自动", "主动") in doubts(reworded, "word")
    assert any(text == "处置" for text, _ in doubts(reworded, "word"))


def test_a_doubt_says_where_the_word_stands_even_across_a_line_break() -> None:
    document = Document().alone(story="客户一再提出赞\n扬，要求赔偿。")
    (case,) = parse_document(document.data(), name="b").cases
    doubt = next(d for d in case.doubts if d.kind == "word")
    line = document.text().split("\n")[doubt.line - 1]
    assert line[doubt.column - 1] == "赞"
    assert (doubt.text, doubt.suspected) == ("赞扬", "投诉")
    assert "赞扬" in doubt.excerpt
    assert doubt.why.zh
    assert doubt.why.en


def test_a_word_in_the_title_of_a_case_without_text() -> None:
    document = Document()
    listed = [(n, "对假币赞扬的处理" if n == "02006" else t) for n, t in document.listed]
    told = [case for case in document.told if case.number != "02006"]
    text = Document(told=told, listed=listed).data()
    (case,) = parse_document(text, name="b").listed_only
    assert ("赞扬", "投诉") in doubts(case, "word")
    assert case.title == "对假币赞扬的处理"


def year_doubts(document: Document) -> list[Doubt]:
    report = parse_document(document.data(), name="b")
    return [d for case in report.cases for d in case.doubts if d.kind == "year"]


def test_a_year_far_from_the_others() -> None:
    document = (
        Document()
        .with_case("01001", story="2006年3月开户，2007年5月销户。")
        .with_case("02001", story="2007年9月来换零钱。")
        .with_case("02005", story="半年后，即2020年5月13日，账单到期。")
    )
    (doubt,) = year_doubts(document)
    assert (doubt.text, doubt.suspected) == ("2020年5月13日", "2008年5月13日")


def test_a_year_with_the_digits_of_misprinted_numbers() -> None:
    damage = {"02002": "02020", "02003": "02020"}
    document = Document().renumbered(damage, damage)
    (doubt,) = year_doubts(document.with_case("02005", story="2020年1月9日签约。"))
    assert doubt.text.startswith("2020年")
    assert "02002" in doubt.why.zh or "2002" in doubt.why.zh


def test_years_that_lie_together_are_trusted() -> None:
    document = (
        Document()
        .with_case("01001", story="2021年3月开户。")
        .with_case("02001", story="2023年9月来换零钱，存单是1996年开的。")
    )
    assert year_doubts(document) == []


def test_impossible_years_and_days() -> None:
    assert doubts(draft("他在0207年开户。"), "year") == [("0207年", "")]
    assert [text for text, _ in doubts(draft("2007年2月30日开户。"), "date")] == ["2007年2月30日"]
    assert [text for text, _ in doubts(draft("13月5日来过。"), "date")] == ["13月5日"]
    assert doubts(draft("2008年2月29日开户。"), "date") == []


def test_a_year_after_the_business_date() -> None:
    case = draft("2009年3月开户。", today=date(2008, 6, 2))
    assert [text for text, _ in doubts(case, "year")] == ["2009年3月"]
    assert doubts(draft("2008年3月开户。", today=date(2008, 6, 2)), "year") == []


def test_times_that_contradict_themselves() -> None:
    assert doubts(draft("早晨19:38分有人来电。"), "date") == [("早晨19:38", "晚上19:38")]
    assert [text for text, _ in doubts(draft("上午25点开门。"), "date")] == ["上午25点"]
    assert doubts(draft("早晨8:30开门，下午16:40分关门。"), "date") == []


def test_amounts_with_a_comma_for_the_point() -> None:
    assert doubts(draft("合计RMB1,515,133,19元。"), "amount") == [("1,515,133,19", "1,515,133.19")]
    assert doubts(draft("合计1,515,133.19元。"), "amount") == []


def test_gaps_where_a_word_is_lost() -> None:
    assert doubts(draft("客户打 来询问。"), "gap") == [(" ", "电话")]
    assert doubts(draft("客户来电询问。 他很满意。"), "gap") == []
