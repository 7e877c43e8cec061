#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAbstractListModel>
#include <QQmlParserStatus>
#include <QtQml/qqmlregistration.h>

#include <vector>

#include "Preferences.h"

namespace opificio {

class Commands;

/// Something that a person can do: it has a name, a key, a place in the command palette, and works while it is enabled. Screens
/// declare theirs; whoever can be reached by a button is a command, too.
///
///     Command { commands: root.session.commands; name: "undo"; label: qsTr("Undo"); key: "Ctrl+Z"
///               enabled: root.session.document.canUndo; onTriggered: root.session.document.undo() }
class Command : public QObject, public QQmlParserStatus {
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    Q_PROPERTY(opificio::Commands* commands MEMBER m_commands REQUIRED)
    Q_PROPERTY(QString name MEMBER m_name REQUIRED)
    Q_PROPERTY(QString label MEMBER m_label NOTIFY changed)
    /// Other words under which somebody may look for it.
    Q_PROPERTY(QString synonyms MEMBER m_synonyms NOTIFY changed)
    /// Where it works: "Compose". Empty: everywhere.
    Q_PROPERTY(QString place MEMBER m_place NOTIFY changed)
    /// The same in the artist's language.
    Q_PROPERTY(QString placeText READ placeText NOTIFY changed)
    /// As the house has it, "Ctrl+Y" or several, "Ctrl+K | F3"; the artist may set another one.
    Q_PROPERTY(QString key MEMBER m_key NOTIFY changed)
    Q_PROPERTY(QString chosenKey READ chosenKey NOTIFY keyChanged)
    /// The key as this platform writes it, for tool tips.
    Q_PROPERTY(QString keyText READ keyText NOTIFY keyChanged)
    Q_PROPERTY(bool enabled MEMBER m_enabled NOTIFY changed)
    /// Not in the palette: its button or key is all there is to find.
    Q_PROPERTY(bool hidden MEMBER m_hidden NOTIFY changed)

public:
    explicit Command(QObject* parent = nullptr);
    ~Command() override;
    void classBegin() override { }
    void componentComplete() override;

    const QString& name() const { return m_name; }
    const QString& label() const { return m_label; }
    const QString& synonyms() const { return m_synonyms; }
    const QString& place() const { return m_place; }
    QString placeText() const;
    const QString& key() const { return m_key; }
    bool isEnabled() const { return m_enabled; }
    bool isHidden() const { return m_hidden; }
    QString chosenKey() const;
    QString keyText() const;
    Q_INVOKABLE void trigger();

Q_SIGNALS:
    void triggered();
    void changed();
    void keyChanged();

private:
    Commands* m_commands = nullptr;
    QString m_name, m_label, m_synonyms, m_place, m_key;
    bool m_enabled = true;
    bool m_hidden = false;
};

/// Every command that is declared at the moment. GUI thread.
class Commands : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Session has the only one")
    /// Whoever looks a command up by its name reads this first: a command may be declared after its button.
    Q_PROPERTY(int count READ count NOTIFY listed)

public:
    enum Role { CommandRole = Qt::UserRole + 1 };

    explicit Commands(Preferences& preferences, QObject* parent = nullptr);
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_commands.size()); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override { return {{CommandRole, "command"}}; }

    int count() const { return int(m_commands.size()); }
    const std::vector<Command*>& all() const { return m_commands; }
    Preferences& preferences() { return m_preferences; }
    Q_INVOKABLE opificio::Command* find(const QString& name) const;
    /// Does it; false where there is none of that name or it is not enabled.
    Q_INVOKABLE bool trigger(const QString& name);
    /// Another command that the key would collide with, or null: same key, and both in one place.
    Q_INVOKABLE opificio::Command* holderOf(const QString& key, opificio::Command* except) const;

    void add(Command* command);
    void remove(Command* command);

Q_SIGNALS:
    /// A command came, went, or is not as it was.
    void changed();
    /// A command came or went.
    void listed();

private:
    Preferences& m_preferences;
    std::vector<Command*> m_commands;
};

/// The commands that fit what was typed, the best first: letters in their order, beginnings of words above others, what was
/// used lately above the rest. Without words: those used lately, then all by name.
class Palette : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    /// Null while nobody looks: then there are no rows, and changes cost nothing.
    Q_PROPERTY(opificio::Commands* commands READ commands WRITE setCommands NOTIFY commandsChanged REQUIRED)
    Q_PROPERTY(QString typed READ typed WRITE setTyped NOTIFY typedChanged)
    Q_PROPERTY(int count READ count NOTIFY searched)

public:
    enum Role { CommandRole = Qt::UserRole + 1, LabelRole, PlaceRole, KeyRole, EnabledRole };

    using QAbstractListModel::QAbstractListModel;
    Commands* commands() const { return m_commands; }
    void setCommands(Commands* commands);
    const QString& typed() const { return m_typed; }
    void setTyped(const QString& typed);
    int count() const { return int(m_rows.size()); }
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    /// The command of that row, which from now on counts as used lately; null where there is no such row.
    Q_INVOKABLE opificio::Command* choose(int row);

Q_SIGNALS:
    void commandsChanged();
    void typedChanged();
    void searched();

private:
    void search();
    void searchSoon();
    std::vector<Command*> found() const;

    Commands* m_commands = nullptr;
    QString m_typed;
    std::vector<Command*> m_rows;
    bool m_searchesSoon = false;
    QStringList m_lately;
};

} // namespace opificio
