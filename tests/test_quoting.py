"""Lists counted inside a paragraph are quoted whole where a list is asked for, else by the item."""

from collections.abc import Callable

import pytest
from conftest import assistant_over

POLICY = """\
江北省人民政府关于加强基层治理的指导意见
江政发〔2025〕3号
各市人民政府：
为加强基层治理，提出如下意见。
一、完善体制
健全治理体系。一是健全党组织领导的治理体系；二是完善网格化管理，每个网格不超过500户；三是推动资源下沉。
二、强化保障
基层治理的保障措施：①落实经费。②配强队伍，每个社区不少于5名专职人员。③严格考核。
三、规范申报
企业申报奖励按下列程序办理：第一步，提交申请；第二步，县级初审；第三步，市级审核公示。各地不得增设程序。
"""


@pytest.fixture(scope="module")
def quotes(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[str]]:
    """The quotes with which a question on the policy is answered."""
    folder = tmp_path_factory.mktemp("quoting")
    file = folder / "policy.txt"
    file.write_text(POLICY, encoding="utf-8")
    assistant = assistant_over(folder / "index", file)
    return lambda question: [quote.quote for quote in assistant.ask(question).citations]


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        (
            "基层治理有哪些保障措施？",
            "基层治理的保障措施：①落实经费。②配强队伍，每个社区不少于5名专职人员。③严格考核。",
        ),
        (
            "企业申报奖励有哪些程序？",
            "企业申报奖励按下列程序办理：第一步，提交申请；第二步，县级初审；第三步，市级审核公示。",
        ),
        ("网格化管理有哪些要求？", "二是完善网格化管理，每个网格不超过500户；"),
        ("每个网格不超过多少户？", "二是完善网格化管理，每个网格不超过500户；"),
    ],
)
def test_lists_inside_paragraphs(
    quotes: Callable[[str], list[str]], question: str, quoted: str
) -> None:
    assert quotes(question) == [quoted]
