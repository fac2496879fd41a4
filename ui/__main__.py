"""`python -m ui` is the command `zhice`."""

import sys

from ui.command_line import main

if __name__ == "__main__":
    sys.exit(main())
