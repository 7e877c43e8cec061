// SPDX-License-Identifier: GPL-3.0-or-later
#include "ParamChoices.h"

#include "ParamWords.h"
#include "Text.h"

#include <QCoreApplication>
#include <QPointer>

namespace opificio {

namespace {

constexpr int typingMs = 120;

Param::Type typeOf(const QString& kind)
{
    for (Param::Type type : {Param::Type::Item, Param::Type::Dataset, Param::Type::Model, Param::Type::File}) {
        if (typeWord(type) == kind)
            return type;
    }
    return Param::Type::Text;
}

} // namespace

ParamChoices::ParamChoices(QObject* parent)
    : QAbstractListModel(parent)
{
    m_pool.setMaxThreadCount(1);
    m_delay.setSingleShot(true);
    m_delay.setInterval(typingMs);
    connect(&m_delay, &QTimer::timeout, this, &ParamChoices::ask);
    connect(this, &ParamChoices::asked, &m_delay, qOverload<>(&QTimer::start));
}

ParamChoices::~ParamChoices()
{
    m_pool.clear();
    m_pool.waitForDone();
}

void ParamChoices::componentComplete()
{
    ask();
}

void ParamChoices::ask()
{
    m_delay.stop();
    if (!m_active || !m_session->document()->isOpen())
        return;
    m_waiting = m_things.empty();
    Q_EMIT answered();
    m_pool.clear();
    m_pool.start([self = QPointer<ParamChoices>(this), number = ++m_number, type = typeOf(m_kind), words = m_words.trimmed(),
                     held = utf8(m_held), work = m_session->document()->work().folder()] {
        auto things = paramThings(type, work, words, held);
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, number, things = std::move(things)]() mutable {
                if (!self || self->m_number != number)
                    return;
                self->beginResetModel();
                self->m_things = std::move(things);
                self->endResetModel();
                self->m_waiting = false;
                Q_EMIT self->answered();
            },
            Qt::QueuedConnection);
    });
}

QVariant ParamChoices::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const ParamThing& thing = m_things[std::size_t(index.row())];
    switch (role) {
    case TypedRole:
        return thing.typed;
    case Qt::DisplayRole:
    case NameRole:
        return thing.name;
    case DetailRole:
        return thing.detail;
    case PictureRole:
        return thing.picture;
    case HeldRole:
        return !thing.hash.isEmpty() && thing.hash == m_held;
    default:
        return {};
    }
}

QHash<int, QByteArray> ParamChoices::roleNames() const
{
    return {{TypedRole, "typed"}, {NameRole, "thing"}, {DetailRole, "detail"}, {PictureRole, "picture"}, {HeldRole, "held"}};
}

} // namespace opificio
