"""Lines of the log: of an error they say its type and its place, never its message.

A message of a database or of a decoder quotes the value that it could not take, a request's path is
whatever somebody typed, and both may be personal data; type and place are enough to find the fault.
"""

import logging
import re
import traceback
from pathlib import Path
from types import TracebackType

_SOURCE = Path(__file__).resolve().parent.parent
_FRAMES = 3
_PLACEHOLDER = re.compile(r"%(\(\w+\))?[-#0-9.]*[a-zA-Z]")


class PlaceFormatter(logging.Formatter):
    """One line for each record; nothing of an exception but types and places, nothing of a request."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        head = f"{self.formatTime(record)} {record.levelname} {record.name}"
        if record.exc_info and record.exc_info[1] is not None:
            return f"{head} {_crash(record.exc_info[1])}"
        if record.name.partition(".")[0] == "django":
            # Django's own arguments are paths, hosts and headers of requests.
            return f"{head} {_PLACEHOLDER.sub('…', str(record.msg))}"
        return f"{head} {record.getMessage()}"


def _crash(error: BaseException) -> str:
    """The types from the outermost to the first cause, and where the outermost was raised."""
    types = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        types.append(f"{type(link).__module__}.{type(link).__qualname__}")
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return f"{' from '.join(types)} at {_places(error.__traceback__)}"


def _places(trace: TracebackType | None) -> str:
    """The last frames of our code, innermost first, and the frame that raised where that is not ours."""
    frames = [(Path(frame.f_code.co_filename), line) for frame, line in traceback.walk_tb(trace)]
    ours = [(path, line) for path, line in frames if path.is_relative_to(_SOURCE)]
    places = [f"{path.relative_to(_SOURCE.parent).as_posix()}:{line}" for path, line in ours[-_FRAMES:]]
    if frames and frames[-1] not in ours:
        path, line = frames[-1]
        places.append(f"{path.parent.name}/{path.name}:{line}")
    return " < ".join(reversed(places)) or "an unknown place"
