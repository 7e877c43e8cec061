// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pace.h"

#include <algorithm>

namespace opificio {

namespace {

constexpr double slowMs = 1000.0 / 12;
// With four times the pixels a frame takes four times as long at most; there must be some air then.
constexpr double quickMs = slowMs * 0.8 / 4;
// So many; or two, or one, that are beyond hope.
constexpr int slowInARow = 3;
constexpr double hopeless = 3, endless = 9;
constexpr int leastPatience = 24, mostPatience = 400;
constexpr int tries = slowInARow; // frames after which it is seen whether fewer pixels help
constexpr double helped = 0.8;
constexpr int uselessFor = 250;

} // namespace

void Pace::change(int reduction)
{
    m_reduction = reduction;
    m_slow = m_quick = m_since = 0;
}

void Pace::took(double milliseconds)
{
    ++m_since;
    m_useless = std::max(0, m_useless - 1);
    if (m_since == tries && m_before > 0 && milliseconds > m_before * helped) {
        // The time goes where pixels do not count.
        m_before = 0;
        m_useless = uselessFor;
        change(m_from);
        return;
    }
    m_slow = milliseconds > slowMs ? m_slow + 1 : 0;
    m_quick = milliseconds < quickMs ? m_quick + 1 : 0;
    bool tooSlow = m_slow >= slowInARow || (m_slow >= 2 && milliseconds > hopeless * slowMs) || milliseconds > endless * slowMs;
    if (tooSlow && m_reduction < 4 && m_useless == 0) {
        // What was too much soon after it had gone up will be so again.
        if (m_before == 0 && m_since < 2 * leastPatience)
            m_patience = std::min(mostPatience, m_patience * 2);
        m_before = milliseconds;
        m_from = m_reduction;
        change(milliseconds > hopeless * slowMs ? 4 : m_reduction * 2);
    } else if (m_quick >= m_patience && m_reduction > 1) {
        m_before = 0;
        change(m_reduction / 2);
    }
}

} // namespace opificio
