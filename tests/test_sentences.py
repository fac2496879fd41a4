"""How much of a clause is quoted for an open question."""

from pathlib import Path

import pytest
from conftest import assistant_over, assistant_reading

RULES = """\
汀州市便民驿站管理办法
第一条 居民满意度低于80%的驿站，责令3个月内整改；整改后仍不达标的，予以摘牌，2年内不得重新申报。
第二条 床位100张以上的养老机构应当内设医务室；不足100张的，就近与医疗机构签订合作协议。
第三条 驿站每季度听取一次居民意见。
第四条 每年评选优秀驿站10个。
"""


def test_what_follows_an_order_comes_along(tmp_path: Path) -> None:
    file = tmp_path / "rules.txt"
    file.write_text(RULES, encoding="utf-8")
    assistant = assistant_over(tmp_path / "index", file)
    answer = assistant.ask("居民对驿站很不满意，会怎么处理？")
    assert [citation.quote for citation in answer.citations] == [
        "居民满意度低于80%的驿站，责令3个月内整改；",
        "整改后仍不达标的，予以摘牌，2年内不得重新申报。",
    ]
    assert "签订合作协议" in assistant.ask("养老机构要内设医务室吗？").text


SHARES = """\
南屏市书屋会费通知
一、减免
残疾读者会费由书屋全部承担；学生会费按80%承担；教师会费按60%承担。
二、时间
会费每年缴纳一次。
"""


def test_several_things_asked_get_the_short_clause_whole(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    assistant = assistant_reading(SHARES, tmp_path_factory.mktemp("shares"), "shares.txt")
    answer = assistant.ask("谁的会费能承担100%，谁按80%承担？").text
    assert "残疾读者会费由书屋全部承担" in answer
    assert "学生会费按80%承担" in answer
