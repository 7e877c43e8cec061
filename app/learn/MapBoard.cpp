// SPDX-License-Identifier: GPL-3.0-or-later
#include "MapBoard.h"

#include "base/Hash.h"
#include "base/Resources.h"
#include "base/Text.h"
#include "image/ImageFile.h"
#include "library/Item.h"
#include "library/Library.h"
#include "models/Model.h"
#include "studio/WorkTools.h"

#include "Background.h"
#include "Session.h"
#include "Text.h"
#include "jobs/PictureProvider.h"

#include <QDateTime>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace opificio {

namespace {

constexpr int cells = 8, cellPixels = 48;

struct Answer {
    bool ready = false;
    QString sheet;
    QVariantList places;
};

// What the model makes in the middle of each of the cells of its map, side by side; y up.
Image sheetOf(const VaeDecoder& decoder)
{
    const Size size{cells * cellPixels, cells * cellPixels};
    std::vector<std::byte> pixels(std::size_t(size.width) * std::size_t(size.height) * 4);
    for (int row = 0; row < cells; ++row) {
        for (int column = 0; column < cells; ++column) {
            const Image cell
                = converted(scaled(decoder.picture((column + 0.5) / cells, 1 - (row + 0.5) / cells), {cellPixels, cellPixels}),
                    Image::Format::Rgba8, ColourSpace::Display);
            for (int y = 0; y < cellPixels; ++y)
                std::memcpy(
                    pixels.data() + (std::size_t(row * cellPixels + y) * size.width + std::size_t(column) * cellPixels) * 4,
                    cell.pixels().data() + std::size_t(y) * cell.rowBytes(), std::size_t(cellPixels) * 4);
        }
    }
    return Image(size, Image::Format::Rgba8, ColourSpace::Display, std::move(pixels));
}

Answer readMap(const std::filesystem::path& path, const std::filesystem::path& work)
{
    Answer answer;
    auto model = Model::load(path);
    if (!model || (*model)->recipe() != "vae")
        return answer;
    auto decoder = vaeDecoder(**model);
    if (!decoder)
        return answer;
    answer.ready = true;
    const bool isLive = path.parent_path().filename() == "live";
    const std::filesystem::path sheet
        = isLive ? path.parent_path() / "map.png" : homeFolder() / "cache" / "maps" / ((*model)->sha256 + ".png");
    std::error_code code;
    if ((isLive || !std::filesystem::exists(sheet, code)) && !writePng(sheet, sheetOf(*decoder)))
        return answer;
    answer.sheet = PictureProvider::address(sheet, isLive ? QDateTime::currentMSecsSinceEpoch() : 0);
    const Json& datasets = at((*model)->card, "datasets");
    const Json& items = datasets.is_array() && !datasets.empty() ? at(datasets.front(), "items") : at(Json(), "");
    const WorkFiles files{work};
    auto library = Library::open();
    for (std::size_t i = 0; i < decoder->places.size(); ++i) {
        const Json item = items.is_array() && i < items.size() ? items[i] : Json::object();
        const std::string sha256 = textAt(item, "sha256"), title = textIn(textsFrom(at(item, "title")), language());
        std::filesystem::path file;
        if (auto media = work.empty() ? Result<std::filesystem::path>(Error{}) : files.media(sha256)) {
            file = *media;
        } else if (library && !sha256.empty()) {
            if (auto known = library->find(sha256); known && *known)
                file = (*known)->file;
        }
        answer.places.append(
            QVariantMap{{QStringLiteral("x"), decoder->places[i][0]}, {QStringLiteral("y"), decoder->places[i][1]},
                {QStringLiteral("title"), qt(title)}, {QStringLiteral("picture"), PictureProvider::address(file)}});
    }
    return answer;
}

} // namespace

MapBoard::MapBoard(QObject* parent)
    : QObject(parent)
{
    m_clock.setInterval(40);
    connect(&m_clock, &QTimer::timeout, this, &MapBoard::sample);
}

void MapBoard::setSession(Session* session)
{
    if (session == m_session)
        return;
    m_session = session;
    if (m_session) {
        connect(m_session->document(), &Document::changed, this, &MapBoard::positionChanged);
        connect(m_session->document(), &Document::opened, this, &MapBoard::readModel);
        connect(m_session->transport(), &Transport::frameChanged, this, &MapBoard::positionChanged);
    }
    Q_EMIT sessionChanged();
    readModel();
}

void MapBoard::setPath(const QString& path)
{
    if (path == m_path)
        return;
    m_path = path;
    Q_EMIT pathChanged();
    readModel();
}

void MapBoard::setNode(const QString& node)
{
    if (node == m_node)
        return;
    m_node = node;
    Q_EMIT positionChanged();
}

void MapBoard::readModel()
{
    ++m_asked;
    if (m_path.isEmpty() || !m_session) {
        m_ready = false;
        m_sheet.clear();
        m_places.clear();
        Q_EMIT read();
        return;
    }
    const auto work = m_session->document()->isOpen() ? pathOf(m_session->document()->folder()) : std::filesystem::path();
    inBackground(
        this, [path = pathOf(m_path), work] { return readMap(path, work); },
        [asked = m_asked](MapBoard& self, const Answer& answer) {
            if (asked != self.m_asked)
                return;
            self.m_ready = answer.ready;
            self.m_sheet = answer.sheet;
            self.m_places = answer.places;
            Q_EMIT self.read();
        });
}

double MapBoard::time() const
{
    return m_session ? m_session->transport()->seconds() : 0;
}

bool MapBoard::canMove() const
{
    return m_session && m_session->document()->isOpen() && !m_session->document()->isReadOnly()
        && m_session->document()->graph().nodes.contains(utf8(m_node));
}

QPointF MapBoard::position() const
{
    if (m_dragging)
        return m_hand;
    if (!m_session)
        return {0.5, 0.5};
    const Graph& graph = m_session->document()->graph();
    auto found = graph.nodes.find(utf8(m_node));
    Value storage;
    const Value* value = found == graph.nodes.end() ? nullptr : found->second.valueAt("position", time(), storage);
    const auto* numbers = value ? std::get_if<std::vector<double>>(value) : nullptr;
    return numbers && numbers->size() >= 2 ? QPointF((*numbers)[0], (*numbers)[1]) : QPointF(0.5, 0.5);
}

bool MapBoard::isRecorded() const
{
    return m_recording && m_session->transport()->isPlaying();
}

void MapBoard::sample()
{
    if (!m_dragging || !isRecorded())
        return;
    m_wasRecorded = true;
    m_walk.add({time(), m_hand.x(), m_hand.y()});
}

void MapBoard::move(double x, double y)
{
    if (!canMove())
        return;
    m_hand = QPointF(std::clamp(x, 0.0, 1.0), std::clamp(y, 0.0, 1.0));
    if (!m_dragging) {
        m_dragging = true;
        m_wasRecorded = false;
        m_walk = MapPath();
        m_clock.start();
    }
    sample();
    // Under the hand it stands where the hand is, whatever keys say.
    Graph next = m_session->document()->written();
    if (auto found = next.nodes.find(utf8(m_node)); found != next.nodes.end()) {
        found->second.keys.erase("position");
        if (next.set(utf8(m_node), "position", std::vector<double>{m_hand.x(), m_hand.y()}, *m_session->types()))
            m_session->document()->preview(next);
    }
    Q_EMIT positionChanged();
}

void MapBoard::end(bool keep)
{
    if (!m_dragging)
        return;
    m_clock.stop();
    m_dragging = false;
    Document* document = m_session->document();
    document->dropPreview();
    if (!keep) {
        Q_EMIT positionChanged();
        return;
    }
    const NodeTypes& types = *m_session->types();
    const NodeId node = utf8(m_node);
    const std::vector<double> place = {m_hand.x(), m_hand.y()};
    Result<Graph> next = document->written();
    QString label = tr("Move on the map");
    if (m_wasRecorded && !m_walk.isEmpty()) {
        next = withPath(document->written(), node, m_walk, types);
        label = tr("Draw a walk on the map");
    } else if (auto found = next->nodes.find(node); found != next->nodes.end() && found->second.keys.contains("position")) {
        if (auto set = next->setKey(node, "position", {time(), place, Key::Curve::Smooth}, types); !set)
            next = set.takeError();
    } else if (auto set = next->set(node, "position", place, types); !set) {
        next = set.takeError();
    }
    if (!next)
        m_session->notices()->show(next.error());
    else
        document->edit(*next, label);
    Q_EMIT positionChanged();
}

QString MapBoard::nearest(double x, double y) const
{
    QString title;
    double best = 1e9;
    for (const QVariant& row : m_places) {
        const QVariantMap place = row.toMap();
        const double far
            = std::hypot(place.value(QStringLiteral("x")).toDouble() - x, place.value(QStringLiteral("y")).toDouble() - y);
        if (far < best) {
            best = far;
            title = place.value(QStringLiteral("title")).toString();
        }
    }
    return title;
}

} // namespace opificio
