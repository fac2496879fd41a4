"""False sentences about evidence: a true one with exactly one thing made wrong, and what it is.

Edits of words are those of `zhice eval mutate`; here stand the lies that need more than a word: what
is left out, what is invented, and marks that point elsewhere. What is by chance true is left out.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, permutations

from evidence_blocks import Block
from true_sentences import Statement

from assistant.answer import Answer, Citation, Status
from documents.document import Document
from documents.quantities import find_quantities
from evals import text_edits, word_edits
from evals.mutation import Kind
from evals.text_edits import Edit, Edits, MarkedAnswer, marked_answer

MISSING_DATE, MISSING_CONDITION, MISSING_EXCEPTION = "期限缺失", "条件缺失", "例外缺失"
ROLE, ORDER, CONDITION, SOURCE = "角色调换", "大小倒置", "虚构条件", "虚构依据"
ADDITION, INVENTION, SPLICE = "夹带虚构", "虚构句子", "张冠李戴"
UNKNOWN_MARK, MOVED_MARK, NO_MARK = "编号不存在", "引文移位", "编号缺失"
_BY_OMISSION = (MISSING_DATE, MISSING_CONDITION, MISSING_EXCEPTION, Kind.LEAD.value, NO_MARK)
_EDITS: dict[str, Callable[[MarkedAnswer], Edits]] = {
    Kind.FIGURE.value: text_edits.figures,
    Kind.COMPARATOR.value: text_edits.comparators,
    Kind.YEAR.value: text_edits.years,
    Kind.UNIT.value: text_edits.units,
    Kind.DEPARTMENT.value: text_edits.swapped_departments,
    Kind.LEAD.value: text_edits.leads,
    Kind.NEGATION.value: text_edits.negations,
    Kind.MODALITY.value: text_edits.modals,
    Kind.EXCHANGE.value: text_edits.exchanged,
    Kind.NAME.value: text_edits.names,
    Kind.QUANTIFIER.value: word_edits.quantifiers,
    Kind.PLACE.value: word_edits.places,
    Kind.DIRECTION.value: word_edits.directions,
    Kind.CONJUNCTION.value: word_edits.conjunctions,
}
_INVENTED = (
    "该政策有效期为五年。", "相关补贴由财政部门按季度拨付。", "咨询电话为0530-5310000。", "逾期不再受理。",
    "上述目标已经提前完成。", "该标准高于全国平均水平。", "申请人应当先行垫付费用。", "此项工作已列入年度考核。",
    "具体名单由主管部门另行公布。", "这一比例在同类城市中排名第一。",
)  # fmt: skip
_CONDITIONS = (
    "经市政府批准后，", "在财力允许的情况下，", "仅对本地户籍人员，", "连续经营满三年的，", "试点期间，",
)  # fmt: skip
_SOURCES = (
    "根据第九十九条，", "《居家服务促进条例》规定，", "鲁政发〔2019〕88号提出，", "根据附件9，", "按照国务院文件要求，",
)  # fmt: skip
_GRANTED = re.compile(
    r"^(对[^，；]*?的?[^，；]*)，((?:且|并)?[^，；]*的)，((?:分别|按照?|一次性|最高)?[^；]*?(?:给予|奖励|补助|补贴)[^；]*。)$"
)
_CONDITION = re.compile(
    r"^(对)([^，；。]{4,40}?(?:以上|不少于|达到|满|首次|新)[^，；。]{0,30}?)的([^，；。的]{2,10})，(?=.*(?:给予|奖励|补助|补贴|按))"
)
_EXCEPTION = re.compile(
    r"[，；（](?:但|除)[^，；。）]*(?:除外|以外|不含|不适用)[^，；。）]*）?|（不含[^（）]+）|（含(?!本数)[^（）]+）"
)
"""（含本数） is none: 以上 and 以下 take in the number without it (Civil Code, art. 1259)."""
_SAID_AGAIN = re.compile(r"(?P<bound>[^，（）]+)以[上下]（含(?P=bound)）$")
"""三层以上（含三层） says its bound again: no exception either."""
_DATE = re.compile(r"(?:力争|确保)?(?:到20\d\d年(?:底|末)?|20\d\d年(?:\d{1,2}月)?底前)[,，]?")
_INDICATOR = re.compile(
    r"([\u4e00-\u9fff]{3,16}?(?:占比|率|比重))(?:达到|为|不低于)?(\d+(?:\.\d+)?)%"
)
_BOUND_TWICE = re.compile(
    r"(?:不[低少小]于|满|至少|最低)[\d.,一二三四五六七八九十百千万]+[\u4e00-\u9fff%]{1,4}?以上|(?:不[超高多][过于]|最[高多])[\d.,]+[\u4e00-\u9fff%]{1,4}?以[下内]|最[高多]不超过"
)
_LEANING = re.compile(
    r"(?=.*\d)(?:增长|下降|最高|最低|每家企业|每人每|每户|单个|单户|单家|期限|补贴期|补助期|奖励期|累计|给予|分别|一次性)"
)
_ROLES = re.compile(r"牵头(?:单位|负责)?|配合(?:单位)?|责任单位")
_OTHER_ROLE = {
    "牵头": "配合",
    "配合": "牵头",
    "牵头单位": "配合单位",
    "配合单位": "牵头单位",
    "责任单位": "监督单位",
    "牵头负责": "监督负责",
}
_LOOKED_AT = re.compile(r"[\W_的了是为]")


def false_statements(
    statement: Statement, blocks: Sequence[Block], documents: Mapping[str, Document]
) -> list[Statement]:
    """All that can be made wrong in a true statement, one thing at a time.

    Args:
        statement: A true one.
        blocks: The evidence that it was made of, with others beside it.
        documents: Where other departments, years and names come from, by identifier.
    """
    heads = tuple(Citation(name, "", 0, 0, 0, "", "") for name in documents)
    subject = marked_answer(Answer(statement.text, Status.ANSWERED, (), "", 0.0, heads), documents)
    found: dict[tuple[str, tuple[int, ...]], Statement] = {}
    for kind, edits_of in _EDITS.items():
        for edits in edits_of(subject):
            lie = _edited(statement, kind, edits)
            found.setdefault((lie.text, lie.numbers), lie)
    held = {block.number: plain(f"{block.address}\n{block.text}") for block in blocks}
    for lies in (_left_out, _turned, _invented, _mismarked):
        for lie in lies(statement, held):
            found.setdefault((lie.text, lie.numbers), lie)
    found.pop((statement.text, statement.numbers), None)
    return [lie for lie in found.values() if not _is_by_chance_true(lie, statement, held)]


def plain(text: str) -> str:
    """A text without punctuation, blanks and the words that join."""
    return _LOOKED_AT.sub("", unicodedata.normalize("NFKC", text))


def _is_by_chance_true(lie: Statement, statement: Statement, held: Mapping[int, str]) -> bool:
    """Whether the evidence that a lie cites says it after all, in these words."""
    cited = "".join(held.get(number, "") for number in lie.numbers)
    if lie.kind in (Kind.FIGURE.value, Kind.EXCHANGE.value) and _alike(lie.text) == _alike(
        statement.text
    ):
        return True
    if lie.kind == Kind.COMPARATOR.value and "最高不超过" in statement.text:
        return True
    if lie.kind == Kind.COMPARATOR.value and _BOUND_TWICE.search(lie.text.replace("*", "")):
        return True
    if "之一" in statement.text and lie.kind in (Kind.DEPARTMENT.value, Kind.LEAD.value):
        return lie.change.split("→")[1].strip("“”、") in cited
    if lie.kind in _BY_OMISSION:
        return False
    if lie.kind == Kind.NAME.value and not statement.source:  # said of another clause
        return lie.change.split("→")[1].strip("“”") in "".join(held.values())
    if lie.kind == Kind.NAME.value and len(lie.change.split("→")[1]) > len(lie.text) / 2:
        return True  # nothing but a name is left
    if lie.numbers != statement.numbers:  # other marks on the same words
        words = plain(statement.source) or plain(statement.text)
        names = re.findall(r"[\u4e00-\u9fff]+?[局委办院会府厅联社](?=[、，。和])", statement.text)
        return words in cited or (not statement.source and all(name in cited for name in names))
    return plain(lie.text) in cited


def _alike(text: str) -> str:
    """A text without emphasis, numbers of lists and the differences of synonyms."""
    same = re.sub(r"(?<=[：:；;。\n])\s*(?:\d{1,3}[.．](?!\d)|（\d{1,3}）)|\*", "", text)
    for words, one in (("不高于|最高|至多|不大于", "不超过"), ("不少于|至少|不小于", "不低于")):
        same = re.sub(words, one, same)
    same = re.sub(r"不低于([\d.]+[\u4e00-\u9fff%]{1,4}?)(?=[，。；、])", r"\1以上", same)
    return re.sub(r"(左右|以上){2}", r"\1", same)


def _edited(statement: Statement, kind: str, edits: Sequence[Edit]) -> Statement:
    text = statement.text
    change = "；".join(f"“{text[e.start : e.end]}”→“{e.new}”" for e in edits)
    for edit in reversed(edits):
        text = f"{text[: edit.start]}{edit.new}{text[edit.end :]}"
    return _lie(statement, text, kind, change)


def _lie(statement: Statement, text: str, kind: str, change: str) -> Statement:
    return replace(statement, text=text, kind=kind, is_true=False, change=change)


def _left_out(statement: Statement, held: Mapping[int, str]) -> Iterator[Statement]:
    """A sentence without its date, a condition or an exception: it says more than the evidence."""
    text = statement.text
    for date in _DATE.finditer(text):
        shorter = f"{text[: date.start()]}{text[date.end() :]}"
        if find_quantities(re.split("[。；]", text[date.end() :])[0]):
            yield _lie(statement, shorter, MISSING_DATE, f"缺“{date[0]}”")
    granted = _GRANTED.match(text)
    if granted:
        shorter = f"{granted[1]}，{granted[3]}"
        yield _lie(statement, shorter, MISSING_CONDITION, f"缺“{granted[2]}”")
    condition = _CONDITION.match(text)
    if condition:
        shorter = f"{condition[1]}{condition[3]}，{text[condition.end() :]}"
        yield _lie(statement, shorter, MISSING_CONDITION, f"缺“{condition[2]}”")
    for exception in _EXCEPTION.finditer(text):
        if _SAID_AGAIN.search(text, 0, exception.end()):
            continue
        shorter = f"{text[: exception.start()]}{text[exception.end() :]}"
        yield _lie(statement, shorter, MISSING_EXCEPTION, f"缺“{exception[0]}”")


def _turned(statement: Statement, held: Mapping[int, str]) -> Iterator[Statement]:
    """Who leads made who supports, and the smaller of two shares the larger one."""
    text = statement.text
    for role in _ROLES.finditer(text) if not statement.source else ():
        new = _OTHER_ROLE[role[0]]
        wrong = f"{text[: role.start()]}{new}{text[role.end() :]}"
        yield _lie(statement, wrong, ROLE, f"“{role[0]}”→“{new}”")
    if statement.kind in ("原句", "标点", "百分之"):
        shares = [(found[1], float(found[2])) for found in _INDICATOR.finditer(text)]
        for (one, low), (other, high) in pairwise(shares):
            lower, higher = (one, other) if low < high else (other, one)
            if low != high:
                yield _lie(statement, f"{lower}高于{higher}。", ORDER, f"“{lower}”“{higher}”倒置")


def _invented(statement: Statement, held: Mapping[int, str]) -> Iterator[Statement]:
    """A condition, a source or a sentence that no evidence has."""
    text, turn = statement.text, len(statement.text)
    cited = "".join(held.values())
    for kind, words in ((CONDITION, _CONDITIONS), (SOURCE, _SOURCES)):
        chosen = words[turn % len(words)]
        if not _is_heard(chosen, cited):
            yield _lie(statement, f"{chosen}{text}", kind, f"加“{chosen}”")
    chosen = _INVENTED[turn % len(_INVENTED)]
    if not _is_heard(chosen, cited):
        joined = f"{text.removesuffix('。')}，{chosen}"
        yield _lie(statement, joined, ADDITION, f"加“{chosen}”")
        yield _lie(statement, chosen, INVENTION, "全句无出处")


def spliced(block: Block) -> Iterator[Statement]:
    """The end of one sentence behind the beginning of another, as if it were of the same matter."""
    pieces = [piece for sentence in block.sentences for piece in sentence.rstrip("。").split("；")]
    for one, other in permutations(pieces, 2):
        head, tail = re.split("[，,]", one)[:-1], re.split("[，,]", other)[1:]
        for end in tail:
            if head and _LEANING.match(end) and end not in one:
                text = f"{'，'.join(head)}；{end}。"
                yield Statement(text, (block.number,), SPLICE, False, f"“{end}”说的是“{other}”")


def _is_heard(words: str, cited: str) -> bool:
    """Whether evidence speaks of something like it."""
    bare = plain(words)
    return any(bare[at : at + 4] in cited for at in range(len(bare) - 3))


def _mismarked(statement: Statement, held: Mapping[int, str]) -> Iterator[Statement]:
    """Marks of evidence that is not there or says something else, and none at all."""
    lie = replace(statement, is_true=False)
    yield replace(lie, numbers=(max(held) + 7,), kind=UNKNOWN_MARK, change="编号不存在")
    yield replace(lie, numbers=(), kind=NO_MARK, change="没有编号")
    for number in held:
        if number not in statement.numbers:
            yield replace(lie, numbers=(number,), kind=MOVED_MARK, change=f"编号改为[{number}]")
