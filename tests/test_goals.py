"""Which figures are goals: what is granted, charged, bounded or reported is none."""

import pytest

from documents.facts import extract_facts
from documents.goals import is_goal
from documents.reading import parse_document


def goals(*lines: str) -> list[str]:
    """The figures of a document that are goals."""
    document = parse_document(
        ["青山市人民政府关于养老服务的意见", "青政发〔2024〕3号", *lines], "a.txt"
    )
    return [
        target.quantity.text
        for target in extract_facts(document).targets
        if is_goal(document, target)
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("到2025年，护理型床位占比达到65%以上。", ["65%以上"]),
        ("对新建公共冷库，按设备投资额的15%给予补助，单个项目最高200万元。", []),
        ("建成等级冰雪民宿200家；对评定为甲级的，给予一次性奖励10万元。", ["200家"]),
        ("对年出口额达到100万美元的企业，给予奖励8万元，每家企业每年最高20万元。", []),
        ("实缴注册资本达到1000万元以上，且两年内研发投入达到500万元以上的，可以申请。", []),
        ("常住人口5万人以上的乡镇至少建设1所普惠托育机构。", ["至少建设1所"]),
        ("全日托每人每月达到1300元。", []),
        ("建立健全县、乡、村、家庭四级养老服务设施网络。", []),
        ("到2027年，全市敬老院由现有41所整合至26所。", ["26所"]),
        ("截至2024年底，全市建成养老机构40家。", []),
        ("逾期不改正的，处1万元以上3万元以下罚款，实现应罚尽罚。", []),
        ("对新建食堂给予补助，到2026年累计建成50家，每家最高不超过3万元。", ["50家"]),
        ("每年扶持传承人工作室10个。", ["10个"]),
        ("每年冬季禁止在考点周边500米范围内挖掘，覆盖率达到98%。", ["98%"]),
        ("项目完成计划投资30%后，开工率达到70%。", ["70%"]),
        ("到2026年，补贴资金兑付率达到100%，补贴比例不超过40%。", ["100%"]),
        ("到2026年，机构达到1,200家，每家给予补助2,500元。", ["1,200家"]),
        ("市财政每年安排专项资金3000万元。", ["3000万元"]),
    ],
)
def test_a_sentence(sentence: str, expected: list[str]) -> None:
    assert goals("一、任务", sentence) == expected


def test_what_a_report_looks_back_on_is_reached_already() -> None:
    assert goals(
        "一、2024年工作回顾", "建成社区食堂30个。", "二、2025年安排", "建成社区食堂45个。"
    ) == ["45个"]
    assert goals(
        "各县区人民政府:",
        "2024年工作回顾",
        "建成食堂30个。",
        "今年目标",
        "建成食堂45个。",
        "一、任务",
        "好。",
    ) == ["45个"]
