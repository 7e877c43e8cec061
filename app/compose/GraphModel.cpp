// SPDX-License-Identifier: GPL-3.0-or-later
#include "GraphModel.h"

#include "base/Json.h"
#include "base/Text.h"
#include "models/Safetensors.h"

#include "Background.h"
#include "BackdropModel.h"
#include "NodeShape.h"
#include "Text.h"

#include <algorithm>
#include <cmath>

namespace opificio {

namespace {

// What a filter works on, as ISF has it: without it there is nothing to see.
constexpr std::string_view filtered = "inputImage";

// Without a picture it shows nothing of its own.
bool needsPicture(const NodeType* type)
{
    return type && !type->inputs.empty() && (type->inputs.front().name == filtered || !type->hasOutput);
}

bool namesMaterial(Param::Type type)
{
    return type == Param::Type::Item || type == Param::Type::Dataset || type == Param::Type::Model || type == Param::Type::File;
}

// What the node shows or learned from, as it is called by people.
std::string nameOfMaterial(const WorkFiles& files, Param::Type type, const std::string& hash)
{
    switch (type) {
    case Param::Type::Dataset: {
        auto dataset = files.dataset(hash);
        return dataset ? textAt(**dataset, "name") : std::string();
    }
    case Param::Type::Model: {
        auto path = files.model(hash);
        auto opened = path ? Safetensors::open(*path) : Result<Safetensors>(path.takeError());
        if (!opened)
            return {};
        auto card = opened->metadata().find("card");
        auto json = card == opened->metadata().end() ? Result<Json>(Json()) : parseJson(card->second, "card");
        return json ? textAt(*json, "name") : std::string();
    }
    case Param::Type::Item:
    case Param::Type::File: {
        const Json record = files.record(hash);
        const Json& title = at(record, "title");
        for (const std::string& tongue : {language(), std::string("en"), std::string("it")}) {
            if (std::string words = textAt(title, tongue); !words.empty())
                return words;
        }
        return title.is_object() && !title.empty() && title.begin()->is_string() ? title.begin()->get<std::string>()
                                                                                 : textAt(record, "title");
    }
    default:
        return {};
    }
}

} // namespace

QRectF GraphModel::Row::rect() const
{
    return {at(), QSizeF(nodeShape::width, height)};
}

GraphModel::GraphModel(QObject* parent)
    : QAbstractListModel(parent)
    , m_backdrops(new BackdropModel(*this))
{
}

GraphModel::~GraphModel() = default;

void GraphModel::setSession(Session* session)
{
    if (m_session == session)
        return;
    if (m_session)
        disconnect(m_session, nullptr, this, nullptr);
    m_session = session;
    if (session) {
        Document* document = session->document();
        connect(document, &Document::changed, this, &GraphModel::refresh);
        connect(document, &Document::opened, this, [this] {
            m_base.reset();
            m_states.clear();
            m_summaries.clear();
            m_shown.clear();
            m_soloMuted.clear();
            m_backdrops->setSelected({});
            setSelection({}, {});
            Q_EMIT movingChanged();
        });
        auto again = [this] {
            for (Row& row : m_rows)
                row.type = nullptr, row.label.clear();
            refresh();
        };
        connect(session, &Session::typesChanged, this, again);
        connect(session, &Session::languageChanged, this, again);
    }
    refresh();
    Q_EMIT sessionChanged();
}

bool GraphModel::isEditable() const
{
    return m_session && m_session->document()->isOpen() && !m_session->document()->isReadOnly();
}

const Graph& GraphModel::graph() const
{
    static const Graph none;
    return m_session ? m_session->document()->graph() : none;
}

std::shared_ptr<const NodeTypes> GraphModel::types() const
{
    return m_session && m_session->types() ? m_session->types() : std::make_shared<const NodeTypes>();
}

const GraphModel::Row* GraphModel::find(const NodeId& id) const
{
    auto found = m_places.find(id);
    return found == m_places.end() ? nullptr : &m_rows[found->second];
}

int GraphModel::rowOf(const QString& node) const
{
    auto found = m_places.find(utf8(node));
    return found == m_places.end() ? -1 : int(found->second);
}

QString GraphModel::labelOf(const QString& node) const
{
    const Row* row = find(utf8(node));
    return row ? row->label : QString();
}

QString GraphModel::hintOf(const QString& node) const
{
    const Row* row = find(utf8(node));
    if (!row)
        return {};
    return row->sentence.isEmpty() ? nameOf(*row).mid(row->label.size() + 2) : row->sentence;
}

QString GraphModel::intentOf(const QString& node) const
{
    const Row* row = find(utf8(node));
    return row ? qt(row->node.intent) : QString();
}

QVariant GraphModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const Row& row = m_rows[std::size_t(index.row())];
    switch (role) {
    case IdRole:
        return qt(row.id);
    case Qt::DisplayRole:
    case LabelRole:
        return row.label;
    case TypeRole:
        return qt(row.node.type);
    case TypeLabelRole:
        return row.type ? qt(text(row.type->label)) : qt(row.node.type);
    case HelpRole:
        return row.type ? qt(text(row.type->help)) : QString();
    case XRole:
        return row.node.at[0];
    case YRole:
        return row.node.at[1];
    case HeightRole:
        return row.height;
    case MutedRole:
        return row.node.muted;
    case BypassedRole:
        return row.node.bypassed;
    case SelectedRole:
        return m_selected.contains(row.id);
    case CurrentRole:
        return row.id == m_current;
    case HasOutputRole:
        return row.hasOutput;
    case InputsRole:
        return row.inputs;
    case StateRole:
        return int(row.state);
    case StateWordRole:
        switch (row.state) {
        case Ready:
            return tr("ready");
        case Waiting:
            return tr("waits");
        case Stale:
            return tr("stale");
        case Learning:
            return tr("learning");
        case Failed:
            return tr("failed");
        case Unknown:
            return tr("not known here");
        }
        return {};
    case SentenceRole:
        return row.sentence;
    case SummaryRole:
        return row.summary;
    case PictureRole:
        return row.picture;
    case NameRole:
        return nameOf(row);
    default:
        return {};
    }
}

QHash<int, QByteArray> GraphModel::roleNames() const
{
    return {{IdRole, "nodeId"}, {LabelRole, "label"}, {TypeRole, "type"}, {TypeLabelRole, "typeLabel"}, {HelpRole, "help"},
        {XRole, "atX"}, {YRole, "atY"}, {HeightRole, "down"}, {MutedRole, "muted"}, {BypassedRole, "bypassed"},
        {SelectedRole, "selected"}, {CurrentRole, "current"}, {HasOutputRole, "hasOutput"}, {InputsRole, "inputs"},
        {StateRole, "condition"}, {StateWordRole, "stateWord"}, {SentenceRole, "sentence"}, {SummaryRole, "summary"},
        {PictureRole, "pictureSource"}, {NameRole, "name"}};
}

QString GraphModel::nameOf(const Row& row) const
{
    QStringList parts = {row.label};
    const bool several = row.type && row.type->inputs.size() > 1;
    for (const QVariant& input : row.inputs) {
        const QVariantMap map = input.toMap();
        const std::string port = utf8(map.value(QStringLiteral("port")).toString());
        auto link = std::find_if(row.into.begin(), row.into.end(), [&](const Link& one) { return one.toPort == port; });
        const Row* source = link == row.into.end() ? nullptr : find(link->from);
        if (source && several)
            parts.append(tr("gets “%1” from %2").arg(map.value(QStringLiteral("label")).toString(), source->label));
        else if (source)
            parts.append(tr("gets its picture from %1").arg(source->label));
    }
    if (needsPicture(row.type) && row.into.empty())
        parts.append(tr("gets no picture"));
    if (row.node.muted)
        parts.append(tr("muted"));
    if (row.node.bypassed)
        parts.append(tr("bypassed"));
    parts.append(data(index(rowOf(qt(row.id))), StateWordRole).toString());
    return parts.join(QStringLiteral(", "));
}

void GraphModel::refresh()
{
    auto types = this->types();
    const bool otherTypes = types != m_types;
    const Graph& graph = this->graph();
    std::map<NodeId, std::vector<Link>> into;
    for (const Link& link : graph.links)
        into[link.to].push_back(link);

    // Rows go in runs from the end, so that those before keep their numbers.
    for (int last = count() - 1; last >= 0;) {
        if (graph.nodes.contains(m_rows[std::size_t(last)].id)) {
            --last;
            continue;
        }
        int first = last;
        while (first > 0 && !graph.nodes.contains(m_rows[std::size_t(first - 1)].id))
            --first;
        beginRemoveRows({}, first, last);
        m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
        endRemoveRows();
        last = first - 1;
    }
    m_places.clear();
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        m_places.emplace(m_rows[i].id, i);

    m_types = types;
    bool renamed = false;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        Row& row = m_rows[i];
        const Node& node = graph.nodes.at(row.id);
        auto links = into.find(row.id);
        static const std::vector<Link> none;
        const std::vector<Link>& inside = links == into.end() ? none : links->second;
        if (!otherTypes && !row.label.isEmpty() && node == row.node && inside == row.into)
            continue;
        QList<int> roles;
        if (fill(row, node, inside, roles))
            Q_EMIT dataChanged(index(int(i)), index(int(i)), roles);
        renamed |= roles.contains(int(LabelRole));
    }
    std::vector<Row> fresh;
    for (const auto& [id, node] : graph.nodes) {
        if (m_places.contains(id))
            continue;
        Row row;
        row.id = id;
        QList<int> roles;
        auto links = into.find(id);
        fill(row, node, links == into.end() ? std::vector<Link>() : links->second, roles);
        fresh.push_back(std::move(row));
    }
    if (!fresh.empty()) {
        beginInsertRows({}, count(), count() + int(fresh.size()) - 1);
        for (Row& row : fresh) {
            m_places.emplace(row.id, m_rows.size());
            m_rows.push_back(std::move(row));
        }
        endInsertRows();
    }
    if (renamed && !m_rows.empty())
        Q_EMIT dataChanged(index(0), index(count() - 1), {NameRole});
    m_backdrops->refresh(graph);
    findWires();
    askSummaries();
    Q_EMIT graphChanged();
    // What undo brings back is selected as it was.
    if (selection() != m_told)
        tellSelection();
}

void GraphModel::tellSelection()
{
    m_told = selection();
    Q_EMIT selectionChanged();
}

bool GraphModel::fill(Row& row, const Node& node, std::vector<Link> into, QList<int>& roles) const
{
    Row before = row;
    row.node = node;
    row.into = std::move(into);
    row.type = m_types->find(node.type);
    QString typeLabel = row.type ? qt(text(row.type->label)) : qt(node.type);
    row.label = node.intent.empty() ? typeLabel : qt(node.intent);
    row.hasOutput = !row.type || row.type->hasOutput;
    row.inputs.clear();
    std::vector<Input> inputs = row.type ? row.type->inputs : std::vector<Input>();
    if (!row.type) {
        // What is not known here still shows where its wires end.
        for (const Link& link : row.into)
            inputs.push_back({link.toPort, link.toPort});
    }
    for (const Input& input : inputs) {
        bool linked = std::any_of(row.into.begin(), row.into.end(), [&](const Link& link) { return link.toPort == input.name; });
        row.inputs.append(QVariantMap{{QStringLiteral("port"), qt(input.name)},
            {QStringLiteral("label"), row.type ? qt(text(input.label)) : qt(input.label)},
            {QStringLiteral("type"), QStringLiteral("image")}, {QStringLiteral("linked"), linked}});
    }
    row.height = nodeShape::height(inputs.size(), m_pictures && row.hasOutput);
    row.summary = summaryOf(row);
    row.state = stateOf(row, row.sentence);
    if (auto shown = m_shown.find(row.id); shown != m_shown.end())
        row.picture = shown->second;
    auto note = [&](bool changed, std::initializer_list<int> which) {
        if (changed)
            roles.append(which);
    };
    note(before.node.at[0] != node.at[0], {XRole});
    note(before.node.at[1] != node.at[1], {YRole});
    note(before.height != row.height, {HeightRole});
    note(before.label != row.label, {LabelRole, NameRole, Qt::DisplayRole});
    note(before.type != row.type || before.node.type != node.type, {TypeRole, TypeLabelRole, HelpRole, NameRole});
    note(before.node.muted != node.muted, {MutedRole, NameRole});
    note(before.node.bypassed != node.bypassed, {BypassedRole, NameRole});
    note(before.hasOutput != row.hasOutput, {HasOutputRole});
    note(before.inputs != row.inputs, {InputsRole});
    note(before.into != row.into, {NameRole});
    note(before.state != row.state, {StateRole, StateWordRole, NameRole});
    note(before.sentence != row.sentence, {SentenceRole});
    note(before.summary != row.summary, {SummaryRole});
    note(before.picture != row.picture, {PictureRole});
    return !roles.isEmpty();
}

GraphModel::State GraphModel::stateOf(const Row& row, QString& sentence) const
{
    sentence.clear();
    if (!row.type) {
        sentence = tr("%1 is not known here. Bring the file it comes from, or remove it.").arg(qt(row.node.type));
        return Unknown;
    }
    if (auto told = m_states.find(row.id); told != m_states.end()) {
        sentence = told->second.second;
        return told->second.first;
    }
    for (const Param& param : row.type->params) {
        if (namesMaterial(param.type) && row.node.values.text(param.name).empty() && !row.node.keys.contains(param.name)) {
            sentence = tr("Nothing is chosen yet: %1").arg(qt(text(param.help)));
            return Waiting;
        }
    }
    const bool needs = needsPicture(row.type);
    bool fed = needs && std::any_of(row.into.begin(), row.into.end(), [&](const Link& link) {
        return link.toPort == row.type->inputs.front().name;
    });
    if (needs && !fed) {
        sentence = tr("No picture comes in yet: link one to “%1”.").arg(qt(text(row.type->inputs.front().label)));
        return Waiting;
    }
    return Ready;
}

QString GraphModel::summaryOf(const Row& row) const
{
    for (const Param& param : row.type ? row.type->params : std::vector<Param>()) {
        if (!namesMaterial(param.type))
            continue;
        auto named = m_summaries.find(row.node.values.text(param.name));
        if (named != m_summaries.end())
            return named->second;
    }
    return {};
}

void GraphModel::askSummaries()
{
    std::vector<std::pair<Param::Type, std::string>> wanted;
    for (const Row& row : m_rows) {
        for (const Param& param : row.type ? row.type->params : std::vector<Param>()) {
            std::string hash = namesMaterial(param.type) ? row.node.values.text(param.name) : std::string();
            // An empty name until it is known, so that it is asked for once.
            if (!hash.empty() && m_summaries.emplace(hash, QString()).second)
                wanted.emplace_back(param.type, hash);
        }
    }
    if (wanted.empty() || !m_session || !m_session->document()->isOpen())
        return;
    inBackground(
        this,
        [wanted, files = m_session->document()->work().files()] {
            std::map<std::string, QString> names;
            for (const auto& [type, hash] : wanted)
                names[hash] = qt(nameOfMaterial(files, type, hash));
            return names;
        },
        [](GraphModel& self, const std::map<std::string, QString>& names) {
            for (const auto& [hash, name] : names)
                self.m_summaries[hash] = name;
            for (int i = 0; i < self.count(); ++i) {
                Row& row = self.m_rows[std::size_t(i)];
                if (QString summary = self.summaryOf(row); summary != row.summary) {
                    row.summary = summary;
                    Q_EMIT self.dataChanged(self.index(i), self.index(i), {SummaryRole});
                }
            }
        });
}

void GraphModel::findWires()
{
    std::vector<Wire> wires;
    const Graph& graph = this->graph();
    wires.reserve(graph.links.size());
    for (const Link& link : graph.links) {
        const Row *from = find(link.from), *to = find(link.to);
        if (!from || !to)
            continue;
        std::size_t port = 0;
        for (const QVariant& input : to->inputs) {
            if (utf8(input.toMap().value(QStringLiteral("port")).toString()) == link.toPort)
                break;
            ++port;
        }
        if (port == std::size_t(to->inputs.size()))
            port = 0;
        wires.push_back(
            {link, nodeShape::output(from->at()), nodeShape::input(to->at(), port), from->node.muted || to->node.muted});
    }
    if (wires == m_wires)
        return;
    m_wires = std::move(wires);
    Q_EMIT wiresChanged();
}

void GraphModel::setPictures(bool pictures)
{
    if (m_pictures == pictures)
        return;
    m_pictures = pictures;
    for (int i = 0; i < count(); ++i) {
        Row& row = m_rows[std::size_t(i)];
        row.height = nodeShape::height(std::size_t(row.inputs.size()), pictures && row.hasOutput);
    }
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0), index(count() - 1), {HeightRole});
    Q_EMIT picturesChanged();
    Q_EMIT graphChanged();
}

void GraphModel::setState(const QString& node, State state, const QString& sentence)
{
    NodeId id = utf8(node);
    if (state == Ready)
        m_states.erase(id);
    else
        m_states[id] = {state, sentence};
    auto place = m_places.find(id);
    if (place == m_places.end())
        return;
    Row& row = m_rows[place->second];
    row.state = stateOf(row, row.sentence);
    Q_EMIT dataChanged(index(int(place->second)), index(int(place->second)), {StateRole, StateWordRole, SentenceRole, NameRole});
}

void GraphModel::clearStates()
{
    auto states = std::move(m_states);
    m_states.clear();
    for (const auto& [id, state] : states)
        setState(qt(id), Ready, {});
}

void GraphModel::setPicture(const QString& node, const QString& source)
{
    NodeId id = utf8(node);
    m_shown[id] = source;
    auto place = m_places.find(id);
    if (place == m_places.end())
        return;
    m_rows[place->second].picture = source;
    Q_EMIT dataChanged(index(int(place->second)), index(int(place->second)), {PictureRole});
}

QRectF GraphModel::bounds(bool selectedOnly) const
{
    QRectF bounds;
    for (const Row& row : m_rows) {
        if (!selectedOnly || m_selected.contains(row.id))
            bounds = bounds.united(row.rect());
    }
    for (const BackdropModel::Row& row : m_backdrops->rows()) {
        if (!selectedOnly || qt(row.id) == m_backdrops->selected())
            bounds = bounds.united(row.rect());
    }
    return bounds;
}

// Selecting.

QStringList GraphModel::selection() const
{
    QStringList ids;
    for (const NodeId& id : selectedIds()) {
        if (id == m_current)
            ids.prepend(qt(id));
        else
            ids.append(qt(id));
    }
    return ids;
}

int GraphModel::selectedCount() const
{
    return int(selectedIds().size());
}

QString GraphModel::current() const
{
    return m_places.contains(m_current) ? qt(m_current) : QString();
}

void GraphModel::setCurrent(const QString& node)
{
    if (utf8(node) != m_current)
        setSelection(m_selected, utf8(node));
}

graphEdits::Ids GraphModel::selectedIds() const
{
    graphEdits::Ids ids;
    for (const NodeId& id : m_selected) {
        if (m_places.contains(id))
            ids.insert(id);
    }
    return ids;
}

std::vector<NodeId> GraphModel::selectedList() const
{
    graphEdits::Ids ids = selectedIds();
    return {ids.begin(), ids.end()};
}

void GraphModel::setSelection(graphEdits::Ids ids, const NodeId& current)
{
    graphEdits::Ids touched;
    std::set_symmetric_difference(
        ids.begin(), ids.end(), m_selected.begin(), m_selected.end(), std::inserter(touched, touched.end()));
    if (m_current != current) {
        touched.insert(m_current);
        touched.insert(current);
    }
    if (touched.empty())
        return;
    m_selected = std::move(ids);
    m_current = current;
    emitSelection(touched);
}

void GraphModel::emitSelection(const graphEdits::Ids& touched)
{
    for (const NodeId& id : touched) {
        if (auto place = m_places.find(id); place != m_places.end())
            Q_EMIT dataChanged(index(int(place->second)), index(int(place->second)), {SelectedRole, CurrentRole});
    }
    tellSelection();
}

void GraphModel::select(const QString& node, bool besides)
{
    NodeId id = utf8(node);
    graphEdits::Ids ids = besides ? m_selected : graphEdits::Ids();
    ids.insert(id);
    if (!besides)
        m_backdrops->setSelected({});
    setSelection(std::move(ids), id);
}

void GraphModel::toggle(const QString& node)
{
    NodeId id = utf8(node);
    graphEdits::Ids ids = m_selected;
    if (!ids.erase(id))
        ids.insert(id);
    setSelection(std::move(ids), id);
}

void GraphModel::selectAll()
{
    graphEdits::Ids ids;
    for (const Row& row : m_rows)
        ids.insert(row.id);
    setSelection(std::move(ids), m_current);
}

void GraphModel::selectNone()
{
    m_backdrops->setSelected({});
    setSelection({}, {});
}

void GraphModel::selectInside(const QRectF& rect, const QStringList& besides)
{
    graphEdits::Ids ids;
    for (const QString& id : besides)
        ids.insert(utf8(id));
    NodeId current = ids.contains(m_current) ? m_current : NodeId();
    for (const Row& row : m_rows) {
        if (rect.intersects(row.rect())) {
            ids.insert(row.id);
            if (current.empty())
                current = row.id;
        }
    }
    setSelection(std::move(ids), current);
}

void GraphModel::walk(Way way, bool extend)
{
    const Row* here = find(m_current);
    const Row* best = nullptr;
    double least = 0;
    // A step to the side counts three times: the way that was asked for is what matters.
    for (const Row& row : m_rows) {
        if (!here) {
            double far = row.at().x() + row.at().y();
            if (!best || far < least)
                best = &row, least = far;
            continue;
        }
        QPointF by = row.rect().center() - here->rect().center();
        double along = way == Left ? -by.x() : way == Right ? by.x() : way == Up ? -by.y() : by.y();
        double aside = std::abs(way == Left || way == Right ? by.y() : by.x());
        if (row.id == here->id || along <= 1 || aside > 4 * along)
            continue;
        double far = along + 3 * aside;
        if (!best || far < least)
            best = &row, least = far;
    }
    if (best)
        select(qt(best->id), extend);
}

} // namespace opificio
