"""How one document stands: in force, ended, by what, until when; whether a scheme is still open."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import settings_for

from assistant.answer import Status, Turn
from assistant.assembly import assemble, build_index_folder
from assistant.many_documents import ManyDocuments

TRIAL = [
    "柳城市人民政府办公室关于印发《柳城市创新券管理办法（试行）》的通知",
    "柳政办规〔2021〕7号",
    "第一条 每张创新券面额5万元。",
    "第二条 本办法自2021年7月1日起施行，有效期2年。",
]
REGULAR = [
    "柳城市人民政府办公室关于印发《柳城市创新券管理办法》的通知",
    "柳政办规〔2023〕3号",
    "第一条 每张创新券面额8万元。",
    "第二条 本办法自2023年7月1日起施行，有效期5年。《柳城市创新券管理办法（试行）》（柳政办规〔2021〕7号）同时废止。",
]
LETTER = [
    "柳城市水务局关于印发《柳城市节水奖励细则》的通知",
    "柳水规〔2022〕1号",
    "第一条 节水单位奖励2万元。",
    "第二条 本细则自2022年3月1日起施行，有效期至2025年2月28日。",
]
LONGER = [
    "柳城市水务局关于延长《柳城市节水奖励细则》有效期的通知",
    "柳水规〔2025〕2号",
    "各县区水务局：",
    "《柳城市节水奖励细则》（柳水规〔2022〕1号）有效期延长至2027年2月28日。",
]
ENDING = [
    "柳城市人民政府关于宣布失效一批文件的决定",
    "柳政发〔2025〕8号",
    "各县区人民政府：",
    "经清理，市政府决定废止下列文件：",
    "一、《柳城市煤改电补贴办法》（柳政发〔2017〕5号）；",
    "二、《柳城市夜市管理办法》（柳政发〔2018〕6号）。",
]
HEATING = [
    "柳城市煤改电补贴办法",
    "柳政发〔2017〕5号",
    "第一条 每户补贴3000元。",
    "第二条 本办法自2017年10月1日起施行。",
]
TRADE_IN = [
    "柳城市2025年农机报废更新补贴方案",
    "柳农发〔2025〕4号",
    "一、补贴标准",
    "每台最高补贴2万元。",
    "二、申报时间",
    "2025年3月1日至10月31日，额满为止。",
]
FIVE_YEARS = [
    "柳城市“十三五”水利发展规划",
    "柳政发〔2016〕9号",
    "一、目标",
    "新建水库3座。",
]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> ManyDocuments:
    folder: Path = tmp_path_factory.mktemp("states")
    texts = (TRIAL, REGULAR, LETTER, LONGER, ENDING, HEATING, TRADE_IN, FIVE_YEARS)
    for at, lines in enumerate(texts):
        (folder / f"policy{at}.txt").write_text("\n".join(lines), encoding="utf-8")
    settings = replace(settings_for(folder / "index"), today=date(2025, 12, 1))
    build_index_folder(settings, sorted(folder.glob("*.txt")))
    return assemble(settings)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "柳政办规〔2023〕3号还有效吗",
            "本办法自2023年7月1日起施行，有效期5年。[1]\n（现行，有效期至2028年6月30日。）\n"
            "（另有较早的版本《柳城市创新券管理办法（试行）》（柳政办规〔2021〕7号），以上按较新的文件回答。）",
        ),
        (
            "《柳城市节水奖励细则》什么时候到期",
            "《柳城市节水奖励细则》（柳水规〔2022〕1号）有效期延长至2027年2月28日。[1]\n"
            "本细则自2022年3月1日起施行，有效期至2025年2月28日。[2]\n"
            "（该文件的有效期由《柳城市水务局关于延长〈柳城市节水奖励细则〉有效期的通知》"
            "（柳水规〔2025〕2号）延长至2027年2月28日。）",
        ),
        (
            "柳城市煤改电补贴办法失效了吗",
            "《柳城市煤改电补贴办法》（柳政发〔2017〕5号）[1]\n"
            "本办法自2017年10月1日起施行。[2]\n"
            "（注意：该文件已被《柳城市人民政府关于宣布失效一批文件的决定》（柳政发〔2025〕8号）废止。）",
        ),
        (
            "哪些文件被柳政发〔2025〕8号废止了",
            "《柳城市人民政府关于宣布失效一批文件的决定》（柳政发〔2025〕8号）废止或者宣布失效的：\n"
            "《柳城市煤改电补贴办法》（柳政发〔2017〕5号）[1]\n"
            "《柳城市夜市管理办法》（柳政发〔2018〕6号）。[2]",
        ),
        (
            "柳农发〔2025〕4号是什么文件",
            "柳城市2025年农机报废更新补贴方案[1]\n（文号：柳农发〔2025〕4号，文种：方案。现行。）",
        ),
        (
            "柳城农机报废还能申请吗",
            "2025年3月1日至10月31日，额满为止。[1]\n"
            "（今天是2025年12月1日，上述期限至2025年10月31日，已过。）",
        ),
    ],
)
def test_how_a_document_stands(assistant: ManyDocuments, question: str, text: str) -> None:
    answer = assistant.ask(question)
    assert (answer.status, answer.text) == (Status.ANSWERED, text)


def test_the_one_that_ended_it(assistant: ManyDocuments) -> None:
    answer = assistant.ask("柳政办规〔2021〕7号被哪个文件废止了")
    assert [citation.document for citation in answer.citations] == [
        "柳政办规〔2023〕3号",
        "柳政办规〔2021〕7号",
    ]


def test_a_plan_whose_years_are_over_is_not_said_to_hold(assistant: ManyDocuments) -> None:
    answer = assistant.ask("柳城十三五水利规划还有效吗")
    assert (answer.status, answer.text) == (
        Status.NOT_IN_SOURCE,
        "原文没有载明施行日期和有效期。\n（标题所写的期间（至2020年）已过，未写明有效期。）",
    )


def test_of_the_document_talked_about(assistant: ManyDocuments) -> None:
    first = assistant.ask("柳城市节水单位奖励多少")
    answer = assistant.ask("还有效吗", (Turn("柳城市节水单位奖励多少", first.text),))
    assert answer.citations[-1].document == "柳水规〔2022〕1号"


def test_what_a_person_may_do_is_no_question_of_a_period(assistant: ManyDocuments) -> None:
    assert "今天是" not in assistant.ask("满六十岁的农户农机报废还能申请吗").text
