#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QHash>
#include <QObject>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <optional>

namespace opificio {

class Session;

/// A model that is tried in the piece: a node shows it while one looks, and nothing is written until somebody keeps it. GUI
/// thread.
class LivePlay : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(opificio::Session* session READ session WRITE setSession NOTIFY sessionChanged REQUIRED)
    /// [{node, label}]: the nodes of the work that show a model.
    Q_PROPERTY(QVariantList nodes READ nodes NOTIFY changed)
    Q_PROPERTY(QString node READ node WRITE setNode NOTIFY changed)
    Q_PROPERTY(int row READ row NOTIFY changed)
    /// SHA-256 of the model that is tried; empty for none.
    Q_PROPERTY(QString model READ model WRITE setModel NOTIFY changed)
    Q_PROPERTY(bool on READ isOn WRITE setOn NOTIFY changed)
    /// There is a node that could show it, and a model to show.
    Q_PROPERTY(bool possible READ isPossible NOTIFY changed)
    Q_PROPERTY(bool canKeep READ canKeep NOTIFY changed)
    /// SHA-256 of what the node shows when nothing is tried.
    Q_PROPERTY(QString kept READ kept NOTIFY changed)

public:
    explicit LivePlay(QObject* parent = nullptr);
    ~LivePlay() override;

    Session* session() const { return m_session; }
    void setSession(Session* session);
    QVariantList nodes() const;
    QString node() const;
    void setNode(const QString& node);
    int row() const;
    const QString& model() const { return m_model; }
    void setModel(const QString& sha256);
    bool isOn() const { return m_on; }
    void setOn(bool on);
    bool isPossible() const;
    bool canKeep() const;
    QString kept() const;

    /// The node has that model from now on: one edit. `name` is the model's. Without a node, one is added, and linked to the
    /// output where nothing else is.
    Q_INVOKABLE void keep(const QString& sha256, const QString& name);

Q_SIGNALS:
    void sessionChanged();
    void changed();

private:
    void show();
    /// Whether what a model makes grows from frame to frame; nothing where that cannot be told yet.
    std::optional<bool> grows(const QString& model) const;

    Session* m_session = nullptr;
    QString m_node, m_model;
    mutable QHash<QString, bool> m_grows;
    bool m_on = false;
};

} // namespace opificio
