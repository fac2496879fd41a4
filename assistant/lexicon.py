"""Words of general knowledge: department names and their short forms, lay words, word classes.

The data in lexicon/ is as right for any city as for this one. Questions and clauses go through the
same functions; nothing here knows a single document.
"""

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "lexicon"
_LEVELS = "省市县区州旗盟"
_CONTENT_TAGS = ("n", "v", "a", "i", "l", "j", "eng", "t", "b", "s", "x")
_EMPTY_WORDS = frozenset(
    "是 有 要 能 会 可以 可 想 说 讲 问 请 请问 帮 看 给 让 叫 做 搞 弄 办 用 到 去 来 上 下 里 中 内 把 被 对 为 "
    "什么 怎么 怎样 如何 哪 哪些 哪个 哪里 哪家 谁 多少 几 吗 呢 吧 啊 呀 的 了 着 过 得 地 和 与 及 或 "
    "文件 意见 政策 通知 办法 条例 规定 文中 原文 这份 这个 该 本 我 我们 你 你们 他 它 俺 咱 咱们 大家 "
    "内容 方面 问题 情况 东西 时候 地方 部分 具体 主要 相关 有关 分别 包括 涉及 提到 提出 明确 写 列出 列 告诉 知道 "
    "一下 一个 一些 现在 还有 没有 不是 就是 应该 需要 打算 准备 计划 目标 要求 名字 名称 叫做 称为 "
    "年 月 日 号 条 款 项 个 家 种 类 处 次 名 人 张 岁 亿 万 元 百分之 市里 上面 上头 政府 事 事情 话 "
    "全市 全省 全国 全县 全区 本市 本省 我市 我省 达到 总 左右 以上 以下 以内 力争 到底 年底 每年 今年 去年 明年 大概 大约 最多 最少 至少 最高 最低 "
    "请列 请列出 多大 到底 究竟 关于 根据 按照 通过 进行 开展 推进 推动 加快 加强 实施 促进".split()
)


@cache
def _aliases() -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = json.loads((_FOLDER / "departments.json").read_text("utf-8"))[
        "aliases"
    ]
    return loaded


@cache
def _lay_words() -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = json.loads((_FOLDER / "lay_words.json").read_text("utf-8"))["words"]
    return loaded


def official_words(question: str) -> list[str]:
    """The official words for the lay words that a question holds, longest lay word first."""
    found: dict[str, None] = {}
    for lay in sorted(_lay_words(), key=len, reverse=True):
        if lay in question:
            found.update(dict.fromkeys(w for w in _lay_words()[lay] if w not in question))
    return list(found)


@cache
def _foreign_cues() -> list[re.Pattern[str]]:
    cues: list[str] = json.loads((_FOLDER / "out_of_scope.json").read_text("utf-8"))["cues"]
    return [re.compile(cue, re.IGNORECASE) for cue in cues]


def foreign_cue(question: str) -> str:
    """The words that show that no policy document answers a question, or an empty string."""
    for cue in _foreign_cues():
        found = cue.search(question)
        if found:
            return found[0]
    return ""


def tagged_words(text: str) -> list[tuple[str, str]]:
    """Words of a text with jieba's part-of-speech tags (ICTCLAS set)."""
    import rjieba

    return [(word, tag) for word, tag in rjieba.tag(text, False) if word.strip()]


def content_words(text: str) -> list[str]:
    """The words of a question that carry its topic, in order, without repetition."""
    words: dict[str, None] = {}
    for word, tag in tagged_words(text):
        if word in _EMPTY_WORDS or not any(c.isalnum() for c in word):
            continue
        if tag.startswith(_CONTENT_TAGS) or (len(word) > 1 and tag not in ("r", "m", "p", "c", "u", "y", "d")):
            words[word] = None
    return list(words)


@cache
def _places() -> frozenset[str]:
    loaded: list[str] = json.loads((_FOLDER / "places.json").read_text("utf-8"))["places"]
    return frozenset(loaded)


def place_names(text: str) -> list[str]:
    """Names that may be of places in a text, by jieba's dictionary, in order."""
    return [word for word, tag in tagged_words(text) if tag == "ns" and len(word) > 1]


def is_listed_place(name: str) -> bool:
    """Whether a name is a province or prefecture, with or without its ending, or ends like a county."""
    return name in _places() or name[:-1] in _places() or (len(name) > 2 and name[-1] in "省市县")


def core_name(department: str) -> str:
    """A department's name without the level in front: 市发展改革委 → 发展改革委."""
    return department[1:] if len(department) > 3 and department[0] in _LEVELS else department


def names_department(mention: str, department: str) -> bool:
    """Whether a mention (发改委, 市工信局) is a name of a department (市发展改革委).

    True for the name itself with or without its level, for a listed alias, and for an abbreviation:
    characters of the full name in order, from its first to its last.
    """
    short, full = core_name(mention), core_name(department)
    if mention == department or short == full or short == department:
        return True
    if len(short) >= 4 and short in full:
        return True
    if any(alias in full for alias in _aliases().get(short, [])):
        return True
    return _is_abbreviation(short, full)


def _is_abbreviation(short: str, full: str) -> bool:
    if not 3 <= len(short) < len(full) or short[0] != full[0] or short[-1] != full[-1]:
        return False
    rest = iter(full)
    return all(character in rest for character in short)


def departments_in(text: str, departments: Iterable[str]) -> list[str]:
    """Those of the known departments that a text mentions, in the order of their first mention."""
    found: dict[str, int] = {}
    for department in departments:
        at = _mention(text, department)
        if at >= 0:
            found[department] = at
    return sorted(found, key=lambda name: found[name])


def _mention(text: str, department: str) -> int:
    core = core_name(department)
    for name in (department, core):
        if name in text:
            return text.index(name)
    for alias, full_names in _aliases().items():
        if alias in text and any(name in core for name in full_names):
            return text.index(alias)
    for length in range(min(8, len(core) - 1), 2, -1):
        for start in range(len(text) - length + 1):
            if _is_abbreviation(text[start : start + length], core):
                return start
    return -1
