"""How people reach the assistant: the command `zhice` and the web page. No answering logic."""
