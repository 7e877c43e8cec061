#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAbstractListModel>
#include <QPointer>
#include <QUrl>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <map>
#include <optional>
#include <vector>

#include "CliCall.h"
#include "remote/Gate.h"
#include "remote/Site.h"

namespace opificio {

/// Other computers where jobs may run, as they are known here: brought by a gate that their people signed, or described by hand.
/// A person compares fingerprints and decides; nothing is reached before it is asked for. GUI thread.
class Sites : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(int count READ count NOTIFY changed)
    /// The name of the one that is looked at; empty where there is none.
    Q_PROPERTY(QString chosen READ chosen WRITE choose NOTIFY changed)
    Q_PROPERTY(QString title READ title NOTIFY changed)
    /// [{label, words}] of the chosen one: who, where, with what.
    Q_PROPERTY(QVariantList facts READ facts NOTIFY changed)
    /// [{step, state: "right", "doubtful" or "wrong", sentence}] of the last check.
    Q_PROPERTY(QVariantList steps READ steps NOTIFY changed)
    /// What the last check means, once it came to its end; empty where a step went wrong: that step says what to do.
    Q_PROPERTY(QString verdict READ verdict NOTIFY changed)
    Q_PROPERTY(bool busy READ isBusy NOTIFY changed)
    /// [{host, fingerprint}] that a person has to compare and accept before anything is sent.
    Q_PROPERTY(QVariantList keys READ keys NOTIFY changed)
    /// The last check found that the key needs its passphrase, or was given another one.
    Q_PROPERTY(bool wantsPassphrase READ wantsPassphrase NOTIFY changed)
    /// Why the last act did not come about: a sentence.
    Q_PROPERTY(QString problem READ problem NOTIFY changed)

    /// A gate that was opened and waits to be taken: its site's name for people, who signed it, what it asks for.
    Q_PROPERTY(bool gateWaits READ gateWaits NOTIFY changed)
    Q_PROPERTY(QString gateTitle READ gateTitle NOTIFY changed)
    Q_PROPERTY(QString gateFingerprint READ gateFingerprint NOTIFY changed)
    /// A site of that name is known and was signed by somebody else: a sentence.
    Q_PROPERTY(QString gateDoubt READ gateDoubt NOTIFY changed)
    Q_PROPERTY(bool gateWantsUser READ gateWantsUser NOTIFY changed)
    Q_PROPERTY(bool gateWantsAccount READ gateWantsAccount NOTIFY changed)

public:
    enum Role { NameRole = Qt::UserRole + 1, TitleRole, DetailRole };

    explicit Sites(QObject* parent = nullptr);

    int count() const { return int(m_sites.size()); }
    const QString& chosen() const { return m_chosen; }
    void choose(const QString& name);
    /// Which ones there are now: others may have come and gone without the window.
    Q_INVOKABLE void look() { read(); }
    QString title() const;
    QVariantList facts() const;
    const QVariantList& steps() const { return m_steps; }
    QString verdict() const;
    bool isBusy() const { return !m_call.isNull(); }
    const QVariantList& keys() const { return m_keys; }
    bool wantsPassphrase() const { return m_wantsPassphrase && !isBusy(); }
    const QString& problem() const { return m_problem; }
    bool gateWaits() const { return m_gate.has_value(); }
    QString gateTitle() const;
    QString gateFingerprint() const;
    QString gateDoubt() const;
    bool gateWantsUser() const { return m_gate && m_gate->site.user.empty(); }
    bool gateWantsAccount() const { return m_gate && m_gate->site.account.empty(); }

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Reads a gate; it waits until takeGate() or forgetGate().
    Q_INVOKABLE void openGate(const QUrl& file);
    /// `key` is a file's name as it was typed; empty: the key that was known before, else the keys of the agent.
    Q_INVOKABLE void takeGate(const QString& user, const QString& account, const QString& key);
    Q_INVOKABLE void forgetGate();
    /// What a person typed; false, with `problem` saying why, where it is not enough. `key` as for takeGate().
    Q_INVOKABLE bool describe(const QString& title, const QString& host, const QString& user, const QString& account,
        const QString& partition, const QString& root, const QString& worker, const QString& key);
    /// Asks the hosts of the chosen one for their keys, and then walks through it step by step.
    Q_INVOKABLE void check();
    Q_INVOKABLE void acceptKey(const QString& fingerprint);
    /// Of the chosen one's key; then it is checked again. It goes into the keyring or, where none is, into the memory of whoever
    /// looks after the jobs there; the window forgets it when it closes.
    Q_INVOKABLE void givePassphrase(const QString& passphrase);
    Q_INVOKABLE void stop();
    /// Only here: what lies there stays.
    Q_INVOKABLE void removeChosen();

Q_SIGNALS:
    void changed();

private:
    const Site* site() const;
    void read();
    bool takeKey(Site& site, const QString& typed);
    void keep(const Site& site);
    enum class Passphrase { Known, Given };
    void login(const QString& accepted, Passphrase passphrase = Passphrase::Known);
    void walk();
    void call(QStringList arguments, CliCall::Answer answer, const QByteArray& passphrase = {});

    std::vector<Site> m_sites;
    QString m_chosen, m_problem;
    QVariantList m_steps, m_keys;
    bool m_wantsPassphrase = false;
    std::map<QString, QByteArray> m_passphrases; // as they are read: a line
    std::optional<Gate> m_gate;
    QPointer<CliCall> m_call;
};

} // namespace opificio
