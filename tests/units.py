"""The units of systemd in deploy/, read as systemd reads them."""

import re
import shlex
from configparser import ConfigParser
from pathlib import Path

from tests.running import PROGRAMS, ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted(file.name for file in DEPLOY.glob("benchmark-*.*"))
SERVICES = [name for name in UNITS if name.endswith(".service")]
# the keys that we use, and how their values look
TAKEN = {
    **dict.fromkeys(("Description", "OnCalendar", "ExecStart"), ".+"),
    **dict.fromkeys(("Wants", "After", "WantedBy"), r"[\w.-]+(\.target|\.service)( [\w.-]+)*"),
    **dict.fromkeys(("TimeoutStopSec", "RestartSec"), r"\d+"),
    **dict.fromkeys(("EnvironmentFile", "WorkingDirectory", "ReadWritePaths"), r"/[\w./-]+"),
    **dict.fromkeys(("StateDirectoryMode", "UMask"), "0[0-7]{3}"),
    **dict.fromkeys(("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "Persistent"), "true"),
    **dict.fromkeys(("ProtectHome", "ProtectKernelTunables", "ProtectControlGroups"), "true"),
    "Type": "notify|exec|oneshot",
    "NotifyAccess": "main",
    "User": "benchmark",
    "StateDirectory": "benchmark",
    "KillMode": "mixed",
    "Restart": "always",
    "ProtectSystem": "strict",
    "RestrictAddressFamilies": r"(AF_\w+ ?)+",
    "CapabilityBoundingSet": "",
    "IPAddressDeny": "any",
    "IPAddressAllow": "localhost",
    "RandomizedDelaySec": r"\d+min",
}
INSTALLED = "/opt/benchmark/bin/"


def unit(name: str, folder: Path = DEPLOY) -> ConfigParser:
    parsed = ConfigParser(interpolation=None, strict=False)
    vars(parsed)["optionxform"] = str  # keys keep their case
    parsed.read_string((folder / name).read_text(encoding="utf-8"))
    return parsed


def command_of(name: str) -> list[str]:
    """The words of ExecStart, with what systemd would put for its own signs."""
    line = unit(name)["Service"]["ExecStart"].replace("%%", "%").replace("$$", "$")
    return shlex.split(line)


def faults_in(folder: Path) -> list[str]:
    """What our own reading finds: keys and values that systemd would not take, missing programs."""
    told = [
        f"{name}: {key}={value}"
        for name in UNITS
        for section in unit(name, folder).values()
        for key, value in section.items()
        if not re.fullmatch(TAKEN.get(key, "never"), value)
    ]
    commands = (unit(name, folder)["Service"]["ExecStart"] for name in SERVICES)
    programs = {word for line in commands for word in re.findall(rf"{INSTALLED}(\S+)", line)}
    return told + [name for name in programs if not (PROGRAMS / name).is_file()]
