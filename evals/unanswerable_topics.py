"""What a policy may lack: places beside its own, indicators, and attributes that people ask for."""

import re
from dataclasses import dataclass

from documents.regular_expressions import regex

CITIES = (
    ("济南", "青岛", "潍坊", "济宁", "临沂", "聊城", "德州", "泰安", "菏泽", "烟台"),
    ("郑州", "洛阳", "商丘", "开封", "新乡", "南阳", "许昌"),
    ("南京", "苏州", "徐州", "无锡", "南通", "扬州", "盐城"),
    ("杭州", "宁波", "温州", "嘉兴", "绍兴", "金华", "台州"),
    ("广州", "深圳", "佛山", "东莞", "珠海", "惠州", "中山"),
    ("合肥", "芜湖", "安庆", "阜阳", "六安", "滁州"),
    ("武汉", "宜昌", "襄阳", "荆州", "黄冈", "孝感"),
    ("长沙", "株洲", "湘潭", "衡阳", "岳阳", "常德"),
    ("成都", "绵阳", "德阳", "宜宾", "泸州", "南充"),
    ("西安", "宝鸡", "咸阳", "渭南", "汉中", "榆林"),
)
MUNICIPALITIES = ("北京", "天津", "上海", "重庆")
PROVINCES = (
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "海南",
    "四川",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
)
COUNTIES = ("长兴县", "安溪县", "平阴县", "海盐县", "浏阳市", "寿光市")
INDICATORS = (
    ("人均预期寿命", r"寿命"),
    ("森林覆盖率", r"森林|林木"),
    ("细颗粒物（PM2.5）年均浓度", r"PM|细颗粒物|空气|大气"),
    ("九年义务教育巩固率", r"义务教育|巩固率"),
    ("绿色出行比例", r"绿色出行|公交|公共交通"),
    ("每万人口发明专利拥有量", r"专利"),
    ("生活垃圾回收利用率", r"垃圾"),
    ("人均公园绿地面积", r"绿地|公园"),
    ("5G基站数量", r"基站|5G"),
    ("人均体育场地面积", r"体育"),
    ("城镇登记失业率", r"失业"),
    ("居民健康素养水平", r"健康素养"),
    ("水产品年产量", r"水产|渔"),
    ("农村卫生厕所普及率", r"厕"),
    ("公共图书馆人均藏书量", r"图书"),
    ("再生水利用率", r"再生水|污水"),
)


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something people ask of a task; `held` are the words of a text that may tell it."""

    name: str
    question: str
    held: re.Pattern[str]


ATTRIBUTES = (
    Attribute("电话", "{}的咨询电话是多少？", regex(r"电话|热线|联系方式|\d{7,}|\d{5}")),
    Attribute("地址", "{}的办理地址在哪里？", regex(r"地址|地点|窗口|大厅|场所|路\d+号")),
    Attribute("预算金额", "{}的预算金额是多少？", regex(r"预算|资金|经费|投资|元|投入|基金")),
    Attribute(
        "申请截止日期",
        "{}的申请截止日期是哪一天？",
        regex(r"截止|截至|\d月|日前|日内|日止|期限|有效期|申请|申报"),
    ),
    Attribute(
        "审批时限",
        "{}的审批时限是多少个工作日？",
        regex(r"工作日|日内|时限|天内|期限|小时|审批|审核|办结"),
    ),
)


def places_beside(own: str) -> list[str]:
    """Other places of the level of a place; none for a document of the whole country."""
    name = own.rstrip("省市县区")
    if not own:
        return []
    if name in MUNICIPALITIES:
        return [f"{other}市" for other in MUNICIPALITIES if other != name]
    if own.endswith(("省", "自治区")):
        return [f"{other}省" for other in PROVINCES if other != name]
    if own.endswith(("县", "区")):
        return [other for other in COUNTIES if other != own]
    province = next((cities for cities in CITIES if name in cities), sum(CITIES, ()))
    return [f"{other}市" for other in province if other != name]
