#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAbstractListModel>
#include <QPointF>
#include <QPointer>
#include <QRectF>
#include <QStringList>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "GraphEdits.h"
#include "Session.h"

namespace opificio {

class BackdropModel;

/// The composition as the graph editor shows it, a row a node, and every verb of the hand: one act is one edit of the
/// document. Rows that stay keep their place while others come and go, so their cards live on. What is selected is a set of
/// ids; it outlives undo. Verbs say with refused() why they do nothing. GUI thread.
class GraphModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(opificio::Session* session READ session WRITE setSession NOTIFY sessionChanged REQUIRED)
    Q_PROPERTY(int count READ count NOTIFY graphChanged)
    Q_PROPERTY(bool editable READ isEditable NOTIFY graphChanged)
    /// The current node first.
    Q_PROPERTY(QStringList selection READ selection NOTIFY selectionChanged)
    Q_PROPERTY(int selectedCount READ selectedCount NOTIFY selectionChanged)
    /// The node that the keyboard and the form of settings speak of; empty for none.
    Q_PROPERTY(QString current READ current WRITE setCurrent NOTIFY selectionChanged)
    /// Whether cards have room for a picture.
    Q_PROPERTY(bool pictures READ hasPictures WRITE setPictures NOTIFY picturesChanged)
    Q_PROPERTY(opificio::BackdropModel* backdrops READ backdrops CONSTANT)
    /// While nodes are being dragged.
    Q_PROPERTY(bool moving READ isMoving NOTIFY movingChanged)

public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        LabelRole,
        TypeRole,
        TypeLabelRole,
        HelpRole,
        XRole,
        YRole,
        HeightRole,
        MutedRole,
        BypassedRole,
        SelectedRole,
        CurrentRole,
        HasOutputRole,
        InputsRole,
        StateRole,
        StateWordRole,
        SentenceRole,
        SummaryRole,
        PictureRole,
        NameRole,
    };
    /// How it stands with a node. Waiting: something is missing that only the artist can bring.
    enum State { Ready, Waiting, Stale, Learning, Failed, Unknown };
    Q_ENUM(State)
    enum Way { Left, Right, Up, Down };
    Q_ENUM(Way)

    struct Row {
        NodeId id;
        Node node;
        std::vector<Link> into;
        const NodeType* type = nullptr; ///< null: not known here
        QString label, summary, sentence, picture;
        QVariantList inputs;
        double height = 0;
        State state = Ready;
        bool hasOutput = true;
        QPointF at() const { return {node.at[0], node.at[1]}; }
        QRectF rect() const;
    };
    struct Wire {
        Link link;
        QPointF from, to;
        bool quiet = false; ///< its source gives nothing
        friend bool operator==(const Wire&, const Wire&) = default;
    };

    explicit GraphModel(QObject* parent = nullptr);
    ~GraphModel() override;

    Session* session() const { return m_session; }
    void setSession(Session* session);
    int count() const { return int(m_rows.size()); }
    bool isEditable() const;
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    BackdropModel* backdrops() const { return m_backdrops; }
    bool hasPictures() const { return m_pictures; }
    void setPictures(bool pictures);
    bool isMoving() const { return m_base.has_value(); }

    const std::vector<Row>& rows() const { return m_rows; }
    const std::vector<Wire>& wires() const { return m_wires; }
    const Row* find(const NodeId& id) const;
    Q_INVOKABLE int rowOf(const QString& node) const;
    Q_INVOKABLE QString labelOf(const QString& node) const;
    /// What there is to say of it: what is wrong, else what feeds it.
    Q_INVOKABLE QString hintOf(const QString& node) const;
    /// What the artist wants with it; may be empty.
    Q_INVOKABLE QString intentOf(const QString& node) const;
    /// "Blur, gets its picture from Displace, ready".
    QString nameOf(const Row& row) const;
    /// Of all nodes and backdrops, or of those that are selected.
    Q_INVOKABLE QRectF bounds(bool selectedOnly = false) const;
    const Graph& graph() const;
    std::shared_ptr<const NodeTypes> types() const;
    bool isSelected(const NodeId& id) const { return m_selected.contains(id); }

    // What others know of a node: the renderer, the jobs.
    Q_INVOKABLE void setState(const QString& node, opificio::GraphModel::State state, const QString& sentence);
    Q_INVOKABLE void clearStates();
    /// "image://nodes/ID/SERIAL", or nothing.
    Q_INVOKABLE void setPicture(const QString& node, const QString& source);

    // Selecting.
    QStringList selection() const;
    int selectedCount() const;
    QString current() const;
    void setCurrent(const QString& node);
    /// Only it, or it besides the others.
    Q_INVOKABLE void select(const QString& node, bool besides = false);
    Q_INVOKABLE void toggle(const QString& node);
    Q_INVOKABLE void selectAll();
    Q_INVOKABLE void selectNone();
    Q_INVOKABLE void selectInside(const QRectF& rect, const QStringList& besides = {});
    /// From the current node to the nearest one in that direction.
    Q_INVOKABLE void walk(opificio::GraphModel::Way way, bool extend = false);

    // Acting. Each answers whether it was done.
    /// With `wired`, linked to what is selected. Answers its id.
    Q_INVOKABLE QString add(const QString& type, const QPointF& at, bool wired = true);
    /// Beside a node and linked to it, whatever is selected.
    Q_INVOKABLE QString addAfter(const QString& node, const QString& type);
    /// From a wire that was pulled: out of a node (`port` empty) or out of an input of it.
    Q_INVOKABLE QString addAtWire(const QString& type, const QPointF& at, const QString& node, const QString& port);
    /// Into the wire that ends at that input.
    Q_INVOKABLE QString addInto(const QString& type, const QPointF& at, const QString& node, const QString& port);
    /// As the add box was asked: one of the three above.
    Q_INVOKABLE QString place(const QString& type, const QPointF& at, const QString& node, const QString& port, bool into);
    Q_INVOKABLE bool connectNodes(const QString& from, const QString& to, const QString& port);
    /// To the first input that takes it, free ones first.
    Q_INVOKABLE bool connectToNode(const QString& from, const QString& to);
    Q_INVOKABLE bool disconnectInput(const QString& node, const QString& port);
    Q_INVOKABLE bool cut(const QList<int>& wires);
    /// Why this link may not be; empty where it may.
    QString refusal(const NodeId& from, const NodeId& to, const std::string& port) const;
    Q_INVOKABLE bool removeSelected();
    Q_INVOKABLE bool extractSelected();
    Q_INVOKABLE bool bypassSelected();
    Q_INVOKABLE bool muteSelected();
    Q_INVOKABLE bool soloSelected();
    Q_INVOKABLE bool duplicateSelected();
    Q_INVOKABLE QString copiedText() const;
    Q_INVOKABLE bool copySelected();
    Q_INVOKABLE bool cutSelected();
    Q_INVOKABLE bool pasteFromClipboard(const QPointF& at, bool incoming = false);
    Q_INVOKABLE bool pasteText(const QString& text, const QPointF& at, bool incoming = false);
    Q_INVOKABLE bool alignSelected();
    Q_INVOKABLE bool tidySelected();
    Q_INVOKABLE bool rename(const QString& node, const QString& intent);
    Q_INVOKABLE bool nudge(double right, double down);
    /// Around the selected nodes, or a new one at that place. Answers its id.
    Q_INVOKABLE QString frameSelected(const QPointF& at);

    // Dragging: shown while it lasts, one edit at its end. With `copy` copies are dragged.
    Q_INVOKABLE void beginMove(bool copy = false);
    void beginMoveBackdrop(const std::string& id, bool resize);
    Q_INVOKABLE void moveBy(double right, double down);
    /// Dropped on a wire (its index), or nowhere: -1.
    Q_INVOKABLE bool endMove(int wire = -1);
    Q_INVOKABLE void cancelMove();

    /// For a list of connections, a row each: {kind, node, port, words, detail, may}. Without a port the inputs of the node
    /// ("input") and whom it feeds ("fed"); with one, who could feed it ("source"), and why others may not.
    Q_INVOKABLE QVariantList linkRows(const QString& node, const QString& port) const;

    /// One act of the artist: the graph that `change` makes of the one that is written.
    bool act(const QString& label, const std::function<Result<>(Graph&)>& change);

Q_SIGNALS:
    void sessionChanged();
    void graphChanged();
    void wiresChanged();
    void selectionChanged();
    void picturesChanged();
    void movingChanged();
    /// A sentence: why nothing was done.
    void refused(const QString& sentence);
    /// A sentence for those who listen: what was done.
    void done(const QString& sentence);

private:
    void refresh();
    bool fill(Row& row, const Node& node, std::vector<Link> into, QList<int>& roles) const;
    void findWires();
    void setSelection(graphEdits::Ids ids, const NodeId& current);
    void emitSelection(const graphEdits::Ids& touched);
    void tellSelection();
    void askSummaries();
    QString summaryOf(const Row& row) const;
    State stateOf(const Row& row, QString& sentence) const;
    graphEdits::Ids selectedIds() const;
    std::vector<NodeId> selectedList() const;
    graphEdits::HeightOf heights() const;
    /// "Blur", or "3 nodes".
    QString words(const graphEdits::Ids& ids) const;

    QPointer<Session> m_session;
    std::shared_ptr<const NodeTypes> m_types;
    BackdropModel* m_backdrops;
    std::vector<Row> m_rows;
    std::map<NodeId, std::size_t> m_places;
    std::vector<Wire> m_wires;
    graphEdits::Ids m_selected;
    NodeId m_current;
    QStringList m_told; ///< the selection as it was last told
    std::map<NodeId, std::pair<State, QString>> m_states;
    std::map<NodeId, QString> m_shown; ///< pictures by node
    std::map<std::string, QString> m_summaries; ///< names by the hash of what is named
    bool m_pictures = true;
    graphEdits::Ids m_soloMuted;

    // A drag: the graph at its beginning, and what moves.
    std::optional<Graph> m_base;
    graphEdits::Ids m_moving;
    std::set<std::string> m_movingBackdrops;
    bool m_resizing = false, m_copying = false;
    QPointF m_moved;
};

} // namespace opificio
