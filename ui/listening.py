"""Connects an event of a component: shown to nobody as an API, without Gradio's own progress."""

from collections.abc import Callable

from gradio.events import Dependency


def listen(
    event: Callable[..., Dependency],
    function: object,
    inputs: object,
    outputs: object,
    **options: object,
) -> Dependency:
    """Run a function when an event comes."""
    return event(
        function, inputs, outputs, show_progress="hidden", api_visibility="private", **options
    )
