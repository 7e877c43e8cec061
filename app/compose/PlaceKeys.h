#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QPointer>
#include <QQuickItem>
#include <QtQml/qqmlregistration.h>

#include "Commands.h"

namespace opificio {

/// Where keys of one place work: while something inside has the focus, and nothing inside wants the key itself, the command of
/// that place does it. So a canvas can have D and Tab, and a timeline beside it an M of its own. GUI thread.
class PlaceKeys : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(opificio::Commands* commands MEMBER m_commands NOTIFY changed REQUIRED)
    Q_PROPERTY(QString place MEMBER m_place NOTIFY changed REQUIRED)

public:
    explicit PlaceKeys(QQuickItem* parent = nullptr);
    ~PlaceKeys() override;

Q_SIGNALS:
    void changed();

protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* object, QEvent* event) override;
    void itemChange(ItemChange change, const ItemChangeData& data) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void watch();
    Command* commandOf(const QKeyEvent& event) const;

    QPointer<Commands> m_commands;
    QString m_place;
    QPointer<QQuickItem> m_watched; ///< what has the focus, where it is inside
    QMetaObject::Connection m_focus;
};

} // namespace opificio
