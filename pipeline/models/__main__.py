"""`python -m pipeline.models`: prove every embedded model, join those in parts; one line each, exit code 0 or 6."""

from __future__ import annotations

import sys

from core.errors import FailedError, WorkbenchError
from pipeline.models import known_models, prove


def main() -> int:
    """Print what is there; the exit code of the first error otherwise."""
    code = 0
    for known in known_models().values():
        try:
            model = prove(known)
        except (WorkbenchError, OSError) as error:
            print(f"{known.name}: {error}", file=sys.stderr)
            code = code or (error.exit_code if isinstance(error, WorkbenchError) else FailedError.exit_code)
        else:
            print(f"{known.name}: {known.title}, {len(model.files)} files as they should be ({known.licence})")
    return code


if __name__ == "__main__":
    sys.exit(main())
