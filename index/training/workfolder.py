"""Finished stages on disk: a stage whose result lies in the work folder is not run again.

A result is named by its stage and a digest of all it was made from, so a changed setting or input
runs that stage and the later ones anew. It is renamed into place when complete: a file that is
there is whole.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class WorkFolder:
    """The folder that keeps the result of every stage."""

    folder: Path

    def result(self, name: str, made_from: object, make: Callable[[Path], None]) -> Path:
        """Path of a stage's result, made now if it is not there.

        Args:
            name: file name of the result, such as `vectors.npz`.
            made_from: JSON value that names every setting and earlier result that the stage reads.
            make: writes the result to the path that it is given.
        """
        digest = hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()[:12]
        place = self.folder / name
        path = place.with_name(f"{place.stem}-{digest}{place.suffix}")
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_name(f"unfinished-{path.name}")
            make(unfinished)
            unfinished.replace(path)
        return path
