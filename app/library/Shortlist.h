#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QHash>
#include <QObject>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include "Document.h"
#include "base/Json.h"

namespace opificio {

/// What the artist keeps of the library for the open work, and what was passed by: the dataset in the making, with the
/// beginning of its card. GUI thread.
///
/// It lies in the work's folder as selection.jsonl, a line an act, written before it is shown as done and synced as the
/// journal of the work is: {"time", "actor", "label", "set": {"ITEM": ["keep" | "skip", ORDER] | null}, "card": {"FIELD":
/// "words"}}. A line says what holds after it, so undo is one more line with what held before; every act is a step in the
/// Document's history beside the edits of the graph. It is a file of its own because the graph is copied for each step of undo
/// and compared for each picture, and ten thousand items are no part of either. A torn last line is dropped; a long file is
/// written anew, shorter, when the work is opened.
class Shortlist : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Session has the only one")
    Q_PROPERTY(int kept READ kept NOTIFY changed)
    Q_PROPERTY(int skipped READ skipped NOTIFY changed)
    /// Whether anything can be kept: a work is open and may be written.
    Q_PROPERTY(bool enabled READ isEnabled NOTIFY opened)
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY cardChanged)
    Q_PROPERTY(QString what READ what WRITE setWhat NOTIFY cardChanged)
    Q_PROPERTY(QString lacks READ lacks WRITE setLacks NOTIFY cardChanged)
    Q_PROPERTY(QString who READ who WRITE setWho NOTIFY cardChanged)

public:
    enum class State { Undecided, Kept, Skipped };
    Q_ENUM(State)
    struct Choice {
        State state = State::Undecided;
        qint64 order = 0; ///< later ones are greater
        friend bool operator==(const Choice&, const Choice&) = default;
    };
    using Choices = QHash<QString, Choice>;

    explicit Shortlist(Document& document);

    bool isEnabled() const { return m_document.isOpen() && !m_document.isReadOnly(); }
    int kept() const { return m_kept; }
    int skipped() const { return int(m_choices.size()) - m_kept; }
    State stateOf(const QString& item) const { return m_choices.value(item).state; }
    /// Items that were decided upon; copying shares.
    const Choices& choices() const { return m_choices; }
    /// In the order in which they were kept.
    QStringList keptItems() const;

    /// One act, one step of undo. `title` names a single item in the history. False where it could not be written.
    bool decide(const QStringList& items, State state, const QString& title = {});
    /// Forgets all decisions.
    Q_INVOKABLE bool clear();

    QString name() const { return m_card.value(QStringLiteral("name")); }
    QString what() const { return m_card.value(QStringLiteral("what")); }
    QString lacks() const { return m_card.value(QStringLiteral("lacks")); }
    QString who() const { return m_card.value(QStringLiteral("who")); }
    void setName(const QString& words) { write(QStringLiteral("name"), words, tr("Name the dataset")); }
    void setWhat(const QString& words) { write(QStringLiteral("what"), words, tr("Say what the dataset is")); }
    void setLacks(const QString& words) { write(QStringLiteral("lacks"), words, tr("Say what is missing")); }
    void setWho(const QString& words) { write(QStringLiteral("who"), words, tr("Say who chose")); }

Q_SIGNALS:
    /// Another work, or none.
    void opened();
    void changed();
    void decided(const QStringList& items);
    void cardChanged();

private:
    using Card = QHash<QString, QString>;
    struct Act {
        Choices choices; ///< Undecided ones are forgotten
        Card card;
    };
    void read();
    void take(const Act& act);
    bool append(const Act& act, const QString& label);
    bool perform(const Act& act, const QString& label);
    void write(const QString& field, const QString& words, const QString& label);

    Document& m_document;
    Choices m_choices;
    Card m_card;
    int m_kept = 0;
    qint64 m_order = 0;
    QTimer m_sync;
};

} // namespace opificio
