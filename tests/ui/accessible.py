# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks the window as a screen reader does, and says what is amiss."""
import subprocess
import sys
import time

import pyatspi

DOES = {"push button", "toggle button", "check box", "radio button", "page tab", "menu item", "combo box", "slider", "spin button",
        "text", "entry", "list item", "link"}
PRESSED = {"push button", "toggle button", "page tab", "menu item"}
SMALLEST = 24

wrong = []


def complain(sentence):
    if sentence not in wrong:
        wrong.append(sentence)
        print(sentence)


def wait(what, seconds, ask):
    until = time.time() + seconds
    while time.time() < until:
        try:
            answer = ask()
        except Exception:
            answer = None
        if answer:
            return answer
        time.sleep(0.2)
    print("FAILED: waited in vain for", what)
    sys.exit(1)


def application():
    for app in pyatspi.Registry.getDesktop(0):
        if app and app.name == "opificio":
            return app
    return None


def walk(node, path=()):
    try:
        role, name = node.getRoleName(), node.name or ""
        states = node.getState()
    except Exception:
        return
    if not states.contains(pyatspi.STATE_SHOWING):
        return
    yield node, role, name, states, path
    for index in range(node.childCount):
        child = node.getChildAtIndex(index)
        if child is not None:
            yield from walk(child, path + ((role, name),))


def actions(node):
    try:
        action = node.queryAction()
        return [action.getName(i) for i in range(action.nActions)]
    except NotImplementedError:
        return []


def look(window, where):
    """Everything that is shown in one workspace; the names that were heard."""
    heard = set()
    for node, role, name, states, path in walk(window):
        heard.add(name)
        inside = " > ".join(n or r for r, n in path[-2:])
        if role in DOES or states.contains(pyatspi.STATE_FOCUSABLE):
            if not name.strip() and role not in ("frame", "filler", "panel", "layered pane"):
                complain(f"{where}: a {role} in “{inside}” has no name.")
        if role in PRESSED and states.contains(pyatspi.STATE_ENABLED):
            if not any(a.lower() in ("press", "toggle", "click") for a in actions(node)):
                complain(f"{where}: nothing can be done with the {role} “{name}” ({actions(node)}).")
            box = node.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
            if 0 < box.width < SMALLEST or 0 < box.height < SMALLEST:
                complain(f"{where}: the {role} “{name}” is {box.width} x {box.height}, too small to be hit.")
    return heard


def find(window, role, name):
    for node, its_role, its_name, _, _ in walk(window):
        if its_role == role and its_name == name:
            return node
    return None


def press(node):
    action = node.queryAction()
    for i in range(action.nActions):
        if action.getName(i).lower() in ("press", "click", "toggle"):
            return action.doAction(i)
    return False


app = wait("the window", 60, application)
window = wait("its frame", 30, lambda: next((app.getChildAtIndex(i) for i in range(app.childCount)), None))
wait("the first piece", 60, lambda: find(window, "push button", "Work: Prima luce"))

english = set()
for place in ("Library", "Compose", "Learn", "Deliver", "Jobs"):
    tab = wait(f"the tab {place}", 20, lambda: find(window, "page tab", place))
    press(tab)
    wait(f"{place} to be current", 20, lambda: find(window, "page tab", place).getState().contains(pyatspi.STATE_SELECTED))
    time.sleep(1.5)
    english |= look(window, place)

# The keyboard alone: from control to control, without being caught.
subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "Opificio", "windowfocus"], check=False)
press(find(window, "page tab", "Jobs"))
time.sleep(1)
stops = []
for _ in range(60):
    subprocess.run(["xdotool", "key", "Tab"], check=True)
    time.sleep(0.05)
    focused = [(role, name) for _, role, name, states, _ in walk(window) if states.contains(pyatspi.STATE_FOCUSED)]
    if focused:
        stops.append(focused[-1])
if len(set(stops)) < 6:
    complain(f"The Tab key comes to {len(set(stops))} places only: {set(stops)}")

# The other language, without a new start.
press(wait("Settings", 10, lambda: find(window, "push button", "Settings")))
press(wait("Italiano", 10, lambda: find(window, "push button", "Italiano")))
wait("Italian", 10, lambda: find(window, "page tab", "Archivio"))
italian = set()
for place in ("Archivio", "Componi", "Impara", "Consegna", "Lavori"):
    tab = wait(f"the tab {place}", 10, lambda: find(window, "page tab", place))
    press(tab)
    time.sleep(1)
    italian |= look(window, place)
same = {name for name in english & italian if " " in name.strip() and len(name) > 12}
for name in sorted(same):
    print("the same in both languages:", name)

print(f"{len(english)} names in English, {len(italian)} in Italian; the Tab key stops at {len(set(stops))} places.")
sys.exit(1 if wrong else 0)
