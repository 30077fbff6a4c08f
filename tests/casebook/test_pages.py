"""The casebook in a browser."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from firstdesk.casebook import queries, reading, running
from firstdesk.casebook.models import Draft, Import, ReaderNote
from firstdesk.casebook.replays import model
from firstdesk.casebook.services import index_studies
from firstdesk.casebook.studies import load_all
from firstdesk.core.errors import TooMany
from tests.casebook.importer import samples

REPLAY = "02027"


@pytest.fixture
def library(cast: Any) -> Any:
    index_studies(cast.actor(cast.quality_officer))
    return cast


def page(client: Any, path: str, **query: Any) -> str:
    response = client.get(path, query)
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


@pytest.mark.parametrize(("language", "said"), [("en", "Casebook"), ("zh-hans", "案例库")])
@pytest.mark.parametrize("role", ["teller", "auditor", "administrator"])
def test_everybody_reads_the_library(
    library: Any, browser_client: Any, language: str, said: str, role: str
) -> None:
    text = page(browser_client(getattr(library, role), language), "/casebook/")
    assert f">{said}</h1>" in text
    assert text.count('class="role"') == 7
    assert "/casebook/02005/" in text


def test_filters_narrow_and_the_address_keeps_them(library: Any, browser_client: Any) -> None:
    client = browser_client(library.teller)
    text = page(client, "/casebook/", role="teller", cause=["not_told", "wrong_answer"], replay="1")
    want = [
        s.id
        for s in load_all().values()
        if s.role == "teller"
        and {"not_told", "wrong_answer"} & set(s.causes)
        and s.id in {r.case for r in model.load_all().values()}
    ]
    assert want
    shown = [s for s in load_all() if f'href="/casebook/{s}/"><span class="num cases__no"' in text]
    assert shown == want
    assert 'id="c-not_told" name="cause" value="not_told" checked' in text
    assert "?cause=not_told&amp;cause=wrong_answer&amp;replay=1" in text  # lets go of the role


def test_search_marks_words_in_both_languages(library: Any, browser_client: Any) -> None:
    zh = page(browser_client(library.teller, "zh-hans"), "/casebook/", q="自动还款")
    assert "<mark>自动还款</mark>" in zh
    en = page(browser_client(library.teller), "/casebook/", q="autopay")
    assert "<mark>autopay</mark>" in en
    none = page(browser_client(library.teller), "/casebook/", q="zebra")
    assert "No case fits" in none


def test_nothing_typed_reaches_the_page_raw(library: Any, browser_client: Any) -> None:
    text = page(browser_client(library.teller), "/casebook/", q='"><script>x</script>')
    assert "<script>x" not in text


@pytest.mark.parametrize(("language", "said"), [("en", "Analysis"), ("zh-hans", "今天怎么防")])
def test_every_study_can_be_read(
    library: Any, browser_client: Any, language: str, said: str
) -> None:
    client = browser_client(library.teller, language)
    for number in list(load_all())[::7]:
        assert said in page(client, f"/casebook/{number}/")


def test_a_study_shows_facts_doubts_relatives_and_its_replays(
    library: Any, browser_client: Any
) -> None:
    study = load_all()["02005"]
    text = page(browser_client(library.teller), "/casebook/02005/")
    for part in (study.title.en, study.facts[0].label.en, study.doubts[0].en):
        assert escape(part) in text
    assert "/casebook/replays/02005-deadline/" in text
    assert "read__pts" in text


def test_an_unknown_study_is_not_found(library: Any, browser_client: Any) -> None:
    assert browser_client(library.teller).get("/casebook/99999/").status_code == 404


def test_notes_are_kept_by_question_and_private(library: Any, browser_client: Any) -> None:
    client = browser_client(library.teller)
    done = client.post(
        "/casebook/02005/notes/",
        {"note-1": "Ask the supervisor", "note-2": ""},
        headers={"hx-request": "true"},
    )
    assert done["HX-Redirect"] == "/casebook/02005/#s3"
    note = ReaderNote.objects.get()
    assert (note.question, note.text, note.staff_id) == (1, "Ask the supervisor", library.teller.pk)
    assert "Ask the supervisor" in page(client, "/casebook/02005/")
    other = page(browser_client(library.branch_manager), "/casebook/02005/")
    assert "Ask the supervisor" not in other
    client.post("/casebook/02005/notes/", {"note-1": "Ask two people"})
    assert ReaderNote.objects.get().text == "Ask two people"


def test_a_note_that_is_too_long_is_refused_and_the_old_one_stays(
    library: Any, browser_client: Any
) -> None:
    client = browser_client(library.teller)
    client.post("/casebook/02005/notes/", {"note-1": "Short"})
    refused = client.post(
        "/casebook/02005/notes/", {"note-1": "x" * 4001}, headers={"hx-request": "true"}
    )
    assert (refused.status_code, refused["HX-Retarget"]) == (422, "#toasts")
    assert ReaderNote.objects.get().text == "Short"


# --- imports ----------------------------------------------------------------------------------


def upload(data: bytes, name: str = "book.txt") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, data)}


def test_only_the_quality_officer_imports(cast: Any, browser_client: Any) -> None:
    assert browser_client(cast.teller).get("/casebook/drafts/").status_code == 403
    refused = browser_client(cast.teller).post("/casebook/drafts/", upload(SAMPLE))
    assert refused.status_code == 403
    assert not Import.objects.exists()


def test_a_document_becomes_drafts_with_grouped_doubts(cast: Any, browser_client: Any) -> None:
    client = browser_client(cast.quality_officer)
    done = client.post("/casebook/drafts/", upload(SAMPLE), follow=True)
    made = Import.objects.get()
    text = done.content.decode()
    assert done.redirect_chain[-1][0] == f"/casebook/drafts/{made.pk}/"
    for draft in made.drafts.all():
        assert f'id="d-{draft.number}"' in text
    assert "book.txt" in page(client, "/casebook/drafts/")
    groups = queries.doubts_by_kind(made.drafts.all())
    assert sum(len(g.places) for g in groups) == made.report["doubts"]
    client.post("/casebook/drafts/", upload(SAMPLE))
    assert Import.objects.count() == 1


@pytest.mark.parametrize("data", [b"", b"a shopping list\nmilk\n", b"\x00\x01\x02" * 50])
def test_a_bad_file_leaves_nothing_behind(cast: Any, browser_client: Any, data: bytes) -> None:
    refused = browser_client(cast.quality_officer).post(
        "/casebook/drafts/", upload(data), headers={"hx-request": "true"}
    )
    assert (refused.status_code, refused["HX-Retarget"]) == (422, "#toasts")
    assert not Import.objects.exists()
    assert not Draft.objects.exists()


def test_no_file_and_too_large_a_file_are_refused(
    cast: Any, browser_client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser_client(cast.quality_officer)
    assert client.post("/casebook/drafts/", {}).status_code == 422
    monkeypatch.setattr("firstdesk.casebook.uploads.LARGEST", 10)
    assert client.post("/casebook/drafts/", upload(SAMPLE)).status_code == 422
    assert not Import.objects.exists()


# --- replays ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "said"), [("en", "Replays"), ("zh-hans", "案例重演")])
def test_the_list_of_replays(cast: Any, browser_client: Any, language: str, said: str) -> None:
    text = page(browser_client(cast.teller, language), "/casebook/replays/")
    assert f">{said}</h1>" in text
    for name in model.load_all():
        assert f"/casebook/replays/{name}/" in text


def test_a_replay_is_a_plan_until_it_is_played(cast: Any, browser_client: Any) -> None:
    text = page(browser_client(cast.teller), f"/casebook/replays/{REPLAY}/")
    assert "not played yet" in text
    assert "tl__mark--ok" not in text
    assert browser_client(cast.teller).get("/casebook/replays/none/").status_code == 404


@pytest.mark.usefixtures("policies")
def test_playing_shows_every_step_and_leaves_nothing(cast: Any, browser_client: Any) -> None:
    from firstdesk.bank.models import Customer

    before = Customer.objects.count()
    response = browser_client(cast.teller).post(f"/casebook/replays/{REPLAY}/")
    text = response.content.decode()
    assert response.status_code == 200
    assert "Every step came out" in text  # in the reader's language, though it plays in Chinese
    assert text.count("tl__mark--ok") == len(model.load_all()[REPLAY].steps)
    assert Customer.objects.count() == before


@pytest.mark.usefixtures("policies")
def test_a_refusal_inside_a_replay_is_told_in_the_readers_language(
    cast: Any, browser_client: Any
) -> None:
    for language, said in (("en", "must"), ("zh-hans", "暂不能签约")):
        client = browser_client(cast.teller, language)
        text = client.post("/casebook/replays/02005/").content.decode()
        story = text[text.index('id="step-3"') : text.index('id="step-4"')]
        packet = story.split('class="packet">')[1].split("</p>")[0]
        assert said in packet
        assert any("一" <= letter <= "鿿" for letter in packet) == (language != "en")


@pytest.mark.usefixtures("policies")
def test_without_its_rule_the_case_goes_wrong_again(cast: Any, browser_client: Any) -> None:
    replay = model.load_all()[REPLAY]
    text = (
        browser_client(cast.teller, "zh-hans")
        .post(f"/casebook/replays/{REPLAY}/", {"off": [replay.rules[0]]})
        .content.decode()
    )
    assert "又出错了" in text
    assert 'class="versus"' in text
    assert "tl__mark--bad" in text


def test_only_its_own_rules_can_be_switched_off(cast: Any, browser_client: Any) -> None:
    refused = browser_client(cast.teller).post(
        f"/casebook/replays/{REPLAY}/", {"off": ["no.such_rule"]}
    )
    assert refused.status_code == 422


def test_running_is_limited_to_three_at_once(cast: Any) -> None:
    places = [running._place() for _ in range(running.AT_ONCE)]
    for place in places:
        place.__enter__()
    try:
        with pytest.raises(TooMany):
            running.run_replay(cast.actor(cast.teller), REPLAY)
    finally:
        for place in places:
            place.__exit__(None, None, None)


def test_markdown_never_lets_html_through() -> None:
    assert "<script>" not in reading.html("<script>x</script>\n\n1. **a** <b>c</b>")
    assert reading.points("1. One **two**\n2. Three\n   - inner\n") == [
        "One <strong>two</strong>",
        "Three inner",
    ]
    assert reading.highlighted("a <b> Autopay", "autopay <b>") == (
        "a <mark>&lt;b&gt;</mark> <mark>Autopay</mark>"
    )


SAMPLE = samples.Document().data()
