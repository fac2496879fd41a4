"""In force or not, as far as the loaded documents tell."""

from datetime import date

import pytest
from several_policies import (
    CARE_OF_CLOUD,
    CARE_OF_PINE,
    ENDING,
    PARKING,
    SNOW_PLAN_2024,
    SNOW_PLAN_2025,
    policies,
)

from assistant.standing import standings

DAY = date(2026, 1, 1)


@pytest.mark.parametrize("title", ["松原市人民政府公告", "松原市人民政府令"])
def test_titles_that_name_no_subject_are_no_versions_of_each_other(title: str) -> None:
    burning = [title, "松政告〔2023〕1号", "一、自2023年1月1日起，禁止燃放烟花爆竹。"]
    closing = [title, "松政告〔2024〕2号", "一、自2024年1月1日起，封闭人民路施工。"]
    old, new = policies(burning, closing)
    found = standings([old, new])
    assert (found[old.identifier].newer, found[new.identifier].older) == (None, ())


def test_the_plan_of_a_later_year_is_the_newer_version() -> None:
    old, new = policies(SNOW_PLAN_2024, SNOW_PLAN_2025)
    found = standings([old, new])
    assert found[old.identifier].newer is new
    assert found[new.identifier].older == (old,)
    assert not found[old.identifier].in_force(DAY)
    assert found[old.identifier].remarks(DAY) == [
        "（注意：该文件另有较新的版本《松原市冰雪旅游发展计划（2025年）》（松政办发〔2025〕6号）。）"
    ]
    assert found[new.identifier].remarks(DAY) == [
        "（另有较早的版本《松原市冰雪旅游发展计划（2024年）》（松政办发〔2024〕5号），"
        "以上按较新的文件回答。）"
    ]


def test_like_policies_of_two_cities_are_no_versions() -> None:
    pine, cloud = policies(CARE_OF_PINE, CARE_OF_CLOUD)
    found = standings([pine, cloud])
    assert found[pine.identifier].newer is None
    assert found[cloud.identifier].older == ()


def test_an_abolished_document() -> None:
    parking, ending = policies(PARKING, ENDING)
    found = standings([parking, ending])[parking.identifier]
    assert found.ended_by is ending
    assert found.newer is None  # the decision ends it, and takes its place with nothing
    assert (
        found.label(DAY) == "已被《松原市人民政府关于废止部分文件的决定》（松政发〔2025〕1号）废止"
    )
    assert standings([parking])[parking.identifier].in_force(DAY)


def test_a_new_version_that_ends_the_old_one() -> None:
    again = [line.replace("2019", "2026") for line in PARKING]
    again[-1] = "第三条 本规定自2026年7月1日起施行。松政规〔2019〕2号同时废止。"
    old, new = policies(PARKING, again)
    found = standings([old, new])
    assert (found[old.identifier].ended_by, found[old.identifier].newer) == (new, new)
    assert found[new.identifier].label(DAY) == "自2026年7月1日起施行，尚未施行"


def test_validity_by_the_day() -> None:
    (care,) = policies(CARE_OF_CLOUD)
    found = standings([care])[care.identifier]
    assert found.label(DAY) == "现行，有效期至2028年5月31日"
    assert found.remarks(DAY) == []
    assert found.remarks(date(2028, 6, 1)) == ["（注意：该文件有效期至2028年5月31日，已过。）"]
    assert found.in_force(date(2028, 5, 31))
    assert not found.in_force(date(2028, 6, 1))


def test_a_document_that_is_marked_as_ended_is_not_in_force() -> None:
    rule = [
        "松原市停车管理办法（已废止）",
        "松政发〔2019〕3号",
        "第一条 每小时3元。",
        "第二条 每日20元。",
    ]
    (document,) = policies(rule)
    found = standings([document])[document.identifier]
    assert document.title == "松原市停车管理办法"
    assert (found.in_force(DAY), found.label(DAY)) == (False, "文件标明“已废止”")
    assert found.remarks(DAY) == ["（注意：该文件标明“已废止”。）"]


def test_a_notice_that_prolongs_a_policy_makes_it_hold_longer() -> None:
    rule = [
        "松原市稳外贸措施",
        "松政规〔2022〕5号",
        "一、奖励1元。",
        "二、本措施自2022年6月1日起施行，有效期2年。",
    ]
    notice = [
        "松原市人民政府关于延长《松原市稳外贸措施》有效期的通知",
        "松政规〔2024〕8号",
        "各县区人民政府：",
        "决定将《松原市稳外贸措施》（松政规〔2022〕5号）有效期延长至2027年5月31日。",
    ]
    old, new = policies(rule, notice)
    alone, found = standings([old])[old.identifier], standings([old, new])[old.identifier]
    assert (alone.expires, found.expires) == ("2024-05-31", "2027-05-31")
    assert (alone.in_force(DAY), found.in_force(DAY)) == (False, True)
    by = "《松原市人民政府关于延长〈松原市稳外贸措施〉有效期的通知》（松政规〔2024〕8号）"
    assert found.label(DAY) == f"现行，有效期由{by}延长至2027年5月31日"
    assert found.remarks(DAY) == [f"（该文件的有效期由{by}延长至2027年5月31日。）"]
    assert found.remarks(date(2028, 1, 1)) == ["（注意：该文件有效期至2027年5月31日，已过。）"]
