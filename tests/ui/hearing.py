# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader knows of the window, and what it can do with it: the tree, names, actions, values, the keyboard.

The tree is asked for over D-Bus, everything of one level at once: one by one, as pyatspi asks, a large screen takes a second."""
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
import pyatspi
from gi.repository import Atspi, Gio, GLib

ROOT = "/org/a11y/atspi/accessible/root"
ACCESSIBLE = "org.a11y.atspi.Accessible"
NAME, DESCRIPTION = GLib.Variant("(ss)", (ACCESSIBLE, "Name")), GLib.Variant("(ss)", (ACCESSIBLE, "Description"))
# Qt 6.4 does not tell that a control is disabled; the controls say it in words.
NOT_NOW = ("Not possible now", "Ora non si può")
# A first look into a workspace builds it, which takes long on a slow machine.
PATIENCE_MS = 20000

Atspi.set_timeout(PATIENCE_MS, PATIENCE_MS)
address = Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
    "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None, Gio.DBusCallFlags.NONE, PATIENCE_MS).unpack()[0]
bus = Gio.DBusConnection.new_for_address_sync(
    address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)


def ask(where, interface, method, arguments=None):
    return bus.call_sync(*where, interface, method, arguments, None, Gio.DBusCallFlags.NONE, PATIENCE_MS).unpack()


def ask_all(questions):
    """(where, interface, method, arguments) each; None where there is no answer."""
    answers, left = [None] * len(questions), len(questions)

    def take(connection, result, index):
        nonlocal left
        left -= 1
        try:
            answers[index] = connection.call_finish(result).unpack()
        except GLib.Error:  # It went away, or has nothing of the kind.
            pass
    for index, (where, interface, method, arguments) in enumerate(questions):
        bus.call(*where, interface, method, arguments, None, Gio.DBusCallFlags.NONE, PATIENCE_MS, None, take, index)
    context = GLib.MainContext.default()
    while left:
        context.iteration(True)
    return answers


class Heard:
    """One thing that is shown, as it was when it was asked."""

    def __init__(self, where, path, name, description, role, states):
        self.at, self.path, self.children = where, path, []
        self.name, self.description, self.role = name, description, Atspi.role_get_name(Atspi.Role(role))
        has = lambda state: bool(states[int(state) // 32] >> int(state) % 32 & 1)
        self.checked, self.selected = has(Atspi.StateType.CHECKED), has(Atspi.StateType.SELECTED)
        self.focusable, self.showing = has(Atspi.StateType.FOCUSABLE), has(Atspi.StateType.SHOWING)
        self.number, self.text = None, ""

    @property
    def possible(self):
        return not self.description.startswith(NOT_NOW)

    @property
    def where(self):
        return " > ".join(over.name or over.role for over in self.path[-2:])

    def actions(self):
        try:
            return [name.lower() for name, _, _ in ask(self.at, "org.a11y.atspi.Action", "GetActions")[0]]
        except GLib.Error:
            return []

    def do(self, *wanted):
        names = self.actions()
        for name in wanted:
            if name in names:
                # The last one is the screen's own; Qt's of the same name does nothing.
                index = len(names) - 1 - names[::-1].index(name)
                return ask(self.at, "org.a11y.atspi.Action", "DoAction", GLib.Variant("(i)", (index,)))[0]
        return False

    def press(self):
        return self.do("press", "toggle", "click")

    def box(self):
        # Inside popups the bridge of Qt 6.4 computes what is relative to the window wrongly.
        return ask(self.at, "org.a11y.atspi.Component", "GetExtents", GLib.Variant("(u)", (0,)))[0]

    def range(self):
        return [ask(self.at, "org.freedesktop.DBus.Properties", "Get", GLib.Variant("(ss)", ("org.a11y.atspi.Value", name)))[0]
                for name in ("MinimumValue", "CurrentValue", "MaximumValue")]

    def set(self, number):
        ask(self.at, "org.freedesktop.DBus.Properties", "Set",
            GLib.Variant("(ssv)", ("org.a11y.atspi.Value", "CurrentValue", GLib.Variant("d", number))))


class Shown(list):
    """All that is shown at one time, in order."""

    def find(self, role, name):
        """By its name, or by something that its name must satisfy."""
        fits = name if callable(name) else name.__eq__
        return next((heard for heard in self if heard.role == role and fits(heard.name)), None)

    def dialog(self):
        return next((heard for heard in self if heard.role in ("dialog", "popup menu")), None)

    def signature(self):
        """Whatever a press may change: words, states, numbers. What is written on a picture comes and goes as it is rendered."""
        return [(heard.role, heard.name, heard.description, heard.checked, heard.selected, heard.number, heard.text) for heard in self
                if not (heard.role == "label" and any(over.role == "image" for over in heard.path))]


class Window:
    def __init__(self):
        self.at = self.wait("the window", 60, self._application)
        # Whoever listens is told what has the keyboard; asking all of the tree for it at every key would take long.
        self.focus = None
        pyatspi.Registry.registerEventListener(self._focused, "object:state-changed:focused")
        self.listen(0.2)

    @staticmethod
    def _application():
        for where in ask(("org.a11y.atspi.Registry", ROOT), ACCESSIBLE, "GetChildren")[0]:
            name = ask(where, "org.freedesktop.DBus.Properties", "Get", NAME)[0]
            if name == "opificio":
                return where
        return None

    def _focused(self, event):
        if event.detail1 == 1:
            self.focus = event.source

    def listen(self, seconds, until=lambda: False):
        """Takes in what is told, so many seconds, or until something is so."""
        context, end = GLib.MainContext.default(), time.time() + seconds
        while time.time() < end and not until():
            if not context.iteration(False):
                time.sleep(0.005)

    def wait(self, what, seconds, ask):
        end = time.time() + seconds
        while True:
            try:
                answer = ask()
            except Exception:  # What was there may be gone while it is asked.
                answer = None
            if answer:
                return answer
            if time.time() > end:
                raise SystemExit(f"FAILED: waited in vain for {what}.")
            time.sleep(0.05)

    def shown(self):
        roots, level = [], []
        for where in ask(self.at, ACCESSIBLE, "GetChildren")[0]:
            level.append((where, None))
        every, numbers, texts = [], [], []
        while level:
            # GetAll would be fewer questions; Qt 6.4 dies of it.
            answers = ask_all([question for where, _ in level for question in (
                (where, "org.freedesktop.DBus.Properties", "Get", NAME), (where, "org.freedesktop.DBus.Properties", "Get", DESCRIPTION),
                (where, ACCESSIBLE, "GetRole", None), (where, ACCESSIBLE, "GetState", None), (where, ACCESSIBLE, "GetChildren", None))])
            below = []
            for index, (where, over) in enumerate(level):
                name, description, role, states, children = answers[index * 5:index * 5 + 5]
                if not (name and description and role and states):
                    continue
                heard = Heard(where, over.path + (over,) if over else (), name[0], description[0], role[0], states[0])
                if not heard.showing:
                    continue
                (over.children if over else roots).append(heard)
                every.append(heard)
                below += [(tuple(child), heard) for child in (children[0] if children else [])]
            level = below
        numbers = [heard for heard in every if heard.role in ("slider", "spin button")]
        for heard, answer in zip(numbers, ask_all([(heard.at, "org.freedesktop.DBus.Properties", "Get",
                                                    GLib.Variant("(ss)", ("org.a11y.atspi.Value", "CurrentValue"))) for heard in numbers])):
            heard.number = answer[0] if answer else None
        texts = [heard for heard in every if heard.role == "text"]
        for heard, answer in zip(texts, ask_all([(heard.at, "org.a11y.atspi.Text", "GetText", GLib.Variant("(ii)", (0, -1))) for heard in texts])):
            heard.text = answer[0] if answer else ""

        def in_order(some):
            for heard in some:
                yield heard
                yield from in_order(heard.children)
        return Shown(in_order(roots))

    def find(self, role, name):
        return self.shown().find(role, name)

    def await_(self, role, name, seconds=10):
        return self.wait(f"the {role} “{name if isinstance(name, str) else 'so named'}”", seconds, lambda: self.find(role, name))

    def await_gone(self, role, name, seconds=10):
        self.wait(f"the {role} “{name}” to go", seconds, lambda: not self.find(role, name))

    def press(self, role, name, seconds=10):
        self.await_(role, name, seconds).press()

    def settled(self, seconds=3):
        """What is shown, once it stands still, and its signature."""
        end, shown = time.time() + seconds, self.shown()
        before = shown.signature()
        while time.time() < end:
            shown = self.shown()
            now = shown.signature()
            if now == before:
                break
            before = now
        return shown, before

    def has_keyboard(self):
        windows = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "Opificio"], capture_output=True, text=True).stdout.split()
        if windows:
            subprocess.run(["xdotool", "windowfocus", windows[-1]], check=False)

    def key(self, *keys):
        subprocess.run(["xdotool", "key", *keys], check=True)

    def type(self, words):
        subprocess.run(["xdotool", "type", "--delay", "15", words], check=True)
