// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"

#include "Fuzzy.h"
#include "Text.h"

#include <QCoreApplication>
#include <QKeySequence>

#include <algorithm>
#include <array>
#include <utility>

namespace opificio {

namespace {

// Between the keys of a command that has several.
const QString keyBar = QStringLiteral(" | ");

bool shareAKey(const QString& one, const QString& other)
{
    for (const QString& a : one.split(keyBar, Qt::SkipEmptyParts)) {
        for (const QString& b : other.split(keyBar, Qt::SkipEmptyParts)) {
            if (QKeySequence(a) == QKeySequence(b))
                return true;
        }
    }
    return false;
}

// As the keyboards of the person's language have it. Qt's own translations are not everywhere, and know less.
QString keyWords(const QKeySequence& sequence)
{
    QString rest = sequence.toString(QKeySequence::PortableText), words;
    const std::array<std::pair<QString, QString>, 13> names = {{{QStringLiteral("Left"), QStringLiteral("←")},
        {QStringLiteral("Right"), QStringLiteral("→")}, {QStringLiteral("Up"), QStringLiteral("↑")},
        {QStringLiteral("Down"), QStringLiteral("↓")}, {QStringLiteral("Space"), Command::tr("Space")},
        {QStringLiteral("Return"), Command::tr("Return")}, {QStringLiteral("Enter"), Command::tr("Enter")},
        {QStringLiteral("Del"), Command::tr("Del")}, {QStringLiteral("Home"), Command::tr("Home")},
        {QStringLiteral("End"), Command::tr("End")}, {QStringLiteral("PgUp"), Command::tr("PgUp")},
        {QStringLiteral("PgDown"), Command::tr("PgDown")}, {QStringLiteral("Shift"), Command::tr("Shift")}}};
    auto word = [&](const QString& part) {
        auto found = std::find_if(names.begin(), names.end(), [&](const auto& name) { return name.first == part; });
        return found == names.end() ? part : found->second;
    };
    // "Ctrl++" is the plus with Ctrl.
    for (qsizetype plus = rest.indexOf(QLatin1Char('+')); plus > 0 && plus + 1 < rest.size();
         plus = rest.indexOf(QLatin1Char('+'))) {
        words += word(rest.left(plus)) + QLatin1Char('+');
        rest.remove(0, plus + 1);
    }
    return words + word(rest);
}

} // namespace

Command::Command(QObject* parent)
    : QObject(parent)
{
}

Command::~Command()
{
    if (m_commands)
        m_commands->remove(this);
}

void Command::componentComplete()
{
    if (m_commands)
        m_commands->add(this);
    connect(this, &Command::changed, this, &Command::keyChanged);
    Q_EMIT keyChanged();
}

QString Command::chosenKey() const
{
    return m_commands ? m_commands->preferences().keyOf(m_name, m_key) : m_key;
}

QString Command::keyText() const
{
    // Of several keys the first is the one that is shown.
    return keyWords(QKeySequence(chosenKey().section(keyBar, 0, 0)));
}

QString Command::placeText() const
{
    // Two parts of a workspace besides the workspaces, which the window's bar names.
    if (m_place == QStringLiteral("Canvas"))
        return tr("Canvas");
    if (m_place == QStringLiteral("Viewport"))
        return tr("Viewport");
    return m_place.isEmpty() ? QString() : QCoreApplication::translate("Command", utf8(m_place).c_str());
}

void Command::trigger()
{
    if (m_enabled)
        Q_EMIT triggered();
}

Commands::Commands(Preferences& preferences, QObject* parent)
    : QAbstractListModel(parent)
    , m_preferences(preferences)
{
    connect(&preferences, &Preferences::keysChanged, this, [this] {
        for (Command* command : m_commands)
            Q_EMIT command->keyChanged();
    });
}

QVariant Commands::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    Command* command = m_commands[std::size_t(index.row())];
    return role == CommandRole ? QVariant::fromValue(command) : role == Qt::DisplayRole ? QVariant(command->label()) : QVariant();
}

Command* Commands::find(const QString& name) const
{
    // Several windows may declare the same one; the last declared that works is meant.
    Command* found = nullptr;
    for (Command* command : m_commands) {
        if (command->name() == name && (!found || command->isEnabled()))
            found = command;
    }
    return found;
}

bool Commands::trigger(const QString& name)
{
    Command* command = find(name);
    if (!command || !command->isEnabled())
        return false;
    command->trigger();
    return true;
}

Command* Commands::holderOf(const QString& key, Command* except) const
{
    if (key.isEmpty())
        return nullptr;
    for (Command* command : m_commands) {
        bool together = !except || command->place().isEmpty() || except->place().isEmpty() || command->place() == except->place();
        if (command != except && together && shareAKey(command->chosenKey(), key))
            return command;
    }
    return nullptr;
}

void Commands::add(Command* command)
{
    if (std::find(m_commands.begin(), m_commands.end(), command) != m_commands.end())
        return;
    beginInsertRows({}, rowCount(), rowCount());
    m_commands.push_back(command);
    endInsertRows();
    connect(command, &Command::changed, this, &Commands::changed);
    Q_EMIT listed();
    Q_EMIT changed();
}

void Commands::remove(Command* command)
{
    auto found = std::find(m_commands.begin(), m_commands.end(), command);
    if (found == m_commands.end())
        return;
    int row = int(found - m_commands.begin());
    beginRemoveRows({}, row, row);
    m_commands.erase(found);
    endRemoveRows();
    Q_EMIT listed();
    Q_EMIT changed();
}

void Palette::setCommands(Commands* commands)
{
    if (m_commands == commands)
        return;
    if (m_commands)
        m_commands->disconnect(this);
    m_commands = commands;
    if (commands) {
        // What is gone may not stay in a row until the next turn of the event loop.
        connect(commands, &Commands::listed, this, &Palette::search);
        connect(commands, &Commands::changed, this, &Palette::searchSoon);
    }
    search();
    Q_EMIT commandsChanged();
}

void Palette::setTyped(const QString& typed)
{
    if (m_typed == typed)
        return;
    m_typed = typed;
    search();
    Q_EMIT typedChanged();
}

QVariant Palette::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    Command* command = m_rows[std::size_t(index.row())];
    switch (role) {
    case CommandRole:
        return QVariant::fromValue(command);
    case Qt::DisplayRole:
    case LabelRole:
        return command->label();
    case PlaceRole:
        return command->placeText();
    case KeyRole:
        return command->keyText();
    case EnabledRole:
        return command->isEnabled();
    default:
        return {};
    }
}

QHash<int, QByteArray> Palette::roleNames() const
{
    return {{CommandRole, "command"}, {LabelRole, "label"}, {PlaceRole, "place"}, {KeyRole, "key"}, {EnabledRole, "possible"}};
}

Command* Palette::choose(int row)
{
    if (row < 0 || row >= count())
        return nullptr;
    Command* command = m_rows[std::size_t(row)];
    m_lately.removeAll(command->name());
    m_lately.prepend(command->name());
    return command;
}

std::vector<Command*> Palette::found() const
{
    struct Found {
        Command* command;
        double score;
    };
    std::vector<Found> found;
    for (Command* command : m_commands ? m_commands->all() : std::vector<Command*>()) {
        if (command->label().isEmpty() || command->isHidden())
            continue;
        double score = std::max(fuzzyScore(m_typed, command->label()),
            std::max(0.9 * fuzzyScore(m_typed, command->synonyms()),
                0.8 * fuzzyScore(m_typed, command->placeText() + QChar::fromLatin1(' ') + command->label())));
        if (score <= 0)
            continue;
        if (qsizetype lately = m_lately.indexOf(command->name()); lately >= 0)
            score += 20.0 / double(1 + lately);
        if (!command->isEnabled())
            score *= 0.5;
        found.push_back({command, score});
    }
    std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
        return a.score != b.score ? a.score > b.score : a.command->label().localeAwareCompare(b.command->label()) < 0;
    });
    std::vector<Command*> rows;
    for (const Found& one : found)
        rows.push_back(one.command);
    return rows;
}

void Palette::search()
{
    m_searchesSoon = false;
    std::vector<Command*> rows = found();
    if (rows == m_rows) {
        if (!rows.empty())
            Q_EMIT dataChanged(index(0), index(count() - 1));
    } else {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
    }
    Q_EMIT searched();
}

// A page that is made or an act that is done changes many commands in one turn of the event loop.
void Palette::searchSoon()
{
    if (std::exchange(m_searchesSoon, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (m_searchesSoon)
                search();
        },
        Qt::QueuedConnection);
}

} // namespace opificio
