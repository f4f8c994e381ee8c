"""The fetching child: `python -m pipeline.models.hub`, started by `pipeline.models.fetching` and by nothing else.

What to fetch comes as JSON on its standard input; the last line it prints says how it went. Nothing about studies,
recordings or people is known here.
"""

from __future__ import annotations

import json
import os
import re
import sys
from http import HTTPStatus
from pathlib import Path
from typing import Any

from pipeline.models.weights import sha256_of

COMMIT = re.compile(r"[0-9a-f]{40}")
SHA256 = re.compile(r"[0-9a-f]{64}")


def main() -> None:
    """Fetch the files named, one after the other, and say “ok” or what went wrong."""
    told = json.loads(sys.stdin.readline() or "{}")
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    print(_outcome(told), file=answer, flush=True)


def _outcome(told: dict[str, Any]) -> str:
    from huggingface_hub.errors import GatedRepoError, HfHubHTTPError, LocalEntryNotFoundError
    from requests.exceptions import ConnectionError as NotConnected
    from requests.exceptions import HTTPError, Timeout

    try:
        for name in told["files"]:
            _fetch(told["repository"], told["revision"], name, Path(told["target"]))
    except GatedRepoError:
        return "gated"
    except LocalEntryNotFoundError as error:  # its cause tells whether nobody answered, or somebody with a refusal
        return _refusal(error.__cause__) if isinstance(error.__cause__, HTTPError) else "unreached"
    except (NotConnected, Timeout):
        return "unreached"
    except HfHubHTTPError as error:
        return _refusal(error)
    except Exception as error:  # noqa: BLE001 - any library may raise anything; the parent says it in plain words
        return type(error).__name__
    return "ok"


def _refusal(error: Any) -> str:
    code = error.response.status_code if error.response is not None else None
    return "gated" if code == HTTPStatus.UNAUTHORIZED else f"{type(error).__name__} {code or ''}".strip()


def _fetch(repository: str, revision: str, name: str, target: Path) -> None:
    from huggingface_hub import get_hf_file_metadata, hf_hub_download, hf_hub_url

    if not COMMIT.fullmatch(revision):
        raise ValueError(revision)
    hf_hub_download(repository, name, revision=revision, local_dir=target)
    announced = get_hf_file_metadata(hf_hub_url(repository, name, revision=revision)).etag or ""
    if SHA256.fullmatch(announced) and sha256_of(target / name) != announced:
        raise OSError(name)


if __name__ == "__main__":
    main()
