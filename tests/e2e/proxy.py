"""A TCP relay whose cable can be pulled."""

import contextlib
import selectors
import socket
import threading


class Relay:
    """Relays 127.0.0.1:port to `target` on one thread until closed.

    `cut()` ends every link with RST, so that what was in flight is lost, and refuses new ones; `freeze()` keeps
    links open and moves nothing, as a pulled cable does; `mend()` lets everything through again.
    """

    def __init__(self, target):
        self.target = target
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.address = "127.0.0.1:%d" % self.listener.getsockname()[1]
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.listener, selectors.EVENT_READ)
        self.partner = {}
        self.refusing = self.frozen = self.closing = False
        self.relayed = 0
        self.lock = threading.Lock()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def cut(self):
        with self.lock:
            self.refusing = True
            for sock in list(self.partner):
                self._drop(sock)

    def freeze(self):
        with self.lock:
            self.frozen = True

    def mend(self):
        with self.lock:
            self.refusing = self.frozen = False

    def close(self):
        self.closing = True
        self.thread.join()
        self.cut()
        self.listener.close()
        self.selector.close()

    def _run(self):
        while not self.closing:
            ready = self.selector.select(0.05)
            with self.lock:
                if self.frozen:
                    continue
                for key, _ in ready:
                    if key.fileobj is self.listener:
                        self._accept()
                    elif key.fileobj in self.partner:
                        self._relay(key.fileobj)
            if self.frozen:
                threading.Event().wait(0.05)

    def _accept(self):
        near = self.listener.accept()[0]
        if self.refusing:
            self._reset(near)
            return
        try:
            far = socket.create_connection(self.target, 5)
        except OSError:
            self._reset(near)
            return
        for one, other in ((near, far), (far, near)):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.partner[one] = other
            self.selector.register(one, selectors.EVENT_READ)
        self.on_link(near, far)

    def _relay(self, sock):
        try:
            data = sock.recv(65536)
            if data:
                self.on_data(sock, data)
                self.partner[sock].sendall(data)
                self.relayed += len(data)
                return
        except OSError:
            pass
        self._drop(sock)

    def on_link(self, near, far):
        """A link was made: its end here and its end at the target."""

    def on_data(self, sock, data):
        """Bytes came from this end of a link and are about to be passed on."""

    def _drop(self, sock):
        for end in (sock, self.partner.pop(sock, None)):
            if end is not None:
                self.partner.pop(end, None)
                with contextlib.suppress(KeyError, ValueError):
                    self.selector.unregister(end)
                self._reset(end)

    @staticmethod
    def _reset(sock):
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        sock.close()
