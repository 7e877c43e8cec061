#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""slow_line.py TARGET_PORT [--delay-ms N] [--loss FRACTION] [--seed N] [--cut-after BYTES] [--freeze-after BYTES]

A long, bad line on this machine's loopback, for kernels that have no netem. Prints its own port, carries each connection made to
it to 127.0.0.1:TARGET_PORT, and ends when its standard input does. Lines on its standard input: freeze (nothing moves, every
connection stays open), thaw, cut (every connection is reset). --cut-after and --freeze-after do so once by themselves, after so
many bytes went towards the target.

What it is: a model, not a network. Without --loss each byte arrives --delay-ms later, each way, and nothing else is limited,
but that at most 4 MiB are on their way, as in a buffer of Linux. Opening a connection takes the time of its handshake.
With --loss each way is carried as a TCP of the kind Reno would (RFC 5681, 6582 with selective acknowledgements): ten segments of
1448 bytes to begin with, twice as many each time there and back until a first loss, one more each time after it; a lost segment
holds back all behind it for one more way there and back and halves the window; one lost at the end of what was sent is seen only
after two; one lost again waits for the timer (200 ms at least, doubled each time) and begins with one segment. Acknowledgements
are never lost, and the line has no width of its own: two connections do not hinder one another. CUBIC, which Linux uses, keeps
a somewhat larger window than Reno; so the speeds are those of a somewhat worse line, for whoever is measured on it.
"""
import argparse
import heapq
import itertools
import random
import selectors
import socket
import struct
import sys
import time

SEGMENT = 1448
BUFFER = 4 << 20
FIRST_WINDOW = 10
LEAST_TIMER = 0.2

arguments = argparse.ArgumentParser()
arguments.add_argument("target", type=int)
arguments.add_argument("--delay-ms", type=float, default=0)
arguments.add_argument("--loss", type=float, default=0)
arguments.add_argument("--seed", type=int, default=1)
arguments.add_argument("--cut-after", type=int)
arguments.add_argument("--freeze-after", type=int)
arguments = arguments.parse_args()
delay, loss = arguments.delay_ms / 1000, arguments.loss
chance = random.Random(arguments.seed)
selector = selectors.DefaultSelector()
events, order = [], itertools.count()
lines = set()
frozen = False
carried = 0


class Way:
    """One direction of a connection: what is read from one socket comes out of the other."""

    def __init__(self, line, source, sink, opens, counts):
        self.line, self.source, self.sink, self.opens, self.counts = line, source, sink, opens, counts
        self.queue = bytearray()  # read, and not sent yet
        self.flying = 0  # sent, and not acknowledged
        self.due = bytearray()  # arrived, and not taken by the sink yet
        self.arrives = opens  # when the last of it does: nothing overtakes
        self.window, self.threshold, self.recovers = FIRST_WINDOW * SEGMENT, float("inf"), 0.0
        self.ended = self.is_closing = self.is_over = False
        self.at(opens, self.send)

    def at(self, when, what):
        heapq.heappush(events, (when, next(order), self.line, what))

    def may_read(self):
        return not self.ended and len(self.queue) + self.flying + len(self.due) < BUFFER

    def may_write(self):
        return len(self.due) > 0

    def read(self):
        try:
            piece = self.source.recv(256 << 10)
        except BlockingIOError:
            return
        if not piece:
            self.ended = True
        self.queue += piece
        self.send()

    def send(self):
        now = time.monotonic()
        if now < self.opens:
            return
        room = self.window - self.flying if loss else len(self.queue)
        # No small segments while others are on their way.
        if self.queue and (room >= min(SEGMENT, len(self.queue)) or not self.flying):
            count = min(len(self.queue), max(int(room), SEGMENT))
            self.fly(bytes(self.queue[:count]), now)
            del self.queue[:count]
        if self.ended and not self.queue and not self.is_closing:
            self.is_closing = True
            self.at(max(self.arrives, now + delay), self.close)

    def fly(self, piece, now):
        segments = max(1, -(-len(piece) // SEGMENT))
        begin, late, is_lost, is_timed = 0, 0.0, False, False
        for segment in range(segments):
            if loss and chance.random() < loss:
                self.hand(piece[begin:segment * SEGMENT], now + late)
                begin, is_lost = segment * SEGMENT, True
                # Three behind it say so at once.
                late = max(late, (1 if segments - segment > 3 else 2) * 2 * delay)
                timer = max(LEAST_TIMER, 4 * delay)
                while chance.random() < loss:
                    late, timer, is_timed = late + timer, timer * 2, True
        self.hand(piece[begin:], now + late)
        # Losses within one time there and back are one.
        if is_lost and now >= self.recovers:
            self.threshold = max(2 * SEGMENT, self.window / 2)
            self.window = self.threshold
            self.recovers = now + late + 2 * delay
        if is_timed:
            self.window = SEGMENT

    def hand(self, piece, sent):
        if not piece:
            return
        self.flying += len(piece)
        self.arrives = max(self.arrives, sent + delay)
        self.at(self.arrives, lambda: self.land(piece))
        self.at(self.arrives + delay, lambda: self.acknowledge(len(piece)))

    def acknowledge(self, count):
        self.flying -= count
        if self.window < self.threshold:
            self.window += count
        else:
            self.window += count * SEGMENT / self.window
        self.window = min(self.window, BUFFER)
        self.send()

    def land(self, piece):
        self.due += piece
        self.write()

    def close(self):
        self.is_over = True
        self.write()

    def write(self):
        global carried, frozen
        if frozen:
            return
        try:
            while self.due:
                count = self.sink.send(self.due[:256 << 10])
                del self.due[:count]
                if self.counts:
                    carried += count
                    if arguments.cut_after is not None and carried >= arguments.cut_after:
                        arguments.cut_after = None
                        raise ConnectionResetError  # Only this one.
                    if arguments.freeze_after is not None and carried >= arguments.freeze_after:
                        arguments.freeze_after = None
                        frozen = True
                        return
        except BlockingIOError:
            return
        if self.is_over:
            self.sink.shutdown(socket.SHUT_WR)


class Line:
    """A connection: two ways and their sockets."""

    def __init__(self, near):
        self.near, self.far = near, socket.create_connection(("127.0.0.1", arguments.target))
        now = time.monotonic()
        for end in (self.near, self.far):
            end.setblocking(False)
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # Whoever connects speaks one time there and back later; whoever is connected to hears of it half a one after that.
        self.there = Way(self, self.near, self.far, now + 2 * delay, True)
        self.back = Way(self, self.far, self.near, now + 3 * delay, False)
        self.known = {}
        lines.add(self)

    def watch(self):
        for end, reads, writes in ((self.near, self.there, self.back), (self.far, self.back, self.there)):
            wanted = 0
            if not frozen:
                wanted = (selectors.EVENT_READ if reads.may_read() else 0) | (selectors.EVENT_WRITE if writes.may_write() else 0)
            if wanted == self.known.get(end, 0):
                continue
            if self.known.get(end, 0):
                selector.unregister(end)
            if wanted:
                selector.register(end, wanted, self)
            self.known[end] = wanted

    def happens(self, end, mask):
        reads, writes = (self.there, self.back) if end is self.near else (self.back, self.there)
        if mask & selectors.EVENT_WRITE:
            writes.write()
        if mask & selectors.EVENT_READ:
            reads.read()

    def close(self, linger=None):
        for end in (self.near, self.far):
            if self.known.get(end, 0):
                selector.unregister(end)
            if linger is not None:
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            end.close()
        lines.discard(self)

    def cut(self):
        self.close(struct.pack("ii", 1, 0))

    def is_done(self):
        return all(way.is_over and not way.due for way in (self.there, self.back))


def guarded(line, work):
    if line not in lines:
        return
    try:
        work()
    except OSError:
        line.cut()
    else:
        if line.is_done():
            line.close()
        else:
            line.watch()


def told(word):
    global frozen
    if word in ("freeze", "thaw"):
        frozen = word == "freeze"
    elif word == "cut":
        for line in list(lines):
            line.cut()
    for line in list(lines):
        line.watch()


listener = socket.create_server(("127.0.0.1", 0), backlog=64)
listener.setblocking(False)
selector.register(listener, selectors.EVENT_READ, None)
selector.register(sys.stdin, selectors.EVENT_READ, None)
# In one piece: whoever waits for it reads once.
sys.stdout.write("%d\n" % listener.getsockname()[1])
sys.stdout.flush()
while True:
    while events and not frozen and events[0][0] <= time.monotonic():
        _, _, line, what = heapq.heappop(events)
        guarded(line, what)
    wait = max(0, events[0][0] - time.monotonic()) if events and not frozen else None
    for key, mask in selector.select(wait):
        if key.fileobj is sys.stdin:
            word = sys.stdin.readline()
            if not word:
                sys.exit(0)
            told(word.strip())
        elif key.fileobj is listener:
            near, _ = listener.accept()
            try:
                Line(near).watch()
            except OSError:
                near.close()
        elif key.data in lines:
            guarded(key.data, lambda: key.data.happens(key.fileobj, mask))
