"""The tab 评测: run question sets, see what changed, turn bad ratings into cases. Administrators only."""

from collections.abc import Callable
from dataclasses import dataclass

import gradio as gr

from evals.ratings import RatingStore
from ui.backend import ReadAssistant
from ui.drafts_panel import DraftsPanel
from ui.evaluation_runs import EvaluationRuns
from ui.run_panel import RunPanel


@dataclass(frozen=True, slots=True)
class EvaluationTab:
    """The tab over question sets, stored runs and ratings."""

    assistant: ReadAssistant
    runs: EvaluationRuns
    ratings: RatingStore
    may_administer: Callable[[gr.Request], bool]

    def build(self, tab: gr.Tab) -> None:
        """Put the components in place."""
        RunPanel(self.runs, self.may_administer).build(tab)
        drafts = DraftsPanel(self.assistant, self.ratings, self.runs.own_set, self.may_administer)
        drafts.build(tab)
