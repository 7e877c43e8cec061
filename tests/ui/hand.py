# SPDX-License-Identifier: GPL-3.0-or-later
"""A hand and an eye at the window: things are found by what a screen reader hears of them and touched with a mouse and keys
as a person touches them. Waits are for something to be seen, never for a time."""
import subprocess
import sys
import time

import pyatspi


class Missed(Exception):
    pass


def xdo(*words):
    subprocess.run(["xdotool", *[str(word) for word in words]], check=True, stdout=subprocess.DEVNULL)


def application(name="opificio"):
    for app in pyatspi.Registry.getDesktop(0):
        if app and app.name == name:
            return app
    return None


def parts(node):
    """Everything that is shown below a node, with its role and name."""
    try:
        if not node.getState().contains(pyatspi.STATE_SHOWING):
            return
        yield node, node.getRoleName(), node.name or ""
        children = [node.getChildAtIndex(i) for i in range(node.childCount)]
    except Exception:  # it went away while it was looked at
        return
    for child in children:
        if child is not None:
            yield from parts(child)


class Hand:
    def __init__(self, window, slow=False):
        self.window = window
        self.slow = slow
        self.at = (640, 400)

    # What is seen.
    def find(self, name, role=None, whole=True):
        for node, its_role, its_name in parts(self.window):
            if (its_name == name if whole else its_name.startswith(name)) and role in (None, its_role):
                return node
        return None

    def see(self, name, role=None, whole=True, seconds=60):
        until = time.time() + seconds
        while True:
            node = self.find(name, role, whole)
            if node is not None:
                return node
            if time.time() > until:
                raise Missed(f"{role or 'something'} “{name}” was not seen within {seconds} s")
            time.sleep(0.15)

    def until(self, what, ask, seconds=60):
        until = time.time() + seconds
        while True:
            answer = ask()
            if answer:
                return answer
            if time.time() > until:
                raise Missed(f"waited {seconds} s in vain for {what}")
            time.sleep(0.15)

    def box(self, node):
        box = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        return box.x, box.y, box.width, box.height

    def middle(self, node):
        x, y, width, height = self.box(node)
        return x + width // 2, y + height // 2

    # What is done.
    def move(self, x, y):
        steps = 14 if self.slow else 2
        from_x, from_y = self.at
        for step in range(1, steps + 1):
            part = step / steps
            part = part * part * (3 - 2 * part)
            xdo("mousemove", round(from_x + (x - from_x) * part), round(from_y + (y - from_y) * part))
            if self.slow:
                time.sleep(0.02)
        self.at = (x, y)

    def click(self, what, role=None, whole=True, seconds=60, at=None):
        node = self.see(what, role, whole, seconds) if isinstance(what, str) else what
        self.until(f"{node.name} to be possible", lambda: not node.description.startswith("Not possible now"), seconds)
        self.move(*(at or self.middle(node)))
        time.sleep(0.25 if self.slow else 0.05)
        xdo("click", 1)
        time.sleep(0.5 if self.slow else 0.1)
        return node

    def reach(self, what, role=None, over=None, bottom=700):
        """Turns the wheel, over a place of the pane, until it lies above `bottom` or the pane is at its end."""
        node = self.see(what, role)
        self.move(*(over or (700, 400)))
        stood = 0
        while stood < 4:
            _, y, _, height = self.box(node)
            if y + height <= bottom:
                break
            xdo("click", 5)
            time.sleep(0.15 if self.slow else 0.05)
            stood = stood + 1 if self.box(node)[1] == y else 0
        # It glides to its rest.
        was = None
        while was != self.box(node):
            was = self.box(node)
            time.sleep(0.15)
        return node

    def drag(self, start, *way):
        self.move(*start)
        xdo("mousedown", 1)
        for place in way:
            self.move(*place)
            time.sleep(0.1)
        xdo("mouseup", 1)
        time.sleep(0.4 if self.slow else 0.1)

    def key(self, *keys):
        for key in keys:
            xdo("key", key)
            time.sleep(0.3 if self.slow else 0.05)

    def write(self, words):
        xdo("type", "--delay", 60 if self.slow else 8, words)
        time.sleep(0.3 if self.slow else 0.1)

    def rest(self, seconds):
        """Only so that whoever watches the film can follow."""
        if self.slow:
            time.sleep(seconds)


def open_window(slow=False, seconds=90):
    until = time.time() + seconds
    while time.time() < until:
        try:
            app = application()
            if app and app.childCount > 0:
                window = app.getChildAtIndex(0)
                if window.getState().contains(pyatspi.STATE_SHOWING):
                    subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "Opificio", "windowfocus"], check=False,
                                   stdout=subprocess.DEVNULL)
                    return Hand(window, slow)
        except Exception:
            pass
        time.sleep(0.2)
    print("FAILED: the window did not open.")
    sys.exit(1)


def dump(window):
    for node, role, name in parts(window):
        if name:
            box = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
            print(f"{role:14} {name[:70]!r} {box.x},{box.y} {box.width}x{box.height}")
