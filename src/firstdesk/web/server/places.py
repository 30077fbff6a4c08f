"""Where the embedded server keeps its data and its socket, and as whom it runs."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from firstdesk.core.text import Text
from firstdesk.web.server.binaries import NoServer

if sys.platform != "win32":
    import pwd

MAX_SOCKET = 85
"""Bytes of the socket's folder: its file adds 14, and macOS allows 103 in all."""


@dataclass(frozen=True)
class Account:
    """The user that the server runs as when we are root."""

    name: str
    uid: int
    gid: int


def default_folder(project: Path) -> Path:
    """Where the data lives unless `FIRSTDESK_DATA` says otherwise.

    `.firstdesk` in the project; as root, or where the project cannot be written to, a folder of
    /var/tmp: there the unprivileged user that the server must run as can reach it.
    """
    named = os.environ.get("FIRSTDESK_DATA")
    if named:
        return Path(named).expanduser()
    user = _user()
    if user != 0 and os.access(project, os.W_OK):
        return project / ".firstdesk"
    mark = hashlib.sha256(str(project.resolve()).encode()).hexdigest()[:10]
    return Path("/var/tmp") / f"firstdesk-{user}-{mark}"  # noqa: S108  # see `prepare`


def unprivileged() -> Account | None:
    """Who runs the server: ourselves (None), or, since PostgreSQL refuses root, the user nobody.

    Raises:
        NoServer: we are root and there is no such user, or this is Windows.
    """
    if sys.platform == "win32":
        raise _refused(
            Text(
                zh="内嵌数据库不能在Windows上运行。",
                en="The embedded PostgreSQL does not run on Windows.",
            ),
            Text(
                zh="它只通过Unix套接字提供服务。",
                en="It listens on a Unix socket and nowhere else.",
            ),
            Text(
                zh="请将FIRSTDESK_DATABASE_URL设为已有的数据库服务器，或在WSL中运行。",
                en="Set FIRSTDESK_DATABASE_URL to a server, or run Firstdesk in WSL.",
            ),
        )
    if _user() != 0:
        return None
    for name in ("nobody", "daemon"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, found.pw_uid, found.pw_gid)
    raise _refused(
        Text(zh="PostgreSQL不能以root身份运行。", en="PostgreSQL does not run as root."),
        Text(
            zh="这台机器上没有nobody或daemon用户。",
            en="This machine has neither the user nobody nor the user daemon.",
        ),
        Text(
            zh="请以普通用户身份启动，或设置FIRSTDESK_DATABASE_URL。",
            en="Start Firstdesk as an ordinary user, or set FIRSTDESK_DATABASE_URL.",
        ),
    )


def prepare(folder: Path, account: Account | None) -> None:
    """Makes the data folder, or checks that the one that is there may be used.

    It belongs to us, also when the server runs as another user: that user owns only the parts it
    needs, and cannot put a link where root would then write. A folder that was there is neither
    opened nor handed over.

    Raises:
        NoServer: it is somebody else's, everybody may write to it, or the server cannot reach it.
    """
    try:
        if not os.path.lexists(folder):
            folder.parent.mkdir(parents=True, exist_ok=True)
            folder.mkdir()
            folder.chmod(0o711 if account else 0o700)
        _take_back(folder, account)
        _check_ours(folder)
    except OSError as error:
        said = Text(zh=f"系统的答复：{error}。", en=f"The system says: {error}.")
        raise _unfit(folder, said) from error
    if account:
        check_reachable(folder, account)


def _take_back(folder: Path, account: Account | None) -> None:
    """Earlier folders belonged to the server's user as a whole."""
    if account is None or not (folder / "pg" / "PG_VERSION").exists():
        return
    if os.lstat(folder).st_uid == account.uid and not folder.is_symlink():
        os.chown(folder, 0, 0, follow_symlinks=False)
        folder.chmod(0o711)


def _check_ours(folder: Path) -> None:
    # A link that somebody else laid must not lead us to a folder of ours.
    if not os.lstat(folder).st_uid == folder.stat().st_uid == _user():
        raise _unfit(folder, Text(zh="它属于另一个用户。", en="It belongs to another user."))
    if not folder.is_dir():
        raise _unfit(folder, Text(zh="它不是文件夹。", en="It is not a folder."))
    if folder.stat().st_mode & 0o002:
        raise _unfit(folder, Text(zh="所有用户都可以写入。", en="Every user may write to it."))


def check_reachable(folder: Path, account: Account) -> None:
    """Checks that the server's user can enter a folder.

    Raises:
        NoServer: it cannot.
    """
    real = folder.resolve()
    for each in (*reversed(real.parents), real):
        if not each.stat().st_mode & 0o001:
            raise _unfit(
                folder,
                Text(
                    zh=f"PostgreSQL不能以root身份运行，而用户{account.name}无法进入{each}。",
                    en=f"PostgreSQL does not run as root, and {account.name} cannot enter {each}.",
                ),
            )


def own(path: Path, account: Account | None) -> Path:
    """Makes a folder that only the server may enter."""
    path.mkdir(exist_ok=True)
    path.chmod(0o700)
    if account:
        os.chown(path, account.uid, account.gid, follow_symlinks=False)
    return path


def write_private(path: Path, text: str, account: Account | None = None) -> None:
    """Writes a file that only we, or the server's user, can read."""
    path.unlink(missing_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w", encoding="utf-8") as open_file:
        if account:
            os.fchown(file, account.uid, account.gid)
        open_file.write(text)


def socket_folder(folder: Path) -> Path:
    """Where the socket of a data folder is: below it, or the short place noted in it."""
    note = folder / "socket_folder"
    if note.exists():
        return Path(note.read_text(encoding="utf-8"))
    return folder.resolve() / "socket"


def make_socket_folder(folder: Path, account: Account | None) -> Path:
    """Makes the folder of the socket, with a short path, and notes it if it is elsewhere."""
    remove_socket_folder(folder)
    inside = folder.resolve() / "socket"
    # A comma separates folders, for the server as for its clients.
    if len(os.fsencode(inside)) <= MAX_SOCKET and "," not in str(inside):
        return own(inside, account)
    made = Path(tempfile.mkdtemp(prefix="firstdesk-", dir=_short_place(account)))
    write_private(folder / "socket_folder", str(made))
    return own(made, account)


def remove_socket_folder(folder: Path) -> None:
    """Removes the socket's folder and the note of it."""
    shutil.rmtree(socket_folder(folder), ignore_errors=True)
    (folder / "socket_folder").unlink(missing_ok=True)


def _short_place(account: Account | None) -> str:
    places = [tempfile.gettempdir(), "/tmp"]  # noqa: S108  # mkdtemp makes a name of its own
    if account is None:
        places.insert(0, os.environ.get("XDG_RUNTIME_DIR", ""))
    for place in places:
        # 30: the slash, "firstdesk-" and what mkdtemp adds.
        short = len(os.fsencode(place)) <= MAX_SOCKET - 30 and "," not in place
        if place and short and os.access(place, os.W_OK | os.X_OK):
            return place
    return "/tmp"  # noqa: S108


def _user() -> int:
    return -1 if sys.platform == "win32" else os.geteuid()


def _unfit(folder: Path, why: Text) -> NoServer:
    return _refused(
        Text(zh=f"{folder}不能用作数据文件夹。", en=f"{folder} cannot be used as the data folder."),
        why,
        Text(
            zh="请将FIRSTDESK_DATA设为合适的文件夹，例如/var/tmp下的一个新文件夹；或以普通用户身份"
            "启动。",
            en="Set FIRSTDESK_DATA to another folder, for example a new one below /var/tmp, or"
            " start Firstdesk as an ordinary user.",
        ),
    )


def _refused(what: Text, why: Text, do: Text) -> NoServer:
    return NoServer(code="server.place", what=what, why=why, do=do)
