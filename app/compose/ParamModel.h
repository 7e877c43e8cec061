#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAbstractListModel>
#include <QPointer>
#include <QQmlParserStatus>
#include <QStringList>
#include <QUrl>
#include <QVariant>
#include <QtQml/qqmlregistration.h>

#include <functional>
#include <optional>
#include <vector>

#include "ParamNames.h"
#include "Session.h"

namespace opificio {

/// The settings of a node as rows of a form: their words, what they hold at the frame where one stands, and every verb of the
/// hand. Several nodes of one type are one form: they are set together. A verb is one edit of the document; a gesture shows its
/// way and is one edit at its end. What was typed and cannot be is answered by a sentence in the row. GUI thread.
///
///     ParamModel { id: params; session: root.session; nodes: graph.selection }
///     Repeater { model: params; delegate: ParamRow { params: params } }
class ParamModel : public QAbstractListModel, public QQmlParserStatus {
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    Q_PROPERTY(opificio::Session* session MEMBER m_session REQUIRED)
    /// Their ids. The first says what the form is of; those of its type are set with it.
    Q_PROPERTY(QStringList nodes READ nodes WRITE setNodes NOTIFY nodesChanged)
    /// Shown are the settings in whose words these occur.
    Q_PROPERTY(QString words READ words WRITE setWords NOTIFY wordsChanged)

    Q_PROPERTY(QString node READ node NOTIFY nodeChanged)
    /// How many nodes are set together, and how many of those chosen are not, because they are of another type.
    Q_PROPERTY(int together READ together NOTIFY nodeChanged)
    Q_PROPERTY(int others READ others NOTIFY nodeChanged)
    /// The node's intent, else its type's label.
    Q_PROPERTY(QString label READ label NOTIFY nodeChanged)
    Q_PROPERTY(QString intent READ intent NOTIFY nodeChanged)
    Q_PROPERTY(QString typeLabel READ typeLabel NOTIFY nodeChanged)
    Q_PROPERTY(QString typeName READ typeName NOTIFY nodeChanged)
    Q_PROPERTY(QString help READ help NOTIFY nodeChanged)
    Q_PROPERTY(bool known READ isKnown NOTIFY nodeChanged)
    Q_PROPERTY(bool muted READ isMuted NOTIFY nodeChanged)
    Q_PROPERTY(bool bypassed READ isBypassed NOTIFY nodeChanged)
    /// Has an input that it could give on.
    Q_PROPERTY(bool bypassable READ isBypassable NOTIFY nodeChanged)
    Q_PROPERTY(bool editable READ isEditable NOTIFY nodeChanged)
    /// Of all settings, shown or not.
    Q_PROPERTY(int total READ total NOTIFY nodeChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    /// The row that the pointer or the keyboard is at, for keys like I; -1: none.
    Q_PROPERTY(int current READ current WRITE setCurrent NOTIFY currentChanged)
    Q_PROPERTY(QString currentLabel READ currentLabel NOTIFY currentChanged)
    /// The row whose help is unfolded; -1: none.
    Q_PROPERTY(int explained MEMBER m_explained NOTIFY explainedChanged)
    /// Places on the picture: [{row, label, x, y, keyed}].
    Q_PROPERTY(QVariantList places READ places NOTIFY placesChanged)

public:
    enum Role {
        NameRole = Qt::UserRole + 1,
        LabelRole,
        HelpRole,
        TypeRole, ///< "number", "whole", "switch", "event", "choice", "point", "colour", "text", "file", "item", "dataset",
                  ///< "model"
        ValueRole, ///< a number, a flag, a point, a colour as displayed, an index, a text
        InitialRole,
        LowRole, ///< hard ends
        HighRole,
        SoftLowRole, ///< what a hand moves in; low = high: anything
        SoftHighRole,
        StepRole,
        UnitRole,
        ChoicesRole,
        PlainRole, ///< holds its initial value
        MixedRole, ///< the nodes hold different values
        KeyedRole,
        KeyHereRole,
        ProblemRole,
        BusyRole, ///< a file is being taken into the work
        NameOfValueRole, ///< of an item, dataset, model or file: its name
        DetailRole,
        PictureRole, ///< an address for Image
        MultilineRole,
        FactsRole, ///< "radius · 0 to 1 · initially 0.1"
    };

    explicit ParamModel(QObject* parent = nullptr);
    ~ParamModel() override;
    void classBegin() override { }
    void componentComplete() override;

    const QStringList& nodes() const { return m_nodes; }
    void setNodes(const QStringList& nodes);
    const QString& words() const { return m_words; }
    void setWords(const QString& words);
    QString node() const;
    int together() const { return int(m_ids.size()); }
    int others() const { return m_others; }
    QString label() const;
    QString intent() const;
    QString typeLabel() const;
    QString typeName() const;
    QString help() const;
    bool isKnown() const { return m_type != nullptr; }
    bool isMuted() const;
    bool isBypassed() const;
    bool isBypassable() const;
    bool isEditable() const;
    int total() const { return m_type ? int(m_type->params.size()) : 0; }
    int count() const { return int(m_rows.size()); }
    int current() const { return m_current; }
    void setCurrent(int row);
    QString currentLabel() const;
    QVariantList places() const;

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    Q_INVOKABLE int rowOf(const QString& name) const;

    // A gesture: shown while it lasts, then one edit. Values are those of ValueRole; numbers are brought into the range.
    Q_INVOKABLE void scrub(int row, const QVariant& value);
    Q_INVOKABLE bool commit(int row, const QVariant& value);
    Q_INVOKABLE void cancel();
    /// An event lasts as long as it is held down; nothing of it is written.
    Q_INVOKABLE void hold(int row, bool down);

    /// What was typed: a value, arithmetic ("1920/2"), a step ("*1.1", "+2"), with the setting's unit or a kindred one
    /// ("90 deg", "12 frames"), a name of a model, a path. `axis` 0 or 1: only that number of a point.
    Q_INVOKABLE bool type(int row, const QString& typed, int axis = -1);
    Q_INVOKABLE void forgetProblem(int row);
    /// Files or a text that was let fall on the row.
    Q_INVOKABLE bool drop(int row, const QList<QUrl>& addresses, const QString& text);
    Q_INVOKABLE bool accepts(int row) const;
    Q_INVOKABLE bool reset(int row);
    Q_INVOKABLE bool resetAll();
    Q_INVOKABLE QString valueText(int row) const;
    Q_INVOKABLE void copy(int row) const;
    Q_INVOKABLE bool paste(int row);

    /// A keyframe at the frame where one stands, with what is held there; one that is there goes.
    Q_INVOKABLE bool toggleKey(int row);
    Q_INVOKABLE bool clearKeys(int row);
    /// To the setting's next or previous keyframe.
    Q_INVOKABLE void goToKey(int row, int direction);

    Q_INVOKABLE bool rename(const QString& intent);
    Q_INVOKABLE bool setMuted(bool muted);
    Q_INVOKABLE bool setBypassed(bool bypassed);

Q_SIGNALS:
    void nodesChanged();
    void wordsChanged();
    void nodeChanged();
    void countChanged();
    void currentChanged();
    void explainedChanged();
    void placesChanged();

private:
    struct Row {
        const Param* param = nullptr;
        Value value;
        bool plain = true, mixed = false, keyed = false, keyHere = false, busy = false;
        QString problem;
        bool isSame(const Row& other) const
        {
            return value == other.value && plain == other.plain && mixed == other.mixed && keyed == other.keyed
                && keyHere == other.keyHere;
        }
    };

    void follow();
    void findNodes();
    void findRows();
    void refresh(bool onlyKeyed = false);
    Row read(const Param& param) const;
    bool matches(const Param& param) const;
    const Graph& graph() const;
    const Node* first() const;
    Row* rowAt(int row);
    const Row* rowAt(int row) const;
    QString nameOf(const Param& param) const;
    QString labelOfNodes() const;
    /// Puts the value into every node of the form, at the frame where it is keyed.
    Result<> put(Graph& graph, const Param& param, const Value& value) const;
    bool act(int row, const QString& label, const std::function<Result<>(Graph&)>& change);
    bool act(const QString& label, const std::function<void(Node&)>& change);
    bool take(int row, const QString& typed);
    void endGesture();
    bool say(int row, const QString& sentence);
    void tell(int row, const QList<int>& roles = {});

    Session* m_session = nullptr;
    QStringList m_nodes;
    QString m_words;
    std::shared_ptr<const NodeTypes> m_types;
    const NodeType* m_type = nullptr;
    std::vector<NodeId> m_ids;
    int m_others = 0;
    Node m_header; ///< what nodeChanged() was said of
    std::vector<Row> m_rows;
    int m_current = -1, m_explained = -1;
    ParamNames m_names;
    std::optional<Frame> m_gestureFrame; ///< keys of a gesture lie where it began
    bool m_gesturePlayed = false; ///< and it played when it began
};

} // namespace opificio
