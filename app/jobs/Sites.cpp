// SPDX-License-Identifier: GPL-3.0-or-later
#include "Sites.h"

#include "Text.h"
#include "remote/SshKey.h"

#include <algorithm>

namespace opificio {

namespace {

QString called(const Site& site)
{
    return qt(site.title.empty() ? site.name : site.title);
}

// A name that can be a file's: what was typed, in small letters.
QString nameFrom(const QString& title)
{
    QString name;
    for (const QChar letter : title.toLower().normalized(QString::NormalizationForm_D)) {
        if ((letter >= QLatin1Char('a') && letter <= QLatin1Char('z')) || letter.isDigit())
            name.append(letter);
        else if (letter.category() != QChar::Mark_NonSpacing && !name.isEmpty() && !name.endsWith(QLatin1Char('-')))
            name.append(QLatin1Char('-'));
    }
    while (name.endsWith(QLatin1Char('-')))
        name.chop(1);
    return name.left(40);
}

} // namespace

Sites::Sites(QObject* parent)
    : QAbstractListModel(parent)
{
    read();
}

const Site* Sites::site() const
{
    const auto found = std::find_if(m_sites.begin(), m_sites.end(), [&](const Site& one) { return qt(one.name) == m_chosen; });
    return found == m_sites.end() ? nullptr : &*found;
}

void Sites::read()
{
    beginResetModel();
    m_sites.clear();
    for (const std::string& name : Site::all()) {
        if (auto site = Site::read(name))
            m_sites.push_back(std::move(*site));
    }
    endResetModel();
    if (!site())
        m_chosen = m_sites.empty() ? QString() : qt(m_sites.front().name);
    Q_EMIT changed();
}

void Sites::choose(const QString& name)
{
    if (name == m_chosen)
        return;
    // One that was taken away since leaves chosen what is.
    if (!std::any_of(m_sites.begin(), m_sites.end(), [&](const Site& one) { return qt(one.name) == name; }))
        return;
    stop();
    m_chosen = name;
    m_steps.clear();
    m_keys.clear();
    m_wantsPassphrase = false;
    m_problem.clear();
    Q_EMIT changed();
}

QString Sites::title() const
{
    const Site* known = site();
    return known ? called(*known) : QString();
}

QVariantList Sites::facts() const
{
    const Site* known = site();
    if (!known)
        return {};
    QVariantList all;
    const auto add = [&](const QString& label, const QString& words) {
        if (!words.isEmpty())
            all.append(QVariantMap{{QStringLiteral("label"), label}, {QStringLiteral("words"), words}});
    };
    QStringList hosts, partitions;
    for (const std::string& host : known->hosts)
        hosts.append(qt(host));
    for (const std::string& partition : known->partitions)
        partitions.append(qt(partition));
    add(tr("Reached at"), hosts.join(QStringLiteral(", ")));
    add(tr("As"), qt(known->user));
    add(tr("Hours of"), qt(known->account));
    add(tr("Partition"), partitions.join(QStringLiteral(", ")));
    add(tr("Works in"), qt(known->rootPath()));
    add(tr("Worker"), qt(known->workerPath()));
    add(tr("Key file"), qt(known->key));
    add(tr("Gate signed by"), qt(known->gate));
    return all;
}

QVariant Sites::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Site& row = m_sites[std::size_t(index.row())];
    switch (role) {
    case NameRole:
        return qt(row.name);
    case Qt::DisplayRole:
    case TitleRole:
        return called(row);
    case DetailRole:
        return row.hosts.empty() ? QString() : qt(row.user + "@" + row.hosts.front());
    default:
        return {};
    }
}

QHash<int, QByteArray> Sites::roleNames() const
{
    return {{NameRole, "name"}, {TitleRole, "title"}, {DetailRole, "detail"}};
}

QString Sites::gateTitle() const
{
    return m_gate ? called(m_gate->site) : QString();
}

QString Sites::gateFingerprint() const
{
    return m_gate ? qt(m_gate->fingerprint) : QString();
}

QString Sites::gateDoubt() const
{
    if (!m_gate)
        return {};
    const auto known = Site::read(m_gate->site.name);
    return known && known->gate != m_gate->site.gate
        ? tr("%1 is known already, and its gate was signed by somebody else. If the new one is right, remove the old one first.")
              .arg(called(*known))
        : QString();
}

void Sites::openGate(const QUrl& file)
{
    m_problem.clear();
    m_gate.reset();
    auto gate = Gate::read(pathOf(file.toLocalFile()));
    if (gate)
        m_gate = std::move(*gate);
    else
        m_problem = qt(gate.error().message);
    Q_EMIT changed();
}

void Sites::takeGate(const QString& user, const QString& account, const QString& key)
{
    if (!m_gate || !gateDoubt().isEmpty())
        return;
    Site site = m_gate->site;
    if (!user.trimmed().isEmpty())
        site.user = utf8(user.trimmed());
    if (!account.trimmed().isEmpty())
        site.account = utf8(account.trimmed());
    // Keys that were accepted stay accepted.
    if (auto known = Site::read(site.name)) {
        site.hostKeys.insert(site.hostKeys.end(), known->hostKeys.begin(), known->hostKeys.end());
        site.key = known->key;
        site.certificate = known->certificate;
    }
    if (!takeKey(site, key))
        return;
    keep(site);
    if (m_problem.isEmpty())
        forgetGate();
}

void Sites::forgetGate()
{
    m_gate.reset();
    Q_EMIT changed();
}

bool Sites::describe(const QString& title, const QString& host, const QString& user, const QString& account,
    const QString& partition, const QString& root, const QString& worker, const QString& key)
{
    Site site;
    site.title = utf8(title.trimmed());
    site.name = utf8(nameFrom(title));
    const QStringList parts = host.trimmed().split(QLatin1Char(':'));
    site.hosts = {utf8(parts.constFirst())};
    if (parts.size() == 2)
        site.port = parts.constLast().toInt();
    site.user = utf8(user.trimmed());
    site.account = utf8(account.trimmed());
    if (!partition.trimmed().isEmpty())
        site.partitions = {utf8(partition.trimmed())};
    site.root = utf8(root.trimmed());
    site.worker = utf8(worker.trimmed());
    if (Site::read(site.name)) {
        m_problem = tr("There is one of that name already.");
        Q_EMIT changed();
        return false;
    }
    if (!takeKey(site, key))
        return false;
    keep(site);
    return m_problem.isEmpty();
}

// One that needs a passphrase is asked for it when the site is checked.
bool Sites::takeKey(Site& site, const QString& typed)
{
    const std::string file = typedFile(utf8(typed.trimmed())).string();
    if (file.empty() || file == site.key)
        return true;
    if (const KeyLook look = lookAtKey(file); look.state == KeyLook::State::Unusable) {
        m_problem = qt(look.sentence);
        Q_EMIT changed();
        return false;
    }
    site.key = file;
    // It was of the other key.
    site.certificate.clear();
    return true;
}

// Written as it would be read: what a file may not hold, a person may not type either.
void Sites::keep(const Site& site)
{
    m_problem.clear();
    auto checked = Site::fromJson(site.toJson());
    const Result<> written = checked ? checked->write() : Result<>(checked.takeError());
    if (!written) {
        m_problem = qt(written.error().message);
        Q_EMIT changed();
        return;
    }
    m_chosen = qt(site.name);
    m_wantsPassphrase = false;
    m_steps.clear();
    m_keys.clear();
    read();
}

void Sites::check()
{
    login({});
}

void Sites::acceptKey(const QString& fingerprint)
{
    login(fingerprint);
}

void Sites::givePassphrase(const QString& passphrase)
{
    if (!site() || isBusy() || passphrase.isEmpty())
        return;
    m_passphrases[m_chosen] = passphrase.toUtf8() + '\n';
    login({}, Passphrase::Given);
}

void Sites::call(QStringList arguments, CliCall::Answer answer, const QByteArray& passphrase)
{
    m_problem.clear();
    if (!passphrase.isEmpty())
        arguments += QStringLiteral("--passphrase");
    const auto heard = [this, answer](Result<Json> given) {
        m_call.clear();
        if (!given)
            m_problem = qt(given.error().message);
        answer(std::move(given));
        Q_EMIT changed();
    };
    m_call = CliCall::make(arguments, this, heard, passphrase);
    Q_EMIT changed();
}

// Keys first: without them nothing may be sent.
void Sites::login(const QString& accepted, Passphrase passphrase)
{
    if (!site() || isBusy())
        return;
    m_steps.clear();
    QStringList arguments = {QStringLiteral("site"), QStringLiteral("login"), m_chosen};
    if (!accepted.isEmpty())
        arguments += {QStringLiteral("--accept"), accepted};
    // It is handed over once: whoever looks after the jobs is not sent away for every check.
    const bool isGiven = passphrase == Passphrase::Given;
    const auto answered = [this, isGiven](Result<Json> answer) {
        m_keys.clear();
        if (!answer) {
            if (isGiven)
                m_passphrases.erase(m_chosen);
            return;
        }
        m_wantsPassphrase = false;
        for (const Json& host : at(*answer, "hosts")) {
            if (!flagAt(host, "accepted"))
                m_keys.append(QVariantMap{{QStringLiteral("host"), qt(textAt(host, "host"))},
                    {QStringLiteral("fingerprint"), qt(textAt(host, "fingerprint"))}});
        }
        read();
        if (m_keys.isEmpty())
            walk();
    };
    call(arguments, answered, isGiven ? m_passphrases[m_chosen] : QByteArray());
}

void Sites::walk()
{
    const auto known = m_passphrases.find(m_chosen);
    // Each step is heard when it is done; what is answered in the end says them again.
    call(
        {QStringLiteral("site"), QStringLiteral("check"), m_chosen}, [](Result<Json>) {},
        known == m_passphrases.end() ? QByteArray() : known->second);
    connect(m_call, &CliCall::heard, this, [this](const Json& item) {
        if (textAt(item, "step") == "passphrase") {
            m_wantsPassphrase = true;
            m_passphrases.erase(m_chosen);
        }
        m_steps.append(QVariantMap{{QStringLiteral("step"), qt(textAt(item, "step"))},
            {QStringLiteral("state"), qt(textAt(item, "state"))}, {QStringLiteral("sentence"), qt(textAt(item, "sentence"))}});
        Q_EMIT changed();
    });
}

QString Sites::verdict() const
{
    const auto has = [this](const char* key, const char* value) {
        return std::any_of(m_steps.begin(), m_steps.end(),
            [&](const QVariant& step) { return step.toMap().value(QLatin1String(key)).toString() == QLatin1String(value); });
    };
    if (isBusy() || !has("step", "job") || has("state", "wrong"))
        return {};
    return has("state", "doubtful") ? tr("Work can be sent there. One thing is to be looked at, see above.")
                                    : tr("Everything is in order: work can be sent there.");
}

void Sites::stop()
{
    delete m_call;
    Q_EMIT changed();
}

void Sites::removeChosen()
{
    if (!site() || isBusy())
        return;
    call({QStringLiteral("site"), QStringLiteral("remove"), m_chosen}, [this](Result<Json> answer) {
        if (!answer)
            return;
        m_steps.clear();
        m_keys.clear();
        read();
    });
}

} // namespace opificio
