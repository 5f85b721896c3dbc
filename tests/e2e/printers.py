"""A print server written from RFC 1179 alone, and what can be read from its jobs."""

import socket
import struct
import threading
import zlib

import peers

CUT, SILENT = "cut", "silent"
# The steps of a job with two files as a server sees them: what came last before it answers.
STEPS = ["job", "data head", "data", "data head", "data", "control head", "control"]


class Job:
    def __init__(self, queue):
        self.queue, self.files, self.control_name, self.control, self.order = queue, {}, None, None, []

    def lines(self, letter):
        """What stands behind this letter in the control file (section 7), line by line."""
        return [line[1:] for line in self.control.decode("utf-8").split("\n")[:-1] if line[0] == letter]

    def printed(self, name):
        """The bytes of the file of this name, and the letter of its format."""
        last = None
        for line in self.control.decode("utf-8").split("\n")[:-1]:
            if line[0] in "cdfglnoprtv":
                last = line
            if line == "N" + name:
                return self.files[last[1:]], last[0]
        raise AssertionError(f"no {name} in {self.control}")

    @property
    def text(self):
        return self.printed("screen.txt")[0].decode("utf-8")


class PrintServer:
    """Takes jobs on a free port. `answer(connection, step)`, both from 0, says what a step gets: bytes, CUT or SILENT."""

    def __init__(self, answer=lambda connection, step: b"\0", port=0):
        self.answer = answer
        self.listener = socket.create_server(("127.0.0.1", port))
        self.port = self.listener.getsockname()[1]
        self.jobs, self.connections = [], 0
        self.sockets, self.problems = [], []
        self.news = threading.Condition()
        self.thread = threading.Thread(target=self._accept, daemon=True)
        self.thread.start()

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with self.news:
                number = self.connections
                self.connections += 1
                self.sockets.append(connection)
                self.news.notify_all()
            threading.Thread(target=self._serve, args=(connection, number), daemon=True).start()

    def _serve(self, connection, number):
        connection.settimeout(peers.seconds(30))
        try:
            with connection, connection.makefile("rb") as stream:
                self._converse(connection, stream, number)
        except (OSError, EOFError):
            pass
        except Exception as problem:  # pylint: disable=broad-except
            self.problems.append(repr(problem))

    def _converse(self, connection, stream, number):
        step = 0

        def answered():
            nonlocal step
            said = self.answer(number, step)
            step += 1
            if said == SILENT:
                stream.read()
            if said in (CUT, SILENT):
                raise EOFError
            connection.sendall(said)
            return said == b"\0"

        line = self._line(stream)
        assert line[:1] == b"\2", line
        job = Job(line[1:].decode("utf-8"))
        if not answered():
            return
        while line := self._line(stream, may_end=True):
            kind, (count, name) = line[0], line[1:].decode("ascii").split(" ")
            assert kind in (2, 3) and name[:3] in ("cfA", "dfA", "dfB") and name[3:6].isdigit(), line
            if not answered():
                return
            content = self._exactly(stream, int(count))
            assert self._exactly(stream, 1) == b"\0", "a zero byte ends a file"
            job.order.append(name)
            if kind == 2:
                job.control_name, job.control = name, content
                self._take(job)
            else:
                job.files[name] = content
            if not answered():
                return

    def _take(self, job):
        with self.news:
            self.jobs.append(job)
            self.news.notify_all()

    @staticmethod
    def _line(stream, may_end=False):
        line = stream.readline(1024)
        if may_end and not line:
            return line
        if not line.endswith(b"\n"):
            raise EOFError
        return line[:-1]

    @staticmethod
    def _exactly(stream, count):
        content = stream.read(count)
        if len(content) < count:
            raise EOFError
        return content

    def wait(self, jobs=1, timeout=10):
        with self.news:
            if not self.news.wait_for(lambda: len(self.jobs) >= jobs, peers.seconds(timeout)):
                raise AssertionError(f"{len(self.jobs)} of {jobs} jobs came, {self.connections} connections, {self.problems}")
        assert not self.problems, self.problems
        return self.jobs

    def wait_connections(self, count, timeout=10):
        with self.news:
            if not self.news.wait_for(lambda: self.connections >= count, peers.seconds(timeout)):
                raise AssertionError(f"{self.connections} of {count} connections came")

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for connection in self.sockets:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self.thread.join(peers.seconds(5))


def png_size(content):
    """Width and height of a picture that opens: signature, every chunk with its checksum, rows as many as its head says."""
    assert content[:8] == b"\x89PNG\r\n\x1a\n", content[:16]
    at, kinds, packed = 8, [], b""
    while at < len(content):
        size, kind = struct.unpack(">I4s", content[at:at + 8])
        data = content[at + 8:at + 8 + size]
        (checksum,) = struct.unpack(">I", content[at + 8 + size:at + 12 + size])
        assert checksum == zlib.crc32(kind + data), kind
        kinds.append(kind)
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", data)
        if kind == b"IDAT":
            packed += data
        at += 12 + size
    assert kinds[0] == b"IHDR" and kinds[-1] == b"IEND", kinds
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    assert not interlaced
    row = 1 + (width * channels * depth + 7) // 8
    assert len(zlib.decompress(packed)) == row * height
    return width, height
