"""The tab 文档: what is loaded; for administrators also to add, replace and remove documents."""

import html
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import gradio as gr

from assistant.live import LiveAssistant
from assistant.standing import standings
from documents.document import ClauseKind, Document
from documents.errors import PolicyAssistantError
from documents.readers import READERS
from ui.background import BackgroundWork, Progress
from ui.listening import listen
from ui.source_view import clause_link
from ui.uploads import MOST_FILES, Upload, read_uploads

_SHOWN_CLAUSES = 5
_SHOWN_WORDS = 60
_ONLY_ADMINISTRATORS = "只有管理员可以增删文件。请用管理员账号登录。"
_WATCHED = 0.2
_HEADS = ("标题", "文号", "日期", "地区", "层级", "文种", "时效", "条款", "缺陷")

OnChange = Callable[[str, str, gr.Request], None]
"""Told what was done to which document, by whom."""


@dataclass(frozen=True, slots=True)
class DocumentsTab:
    """The tab over an assistant whose documents can change."""

    assistant: LiveAssistant
    may_administer: Callable[[gr.Request], bool]
    on_change: OnChange = lambda action, identifier, request: None
    today: date | None = None

    def build(self, tab: gr.Tab) -> None:
        """Put the components in place."""
        listed = gr.HTML(elem_classes=["zc", "facts"], apply_default_css=False)
        with gr.Column(visible=False) as office:
            uploaded = gr.File(
                label=f"添加或替换文件（{'、'.join(READERS)}）",
                file_count="multiple",
                file_types=list(READERS),
            )
            recognised = gr.HTML(elem_classes=["zc", "facts"], apply_default_css=False)
            with gr.Row():
                accept = gr.Button(
                    "收入", variant="primary", interactive=False, scale=0, min_width=110
                )
                discard = gr.Button("放弃", interactive=False, scale=0, min_width=110)
            with gr.Row(elem_classes="narrowing"):
                chosen = gr.Dropdown(label="删除文件", choices=[])
                sure = gr.Checkbox(label="确认删除，今后的回答不再引用它", value=False)
                remove = gr.Button("删除", variant="stop", scale=0, min_width=110)
            said = gr.HTML(elem_classes=["zc", "facts"], apply_default_css=False)
        read: gr.State = gr.State(())
        shown = [listed, chosen]
        buttons = [accept, discard]
        emptied = [uploaded, recognised, read, *buttons]
        listen(tab.select, self._opened, None, [*shown, office])
        listen(uploaded.upload, self._recognise, [uploaded, read], [recognised, read, *buttons])
        listen(accept.click, self._accept, read, [said, *shown, *emptied], concurrency_limit=1)
        listen(discard.click, self._discard, read, emptied)
        listen(uploaded.clear, self._discard, read, emptied)
        listen(remove.click, self._remove, [chosen, sure], [said, *shown, sure])

    def _opened(self, request: gr.Request) -> tuple[object, ...]:
        return (*self._listed(), gr.update(visible=self.may_administer(request)))

    def _listed(self) -> tuple[str, object]:
        documents = self.assistant.documents
        names = [(document.title, document.identifier) for document in documents]
        return documents_html(documents, self.today), gr.update(choices=names, value=None)

    def _recognise(
        self, paths: list[str] | None, before: Sequence[Upload], request: gr.Request
    ) -> tuple[object, ...]:
        if not self.may_administer(request):
            return (_notice(_ONLY_ADMINISTRATORS), (), *_unusable())
        _delete([file for file in before if str(file.path) not in (paths or [])])
        files = read_uploads([Path(path) for path in paths or []], self.assistant)
        shown = "".join(map(_recognised_html, files))
        for path in (paths or [])[MOST_FILES:]:
            Path(path).unlink(missing_ok=True)
        if len(paths or []) > MOST_FILES:
            shown += _notice(f"一次最多 {MOST_FILES} 份，其余没有读取。")
        usable = any(file.document for file in files)
        return (shown, files, gr.update(interactive=usable), gr.update(interactive=True))

    def _discard(self, files: Sequence[Upload], request: gr.Request) -> tuple[object, ...]:
        """Let go of what was uploaded."""
        if self.may_administer(request):
            _delete(files)
        return (None, "", (), *_unusable())

    def _accept(self, files: Sequence[Upload], request: gr.Request) -> Iterator[tuple[object, ...]]:
        kept = [gr.skip()] * 5
        if not self.may_administer(request):
            yield (_notice(_ONLY_ADMINISTRATORS), gr.skip(), gr.skip(), *kept)
            return
        # The files get in although the page is closed in the meantime.
        work = BackgroundWork(lambda told: self._taken_in(files, request, told))
        while not work.wait(_WATCHED):
            step = work.step
            percent = 100 * step.done // max(step.total, 1)
            said = f"正在收入{step.name}……{percent}%。原有文件照常回答。"
            yield (_notice(said), gr.skip(), gr.skip(), *kept)
        told = "".join(map(_notice, work.result()))
        yield (told, *self._listed(), None, "", (), *_unusable())

    def _taken_in(
        self, files: Sequence[Upload], request: gr.Request, told: Progress
    ) -> tuple[str, ...]:
        """Add the documents one by one; what became of each."""
        outcome: list[str] = []
        for file in files:
            document = file.document
            if document is None:
                continue
            title = f"《{document.title}》"
            told(0, 1, title)
            try:
                self.assistant.add(
                    document,
                    file.path.suffix.lower(),
                    file.path.read_bytes(),
                    partial(_tell, told, title),
                )
            except PolicyAssistantError as exc:
                outcome.append(f"{title}没有收入：{exc}")
                continue
            except OSError as exc:
                reason = exc.strerror or exc
                outcome.append(f"{title}没有收入：上传的文件读不出（{reason}）。请重新上传。")
                continue
            self.on_change("收入文件", document.identifier, request)
            outcome.append(f"已{'替换' if file.before else '收入'}{title}。")
        _delete(files)
        return tuple(outcome)

    def _remove(
        self, identifier: str | None, sure: bool, request: gr.Request
    ) -> tuple[object, ...]:
        if not self.may_administer(request):
            return (_notice(_ONLY_ADMINISTRATORS), gr.skip(), gr.skip(), False)
        if not identifier or not sure:
            message = "请先选择要删除的文件，并勾选确认。"
            return (_notice(message), gr.skip(), gr.skip(), gr.skip())
        try:
            self.assistant.remove(identifier)
        except PolicyAssistantError as exc:
            return (_notice(str(exc)), *self._listed(), False)
        self.on_change("删除文件", identifier, request)
        return (_notice(f"已删除“{identifier}”。"), *self._listed(), False)


def _unusable() -> tuple[object, object]:
    return gr.update(interactive=False), gr.update(interactive=False)


def _tell(told: Progress, title: str, done: int, total: int) -> None:
    told(done, total, title)


def _delete(files: Sequence[Upload]) -> None:
    """Delete uploads that are done with: nobody else does."""
    for file in files:
        file.path.unlink(missing_ok=True)


def _notice(text: str) -> str:
    return f'<p class="count" role="status">{html.escape(text)}</p>'


def _recognised_html(file: Upload) -> str:
    """What was recognised in an uploaded file, to look at before it is accepted."""
    name = f"<h3>{html.escape(file.name)}</h3>"
    document = file.document
    if document is None:
        return f'<div class="bars">{name}<p>{html.escape(file.problem)}</p></div>'
    facts = [
        ("标题", document.title),
        ("文号", document.number or "（未写明）"),
        ("发文机关", document.issuer or "（未写明）"),
        ("成文日期", document.date or "（未写明）"),
        ("地区", "".join(document.metadata.places) or "（未写明）"),
        ("文种", document.metadata.kind or "（未认出）"),
        ("施行与有效期", document.metadata.validity or "（未写明）"),
        ("条款", f"{len(document.clauses)} 个"),
    ]
    if file.before is not None:
        before = f"已有的“{file.before.name}”（{len(file.before.clauses)} 个条款）"
        same = "内容与它完全相同" if file.unchanged else "收入后将替换它"
        facts.append(("已收录", f"{before}，{same}"))
    rows = "".join(f"<li><span>{k}</span><span>{html.escape(v)}</span></li>" for k, v in facts)
    numbered = [c for c in document.clauses if c.kind is ClauseKind.NUMBERED][:_SHOWN_CLAUSES]
    first = "".join(f"<li>{html.escape(_beginning(clause.text))}</li>" for clause in numbered)
    defects = "".join(f"<li>{html.escape(defect.message)}</li>" for defect in document.defects)
    return (
        f'<div class="bars">{name}<ul class="pairs">{rows}</ul><p>开头的条款：</p><ul>{first}</ul>'
        f"<p>缺陷：</p><ul>{defects or '<li>无</li>'}</ul></div>"
    )


def _beginning(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHOWN_WORDS else f"{words[:_SHOWN_WORDS]}……"


def documents_html(documents: Sequence[Document], today: date | None = None) -> str:
    """The loaded documents as a table, with what is known of their place, kind and validity."""
    standing = standings(documents)
    day = today or date.today()
    rows = "".join(_row(d, standing[d.identifier].label(day)) for d in documents)
    heads = "".join(f'<th scope="col">{head}</th>' for head in _HEADS)
    return (
        f'<p class="count">共 {len(documents)} 份文件</p><div class="wide" tabindex="0" role="region" '
        f'aria-label="文件清单"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _row(document: Document, standing: str) -> str:
    metadata = document.metadata
    title = html.escape(document.title)
    cells = (
        document.number,
        document.date,
        "".join(metadata.places),
        metadata.level.value if metadata.level else "",
        metadata.kind,
        standing,
        str(len(document.clauses)),
        str(len(document.defects)),
    )
    link = f'<a href="{html.escape(clause_link(document, document.clauses[0]))}">{title}</a>'
    return f"<tr><td>{link}</td>{''.join(f'<td>{html.escape(cell)}</td>' for cell in cells)}</tr>"
