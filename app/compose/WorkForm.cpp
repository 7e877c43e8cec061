// SPDX-License-Identifier: GPL-3.0-or-later
#include "WorkForm.h"

#include "ParamWords.h"
#include "Text.h"
#include "TransportTime.h"

#include "base/Param.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace opificio {

namespace {

// In the order of shapes().
constexpr std::array shapes_
    = {Size{1280, 720}, Size{1920, 1080}, Size{3840, 2160}, Size{2048, 1080}, Size{1080, 1080}, Size{1080, 1920}};
constexpr std::array rates_ = {
    Rate{24'000, 1001}, Rate{24, 1}, Rate{25, 1}, Rate{30'000, 1001}, Rate{30, 1}, Rate{50, 1}, Rate{60'000, 1001}, Rate{60, 1}};

QString spoken(const Rate& rate)
{
    return WorkForm::tr("%1 fps").arg(QLocale().toString(double(rate.numerator) / double(rate.denominator), 'g', 5));
}

} // namespace

void WorkForm::componentComplete()
{
    connect(m_session->document(), &Document::changed, this, &WorkForm::changed);
    connect(m_session->document(), &Document::opened, this, [this] {
        refuse({});
        Q_EMIT changed();
    });
    connect(m_session, &Session::languageChanged, this, &WorkForm::changed);
    Q_EMIT changed();
}

// Bindings ask before the session is known.
const Graph& WorkForm::graph() const
{
    static const Graph none;
    return m_session ? document().graph() : none;
}

bool WorkForm::isEditable() const
{
    return m_session && document().isOpen() && !document().isReadOnly();
}

int WorkForm::width() const
{
    return graph().size.width;
}

int WorkForm::height() const
{
    return graph().size.height;
}

int WorkForm::largest() const
{
    return largestEdge;
}

QStringList WorkForm::shapes() const
{
    const std::array<QString, shapes_.size()> names
        = {tr("HD"), tr("Full HD"), tr("Ultra HD"), tr("Cinema 2K"), tr("Square"), tr("Upright")};
    QStringList words;
    for (std::size_t i = 0; i < shapes_.size(); ++i)
        words.append(QStringLiteral("%1, %2 × %3").arg(names[i]).arg(shapes_[i].width).arg(shapes_[i].height));
    return words;
}

int WorkForm::shape() const
{
    auto found = std::find(shapes_.begin(), shapes_.end(), graph().size);
    return found == shapes_.end() ? -1 : int(found - shapes_.begin());
}

QStringList WorkForm::rates() const
{
    QStringList words;
    for (const Rate& rate : rates_)
        words.append(spoken(rate));
    return words;
}

int WorkForm::rate() const
{
    auto found = std::find(rates_.begin(), rates_.end(), graph().rate);
    return found == rates_.end() ? -1 : int(found - rates_.begin());
}

QString WorkForm::rateWords() const
{
    return spoken(graph().rate);
}

QString WorkForm::length() const
{
    return qt(timeText(graph().frames, graph().rate));
}

qint64 WorkForm::frames() const
{
    return graph().frames;
}

bool WorkForm::refuse(const QString& sentence)
{
    if (sentence != m_problem) {
        m_problem = sentence;
        Q_EMIT problemChanged();
    }
    // The fields say again what is.
    if (!sentence.isEmpty())
        Q_EMIT changed();
    return false;
}

bool WorkForm::accept(const Graph& next, const QString& label)
{
    refuse({});
    return isEditable() && document().edit(next, label);
}

bool WorkForm::setSize(int width, int height)
{
    if (std::min(width, height) < 1 || std::max(width, height) > largestEdge)
        return refuse(tr("A picture has 1 to %1 pixels along an edge.").arg(largestEdge));
    Graph next = document().graph();
    next.size = {width, height};
    return accept(next, tr("Size: %1 × %2").arg(width).arg(height));
}

bool WorkForm::typeEdge(Qt::Orientation edge, const QString& typed)
{
    const bool wide = edge == Qt::Horizontal;
    const int now = wide ? width() : height();
    const Param pixels{
        .name = "edge", .label = "", .help = "", .type = Param::Type::Number, .low = -1e9, .high = 1e9, .unit = "px"};
    auto value = parseValue(pixels, utf8(plainNumber(pixels, typed, now)));
    if (!value)
        return refuse(tr("\"%1\" is no number of pixels; write 1080 or 1920/2.").arg(typed));
    const double wanted = std::clamp(std::round(numberOf(*value)), -1.0, 1e6);
    return setSize(wide ? int(wanted) : width(), wide ? height() : int(wanted));
}

bool WorkForm::chooseShape(int index)
{
    if (index < 0 || index >= int(shapes_.size()))
        return false;
    return setSize(shapes_[std::size_t(index)].width, shapes_[std::size_t(index)].height);
}

bool WorkForm::turn()
{
    return setSize(height(), width());
}

bool WorkForm::chooseRate(int index)
{
    if (index < 0 || index >= int(rates_.size()))
        return false;
    Graph next = document().graph();
    const Seconds lasts = next.rate.secondsOf(next.frames);
    next.rate = rates_[std::size_t(index)];
    next.frames = std::clamp<Frame>(next.rate.framesIn(lasts), 1, mostFrames);
    return accept(next, tr("Frame rate: %1").arg(spoken(next.rate)));
}

bool WorkForm::setLength(const QString& typed)
{
    Graph next = document().graph();
    auto wanted = frameTyped(utf8(typed), next.rate, next.frames, mostFrames + 1);
    if (!wanted)
        return refuse(tr("\"%1\" is no length; write 10 s, 1:30 (minutes and seconds) or 300 (frames).").arg(typed));
    if (*wanted < 1)
        return refuse(tr("A work lasts one frame at least."));
    next.frames = *wanted;
    return accept(next, tr("Length: %1").arg(qt(timeText(next.frames, next.rate))));
}

} // namespace opificio
