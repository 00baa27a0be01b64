"""`python -m sitbreak` is the command `sitbreak`."""

import sys

from sitbreak.cli import main

sys.exit(main())
