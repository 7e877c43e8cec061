#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAbstractListModel>
#include <QDateTime>
#include <QObject>
#include <QSize>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "graph/Graph.h"
#include "graph/Work.h"

namespace opificio {

class History;

/// The open work of a window: its graph now, and undo as the list of earlier graphs. An edit is one human act: it is in the
/// journal before anybody sees it, and is one step of undo. GUI thread.
///
///     Graph next = document.graph();
///     TRY_DO(next.set(id, "radius", 0.1, types));
///     document.edit(next, tr("Set the radius"));
class Document : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Session has the only one")
    Q_PROPERTY(bool isOpen READ isOpen NOTIFY opened)
    Q_PROPERTY(QString name READ name NOTIFY opened)
    Q_PROPERTY(QString folder READ folder NOTIFY opened)
    Q_PROPERTY(bool readOnly READ isReadOnly NOTIFY opened)
    /// Why it can only be looked at: a sentence.
    Q_PROPERTY(QString readOnlyReason READ readOnlyReason NOTIFY opened)
    Q_PROPERTY(bool canUndo READ canUndo NOTIFY edited)
    Q_PROPERTY(bool canRedo READ canRedo NOTIFY edited)
    /// "Set the radius": what would be undone.
    Q_PROPERTY(QString undoLabel READ undoLabel NOTIFY edited)
    Q_PROPERTY(QString redoLabel READ redoLabel NOTIFY edited)
    Q_PROPERTY(opificio::History* history READ history CONSTANT)
    Q_PROPERTY(QSize size READ size NOTIFY changed)
    Q_PROPERTY(qint64 frames READ frames NOTIFY changed)
    Q_PROPERTY(double rate READ rate NOTIFY changed)

public:
    explicit Document(QObject* parent = nullptr);
    ~Document() override;

    /// Closes what was open. One that another window holds, or that cannot be written, opens to look at, and says why.
    Result<> open(const std::filesystem::path& folder);
    /// Makes the work and opens it.
    Result<> create(const std::filesystem::path& folder, const Graph& graph);
    /// Snapshot and all: afterwards nothing is open.
    void close();

    bool isOpen() const { return m_work.has_value(); }
    QString name() const;
    QString folder() const;
    bool isReadOnly() const { return !m_reason.isEmpty(); }
    const QString& readOnlyReason() const { return m_reason; }
    /// What is shown: the preview of a gesture that is under way, else the work.
    const Graph& graph() const { return m_preview ? *m_preview : m_graph; }
    /// What is written.
    const Graph& written() const { return m_graph; }
    /// Only while isOpen().
    Work& work() { return *m_work; }
    QSize size() const;
    qint64 frames() const { return graph().frames; }
    double rate() const;

    /// False, with failed() said and nothing changed, when it could not be written. A graph that is the same is no edit.
    bool edit(const Graph& next, const QString& label);
    /// While something is dragged: shown and not written. The gesture ends with edit() or dropPreview().
    void preview(const Graph& next);
    void dropPreview();

    /// Something else that the work holds was changed (what is kept of the library); it is written and shown already. One more
    /// step of undo, which calls `go`; false from it, once it has said why, leaves everything where it was.
    enum class Direction { Undo, Redo };
    using Go = std::function<bool(Direction direction)>;
    void note(const QString& label, Go go);

    bool canUndo() const { return !isReadOnly() && m_at > 0; }
    bool canRedo() const { return !isReadOnly() && m_at + 1 < m_steps.size(); }
    QString undoLabel() const;
    QString redoLabel() const;
    Q_INVOKABLE bool undo();
    Q_INVOKABLE bool redo();
    /// To the state after that step of history(); one edit.
    Q_INVOKABLE bool goTo(int step);
    History* history() const { return m_history; }

    /// Reads again what another window has written meanwhile; only of a work that is open to look at.
    Q_INVOKABLE void refresh();

    struct Step {
        Graph graph;
        QString label;
        QDateTime time;
        Go go; ///< empty for an edit of the graph
    };
    const std::vector<Step>& steps() const { return m_steps; }
    std::size_t at() const { return m_at; }

Q_SIGNALS:
    /// Another work, or none.
    void opened();
    /// The graph that is shown is another one.
    void changed();
    /// A step of history was added, or another one is current.
    void edited();
    /// A sentence.
    void failed(const QString& sentence);

private:
    Result<> take(Work work, const QString& reason);
    bool write(const Graph& next, const QString& label);
    bool step(std::size_t to, const QString& label);
    void push(Step step);

    std::optional<Work> m_work;
    QString m_reason;
    Graph m_graph;
    std::optional<Graph> m_preview;
    std::vector<Step> m_steps;
    std::size_t m_at = 0;
    History* m_history = nullptr;
    QTimer m_sync, m_snapshot;
};

/// The steps of a document, the oldest first, for the list of history. GUI thread.
class History : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Document has the only one")
    Q_PROPERTY(int current READ current NOTIFY currentChanged)

public:
    enum Role { LabelRole = Qt::UserRole + 1, TimeRole, UndoneRole };

    explicit History(Document& document);
    int current() const { return int(m_document.at()); }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    void reset();

Q_SIGNALS:
    void currentChanged();

private:
    Document& m_document;
};

} // namespace opificio
