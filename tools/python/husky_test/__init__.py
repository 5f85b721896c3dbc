"""Starts husky-host and husky-fleet for tests, speaks HTTP to them, and runs scenarios as test cases.

Standard library only. README.md beside this package shows how to use it; docs/testing shows what for.
"""

from .address import Address, free_address
from .api import Api, Response
from .errors import HuskyError, NotInTime, Problem, ProgramFailed, ProgramMissing, ScenarioFailed, UnknownSetting, Unreachable
from .fleet import Fleet
from .host import Host
from .program import Program
from .scenario import Check, Finding, Verdict, require_all, run_scenario, run_suite
from .tap import Tap
from .waiting import wait_until
from .web_socket import WebSocket

__all__ = ["Address", "Api", "Check", "Finding", "Fleet", "Host", "HuskyError", "NotInTime", "Problem", "Program", "ProgramFailed",
           "ProgramMissing", "Response", "ScenarioFailed", "Tap", "UnknownSetting", "Unreachable", "Verdict", "WebSocket", "free_address", "require_all",
           "run_scenario", "run_suite", "wait_until"]
