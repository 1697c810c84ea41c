"""A machine to try a package on: this one's files, whose changes are thrown away.

The changes lie over / in memory, in a mount namespace of this process's own: when it ends, whichever
way, the mounts are gone. Only root can do that.
"""

import ctypes
import os
import pathlib
import subprocess
import tempfile

_CLONE_NEWNS = 0x00020000
_MOUNTED = ("dev", "proc", "sys")


def mounts_of_our_own():
    """Gives this process and its children mounts of their own; whether the system lets it."""
    if os.geteuid() != 0 or ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWNS) != 0:
        return False
    return subprocess.run(["mount", "--make-rprivate", "/"], check=False).returncode == 0


class Machine:
    """REQUIRES: mounts_of_our_own(). `root` is where its files are seen from outside."""

    def __init__(self):
        self._folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-machine-"))
        self.root = self._folder / "root"
        do = self._do
        do("mount", "-t", "tmpfs", "tmpfs", self._folder)
        for name in ("root", "changes", "work"):
            (self._folder / name).mkdir(mode=0o755)
        do("mount", "-t", "overlay", "overlay", "-o",
           f"lowerdir=/,upperdir={self._folder}/changes,workdir={self._folder}/work", self.root)
        for name in _MOUNTED:
            do("mount", "--rbind", f"/{name}", self.root / name)
        do("mount", "-t", "tmpfs", "tmpfs", self.root / "tmp")

    @staticmethod
    def _do(*command):
        subprocess.run(list(map(str, command)), check=True)

    def close(self):
        self._do("umount", "--recursive", "--lazy", self._folder)
        self._folder.rmdir()

    def run(self, *command, check=True, **options):
        """Runs it to its end on the machine; its output as text."""
        done = subprocess.run(["chroot", self.root, *map(str, command)], capture_output=True,
                              text=True, timeout=300, **options)
        if check and done.returncode != 0:
            raise AssertionError(f"{command}: {done.stdout}{done.stderr}")
        return done

    def files_changed(self):
        """What is not as it was: paths of all files, folders and marks of what was taken away."""
        changes = self._folder / "changes"
        return {str(path.relative_to(changes)) for path in changes.rglob("*")}
