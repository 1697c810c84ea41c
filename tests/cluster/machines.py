"""Machines of a cluster on this one: each a network namespace with an address of its own on one switch,
whose links can be cut, and whose processes can be killed, stopped, slowed down and told another time."""

import os
import pathlib
import shutil
import signal
import subprocess

NETWORK = "10.213.7"
HERE = f"{NETWORK}.254"  # this machine, beside the others
NOBODY = "02:00:00:00:00:00"  # what is sent to this address of the switch arrives nowhere
CGROUPS = pathlib.Path("/sys/fs/cgroup")


def ip(*words):
    subprocess.run(["ip", *map(str, words)], check=True, capture_output=True, timeout=20)


def missing():
    """Why this machine can make none; empty where it can."""
    if os.getuid() != 0 or not shutil.which("ip"):
        return "root and iproute2, for network namespaces"
    try:
        ip("netns", "add", "chopay-probe")
        ip("netns", "del", "chopay-probe")
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return "network namespaces, which are not allowed here"
    return ""


class Throttle:
    """The block layer's limit of writes a second, under which a sync waits as on a disk that fails: by
    cgroup v2, as Debian 12 mounts it, or v1. `why_not`: what is missing for it in this folder's disk."""

    def __init__(self, folder):
        self.why_not = ""
        self._device = self._device_of(folder)
        if (CGROUPS / "blkio").exists():
            self._root, self._file, self._rule = (CGROUPS / "blkio", "blkio.throttle.write_iops_device",
                                                  "{device} {writes}")
        elif self._limits_groups():
            self._root, self._file, self._rule = CGROUPS, "io.max", "{device} wiops={writes}"
        else:
            self.why_not = "a cgroup that limits writes to a disk"
        if not self._device:
            self.why_not = f"a disk of its own under {folder}"

    @staticmethod
    def _limits_groups():
        """Has cgroup v2 hold its groups to limits of writes; False where it cannot, or may not."""
        try:
            with open(CGROUPS / "cgroup.subtree_control", "r+", encoding="ascii") as control:
                control.write("+io")
        except OSError:
            return False
        return True

    @staticmethod
    def _device_of(folder):
        number = os.stat(folder).st_dev
        device = pathlib.Path(f"/sys/dev/block/{os.major(number)}:{os.minor(number)}").resolve()
        if (device / "partition").exists():
            device = device.parent
        return (device / "dev").read_text().strip() if device.exists() else ""

    def hold(self, name, processes, writes_a_second):
        group = self._root / name
        group.mkdir(exist_ok=True)
        (group / self._file).write_text(self._rule.format(device=self._device, writes=writes_a_second))
        self._move(processes, group)

    def let_go(self, name, processes):
        self._move(processes, self._root)
        (self._root / name).rmdir()

    @staticmethod
    def _move(processes, group):
        for process in processes:
            try:
                (group / "cgroup.procs").write_text(str(process))
            except OSError:
                pass  # it has ended meanwhile


class Switch:
    """What all machines, and this one, are plugged into. A context manager."""

    def __init__(self):
        self._tag = f"cp{os.getpid() % 100_000}"
        self._space = f"{self._tag}-switch"
        self._spaces = []

    def __enter__(self):
        try:
            self._add_space(self._space)
            ip("-n", self._space, "link", "add", "bridge", "type", "bridge")
            ip("-n", self._space, "link", "set", "bridge", "up")
            self._plug(None, HERE)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for space in reversed(self._spaces):  # with all that is plugged into it
            subprocess.run(["ip", "netns", "del", space], check=False, capture_output=True)

    def _add_space(self, space):
        ip("netns", "add", space)
        self._spaces.append(space)
        ip("-n", space, "link", "set", "lo", "up")

    def add(self, number):
        """The namespace and the address of a new machine."""
        space = f"{self._tag}-{number}"
        self._add_space(space)
        address = f"{NETWORK}.{number}"
        self._plug(space, address)
        return space, address

    def _plug(self, space, address):
        port = f"{self._tag}p{address.rpartition('.')[2]}"
        own = "eth0" if space else self._tag
        ip("link", "add", own if not space else port + "e", "type", "veth", "peer", "name", port)
        ip("link", "set", port, "netns", self._space)
        ip("-n", self._space, "link", "set", port, "master", "bridge", "up")
        inside = ("-n", space) if space else ()
        if space:
            ip("link", "set", port + "e", "netns", space)
            ip(*inside, "link", "set", port + "e", "name", own)
        ip(*inside, "addr", "add", f"{address}/24", "dev", own)
        ip(*inside, "link", "set", own, "up")


class Machine:
    """A namespace with programs that are started, killed and stopped as one. `pid_file` names one more
    that belongs to it with its children: Patroni lets PostgreSQL outlive it. `own_time`: its time of day
    can be set; only for programs that sleep by no clock which libfaketime breaks, as Python's does."""

    def __init__(self, switch, name, number, folder, own_time=False):
        self.name = name
        self.space, self.address = switch.add(number)
        self.pid_file = None
        self._folder = folder
        self._commands = []  # name, words
        self._processes = []
        self._programs = {}  # name -> the process that runs it now
        self._throttle = Throttle(folder)
        self._clock = folder / f"{name}.clock" if own_time else None
        if own_time:
            self.set_clock(0)

    def run(self, name, command, keep_alive=False):
        """Adds a program, and starts it. `keep_alive`: as a service manager would, it comes back when it
        ends."""
        words = [str(word) for word in command]
        if keep_alive:
            words = ["sh", "-c", 'while :; do "$0" "$@"; sleep 0.2; done', *words]
        self._commands.append((name, words))
        self._start(name, words)

    def start(self):
        for name, words in self._commands:
            self._start(name, words)

    def _start(self, name, words):
        environment = os.environ | self._faked_time()
        with open(self._folder / f"{self.name}-{name}.log", "ab") as log:
            self._programs[name] = subprocess.Popen(
                ["ip", "netns", "exec", self.space, *words], stdout=log, stderr=log,
                env=environment, start_new_session=True)
        self._processes.append(self._programs[name])

    def kill(self):
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGKILL)
        for process in self._processes:
            process.wait(30)
        self._processes = []

    def signal(self, number):
        """To every process that came from these, also those with a session of their own."""
        for process in self._family():
            try:
                os.kill(process, number)
            except ProcessLookupError:
                pass

    def signal_program(self, name, number):
        """To that program alone, which is one process."""
        self._programs[name].send_signal(number)

    def _family(self):
        parents = {}
        for entry in pathlib.Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    stat = (entry / "stat").read_text()
                except OSError:
                    continue
                parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
        family = {process.pid for process in self._processes}
        if self.pid_file and self.pid_file.exists():
            family.add(int(self.pid_file.read_text().split()[0]))
        while more := {child for child, parent in parents.items() if parent in family} - family:
            family |= more
        return family

    def cut_from(self, other):
        """Nothing that one of the two sends arrives at the other, and nobody is told."""
        for one, far in ((self, other), (other, self)):
            ip("-n", one.space, "neigh", "replace", far.address, "lladdr", NOBODY, "dev", "eth0",
               "nud", "permanent")

    def join_to(self, other):
        for one, far in ((self, other), (other, self)):
            subprocess.run(["ip", "-n", one.space, "neigh", "del", far.address, "dev", "eth0"],
                           check=False, capture_output=True)

    def slow_disk(self, writes_a_second):
        """So many writes a second reach the disk; 0: as many as it takes."""
        if writes_a_second:
            self._throttle.hold(f"chopay-{self.space}", self._family(), writes_a_second)
        else:
            self._throttle.let_go(f"chopay-{self.space}", self._family())

    def set_clock(self, ahead_s):
        """The time of day of its programs from now on, beside this machine's; their other clocks go on."""
        self._clock.write_text(f"{ahead_s:+d}s\n")

    def _faked_time(self):
        library = next(iter(pathlib.Path("/usr/lib").glob("*/faketime/libfaketime.so.1")), None)
        if not library or not self._clock:
            return {}
        return {"LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(self._clock),
                "FAKETIME_CACHE_DURATION": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
                "FAKETIME_DONT_RESET": "1"}
