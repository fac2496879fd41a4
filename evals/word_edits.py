"""Small words of a right answer made wrong: how many, where, which way, and or or.

Beside `text_edits`, and of the same form: every function yields edits that are made together. A
word is put in the place of one that could be taken for it. Nothing here asks or proves an answer.
"""

import re

from documents.regular_expressions import regex
from evals.text_edits import Edit, Edits, MarkedAnswer


def _changed(pairs: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """What is looked for, the longest first, and what comes in its place."""
    words = dict(pair.split("→") for pair in pairs.split())
    return re.compile("|".join(sorted(words, key=lambda word: (-len(word), word)))), words


_QUANTIFIERS = _changed(
    "全部→部分 所有→部分 一律→原则上 每年→一次性 一次性→每年 每月→每年 每季度→每年 每半年→每年 每周→每月 "
    "单个→全部 首次→每次 均→部分 优先→一律 逐步→立即 原则上→一律 各→个别 全面→局部 任何→个别 "
    "不重复→可重复 免费→收费 连续→累计 至少→恰好 每家→全部 每个→全部 每人→全家 累计→每年 总额→单项"
)
_PLACES = _changed(
    "全市→全省 全县→全市 全区→全市 本市→本省 本县→本市 本区→本市 我市→我省 市级→省级 省级→国家级 国家级→省级 "
    "县级→市级 区级→市级 农村→城市 城市→农村 城区→郊区 城镇→农村 境内→境外 境外→境内 国内→国外 "
    "市外→市内 省内→省外 乡镇→街道 老旧→新建 新建→老旧"
)
_DIRECTIONS = _changed(
    "提高到→提高 提升到→提升 增加到→增加 提高至→提高 增长→下降 提高→降低 增加→减少 扩大→缩小 提升→降低 下降→增长 "
    "降低→提高 减少→增加 压减→增加 新增→减少 底前→底后 日前→日后 加强→减弱 增强→减弱 设立→撤销 建立→取消 "
    "准入→退出 高于→低于 优于→劣于 缩短→延长 延长→缩短 上调→下调 补足→扣减 从高→从低 就高→就低 由低→由高"
)
_JOINED = _changed("或者→并且 以及→或者 且→或 并→或者 或→和")
_NOT_MEANT = regex(r"并(?=[购联网轨列行举])|(?<=[合兼一])并|(?<=[而并])且|(?<=[平人年])均|均(?=衡)")
"""Parts of other words."""


def quantifiers(subject: MarkedAnswer) -> Edits:
    """How many, how often: all made some, once made every year."""
    yield from _edits(subject, *_QUANTIFIERS)


def places(subject: MarkedAnswer) -> Edits:
    """Where, and on which level: the whole city made the whole province, town made country."""
    yield from _edits(subject, *_PLACES)


def directions(subject: MarkedAnswer) -> Edits:
    """Which way: growth made decline, before made after, `提高到` made `提高`."""
    yield from _edits(subject, *_DIRECTIONS)


def conjunctions(subject: MarkedAnswer) -> Edits:
    """And made or, and the other way round."""
    yield from _edits(subject, *_JOINED)


def _edits(subject: MarkedAnswer, pattern: re.Pattern[str], words: dict[str, str]) -> Edits:
    kept = {found.start() for found in _NOT_MEANT.finditer(subject.words)}
    for found in pattern.finditer(subject.words):
        if found.start() in kept:
            continue
        yield (Edit(*found.span(), words[found[0]]),)
