#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

namespace opificio {

/// Decides at which part of the resolution moving pictures are rendered, so that about twelve come a second: 1, 2 or 4 is
/// what an edge is divided by. Slow to go up and quick to go down; goes back where less pixels did not help.
class Pace {
public:
    int reduction() const { return m_reduction; }
    /// A frame of the running movement took so long. Not to be told of frames that were special: the first of a size, those
    /// that compiled or rolled.
    void took(double milliseconds);
    /// Another work, where nothing is known yet.
    void reset() { *this = Pace(); }

private:
    void change(int reduction);
    int m_reduction = 1;
    int m_slow = 0, m_quick = 0; ///< frames in a row
    int m_patience = 24; ///< quick frames before it goes up
    int m_since = 0; ///< frames since the last change
    double m_before = 0; ///< what a frame took before it went down,
    int m_from = 1; ///< and from where
    int m_useless = 0; ///< frames for which going down is not tried again
};

} // namespace opificio
