"""Postfix and Dovecot as they are installed on this machine, each an instance of its own in a folder: nothing else is touched.

Postfix takes mail for example.org over STARTTLS, delivers it into folders, and sends back what it cannot deliver; Dovecot shows the folders.
"""

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

OWNER = 65534  # nobody: whom the mail in the folders belongs to
PASSWORD = "secret"
_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = {daemons}
mail_owner = postfix
setgid_group = postdrop
maillog_file_prefixes = {folder}
maillog_file = {folder}/postfix.log
myhostname = mx.example.net
mydestination =
alias_maps =
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_tls_security_level = may
smtpd_tls_cert_file = {folder}/cert.pem
smtpd_tls_key_file = {folder}/key.pem
smtpd_recipient_restrictions = check_recipient_access inline:{{ {{ grey@example.org = 450 4.2.0 greylisted, come back later }} }}, permit_mynetworks, reject
virtual_mailbox_domains = example.org
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = inline:{{ {boxes} }}
virtual_uid_maps = static:{owner}
virtual_gid_maps = static:{owner}
virtual_minimum_uid = 1
transport_maps = inline:{{ {{ gone@example.org = smtp:[127.0.0.1]:{far} }}, {{ full@example.org = smtp:[127.0.0.1]:{far} }}, {{ slow@example.org = smtp:[127.0.0.1]:{far} }} }}
smtp_tls_security_level = none
far_restrictions = check_recipient_access inline:{{ {{ gone@example.org = 550 5.1.1 nobody of that name }}, {{ full@example.org = 552 5.2.2 the mailbox is full }}, {{ slow@example.org = 450 4.3.0 come back later }} }}, reject
"""
# name, type, private, unprivileged, chroot, wakeup, processes, command: https://www.postfix.org/master.5.html
_MASTER = """
{port} inet n - n - - smtpd
{small} inet n - n - - smtpd -o message_size_limit=2000
{plain} inet n - n - - smtpd -o smtpd_tls_security_level=none
{far} inet n - n - - smtpd -o myhostname=mx.far.example -o smtpd_recipient_restrictions=$far_restrictions
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""
_DOVECOT = """
base_dir = {folder}/run
state_dir = {folder}/state
protocols = imap
listen = 127.0.0.1
log_path = {folder}/dovecot.log
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail/%n
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={owner} gid={owner} home={folder}/mail/%n
}}
first_valid_uid = 1
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
"""


def missing() -> str:
    """Return what keeps the servers from being run here; "" where nothing does."""
    names = [name for name in ("postfix", "dovecot", "openssl") if not shutil.which(name, path=_PATH)]
    if names:
        return f"{', '.join(names)} is not installed"
    return "" if hasattr(os, "geteuid") and os.geteuid() == 0 else "only root may start Postfix"


_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"


@dataclass(frozen=True, kw_only=True)
class Servers:
    """The ports of both, and where their folders lie."""

    folder: Path
    smtp: int  # with STARTTLS
    small: int  # the same, which takes 2,000 bytes
    plain: int  # the same, without TLS
    imap: int

    @property
    def authority(self) -> str:
        """Return the certificate that the mail server shows."""
        return str(self.folder / "cert.pem")

    def delivered(self, name: str) -> list[bytes]:
        """Return what lies in somebody's folder, oldest first."""
        return [path.read_bytes() for path in sorted((self.folder / "mail" / name / "new").glob("*"))]

    def wait(self, name: str, count: int, seconds: float = 20.0) -> list[bytes]:
        """Return what lies in a folder once there are so many; Postfix delivers in a process of its own."""
        end = time.monotonic() + seconds
        while len(found := self.delivered(name)) < count:
            if time.monotonic() > end:
                raise AssertionError(f"{name} has {len(found)} mails, not {count}: {self.log()[-3000:]}")
            time.sleep(0.05)
        return found

    def log(self) -> str:
        """Return what Postfix has to say."""
        path = self.folder / "postfix.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def connections(self) -> int:
        """Return how many connections brought a mail: each says at its end how many it took."""
        return len(re.findall(r" disconnect from localhost.* data=[1-9]", self.log()))


@contextmanager
def running(folder: Path) -> Iterator[Servers]:
    """Run both servers in the folder for as long as the block lasts."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in (folder, *folder.parents):
        if path != Path("/") and path.stat().st_uid == 0:
            path.chmod(path.stat().st_mode | 0o011)  # postfix and dovecot pass through as themselves
    smtp, small, plain, far, imap = _ports(5)
    _write(folder, smtp=smtp, small=small, plain=plain, far=far, imap=imap)
    postfix = ["postfix", "-c", str(folder / "postfix")]
    dovecot = ["dovecot", "-c", str(folder / "dovecot.conf")]
    _run(postfix, "start")
    try:
        _run(dovecot)
        try:
            for port in (smtp, imap):
                _listening(port)
            yield Servers(folder=folder, smtp=smtp, small=small, plain=plain, imap=imap)
        finally:
            _run(dovecot, "stop")
    finally:
        _run(postfix, "stop")


def _write(folder: Path, **ports: int) -> None:
    for name in ("postfix", "mail", "queue", "data"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    boxes = ", ".join(
        f"{{ {name}@example.org = {name}/ }}" for name in ("net", "a", "b", "gone", "full", "slow", "grey")
    )
    for name in ("net", "a", "b"):
        for part in ("", "cur", "new", "tmp"):
            (folder / "mail" / name / part).mkdir(parents=True, exist_ok=True)
    for path in (folder / "mail", *(folder / "mail").rglob("*")):
        os.chown(path, OWNER, OWNER)
    daemons = next(path for path in ("/usr/lib/postfix/sbin", "/usr/libexec/postfix") if Path(path).is_dir())
    main = _MAIN.format(folder=folder, boxes=boxes, owner=OWNER, daemons=daemons, far=ports["far"])
    (folder / "postfix" / "main.cf").write_text(main)
    (folder / "postfix" / "master.cf").write_text(_MASTER.format(port=ports["smtp"], **ports))
    (folder / "dovecot.conf").write_text(
        _DOVECOT.format(folder=folder, owner=OWNER, password=PASSWORD, port=ports["imap"])
    )
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    _run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject, *files])


def _run(command: list[str], *more: str) -> None:
    """Run a command to its end; what it leaves running keeps none of our pipes open."""
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(
            [*command, *more],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            timeout=60,
            env={**os.environ, "PATH": _PATH},
        )
        said.seek(0)
        assert done.returncode == 0, f"{command[0]}: {said.read()}"


def _ports(count: int) -> list[int]:
    """Return ports that nobody listens at."""
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def _listening(port: int, seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
        else:
            return
