// SPDX-License-Identifier: GPL-3.0-or-later
#include "PlaceKeys.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QKeySequence>
#include <QQuickWindow>

namespace opificio {

PlaceKeys::PlaceKeys(QQuickItem* parent)
    : QQuickItem(parent)
{
    setFlag(ItemIsFocusScope);
}

PlaceKeys::~PlaceKeys()
{
    // The focus moves while items are taken apart, and there is nobody here any more to be told.
    disconnect(m_focus);
}

void PlaceKeys::itemChange(ItemChange change, const ItemChangeData& data)
{
    if (change == ItemSceneChange) {
        disconnect(m_focus);
        if (data.window)
            m_focus = connect(data.window, &QQuickWindow::activeFocusItemChanged, this, &PlaceKeys::watch);
        watch();
    }
    QQuickItem::itemChange(change, data);
}

void PlaceKeys::watch()
{
    if (m_watched)
        m_watched->removeEventFilter(this);
    m_watched = window() ? window()->activeFocusItem() : nullptr;
    if (m_watched && (m_watched == this || !isAncestorOf(m_watched)))
        m_watched = nullptr;
    if (m_watched)
        m_watched->installEventFilter(this);
}

// Qt asks only the item that has the focus whether it wants a key more than the window's shortcuts do; here those around it
// are asked, too, as with the key itself.
bool PlaceKeys::eventFilter(QObject* object, QEvent* event)
{
    if (event->type() != QEvent::ShortcutOverride || object != m_watched)
        return QQuickItem::eventFilter(object, event);
    event->ignore();
    object->event(event);
    for (QQuickItem* item = m_watched->parentItem(); item && !event->isAccepted(); item = item->parentItem()) {
        QCoreApplication::sendEvent(item, event);
        if (item == this)
            break;
    }
    return true;
}

Command* PlaceKeys::commandOf(const QKeyEvent& event) const
{
    if (!m_commands || event.key() == 0 || event.key() == Qt::Key_unknown)
        return nullptr;
    Qt::KeyboardModifiers modifiers = event.modifiers() & ~(Qt::KeypadModifier | Qt::GroupSwitchModifier);
    QKeySequence pressed(int(modifiers) | event.key());
    for (Command* command : m_commands->all()) {
        if (command->place() != m_place || !command->isEnabled())
            continue;
        for (const QString& key : command->chosenKey().split(QStringLiteral(" | "), Qt::SkipEmptyParts)) {
            if (QKeySequence(key) == pressed)
                return command;
        }
    }
    return nullptr;
}

bool PlaceKeys::event(QEvent* event)
{
    // The window's own keys would come first otherwise.
    if (event->type() == QEvent::ShortcutOverride && commandOf(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QQuickItem::event(event);
}

void PlaceKeys::keyPressEvent(QKeyEvent* event)
{
    Command* command = commandOf(*event);
    if (command)
        command->trigger();
    event->setAccepted(command);
}

} // namespace opificio
