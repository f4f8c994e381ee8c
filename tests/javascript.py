"""What tests and checks the desk's JavaScript: node and TypeScript. The workbench itself needs neither.

python -m tests.javascript          check the types that the comments give (`tsc --checkJs`)

node is the one that requirements-dev.txt brings into the environment, else the machine's own. TypeScript is installed
into the environment too, exactly as package-lock.json says, once per lock file.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKED = ("package.json", "package-lock.json")
INSTALLED = Path(sys.prefix) / "javascript"
PROJECTS = (".", "tests/js")

# npm's codes for a registry that is not there, or that a proxy keeps away; any other failure is a fault of ours.
UNREACHABLE = re.compile(
    r"\b(ENOTFOUND|EAI_AGAIN|ECONN\w+|E\w*TIMEDOUT|ERR_SOCKET_TIMEOUT|E(NET|HOST)UNREACH|E(403|407|429|5\d\d)"
    r"|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)\w+)\b"
)


class NotHereError(Exception):
    """The check cannot be made on this machine; the message says why."""


def program(name: str) -> str | None:
    """Where `node` or `npm` is: the environment's, else the machine's; None when there is neither."""
    return shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)


def install() -> None:
    """Put TypeScript into the environment, unless it is there already as the lock file says."""
    digest = hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in LOCKED)).hexdigest()
    stamp = INSTALLED / f".installed-{digest[:12]}"
    if stamp.exists():
        return
    npm = program("npm")
    if npm is None:
        raise NotHereError("npm is not on this machine")
    shutil.rmtree(INSTALLED, ignore_errors=True)
    INSTALLED.mkdir()
    for name in LOCKED:
        shutil.copy(ROOT / name, INSTALLED)
    options = ["--ignore-scripts", "--no-audit", "--no-fund"]
    ran = subprocess.run([npm, "ci", *options], cwd=INSTALLED, capture_output=True, text=True)
    unreachable = UNREACHABLE.search(ran.stderr) if ran.returncode else None
    if unreachable:
        raise NotHereError(f"npm's registry could not be reached ({unreachable[0]})")
    if ran.returncode:
        sys.exit(ran.stderr)
    stamp.touch()


def check_types() -> int:
    """The exit status of `tsc` over the sources, then over their tests; 0 when all types fit."""
    node = program("node")
    if node is None:
        raise NotHereError("node is not on this machine")
    install()
    modules = INSTALLED / "node_modules"
    for project in PROJECTS:
        command = [node, modules / "typescript" / "bin" / "tsc", "-p", project, "--typeRoots", modules / "@types"]
        status = subprocess.run(command, cwd=ROOT).returncode
        if status:
            return status
    return 0


if __name__ == "__main__":
    try:
        sys.exit(check_types())
    except NotHereError as missing:
        print(f"SKIPPED: the types of the JavaScript are not checked: {missing}.", file=sys.stderr)
