"""Whether the assistant works: cases, metrics, runner, report, and the shipped questions."""
