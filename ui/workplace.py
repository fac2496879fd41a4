"""The page with all its tabs, and the addresses that belong to them: one place puts them together."""

from datetime import date
from functools import partial

import gradio as gr
from fastapi import FastAPI, Request, Response

from assistant.answer import Answer, Turn
from assistant.live import LiveAssistant
from assistant.settings import Settings
from evals.html_report import html_report
from evals.ratings import RatingStore
from evals.run_store import RunError, RunStore
from ui.audit_log import AuditLog
from ui.backend import Backend
from ui.conversation_export import export_conversation
from ui.documents_tab import DocumentsTab
from ui.evaluation_runs import EvaluationRuns
from ui.evaluation_tab import EvaluationTab
from ui.fact_lists import DUTIES, TARGETS
from ui.fact_tab import add_exports, add_fact_tab
from ui.page import PageTab, build_page
from ui.web_access import is_administrator, may_administer, user_of


class Workplace:
    """Everything that people do in the page beside asking: lists, documents, evaluation, ratings."""

    def __init__(
        self, assistant: LiveAssistant, settings: Settings, backend: Backend, audit: AuditLog
    ) -> None:
        """Keep ratings, runs and accepted cases beside the index."""
        home = settings.index.parent
        self._assistant = assistant
        self._settings = settings
        self._audit = audit
        self._ratings = RatingStore(home / "ratings")
        own_set = home / "questions" / "rated.jsonl"
        self._runs = EvaluationRuns(settings, backend, RunStore(home / "runs"), own_set)

    def page(self) -> gr.Blocks:
        """The page with its tabs."""
        documents = DocumentsTab(
            self._assistant, is_administrator, self._note_change, self._settings.today
        )
        evaluation = EvaluationTab(self._assistant, self._runs, self._ratings, is_administrator)
        today = self._settings.today
        tabs = [
            PageTab(shown.title, partial(add_fact_tab, shown, self._assistant, today=today))
            for shown in (TARGETS, DUTIES)
        ]
        tabs.append(PageTab("文档", documents.build))
        tabs.append(PageTab("评测", evaluation.build, is_administrator))
        return build_page(
            self._assistant, tabs, self._rate, partial(export_conversation, self._assistant)
        )

    def add_addresses(self, application: FastAPI) -> None:
        """Add the files of the lists and the reports of runs."""
        add_exports(application, self._assistant, self._settings.today)

        @application.get("/report/{name}")
        def report(name: str, request: Request, baseline: str = "") -> Response:
            if not may_administer(request.scope):
                return _plain("只有管理员可以查看评测报告。", 403)
            names = self._runs.store.names()
            missing = [each for each in (name, baseline) if each and each not in names]
            if missing:
                return _plain(f"没有名为“{missing[0]}”的评测记录。", 404)
            try:
                run = self._runs.stored(name)
                before = self._runs.stored(baseline) if baseline else None
            except RunError as exc:
                return _plain(str(exc), 500)
            return Response(html_report(run, before), media_type="text/html; charset=utf-8")

    def _rate(
        self,
        question: str,
        history: tuple[Turn, ...],
        answer: Answer,
        liked: bool,
        reason: str,
        user: str,
    ) -> None:
        self._ratings.add(question, history, answer, liked=liked, reason=reason, user=user)

    def _note_change(self, action: str, identifier: str, request: gr.Request) -> None:
        user = user_of(request)
        self._audit.record(
            action,
            user=user.name if user else "",
            document=identifier,
            day=date.today().isoformat(),
        )


def _plain(text: str, status: int) -> Response:
    return Response(text, status, media_type="text/plain; charset=utf-8")
