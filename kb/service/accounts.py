"""Accounts in one file, users.json of the state folder: names, roles, and passwords by scrypt (RFC 7914)."""

from __future__ import annotations

import hmac
import json
import secrets
import threading
from dataclasses import asdict, dataclass, replace
from hashlib import scrypt
from pathlib import Path

from kb.problems import KbError, reason
from kb.service.files import put
from kb.service.roles import ROLE_KEYS, ROLE_NAMES, Role

FILE = "users.json"
LEAST_PASSWORD = 10
"""Characters. NIST SP 800-63B asks for eight where guesses are throttled; two more cost nobody anything."""
MOST_PASSWORD = 200
MOST_NAME = 40
COST, BLOCK, PARALLEL = 2**15, 8, 1
"""scrypt's N, r, p: 32 MB and some 100 ms a guess."""
MEMORY = 128 * COST * BLOCK * 2
"""Bytes that scrypt may use; OpenSSL wants a little more than 128·N·r."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """role: a key of Role in lower case. epoch: rises with every change; sessions of an earlier one are over."""

    name: str
    role: str
    salt: str
    digest: str
    cost: int
    epoch: int = 1

    @property
    def level(self) -> Role:
        return ROLE_KEYS[self.role]


class Accounts:
    """The accounts of a state folder, read again when the file changed: `kb user` works while the service runs."""

    def __init__(self, state: Path) -> None:
        self.path = state / FILE
        self._lock = threading.Lock()
        self._seen: tuple[int, int, int] | None = None
        self._known: dict[str, Account] = {}

    def all(self) -> tuple[Account, ...]:
        """All accounts by name. Raises KbError for a file that cannot be read: nobody is let in then."""
        return tuple(sorted(self._read().values(), key=lambda a: a.name))

    def get(self, name: str) -> Account | None:
        return self._read().get(name)

    def _read(self) -> dict[str, Account]:
        with self._lock:
            try:
                found = self.path.stat()
            except FileNotFoundError:
                self._known, self._seen = {}, None
                return self._known
            except OSError as error:
                raise KbError(f"{self.path} 读不出（{reason(error)}）。") from error
            seen = (found.st_mtime_ns, found.st_size, found.st_ino)
            if seen != self._seen:
                try:
                    rows = json.loads(self.path.read_text("utf-8"))["users"]
                    self._known = {row["name"]: Account(**row) for row in rows}
                except (OSError, ValueError, KeyError, TypeError) as error:
                    raise KbError(f"{self.path} 已损坏，读不出账号。请从备份恢复。") from error
                self._seen = seen
            return self._known

    def check(self, name: str, password: str) -> Account | None:
        """The account of a name and password, None for no such pair. An unknown name takes as long as a wrong password."""
        account = self.get(name)
        known = account or Account(name="", role="reader", salt="00" * 16, digest="00" * 32, cost=COST)
        digest = _digest(password[:MOST_PASSWORD], known.salt, known.cost)
        same = hmac.compare_digest(digest, known.digest)
        return account if account is not None and same else None

    def add(self, name: str, role: str, password: str) -> Account:
        """Add an account. Raises KbError for a name that is taken or none, an unknown role, a password too short."""
        _agree_name(name)
        if self.get(name) is not None:
            raise KbError(f"已有账号“{name}”。改密码用 kb user password，改角色用 kb user role。")
        salt, digest = _secret(name, password)
        account = Account(name=name, role=_role(role), salt=salt, digest=digest, cost=COST)
        self._write({**self._read(), name: account})
        return account

    def set_password(self, name: str, password: str) -> None:
        """Change a password; all sessions of the account are over."""
        old = self._one(name)
        salt, digest = _secret(name, password)
        changed = replace(old, salt=salt, digest=digest, cost=COST, epoch=old.epoch + 1)
        self._write({**self._read(), name: changed})

    def set_role(self, name: str, role: str) -> None:
        """Change a role. Raises KbError where no administrator would remain."""
        old = self._one(name)
        changed = {**self._read(), name: replace(old, role=_role(role), epoch=old.epoch + 1)}
        _keeps_one_administrator(changed)
        self._write(changed)

    def remove(self, name: str) -> None:
        """Remove an account. Raises KbError where no administrator would remain among others."""
        self._one(name)
        rest = {n: a for n, a in self._read().items() if n != name}
        if rest:
            _keeps_one_administrator(rest)
        self._write(rest)

    def _one(self, name: str) -> Account:
        account = self.get(name)
        if account is None:
            known = "、".join(self._read()) or "还没有账号"
            raise KbError(f"没有账号“{name}”。现有：{known}。")
        return account

    def _write(self, accounts: dict[str, Account]) -> None:
        rows = [asdict(a) for _, a in sorted(accounts.items())]
        text = json.dumps({"users": rows}, ensure_ascii=False, indent=1) + "\n"
        try:
            put(self.path, text.encode())
        except OSError as error:
            raise KbError(f"账号没有保存（{reason(error)}：{self.path}）。原有的账号没有动。") from error


def _digest(password: str, salt: str, cost: int) -> str:
    return scrypt(
        password.encode(), salt=bytes.fromhex(salt), n=cost, r=BLOCK, p=PARALLEL, maxmem=MEMORY, dklen=32
    ).hex()


def _secret(name: str, password: str) -> tuple[str, str]:
    if len(password) < LEAST_PASSWORD:
        raise KbError(f"密码太短，至少 {LEAST_PASSWORD} 个字符。")
    if len(password) > MOST_PASSWORD:
        raise KbError(f"密码太长，至多 {MOST_PASSWORD} 个字符。")
    if password == name or len(set(password)) < 4:
        raise KbError("密码太容易猜：不要与账号相同，也不要只用几个字符重复。")
    salt = secrets.token_hex(16)
    return salt, _digest(password, salt, COST)


def _agree_name(name: str) -> None:
    if not name or len(name) > MOST_NAME or name != name.strip() or not name.isprintable():
        raise KbError(f"账号的名称要有 1 到 {MOST_NAME} 个字，不能有控制字符，首尾不能是空格。")


def _role(role: str) -> str:
    if role not in ROLE_KEYS:
        raise KbError(
            f"没有“{role}”这个角色，只能是 reader（读者）、editor（编辑）、administrator（管理员）。"
        )
    return ROLE_KEYS[role].name.lower()


def _keeps_one_administrator(accounts: dict[str, Account]) -> None:
    if not any(a.level == Role.ADMINISTRATOR for a in accounts.values()):
        raise KbError(f"至少要留一个{ROLE_NAMES[Role.ADMINISTRATOR]}。")
