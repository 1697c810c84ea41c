"""What can break of the cluster, and heal again: rows of a table. Each says on which machine, found when
the round begins, what happens to it, and which promise the silence is held to."""

import dataclasses
import signal
import time
import typing

from cluster import DATABASES, GATEWAYS
from sandbox import wait_until

FOUND_S = 120


def primary(cluster):
    return wait_until(cluster.primary, "a primary", FOUND_S)


def sync(cluster):
    return wait_until(lambda: next(iter(cluster.members("sync")), None), "a synchronous standby", FOUND_S)


def leader(cluster):
    return wait_until(cluster.serving, "a gateway that leads", FOUND_S)


def passing(cluster):
    return wait_until(lambda: next(iter(cluster.passing()), None), "a gateway that passes on", FOUND_S)


def kill(machine, _):
    machine.kill()
    return machine.start


def pause(machine, _):
    machine.signal(signal.SIGSTOP)
    return lambda: machine.signal(signal.SIGCONT)


def pause_etcd(machine, _):
    machine.signal_program("etcd", signal.SIGSTOP)
    return lambda: machine.signal_program("etcd", signal.SIGCONT)


def pause_every_etcd(_, cluster):
    wake = [pause_etcd(cluster.machines[name], cluster) for name in DATABASES]
    return lambda: [go_on() for go_on in wake]


def pause_under_watchdog(machine, _):
    """As config/patroni.example.yml asks for: a primary that hangs is reset, it does not wake up. Where it
    does, after its ttl and in the middle of a look, Patroni 3.0 takes the lock back from the server that
    has taken over, and what that one acknowledged is rewound."""
    machine.signal(signal.SIGSTOP)

    def reset():
        machine.kill()
        machine.start()
    return reset


def cut_from(names):
    def cut(machine, cluster):
        others = [cluster.machines[name] for name in names if name != machine.name]
        for other in others:
            machine.cut_from(other)

        def join():
            for other in others:
                machine.join_to(other)
        return join
    return cut


def cut_from_primary(machine, cluster):
    return cut_from([primary(cluster)])(machine, cluster)


def cut_from_one_standby(machine, cluster):
    standby = cluster.machines[sync(cluster)]
    machine.cut_from(standby)
    return lambda: machine.join_to(standby)


def cut_unevenly(machine, cluster):
    """One standby has more than the other when the primary is gone."""
    cut_from_one_standby(machine, cluster)
    time.sleep(1)
    return cut_from(DATABASES)(machine, cluster)


def slow_disk(machine, _):
    machine.slow_disk(20)
    return lambda: machine.slow_disk(0)


def clock(ahead_s):
    def jump(machine, _):
        machine.set_clock(ahead_s)
        return lambda: machine.set_clock(0)
    return jump


@dataclasses.dataclass(frozen=True)
class Fault:
    name: str
    where: typing.Callable
    what: typing.Callable
    broken_s: int
    silent_s_max: int


FAULTS = (
    Fault("the primary is killed", primary, kill, 30, 30),
    Fault("the leading gateway is killed", leader, kill, 8, 3),
    Fault("the primary hangs for 30 s, until its watchdog resets it", primary, pause_under_watchdog,
          30, 30),
    Fault("the leading gateway hangs for 30 s", leader, pause, 30, 3),
    Fault("the primary is cut from the other databases", primary, cut_from(DATABASES), 30, 30),
    Fault("the leading gateway is cut from the databases", leader, cut_from(DATABASES), 15, 3),
    Fault("the leading gateway is cut from the other gateways", leader, cut_from(GATEWAYS), 10, 3),
    Fault("a synchronous standby hangs for 30 s", sync, pause, 30, 30),
    Fault("a synchronous standby is killed", sync, kill, 10, 30),
    Fault("a gateway that passes on is killed", passing, kill, 8, 3),
    Fault("a gateway that passes on hangs for 30 s", passing, pause, 30, 3),
    Fault("the primary's disk takes 20 writes a second", primary, slow_disk, 15, 30),
    # Databases' clocks are left alone: libfaketime breaks the sleep of Patroni's Python.
    Fault("the clock of a gateway that passes on jumps 10 min ahead", passing, clock(600), 10, 3),
    Fault("the clock of a gateway that passes on jumps 10 min back", passing, clock(-600), 10, 3),
    # It goes by the time that it had, which the database's clock confirms.
    Fault("the leading gateway's clock jumps 10 min back", leader, clock(-600), 35, 3),
    Fault("the leading gateway's clock jumps 10 min ahead", leader, clock(600), 35, 3),
    Fault("the leading gateway is cut from the proxy", leader, cut_from(["haproxy"]), 10, 3),
    Fault("the leading gateway is cut from the primary alone", leader, cut_from_primary, 15, 3),
    # A primary that reaches no etcd at all gives up the lead, and takes it again.
    Fault("the etcd beside the primary hangs for 20 s", primary, pause_etcd, 20, 30),
    Fault("the etcd beside a synchronous standby hangs for 20 s", sync, pause_etcd, 20, 30),
    Fault("every etcd hangs for 15 s", primary, pause_every_etcd, 15, 30),
    Fault("the primary is cut from a standby", primary, cut_from_one_standby, 20, 30),
    Fault("the primary is cut from a standby, and a second later from the other", primary, cut_unevenly,
          30, 30),
)
