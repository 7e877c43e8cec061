// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "graph/Keying.h"
#include "graph/NodeType.h"

using namespace opificio;

class KeyingTest : public test::Suite {
    Q_OBJECT

    NodeTypes m_types;
    Graph m_graph;
    NodeId m_noise;

    const Param& param(const char* name) { return *findParam(m_types.find(node().type)->params, name); }
    const Node& node() { return m_graph.nodes.at(m_noise); }
    Seconds at(Frame frame) { return m_graph.rate.secondsOf(frame); }
    double held(const char* name, Frame frame)
    {
        Value storage;
        const Value* value = node().valueAt(name, at(frame), storage);
        return value ? numberOf(*value) : numberOf(param(name).initial);
    }
    std::size_t keys(const char* name)
    {
        auto found = node().keys.find(name);
        return found == node().keys.end() ? 0 : found->second.size();
    }
    bool set(const char* name, double value, Frame frame)
    {
        return bool(setAt(m_graph, m_noise, param(name), value, at(frame), m_types));
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto types = NodeTypes::builtIn();
        VERIFY_OK(types);
        m_types = *types;
    }
    void init()
    {
        m_graph = Graph();
        m_noise = m_graph.add("noise");
    }
    void withoutKeysTheConstantIsSetAndAnInitialValueIsNotWritten()
    {
        QVERIFY(set("scale", 7, 10));
        QCOMPARE(held("scale", 0), 7.0);
        QCOMPARE(keys("scale"), 0u);
        QVERIFY(set("scale", numberOf(param("scale").initial), 10));
        QVERIFY(!node().values.find("scale"));
    }
    void withKeysOneIsSetWhereOneStands()
    {
        QVERIFY(m_graph.setKey(m_noise, "scale", {at(0), 2.0, Key::Curve::Hold}, m_types));
        QVERIFY(m_graph.setKey(m_noise, "scale", {at(20), 4.0, Key::Curve::Linear}, m_types));
        QVERIFY(set("scale", 3, 10));
        QCOMPARE(keys("scale"), 3u);
        // As the one before it was.
        QVERIFY(node().keys.at("scale")[1].curve == Key::Curve::Hold);
        QVERIFY(set("scale", 5, 20));
        QCOMPARE(keys("scale"), 3u);
        QVERIFY(node().keys.at("scale")[2].curve == Key::Curve::Linear);
        // A little beside the key is at the key.
        QVERIFY(setAt(m_graph, m_noise, param("scale"), 6.0, at(20) + at(1) / 3, m_types));
        QCOMPARE(keys("scale"), 3u);
        QCOMPARE(held("scale", 20), 6.0);
    }
    void whatTheSettingCannotHoldIsRefused()
    {
        QVERIFY(!set("scale", 1e12, 0));
        QVERIFY(!node().values.find("scale"));
        QVERIFY(m_graph.setKey(m_noise, "scale", {at(0), 2.0, Key::Curve::Hold}, m_types));
        QVERIFY(!set("scale", 1e12, 0));
        QCOMPARE(held("scale", 0), 2.0);
    }
    void aKeyHoldsWhatIsSeenAndGlides()
    {
        QVERIFY(set("scale", 7, 0));
        QVERIFY(addKeyAt(m_graph, m_noise, param("scale"), at(5), m_types));
        QCOMPARE(held("scale", 5), 7.0);
        QVERIFY(node().keys.at("scale")[0].curve == Key::Curve::Smooth);
    }
    void anEventIsOverAFrameLaterAndHasNotHappenedBefore()
    {
        const Param event{.name = "go", .label = "Go", .help = {}, .type = Param::Type::Event, .initial = false};
        NodeTypes types;
        NodeType type;
        type.name = "bell";
        type.label = "Bell";
        type.params = {event};
        QVERIFY(types.add(type));
        NodeId bell = m_graph.add("bell");
        QVERIFY(addKeyAt(m_graph, bell, event, at(5), types));
        const auto& list = m_graph.nodes.at(bell).keys.at("go");
        QCOMPARE(list.size(), 3u);
        QCOMPARE(list[0].time, 0.0);
        QCOMPARE(numberOf(list[0].value), 0.0);
        QCOMPARE(numberOf(list[1].value), 1.0);
        QCOMPARE(list[2].time, at(6));
        QCOMPARE(numberOf(list[2].value), 0.0);
        for (const Key& key : list)
            QVERIFY(key.curve == Key::Curve::Hold);
    }
    void withItsLastKeyASettingStaysAsItIsSeen()
    {
        QVERIFY(m_graph.setKey(m_noise, "scale", {at(0), 2.0, Key::Curve::Linear}, m_types));
        QVERIFY(m_graph.setKey(m_noise, "scale", {at(10), 4.0, Key::Curve::Linear}, m_types));
        takeKeyAt(m_graph, m_noise, param("scale"), at(5));
        QCOMPARE(keys("scale"), 2u);
        takeKeyAt(m_graph, m_noise, param("scale"), at(0));
        QCOMPARE(keys("scale"), 1u);
        takeKeyAt(m_graph, m_noise, param("scale"), at(10));
        QCOMPARE(keys("scale"), 0u);
        QCOMPARE(held("scale", 3), 4.0);
    }
    void withAllKeysItStaysAsItIsSeenThere()
    {
        QVERIFY(m_graph.setKey(m_noise, "scale", {at(0), 2.0, Key::Curve::Linear}, m_types));
        QVERIFY(m_graph.setKey(m_noise, "scale", {at(10), 4.0, Key::Curve::Linear}, m_types));
        takeKeys(m_graph, m_noise, param("scale"), at(5));
        QCOMPARE(keys("scale"), 0u);
        QCOMPARE(held("scale", 0), 3.0);
        reset(m_graph.nodes.at(m_noise), param("scale"));
        QCOMPARE(held("scale", 0), numberOf(param("scale").initial));
    }
    void aNodeThatIsGoneIsLeftAlone()
    {
        QVERIFY(setAt(m_graph, "gone", param("scale"), 2.0, 0, m_types));
        QVERIFY(addKeyAt(m_graph, "gone", param("scale"), 0, m_types));
        takeKeyAt(m_graph, "gone", param("scale"), 0);
        takeKeys(m_graph, "gone", param("scale"), 0);
        QCOMPARE(m_graph.nodes.size(), 1u);
    }
};

OPIFICIO_TEST_MAIN(KeyingTest)
#include "KeyingTest.moc"
