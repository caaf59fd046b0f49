"""The busy program, loaded once and forked for each line read, so that it can be killed often.

`python -m tests.store.zygote FOLDER`: a child says `born PID`, then what the busy program says;
once it is dead the line is `ended`.
"""

from __future__ import annotations

import asyncio
import os
import sys
import traceback
from pathlib import Path

from tests.store.busy_program import SCOPE, main, say


def each_line(folder: Path) -> None:
    """Fork a child for each line, until there are no more."""
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            try:
                say(f"born {os.getpid()}")
                asyncio.run(main(folder, SCOPE.environment_id))
            except BaseException:  # noqa: BLE001 - on the standard error, and the child is gone
                traceback.print_exc()
            finally:
                os._exit(1)
        os.waitpid(pid, 0)
        say("ended")


if __name__ == "__main__":
    each_line(Path(sys.argv[1]))
