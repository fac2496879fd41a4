"""Place, year, level, kind, validity and what a policy ends, read off its own words."""

import pytest
from several_policies import CARE_OF_PINE, ENDING, PARKING, policies

from documents.metadata import Level, Metadata
from documents.metadata_reading import kind_of, read_metadata


@pytest.mark.parametrize(
    ("title", "issuer", "places", "level"),
    [
        ("松原市养老服务办法", "", ("松原市",), Level.CITY),
        ("关于支持养老的意见", "松原市青枫区人民政府", ("松原市", "青枫区"), Level.COUNTY),
        ("关于支持养老的意见", "山阳省人民政府办公厅", ("山阳省",), Level.PROVINCE),
        ("关于支持养老的意见", "上海市人民政府办公厅", ("上海市",), Level.PROVINCE),
        ("关于支持养老的意见", "国务院办公厅", (), Level.NATION),
        ("关于支持养老的意见", "农业农村部", (), Level.NATION),
        ("望溪县2026年政府工作报告", "", ("望溪县",), Level.COUNTY),
        ("关于支持养老的意见", "禾渚县柳林镇人民政府", ("禾渚县", "柳林镇"), Level.TOWN),
        ("关于支持养老的意见", "", (), None),
        ("关于支持养老的意见", "中共松原市委 松原市人民政府", ("松原市",), Level.CITY),
        ("关于支持养老的意见", "松原市住房和城乡建设局", ("松原市",), Level.CITY),
        ("关于支持养老的意见", "住房和城乡建设部", (), Level.NATION),
        ("关于支持养老的意见", "国家市场监督管理总局", (), Level.NATION),
        (
            "关于支持养老的意见",
            "大理白族自治州大理市人民政府",
            ("大理白族自治州", "大理市"),
            Level.COUNTY,
        ),
        ("国务院关于城市更新的意见", "国务院", (), Level.NATION),
        ("关于促进县域商业发展的意见", "", (), None),
        ("风景名胜区条例", "", (), None),
        ("房地产市场管理办法", "", (), None),
        ("山阳省城市绿化条例", "", ("山阳省",), Level.PROVINCE),
        ("聊城市社区养老办法", "", ("聊城市",), Level.CITY),
    ],
)
def test_place_and_level(
    title: str, issuer: str, places: tuple[str, ...], level: Level | None
) -> None:
    found = read_metadata(title, issuer, "", "", "")
    assert (found.places, found.level) == (places, level)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("松原市人民政府关于印发《松原市养老服务补贴办法》的通知", "办法"),
        ("松原市人民政府关于加快养老服务发展的实施意见", "意见"),
        ("关于做好秸秆利用工作的通知", "通知"),
        ("望溪县2026年政府工作报告", "工作报告"),
        ("松原市冰雪经济行动计划（2025—2027年）", "计划"),
        ("关于支持物流业发展的若干措施", "措施"),
        ("一份没有文种的材料", ""),
    ],
)
def test_kind(title: str, kind: str) -> None:
    assert kind_of(title) == kind


def test_years_of_title_number_and_date() -> None:
    plan = read_metadata(
        "松原市冰雪计划（2026—2028年）", "", "松政发〔2025〕6号", "2025年12月1日", ""
    )
    assert (plan.year, plan.years) == (2025, (2026, 2027, 2028, 2025))
    undated = read_metadata("松原市2024年工作要点", "", "", "", "")
    assert (undated.year, undated.years) == (2024, (2024,))


@pytest.mark.parametrize(
    ("text", "effective", "expires"),
    [
        ("第九条 本办法自2025年5月1日起施行，有效期5年。", "2025-05-01", "2030-04-30"),
        ("本措施自2025年7月1日起施行，有效期至2027年12月31日。", "2025-07-01", "2027-12-31"),
        ("本通知自印发之日起施行，有效期两年。", "2025-03-06", "2027-03-05"),
        ("本规定自2025年8月31日起施行，试行期6个月。", "2025-08-31", "2026-02-27"),
        ("本办法自公布之日起30日后施行。", "2025-04-05", ""),
        ("许可证有效期3年。本办法自2025年5月1日起施行。", "2025-05-01", ""),
        ("本规则自2025年5月1日起施行。\n本规则有效期5年。", "2025-05-01", "2030-04-30"),
        ("到2027年建成30个。", "", ""),
        ("本办法自2025年13月45日起施行。", "", ""),
    ],
)
def test_validity(text: str, effective: str, expires: str) -> None:
    found = read_metadata("松原市办法", "", "", "2025年3月6日", text)
    assert (found.effective, found.expires) == (effective, expires)


def test_what_a_document_ends() -> None:
    text = (
        "第九条 本办法自2025年5月1日起施行。《松原市养老补贴暂行办法》（松政发〔2020〕4号）同时废止。"
        "本办法实施后，国家另有规定的从其规定，如被废止的，另行通知。《松原市城市规划》继续执行。"
    )
    found = read_metadata("松原市养老服务补贴办法", "", "松政发〔2025〕3号", "", text)
    assert found.abolishes == ("松政发〔2020〕4号", "松原市养老补贴暂行办法")


def test_a_name_keeps_its_first_character_and_to_replace_something_else_ends_nothing() -> None:
    text = (
        "《以工代赈办法》（和政发〔2020〕3号）和松政发〔2021〕1号同时废止。\n"
        "按照《清洁能源替代方案》实施能源替代。\n《停车办法》被本办法取代。"
    )
    found = read_metadata("松原市办法", "", "", "", text)
    assert found.abolishes == (
        "和政发〔2020〕3号",
        "松政发〔2021〕1号",
        "以工代赈办法",
        "停车办法",
    )


def test_a_list_of_ended_documents() -> None:
    (ending,) = policies(ENDING)
    assert ending.metadata.abolishes == (
        "松政规〔2019〕2号",
        "松原市共享单车停放管理规定",
        "松政发〔2015〕30号",
        "松原市小型餐饮管理办法",
    )


def test_a_document_carries_its_metadata() -> None:
    care, parking = policies(CARE_OF_PINE, PARKING)
    assert care.metadata == Metadata(
        places=("松原市",),
        year=2025,
        years=(2025,),
        level=Level.CITY,
        kind="办法",
        subject="养老服务补贴办法",
        effective="2025-05-01",
        expires="2030-04-30",
        validity="第四条 本办法自2025年5月1日起施行，有效期5年",
        abolishes=(),
    )
    assert parking.metadata.kind == "规定"


@pytest.mark.parametrize(
    ("words", "effective", "expires"),
    [
        ("自 2023 年 1 月 1 日起施行，有效期 3 年。", "2023-01-01", "2025-12-31"),
        (
            "自2023年1月1日起施行，有效期限自2023年1月1日至2025年6月30日。",
            "2023-01-01",
            "2025-06-30",
        ),
        ("自2023-01-01起施行，有效期至2025-12-31。", "2023-01-01", "2025-12-31"),
        ("自2023.1.1起施行，至2025.12.31止。", "2023-01-01", "2025-12-31"),
        ("自二○二三年一月一日起施行，有效期三年。", "2023-01-01", "2025-12-31"),
        ("自二〇二三年一月一日起施行，有效期叁年。", "2023-01-01", "2025-12-31"),
        ("自2023年1月1日至2025年12月31日施行。", "2023-01-01", "2025-12-31"),
        ("自2023年1月1日起执行，暂定执行3年。", "2023-01-01", "2025-12-31"),
        ("执行时间为2023年1月1日至2025年12月31日。", "", "2025-12-31"),
        ("有效期五年，自2023年1月1日起计算。", "2023-01-01", "2027-12-31"),
        ("自2023年1月1日起施行，有效期两年半。", "2023-01-01", "2025-06-30"),
        ("自2023年1月1日起施行。经营许可证有效期3年。", "2023-01-01", ""),
    ],
)
def test_validity_in_the_notations_that_occur(words: str, effective: str, expires: str) -> None:
    found = read_metadata("松原市办法", "", "", "2022年12月20日", f"第三条 本办法{words}")
    assert (found.effective, found.expires) == (effective, expires)


@pytest.mark.parametrize(
    ("words", "ended"),
    [
        ("《松原市旧办法》（松政发〔2010〕3号）同时废止。", ("松政发〔2010〕3号", "松原市旧办法")),
        ("《松原市旧办法》（松政发〔2010〕3号）第五条同时废止。", ()),
        ("《松原市旧办法》中与本办法不一致的规定同时废止。", ()),
    ],
)
def test_a_part_that_is_ended_does_not_end_the_document(words: str, ended: tuple[str, ...]) -> None:
    assert read_metadata("松原市新办法", "", "", "", words).abolishes == ended


def test_the_places_of_two_bodies_are_not_joined() -> None:
    found = read_metadata("高龄津贴办法", "淮川市民政局 淮川市财政局", "", "", "")
    assert (found.places, found.level) == (("淮川市",), Level.CITY)


def test_short_forms_that_a_text_gives_documents() -> None:
    text = (
        "《柳城市稳外贸八条措施》（柳政发〔2025〕6号，以下简称“外贸八条”）已经印发，"
        "《柳城市节水办法》（以下简称《办法》）同时施行。"
    )
    found = read_metadata("《柳城市稳外贸八条措施》政策解读", "", "", "", text)
    assert found.short_names == (("柳城市稳外贸八条措施", "外贸八条"),)
