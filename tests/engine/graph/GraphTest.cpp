// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "graph/Graph.h"
#include "graph/Plan.h"
#include "graph/SourceTracker.h"

using namespace opificio;

class GraphTest : public test::Suite {
    Q_OBJECT

    NodeTypes m_types;

    static std::string sha(char letter) { return std::string(64, letter); }

    static Materials materials(std::shared_ptr<const Json> dataset = {})
    {
        return {.file = [](const std::string&) -> Result<std::filesystem::path> { return std::filesystem::path("/nowhere"); },
            .dataset = [dataset](const std::string&) -> Result<std::shared_ptr<const Json>> { return dataset; },
            .modelHasMemory = [](const std::string&) -> Result<bool> { return true; }};
    }
    NodeId item(Graph& graph, char letter)
    {
        NodeId id = graph.add("item");
        if (!graph.set(id, "item", sha(letter), m_types))
            qFatal("item");
        return id;
    }
    void link(Graph& graph, const NodeId& from, const NodeId& to, const char* port)
    {
        auto done = graph.connect({from, "image", to, port}, m_types);
        if (!done)
            qFatal("%s", done.error().message.c_str());
    }
    std::map<Source, std::set<Role>> sources(const Graph& graph, Frame frame = 0, std::shared_ptr<const Json> dataset = {})
    {
        SourceTracker tracker;
        Sources all;
        for (Frame f = 0; f <= frame; ++f) {
            auto plan = expand(graph, m_types, materials(dataset), f, {64, 36});
            if (!plan)
                qFatal("%s", plan.error().message.c_str());
            all = tracker.advance(*plan);
        }
        return all.expand();
    }
    static bool shows(const std::map<Source, std::set<Role>>& all, char letter, Role role = Role::Shown)
    {
        auto found = all.find({Source::Kind::Item, sha(letter)});
        return found != all.end() && found->second.contains(role);
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto types = NodeTypes::builtIn();
        VERIFY_OK(types);
        m_types = *types;
    }
    void backdropsGoThroughJsonAndNeverCostAWork()
    {
        Graph graph;
        QVERIFY(!toJson(graph).contains("backdrops"));
        Backdrop backdrop{.title = "Sky", .at = {-20, 40.5}, .size = {400, 300}, .colour = "blue"};
        backdrop.unknown["folded"] = true;
        graph.backdrops["aaaaaaaa"] = backdrop;
        auto back = graphFromJson(toJson(graph));
        VERIFY_OK(back);
        QVERIFY(*back == graph);
        // What is of another shape is kept, whatever it is.
        for (const char* odd :
            {"7", "[]", R"({"aaaaaaaa": 1})", R"({"aaaaaaaa": {"at": [0], "size": [1, 1]}})", R"({"no id": {}})"}) {
            Json json = toJson(Graph());
            json["backdrops"] = Json::parse(odd);
            auto read = graphFromJson(json);
            VERIFY_OK(read);
            QVERIFY(read->backdrops.empty());
            QVERIFY(toJson(*read) == json);
        }
    }
    void removingANodeRemovesItsLinksAndHealsIfAsked()
    {
        Graph graph;
        NodeId a = item(graph, 'a'), blur = graph.add("blur"), out = graph.add("output");
        link(graph, a, blur, "inputImage");
        link(graph, blur, out, "image");
        Graph other = graph;
        VERIFY_OK(graph.remove(blur, Graph::Heal::No, m_types));
        QVERIFY(graph.links.empty());
        VERIFY_OK(other.remove(blur, Graph::Heal::Yes, m_types));
        QCOMPARE(other.links.size(), std::size_t(1));
        QCOMPARE(other.linkTo(out, "image")->from, a);
    }
    void circlesAreRefusedInWords()
    {
        Graph graph;
        NodeId one = graph.add("blur"), two = graph.add("blur");
        link(graph, one, two, "inputImage");
        auto done = graph.connect({two, "image", one, "inputImage"}, m_types);
        QVERIFY(!done);
        QVERIFY(done.error().message.find("feedback") != std::string::npos);
        QVERIFY(!graph.connect({one, "image", two, "nothing"}, m_types));
    }
    void thousandsOfNodesAreLookedThroughAtOnce()
    {
        // Written by hand or by a stranger: connect() would refuse the circle.
        Graph graph;
        std::vector<NodeId> chain = {item(graph, 'a')};
        for (int number = 0; number < 10'000; ++number) {
            chain.push_back(graph.add("blur"));
            graph.links.push_back({chain[chain.size() - 2], "image", chain.back(), "inputImage"});
        }
        chain.push_back(graph.add("output"));
        graph.links.push_back({chain[chain.size() - 2], "image", chain.back(), "image"});
        QVERIFY(problems(graph, m_types).empty());
        // Between two nodes of the middle, with a long way before it and behind it.
        graph.links.push_back({chain[6000], "image", chain[5000], "other"});
        auto found = problems(graph, m_types);
        QCOMPARE(std::count_if(found.begin(), found.end(), [](const Error& error) { return error.what == "circle"; }), 1);
    }
    void jsonRoundTripIsTheSameGraph()
    {
        Graph graph;
        NodeId a = item(graph, 'a'), blur = graph.add("blur", {12.5, -3}), out = graph.add("output");
        link(graph, a, blur, "inputImage");
        link(graph, blur, out, "image");
        VERIFY_OK(graph.setKey(blur, "radius", {.time = 1, .value = 0.02, .curve = Key::Curve::Smooth}, m_types));
        VERIFY_OK(graph.setKey(blur, "radius", {.time = 0, .value = 0.0}, m_types));
        graph.nodes.at(a).muted = true;
        auto again = graphFromJson(toJson(graph));
        VERIFY_OK(again);
        QVERIFY(*again == graph);
        QVERIFY(problems(graph, m_types).empty());
    }
    void keyframesMoveAlongTheirCurves()
    {
        Node node;
        node.keys["amount"] = {{.time = 1, .value = 0.0, .curve = Key::Curve::Linear},
            {.time = 3, .value = 10.0, .curve = Key::Curve::Hold}, {.time = 5, .value = 20.0}};
        Value storage;
        QCOMPARE(numberOf(*node.valueAt("amount", 0, storage)), 0.0);
        QCOMPARE(numberOf(*node.valueAt("amount", 2, storage)), 5.0);
        QCOMPARE(numberOf(*node.valueAt("amount", 4, storage)), 10.0);
        QCOMPARE(numberOf(*node.valueAt("amount", 9, storage)), 20.0);
    }
    void whatIsUnusedMutedOrOfNoWeightIsNoSource()
    {
        Graph graph;
        NodeId below = item(graph, 'a'), above = item(graph, 'b'), unused = item(graph, 'c'), muted = item(graph, 'd');
        NodeId blend = graph.add("blend"), second = graph.add("blend"), out = graph.add("output"), lost = graph.add("blur");
        link(graph, below, blend, "inputImage");
        link(graph, above, blend, "overImage");
        link(graph, blend, second, "inputImage");
        link(graph, muted, second, "overImage");
        link(graph, second, out, "image");
        link(graph, unused, lost, "inputImage");
        graph.nodes.at(muted).muted = true;
        auto all = sources(graph);
        QVERIFY(shows(all, 'a') && shows(all, 'b'));
        QVERIFY(!shows(all, 'c') && !shows(all, 'd'));
        VERIFY_OK(graph.set(blend, "opacity", 0.0, m_types));
        all = sources(graph);
        QVERIFY(shows(all, 'a') && !shows(all, 'b'));
        graph.nodes.at(second).bypassed = true;
        graph.nodes.at(muted).muted = false;
        QVERIFY(!shows(sources(graph), 'd'));
    }
    void whatMovesOrColoursSteersAndIsNotShown()
    {
        Graph graph;
        NodeId picture = item(graph, 'a'), by = item(graph, 'b'), out = graph.add("output"), displace = graph.add("displace");
        link(graph, picture, displace, "inputImage");
        link(graph, by, displace, "byImage");
        link(graph, displace, out, "image");
        auto all = sources(graph);
        QVERIFY(shows(all, 'a'));
        QVERIFY(!shows(all, 'b'));
        QVERIFY(shows(all, 'b', Role::Steered));
    }
    void aFeedbackRemembersWhatWasSeenBefore()
    {
        Graph graph;
        auto dataset = std::make_shared<const Json>(Json{{"items", {{{"sha256", sha('a')}}, {{"sha256", sha('b')}}}}});
        NodeId sequence = graph.add("sequence"), feedback = graph.add("feedback"), out = graph.add("output");
        VERIFY_OK(graph.set(sequence, "dataset", std::string("x"), m_types));
        VERIFY_OK(graph.set(sequence, "seconds", 0.4, m_types));
        VERIFY_OK(graph.set(sequence, "fade", 0.0, m_types));
        link(graph, sequence, feedback, "inputImage");
        link(graph, feedback, out, "image");
        QVERIFY(!shows(sources(graph, 9, dataset), 'b'));
        auto all = sources(graph, 10, dataset);
        QVERIFY(shows(all, 'a') && shows(all, 'b'));
        graph.nodes.at(feedback).bypassed = true;
        QVERIFY(!shows(sources(graph, 10, dataset), 'a'));
    }
    void aCrossfadeShowsBothAndOnlyWhileItLasts()
    {
        Graph graph;
        auto dataset = std::make_shared<const Json>(Json{{"items", {{{"sha256", sha('a')}}, {{"sha256", sha('b')}}}}});
        NodeId sequence = graph.add("sequence"), out = graph.add("output");
        VERIFY_OK(graph.set(sequence, "dataset", std::string("x"), m_types));
        VERIFY_OK(graph.set(sequence, "seconds", 2.0, m_types));
        VERIFY_OK(graph.set(sequence, "fade", 1.0, m_types));
        link(graph, sequence, out, "image");
        QVERIFY(!shows(sources(graph, 20, dataset), 'b'));
        auto all = sources(graph, 40, dataset);
        QVERIFY(shows(all, 'a') && shows(all, 'b'));
        QVERIFY(!shows(sources(graph, 55, dataset), 'a'));
    }
    void aModelLearned()
    {
        Graph graph;
        NodeId model = graph.add("model"), out = graph.add("output");
        VERIFY_OK(graph.set(model, "model", sha('e'), m_types));
        link(graph, model, out, "image");
        auto all = sources(graph);
        QVERIFY((all[{Source::Kind::Model, sha('e')}] == std::set<Role>{Role::Learned}));
    }
    void aChainOfManyThousandNodesIsASentence()
    {
        Graph graph;
        NodeId last = item(graph, 'a');
        for (int i = 0; i < 3000; ++i) {
            NodeId next = graph.add("exposure");
            graph.links.push_back({last, "image", next, "inputImage"});
            graph.nodes.at(next).values.set("amount", 0.1);
            last = next;
        }
        NodeId out = graph.add("output");
        graph.links.push_back({last, "image", out, "image"});
        auto plan = expand(graph, m_types, materials(), 0, {64, 36});
        QVERIFY(!plan);
        QCOMPARE(plan.error().code, Error::Code::TooLarge);
    }
};

OPIFICIO_TEST_MAIN(GraphTest)
#include "GraphTest.moc"
