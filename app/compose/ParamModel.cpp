// SPDX-License-Identifier: GPL-3.0-or-later
#include "ParamModel.h"

#include "Background.h"
#include "ParamValues.h"
#include "ParamWords.h"
#include "Text.h"

#include "base/Text.h"
#include "graph/Keying.h"
#include "studio/WorkTools.h"

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QPointF>

#include <algorithm>
#include <cmath>

namespace opificio {

ParamModel::ParamModel(QObject* parent)
    : QAbstractListModel(parent)
{
    connect(&m_names, &ParamNames::changed, this, [this] {
        for (int row = 0; row < count(); ++row) {
            if (isThing(m_rows[std::size_t(row)].param->type))
                tell(row, {NameOfValueRole, DetailRole, PictureRole});
        }
    });
}

ParamModel::~ParamModel() = default;

void ParamModel::componentComplete()
{
    follow();
}

void ParamModel::follow()
{
    Document* document = m_session->document();
    connect(document, &Document::changed, this, [this] {
        findNodes();
        refresh();
    });
    connect(document, &Document::opened, this, [this] { m_names.clear(); });
    connect(m_session->transport(), &Transport::frameChanged, this, [this] { refresh(true); });
    auto again = [this] {
        m_type = nullptr;
        findNodes();
    };
    connect(m_session, &Session::typesChanged, this, again);
    connect(m_session, &Session::languageChanged, this, [this, again] {
        m_names.clear();
        again();
    });
    findNodes();
}

void ParamModel::setNodes(const QStringList& nodes)
{
    if (nodes == m_nodes)
        return;
    m_nodes = nodes;
    Q_EMIT nodesChanged();
    if (m_session)
        findNodes();
}

void ParamModel::setWords(const QString& words)
{
    if (words == m_words)
        return;
    m_words = words;
    Q_EMIT wordsChanged();
    findRows();
}

const Graph& ParamModel::graph() const
{
    return m_session->document()->graph();
}

const Node* ParamModel::first() const
{
    if (m_ids.empty())
        return nullptr;
    auto found = graph().nodes.find(m_ids.front());
    return found == graph().nodes.end() ? nullptr : &found->second;
}

void ParamModel::findNodes()
{
    std::vector<NodeId> ids;
    int others = 0;
    std::string type;
    for (const QString& name : m_nodes) {
        auto found = graph().nodes.find(utf8(name));
        if (found == graph().nodes.end())
            continue;
        if (ids.empty())
            type = found->second.type;
        if (found->second.type == type)
            ids.push_back(found->first);
        else
            ++others;
    }
    auto types = m_session->types();
    const NodeType* known = ids.empty() ? nullptr : types->find(type);
    bool sameForm = known == m_type && types == m_types && !ids.empty() && !m_ids.empty() && ids.front() == m_ids.front();
    bool sameNodes = ids == m_ids && others == m_others;
    m_types = std::move(types);
    m_type = known;
    m_ids = std::move(ids);
    m_others = others;
    Node header;
    if (const Node* node = first()) {
        header.type = node->type;
        header.intent = node->intent;
        header.muted = node->muted;
        header.bypassed = node->bypassed;
    }
    bool sameHeader = header == m_header;
    m_header = header;
    if (!sameForm) {
        endGesture();
        findRows();
    } else if (!sameNodes) {
        refresh();
    }
    if (!sameForm || !sameNodes || !sameHeader)
        Q_EMIT nodeChanged();
}

bool ParamModel::matches(const Param& param) const
{
    if (m_words.trimmed().isEmpty())
        return true;
    QString all = qt(text(param.label)) + QLatin1Char(' ') + qt(param.label) + QLatin1Char(' ') + qt(param.name)
        + QLatin1Char(' ') + qt(text(param.help));
    for (const QString& word : m_words.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        if (!all.contains(word, Qt::CaseInsensitive))
            return false;
    }
    return true;
}

void ParamModel::findRows()
{
    beginResetModel();
    m_rows.clear();
    if (m_type && first()) {
        for (const Param& param : m_type->params) {
            if (matches(param))
                m_rows.push_back(read(param));
        }
    }
    endResetModel();
    setCurrent(-1);
    m_explained = -1;
    Q_EMIT explainedChanged();
    Q_EMIT countChanged();
    Q_EMIT placesChanged();
}

ParamModel::Row ParamModel::read(const Param& param) const
{
    Row row{.param = &param};
    const Seconds time = m_session->transport()->seconds();
    const Seconds frame = graph().rate.secondsOf(1);
    bool isFirst = true;
    for (const NodeId& id : m_ids) {
        const Node& node = graph().nodes.at(id);
        Value storage;
        const Value* held = node.valueAt(param.name, time, storage);
        auto checked = checkValue(param, held ? *held : param.initial);
        Value value = checked ? *checked : param.initial;
        auto keys = node.keys.find(param.name);
        bool keyed = keys != node.keys.end() && !keys->second.empty();
        if (isFirst) {
            row.value = value;
            row.plain = !keyed && value == param.initial;
            row.keyed = keyed;
            row.keyHere = keyed && keyAt(keys->second, time, frame);
        } else {
            row.mixed = row.mixed || value != row.value;
            row.plain = row.plain && !keyed && value == param.initial;
            row.keyed = row.keyed || keyed;
        }
        isFirst = false;
    }
    return row;
}

void ParamModel::refresh(bool onlyKeyed)
{
    if (m_ids.empty())
        return;
    bool places = false;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        Row& row = m_rows[i];
        if (onlyKeyed && !row.keyed)
            continue;
        Row now = read(*row.param);
        if (now.isSame(row))
            continue;
        row.value = std::move(now.value);
        row.plain = now.plain;
        row.mixed = now.mixed;
        row.keyed = now.keyed;
        row.keyHere = now.keyHere;
        places = places || isPlace(*row.param);
        tell(int(i), {ValueRole, PlainRole, MixedRole, KeyedRole, KeyHereRole, NameOfValueRole, DetailRole, PictureRole});
    }
    if (places)
        Q_EMIT placesChanged();
}

ParamModel::Row* ParamModel::rowAt(int row)
{
    return row >= 0 && row < count() ? &m_rows[std::size_t(row)] : nullptr;
}

const ParamModel::Row* ParamModel::rowAt(int row) const
{
    return row >= 0 && row < count() ? &m_rows[std::size_t(row)] : nullptr;
}

void ParamModel::tell(int row, const QList<int>& roles)
{
    Q_EMIT dataChanged(index(row), index(row), roles);
}

bool ParamModel::say(int row, const QString& sentence)
{
    if (Row* at = rowAt(row); at && at->problem != sentence) {
        at->problem = sentence;
        tell(row, {ProblemRole});
    }
    return sentence.isEmpty();
}

void ParamModel::forgetProblem(int row)
{
    say(row, {});
}

QString ParamModel::node() const
{
    return m_ids.empty() ? QString() : qt(m_ids.front());
}

QString ParamModel::label() const
{
    const Node* node = first();
    if (!node)
        return {};
    return node->intent.empty() ? typeLabel() : qt(node->intent);
}

QString ParamModel::intent() const
{
    return qt(m_header.intent);
}

QString ParamModel::typeLabel() const
{
    return m_type ? qt(text(m_type->label)) : qt(m_header.type);
}

QString ParamModel::typeName() const
{
    return qt(m_header.type);
}

QString ParamModel::help() const
{
    return m_type ? qt(text(m_type->help)) : QString();
}

bool ParamModel::isMuted() const
{
    return m_header.muted;
}

bool ParamModel::isBypassed() const
{
    return m_header.bypassed;
}

bool ParamModel::isBypassable() const
{
    return m_type && !m_type->inputs.empty() && m_type->hasOutput;
}

bool ParamModel::isEditable() const
{
    return m_session && !m_ids.empty() && !m_session->document()->isReadOnly();
}

void ParamModel::setCurrent(int row)
{
    if (row == m_current)
        return;
    m_current = row;
    Q_EMIT currentChanged();
}

QString ParamModel::currentLabel() const
{
    const Row* row = rowAt(m_current);
    return row ? qt(text(row->param->label)) : QString();
}

QVariantList ParamModel::places() const
{
    QVariantList places;
    for (int i = 0; i < count(); ++i) {
        const Row& row = m_rows[std::size_t(i)];
        if (!isPlace(*row.param))
            continue;
        places.append(QVariantMap{{QStringLiteral("row"), i}, {QStringLiteral("label"), qt(text(row.param->label))},
            {QStringLiteral("x"), component(row.value, 0, 0.5)}, {QStringLiteral("y"), component(row.value, 1, 0.5)},
            {QStringLiteral("keyed"), row.keyed}});
    }
    return places;
}

int ParamModel::rowOf(const QString& name) const
{
    for (int i = 0; i < count(); ++i) {
        if (qt(m_rows[std::size_t(i)].param->name) == name)
            return i;
    }
    return -1;
}

QVariant ParamModel::data(const QModelIndex& index, int role) const
{
    const Row* row = index.isValid() ? rowAt(index.row()) : nullptr;
    if (!row)
        return {};
    const Param& param = *row->param;
    const SoftRange soft = softRange(param, numberOf(param.initial));
    auto thing = [&] {
        auto hash = std::get_if<std::string>(&row->value);
        return hash && isThing(param.type)
            ? const_cast<ParamNames&>(m_names).of(param.type, m_session->document()->folder(), *hash)
            : ParamThing();
    };
    switch (role) {
    case NameRole:
        return qt(param.name);
    case Qt::DisplayRole:
    case LabelRole:
        return qt(text(param.label));
    case HelpRole:
        return qt(text(param.help));
    case TypeRole:
        return typeWord(param.type);
    case ValueRole:
        return shownValue(param, row->value);
    case InitialRole:
        return shownValue(param, param.initial);
    case LowRole:
        return param.low;
    case HighRole:
        return param.high;
    case SoftLowRole:
        return soft.low;
    case SoftHighRole:
        return soft.high;
    case StepRole:
        return soft.step;
    case UnitRole:
        return unitWord(param.unit);
    case ChoicesRole: {
        QStringList choices;
        for (const std::string& choice : param.choices)
            choices.append(choiceWord(choice));
        return choices;
    }
    case PlainRole:
        return row->plain;
    case MixedRole:
        return row->mixed;
    case KeyedRole:
        return row->keyed;
    case KeyHereRole:
        return row->keyHere;
    case ProblemRole:
        return row->problem;
    case BusyRole:
        return row->busy;
    case NameOfValueRole:
        return thing().name;
    case DetailRole:
        return thing().detail;
    case PictureRole:
        return thing().picture;
    case MultilineRole:
        return param.type == Param::Type::Text && param.name == "text";
    case FactsRole:
        return facts(param);
    default:
        return {};
    }
}

QHash<int, QByteArray> ParamModel::roleNames() const
{
    return {{NameRole, "name"}, {LabelRole, "label"}, {HelpRole, "help"}, {TypeRole, "kind"}, {ValueRole, "value"},
        {InitialRole, "initial"}, {LowRole, "low"}, {HighRole, "high"}, {SoftLowRole, "softLow"}, {SoftHighRole, "softHigh"},
        {StepRole, "step"}, {UnitRole, "unit"}, {ChoicesRole, "choices"}, {PlainRole, "plain"}, {MixedRole, "mixed"},
        {KeyedRole, "keyed"}, {KeyHereRole, "keyHere"}, {ProblemRole, "problem"}, {BusyRole, "busy"}, {NameOfValueRole, "thing"},
        {DetailRole, "detail"}, {PictureRole, "picture"}, {MultilineRole, "multiline"}, {FactsRole, "facts"}};
}

Result<> ParamModel::put(Graph& graph, const Param& param, const Value& value) const
{
    const Seconds time = graph.rate.secondsOf(m_gestureFrame.value_or(m_session->transport()->frame()));
    for (const NodeId& id : m_ids)
        TRY_DO(setAt(graph, id, param, value, time, *m_types));
    return {};
}

QString ParamModel::nameOf(const Param& param) const
{
    return qt(text(param.label));
}

QString ParamModel::labelOfNodes() const
{
    return m_ids.size() > 1 ? tr("%n nodes", nullptr, int(m_ids.size())) : label();
}

bool ParamModel::act(int row, const QString& label, const std::function<Result<>(Graph&)>& change)
{
    Document* document = m_session->document();
    Graph next = document->written();
    if (auto done = change(next); !done) {
        document->dropPreview();
        return say(row, qt(done.error().message));
    }
    say(row, {});
    return document->edit(next, label);
}

void ParamModel::scrub(int row, const QVariant& value)
{
    const Row* at = rowAt(row);
    if (!at || !isEditable())
        return;
    const Param& param = *at->param;
    if (at->keyed && !m_gestureFrame) {
        // A key is set where one stands, so one stands still until the hand lets go.
        m_gesturePlayed = m_session->transport()->isPlaying();
        m_session->transport()->pause();
        m_gestureFrame = m_session->transport()->frame();
    }
    auto wanted = givenValue(param, value);
    Graph next = m_session->document()->written();
    if (!wanted || !put(next, param, *wanted))
        return;
    say(row, {});
    m_session->document()->preview(next);
}

bool ParamModel::commit(int row, const QVariant& value)
{
    const Row* at = rowAt(row);
    if (!at || m_ids.empty())
        return false;
    const Param& param = *at->param;
    bool done = act(row, tr("Set %1 of %2").arg(nameOf(param), labelOfNodes()), [&](Graph& graph) -> Result<> {
        TRY(auto wanted, givenValue(param, value));
        return put(graph, param, wanted);
    });
    endGesture();
    return done;
}

void ParamModel::cancel()
{
    endGesture();
    m_session->document()->dropPreview();
}

void ParamModel::endGesture()
{
    if (m_gestureFrame && m_gesturePlayed)
        m_session->transport()->play();
    m_gestureFrame.reset();
    m_gesturePlayed = false;
}

void ParamModel::hold(int row, bool down)
{
    if (!down)
        return cancel();
    const Row* at = rowAt(row);
    if (!at || !isEditable())
        return;
    Graph next = m_session->document()->written();
    for (const NodeId& id : m_ids) {
        if (!next.set(id, at->param->name, true, *m_types))
            return;
        next.nodes.at(id).keys.erase(at->param->name);
    }
    m_session->document()->preview(next);
}

bool ParamModel::type(int row, const QString& typed, int axis)
{
    const Row* at = rowAt(row);
    if (!at || m_ids.empty())
        return false;
    const Param& param = *at->param;
    if (isThing(param.type) && !typed.trimmed().isEmpty())
        return take(row, typed.trimmed());
    auto wanted = wordedValue(param, at->value, typed, axis);
    if (!wanted)
        return say(row, qt(wanted.error().message));
    return act(
        row, tr("Set %1 of %2").arg(nameOf(param), labelOfNodes()), [&](Graph& graph) { return put(graph, param, *wanted); });
}

// Files are read whole, and models are tried, before they are taken: that is not for this thread.
bool ParamModel::take(int row, const QString& typed)
{
    Row* at = rowAt(row);
    if (!at || !isEditable())
        return false;
    say(row, {});
    at->busy = true;
    tell(row, {BusyRole});
    inBackground(
        this,
        [work = m_session->document()->work().files(), param = *at->param, typed = utf8(typed)] {
            return typedValue(work, param, typed);
        },
        [name = qt(at->param->name), ids = m_ids, folder = m_session->document()->folder()](
            ParamModel& self, Result<Value> value) {
            if (self.m_ids != ids || self.m_session->document()->folder() != folder)
                return;
            int now = self.rowOf(name);
            Row* at = self.rowAt(now);
            if (!at)
                return;
            at->busy = false;
            self.tell(now, {BusyRole});
            if (!value) {
                self.say(now, qt(value.error().message));
                return;
            }
            if (auto hash = std::get_if<std::string>(&*value))
                self.m_names.forget(*hash);
            self.act(now, tr("Set %1 of %2").arg(self.nameOf(*at->param), self.labelOfNodes()),
                [&](Graph& graph) { return self.put(graph, *at->param, *value); });
        });
    return true;
}

bool ParamModel::accepts(int row) const
{
    const Row* at = rowAt(row);
    return at && isEditable() && (isThing(at->param->type) || at->param->type == Param::Type::Text);
}

bool ParamModel::drop(int row, const QList<QUrl>& addresses, const QString& text)
{
    if (!accepts(row))
        return false;
    for (const QUrl& address : addresses) {
        if (address.isLocalFile())
            return type(row, address.toLocalFile());
    }
    if (!addresses.isEmpty() && text.isEmpty())
        return say(row, tr("Only files of this computer can be let fall here."));
    return type(row, text);
}

bool ParamModel::reset(int row)
{
    const Row* at = rowAt(row);
    if (!at || m_ids.empty())
        return false;
    const Param& param = *at->param;
    endGesture();
    return act(row, tr("Reset %1 of %2").arg(nameOf(param), labelOfNodes()), [&](Graph& graph) -> Result<> {
        for (const NodeId& id : m_ids)
            opificio::reset(graph.nodes.at(id), param);
        return {};
    });
}

bool ParamModel::resetAll()
{
    if (!m_type || m_ids.empty())
        return false;
    return act(-1, tr("Reset %1").arg(labelOfNodes()), [&](Graph& graph) -> Result<> {
        for (const NodeId& id : m_ids) {
            for (const Param& param : m_type->params) {
                // What it shows is not a matter of taste.
                if (!isThing(param.type) && param.type != Param::Type::Text)
                    opificio::reset(graph.nodes.at(id), param);
            }
        }
        return {};
    });
}

QString ParamModel::valueText(int row) const
{
    const Row* at = rowAt(row);
    return at ? opificio::valueText(*at->param, at->value) : QString();
}

void ParamModel::copy(int row) const
{
    if (rowAt(row))
        QGuiApplication::clipboard()->setText(valueText(row));
}

bool ParamModel::paste(int row)
{
    QString words = QGuiApplication::clipboard()->text();
    const Row* at = rowAt(row);
    if (!at || words.isEmpty())
        return false;
    return type(row, at->param->type == Param::Type::Text ? words : words.trimmed());
}

bool ParamModel::toggleKey(int row)
{
    const Row* at = rowAt(row);
    if (!at || m_ids.empty())
        return false;
    const Param& param = *at->param;
    const Seconds time = m_session->transport()->seconds();
    const bool goes = at->keyHere;
    QString label = goes ? tr("Take a keyframe from %1 of %2") : tr("Keyframe for %1 of %2");
    return act(row, label.arg(nameOf(param), labelOfNodes()), [&](Graph& graph) -> Result<> {
        for (const NodeId& id : m_ids) {
            if (goes)
                takeKeyAt(graph, id, param, time);
            else
                TRY_DO(addKeyAt(graph, id, param, time, *m_types));
        }
        return {};
    });
}

bool ParamModel::clearKeys(int row)
{
    const Row* at = rowAt(row);
    if (!at || !at->keyed)
        return false;
    const Param& param = *at->param;
    return act(row, tr("Take all keyframes from %1 of %2").arg(nameOf(param), labelOfNodes()), [&](Graph& graph) -> Result<> {
        for (const NodeId& id : m_ids)
            takeKeys(graph, id, param, m_session->transport()->seconds());
        return {};
    });
}

void ParamModel::goToKey(int row, int direction)
{
    const Row* at = rowAt(row);
    const Node* node = first();
    if (!at || !node)
        return;
    auto keys = node->keys.find(at->param->name);
    if (keys == node->keys.end())
        return;
    Transport* transport = m_session->transport();
    std::optional<Frame> wanted;
    for (const Key& key : keys->second) {
        Frame frame = Frame(std::llround(key.time * transport->rate()));
        if (direction > 0 ? frame > transport->frame() && !wanted : frame < transport->frame())
            wanted = frame;
    }
    transport->pause();
    if (wanted)
        transport->setFrame(*wanted);
}

bool ParamModel::act(const QString& label, const std::function<void(Node&)>& change)
{
    if (!isEditable())
        return false;
    return act(-1, label, [&](Graph& graph) -> Result<> {
        for (const NodeId& id : m_ids)
            change(graph.nodes.at(id));
        return {};
    });
}

bool ParamModel::rename(const QString& intent)
{
    QString name = intent.trimmed();
    if (m_ids.empty() || name == this->intent())
        return false;
    return act(-1, name.isEmpty() ? tr("Take the name from %1").arg(typeLabel()) : tr("Name %1").arg(name),
        [&](Graph& graph) -> Result<> {
            graph.nodes.at(m_ids.front()).intent = utf8(name);
            return {};
        });
}

bool ParamModel::setMuted(bool muted)
{
    return act(
        muted ? tr("Mute %1").arg(labelOfNodes()) : tr("Unmute %1").arg(labelOfNodes()), [&](Node& node) { node.muted = muted; });
}

bool ParamModel::setBypassed(bool bypassed)
{
    return act(bypassed ? tr("Bypass %1").arg(labelOfNodes()) : tr("End the bypass of %1").arg(labelOfNodes()),
        [&](Node& node) { node.bypassed = bypassed; });
}

} // namespace opificio
