"""Two small policies for tests, and one of them with a clause changed."""

from documents.document import Document
from documents.reading import parse_document

CARE = [
    "青山市人民政府关于加快养老服务发展的意见",
    "青政发〔2024〕3号",
    "各县区人民政府:",
    "为加快养老服务发展,现提出如下意见。",
    "一、总体要求",
    "到2025年,全市护理型床位占比65%以上。养老床位达到2000张。",
    "二、主要任务",
    "(一)居家养老。新建社区食堂30个。(牵头单位:市民政局)",
    "(二)智慧养老。推广“一键呼叫”设备。(牵头单位:市大数据局)",
]
TRADE = [
    "青山市人民政府关于促进电商物流的意见",
    "青政发〔2024〕9号",
    "各县区人民政府:",
    "为促进电商物流,现提出如下意见。",
    "一、发展电商",
    "培育电商企业50家。",
    "二、建设物流园区",
    "新建物流园区2个。",
]


def care_policy() -> Document:
    """The policy on elder care, 7 clauses."""
    return parse_document(CARE, "care.txt")


def changed_care_policy() -> Document:
    """The same with another number of canteens in clause 二(一)."""
    return parse_document([line.replace("30个", "45个") for line in CARE], "care.txt")


def trade_policy() -> Document:
    """The policy on trade."""
    return parse_document(TRADE, "trade.txt")
