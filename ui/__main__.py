"""`python -m ui` is the command `zhice`."""

from ui.command_line import run_process

if __name__ == "__main__":
    run_process()
