#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

// What a hand does to a setting while it stands somewhere in the time of a work. Times are seconds; a key within half a frame of
// one is at it. Values of text, choices, switches and things jump from key to key, numbers, points and colours glide.

#include "base/Param.h"
#include "graph/Graph.h"

namespace opificio {

/// The key at that time, or null.
const Key* keyAt(const std::vector<Key>& keys, Seconds time, Seconds frame);

/// Sets what is held at that time: where the setting has keyframes a keyframe, curved as the one that was in force; else the
/// constant, of which an initial value is not written down. Fails where the value is not one of the setting's.
Result<> setAt(Graph& graph, const NodeId& id, const Param& param, const Value& value, Seconds time, const NodeTypes& types);

/// A keyframe with what is held at that time. One of an event says yes, and no a frame later and at the beginning.
Result<> addKeyAt(Graph& graph, const NodeId& id, const Param& param, Seconds time, const NodeTypes& types);

/// Takes the keyframe at that time. With its last one a setting stays as it is seen.
void takeKeyAt(Graph& graph, const NodeId& id, const Param& param, Seconds time);

/// Takes all keyframes; the setting stays as it is seen at that time.
void takeKeys(Graph& graph, const NodeId& id, const Param& param, Seconds time);

/// Neither a value nor keyframes: as a new node has it.
void reset(Node& node, const Param& param);

} // namespace opificio
