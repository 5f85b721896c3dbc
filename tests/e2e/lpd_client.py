"""A client of RFC 1179, written from the RFC alone, and a stand-in for rlprd, the proxy of the rlpr commands."""

import contextlib
import socket
import threading

import peers

seconds = peers.seconds
OK, REFUSED = b"\0", b"\1"


def control_text(files, user="jane", host="mill", job=None):
    """`files`: (name on the wire, source name) each."""
    lines = [f"H{host}", f"P{user}"] + ([f"J{job}"] if job else [])
    for wire_name, source in files:
        lines += [f"f{wire_name}", f"U{wire_name}", f"N{source}"]
    return "".join(line + "\n" for line in lines).encode("latin-1")


class Job:
    """Sub-commands of one job: its control file and data files, each (first line, content and end mark)."""

    def __init__(self, files, number=1, host="mill", **said):
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
        names = [f"df{letters[i]}{number:03}{host}" for i in range(len(files))]
        text = control_text(list(zip(names, files)), host=host, **said)
        self.control = (b"\2%d cfA%03d%s\n" % (len(text), number, host.encode()), text + b"\0")
        self.data = [(b"\3%d %s\n" % (len(content), name.encode()), content + b"\0") for name, content in zip(names, files.values())]

    def parts(self, data_first=False):
        return [*self.data, self.control] if data_first else [self.control, *self.data]

    def bytes(self, queue, data_first=False):
        return b"\2%s\n" % queue.encode() + b"".join(line + content for line, content in self.parts(data_first))


class Connection:
    def __init__(self, address, timeout=20):
        self.sock = socket.create_connection(address, seconds(timeout))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.sock.close()

    def send(self, data):
        self.sock.sendall(data)

    def answer(self):
        """One byte, or b"" if the host has closed."""
        return self.sock.recv(1)

    def expect_ok(self, data):
        self.send(data)
        got = self.answer()
        assert got == OK, f"after {data[:60]!r}: {got!r}"

    def receive_job(self, queue):
        self.expect_ok(b"\2%s\n" % queue.encode())

    def send_job(self, job, data_first=False):
        """Sub-command by sub-command; False once one is refused."""
        for line, content in job.parts(data_first):
            for piece in (line, content):
                self.send(piece)
                if self.answer() != OK:
                    return False
        return True

    def rest(self):
        """Everything until the host closes; a reset is its end too."""
        got = b""
        with contextlib.suppress(ConnectionResetError):
            while piece := self.sock.recv(65536):
                got += piece
        return got


def print_job(address, queue, files, data_first=False, **said):
    with Connection(address) as to:
        to.receive_job(queue)
        return to.send_job(Job(files, **said), data_first)


def ask(address, line):
    """The whole answer to a command that is no job."""
    with Connection(address) as to:
        to.send(line)
        return to.rest()


class Rlprd:
    """Passes connections of rlpr, rlpq and rlprm on to one host: they begin with a line that names whom they want. Without it
    they dial port 515, which few may listen on."""

    def __init__(self, target):
        self.target = target
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.listener.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        with client, contextlib.suppress(OSError):
            while client.recv(1) not in (b"\n", b""):
                pass
            with socket.create_connection(self.target, seconds(10)) as host:
                back = threading.Thread(target=self._pump, args=(host, client), daemon=True)
                back.start()
                self._pump(client, host)
                back.join(seconds(10))

    @staticmethod
    def _pump(source, sink):
        with contextlib.suppress(OSError):
            while piece := source.recv(65536):
                sink.sendall(piece)
            sink.shutdown(socket.SHUT_WR)
