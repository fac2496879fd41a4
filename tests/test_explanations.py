"""政策解读 beside the policy that it explains: behind it, asked by name, and named by its short form."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import settings_for
from several_policies import CARE_OF_CLOUD

from assistant.assembly import assemble, build_index_folder
from assistant.explanations import explains, explanations_last
from assistant.many_documents import ManyDocuments
from assistant.naming import named_documents
from documents.reading import parse_document

POLICY = [
    "柳城市人民政府关于印发《柳城市稳外贸八条措施》的通知",
    "柳政发〔2025〕6号",
    "各县区人民政府：",
    "一、扩大参展。企业参加境外展会，每个展位补贴3万元。",
    "二、降低成本。出口信用保险保费补贴50%。",
    "三、本措施自2025年3月1日起施行，有效期3年。",
]
TOLD = [
    "《柳城市稳外贸八条措施》政策解读",
    "为便于理解《柳城市稳外贸八条措施》（柳政发〔2025〕6号，以下简称“外贸八条”），现解读如下。",
    "一、出台背景",
    "去年全市进出口总额下降4%。",
    "二、资金测算",
    "预计每年需要资金5000万元。",
    "三、常见问题",
    "个体工商户能否享受展位补贴？不能。展位补贴只面向企业。",
    "柳城市商务局",
    "2025年3月5日",
]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> ManyDocuments:
    folder: Path = tmp_path_factory.mktemp("told")
    for at, lines in enumerate((TOLD, POLICY, CARE_OF_CLOUD)):
        (folder / f"policy{at}.txt").write_text("\n".join(lines), encoding="utf-8")
    settings = replace(settings_for(folder / "index"), today=date(2026, 1, 1))
    build_index_folder(settings, sorted(folder.glob("*.txt")))
    return assemble(settings)


def test_an_explanation_comes_behind_its_policy() -> None:
    told, policy, other = (parse_document(each, "a.txt") for each in (TOLD, POLICY, CARE_OF_CLOUD))
    assert explains(told, policy)
    assert not explains(policy, told)
    assert not explains(told, other)
    assert explanations_last([told, other, policy]) == [other, policy, told]


@pytest.mark.parametrize("question", ["外贸八条还有效吗", "外贸八条对展位补贴多少"])
def test_a_short_form_names_the_policy(assistant: ManyDocuments, question: str) -> None:
    found = named_documents(question, assistant.documents)
    assert (set(found.documents), found.sure) == ({"柳政发〔2025〕6号"}, True)
    assert [each.document for each in assistant.ask(question).citations] == ["柳政发〔2025〕6号"]


def test_the_explanation_is_asked_by_name(assistant: ManyDocuments) -> None:
    answer = assistant.ask("外贸八条的解读里说每年需要多少资金")
    assert answer.text.startswith("预计每年需要资金5000万元。[1]")


def test_an_explanation_is_at_one_with_nothing(assistant: ManyDocuments) -> None:
    answer = assistant.ask("解读里说每年需要5000万元资金吗")
    assert "与原文一致" not in answer.text
    assert answer.citations[0].document == TOLD[0]
