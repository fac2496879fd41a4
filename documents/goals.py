"""Which figures of a document are goals to be reached, and which only grant, charge, bound or report.

A list of targets with every subsidy rate and fine in it is of no use to who checks the targets.
"""

from documents.document import Document
from documents.facts import Target
from documents.quantities import Quantity, find_quantities
from documents.regular_expressions import regex

_PIECE_END = regex(r"[；;：:。！？!?\n]|(?<!\d)[，,]|[，,](?!\d{3})")
_GRANTED = regex(
    r"奖励|奖补|补助|补贴|补偿|资助|贴息|贴保|给予|予以|经费支持|资金支持|支持资金|罚款|罚金|处以|计分|计\d+分|加分|扣分"
)
_PAID = regex(r"扶持|收费|收取|减免|报销")
_RATE = regex(r"(?<![利费税汇])率[^率]{0,6}$")
_CAP = regex(r"^(?:其中)?(?:单个|单项|单户|每|同一|最高|最多|最低|不超过|期限)")
_MONEY = regex(r"元")
_SHARE = regex(r"%|％|‰|百分点")
_HIGHEST = regex(r"最高|最多|不超过|不高于")
_CONDITION_HEAD = regex(r"^(?:对于|对|凡|符合|申请|向)")
_CONDITION_TAIL = regex(r"(?<!目)的$|^后$")
_GOES_ON = regex(r"^(?:且|并且|同时)")
_NO_GOAL = regex(r"是指|所称|以下简称|禁止|严禁")
_GRADE = regex(r"^(?:级|号线|类|期|届|次|分)$")
_BARE = regex(r"[万亿]")
_LONGEST_HEADING = 24
_BASE = regex(r"(?:每|不足|不满|[从由](?:现有|目前|原有?|原来)?的?)$")
_BELOW = regex(r"不足|不满|未满|不到|未达")
_PER_CASE = regex(r"每[\u4e00-\u9fff]{1,3}(?:每[年月日次])?$")
_RATE_OF = regex(r"(?:投资|投入|费用|支出|租金|金额|价款?|额|支付|贷款|成本|费)的?$")
_REPORTED = regex(r"回顾|工作总结|发展成就|主要成绩")


def is_goal(document: Document, target: Target) -> bool:
    """Whether a figure is to be reached, judged by the words of its sentence and the headings."""
    quantity = target.quantity
    if _GRADE.match(quantity.unit) or quantity.deadline.startswith(("截至", "截止")):
        return False
    if _BARE.match(quantity.text) or _is_reported(document, target):
        return False
    before = document.text[target.start : quantity.start]
    behind = document.text[quantity.end : target.end]
    if _BELOW.match(quantity.comparator) or _BASE.search(before) or _is_condition(before, behind):
        return False
    return not _is_granted(before, behind, quantity)


def _is_reported(document: Document, target: Target) -> bool:
    """Whether a figure stands below a heading that looks back, numbered or a short line alone."""
    clause = document.clauses[target.clause]
    lines = document.text[clause.body : target.start].split("\n")
    alone = [line for line in lines if line and len(line) <= _LONGEST_HEADING and "。" not in line]
    headings = [*document.heading_path(clause), *alone[-1:]]
    return any(_REPORTED.search(heading) for heading in headings)


def _is_condition(before: str, behind: str) -> bool:
    """Whether a figure says to whom or when something applies: 对年出口额100万美元以上的企业."""
    *earlier, own = _pieces(before)
    rest, *later = _pieces(behind)
    if _NO_GOAL.search(own) or _CONDITION_HEAD.match(own) or _CONDITION_TAIL.search(rest):
        return True
    if later and _GOES_ON.match(later[0]) and _CONDITION_TAIL.search(later[0]):
        return True
    if earlier and _GOES_ON.match(own) and _CONDITION_HEAD.match(earlier[-1]):
        return True
    of = rest.startswith("的")  # 5万人以上的乡镇至少建设1所
    return of and (bool(find_quantities(rest)) or any(_GRANTED.search(piece) for piece in later))


def _is_granted(before: str, behind: str, quantity: Quantity) -> bool:
    """Whether a figure is what somebody gets or pays in one case, or bounds that."""
    *earlier, own = _pieces(before)
    rest = _pieces(behind)[0]
    money = bool(_MONEY.search(quantity.unit))
    shared = bool(_SHARE.search(quantity.unit))
    if shared and _RATE.search(own):  # 补贴兑付率 is a goal, 补贴比例 is none
        return False
    around = f"{own}{quantity.comparator}{rest}"
    if _GRANTED.search(around) or ((money or shared) and _PAID.search(around)):
        return True
    if money and _PER_CASE.search(own):
        return True
    if before[-1:].isspace() and money:  # a cell of a table of rates
        return True
    if shared and own.endswith("的") and _RATE_OF.search(own):
        return True
    if not any(_GRANTED.search(piece) for piece in earlier):
        return False
    capped = money and bool(_HIGHEST.match(quantity.text))
    bare = (money or shared) and len(own) <= 2
    return capped or bare or bool(_CAP.match(own or quantity.text))


def _pieces(words: str) -> list[str]:
    return [piece.strip() for piece in _PIECE_END.split(words)]
