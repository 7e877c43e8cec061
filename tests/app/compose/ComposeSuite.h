#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/TestMain.h"

#include <memory>

#include <QGuiApplication>
#include <QQuickWindow>
#include <QTemporaryDir>

#include "compose/GraphModel.h"
#include "Session.h"
#include "Text.h"
#include "base/Text.h"

namespace opificio::test {

/// A session of its own in a folder of its own, and a work with item -> blur -> output: what the tests of this folder begin
/// with.
struct Desk {
    QTemporaryDir home;
    std::unique_ptr<Session> session;
    std::unique_ptr<GraphModel> graph;
    NodeId item, blur, output;

    explicit Desk(Graph start = {})
    {
        qputenv("OPIFICIO_HOME", home.path().toUtf8());
        qputenv("OPIFICIO_LANGUAGE", "en");
        session = std::make_unique<Session>();
        setLanguage("en");
        if (start.nodes.empty()) {
            item = start.add("item", {0, 0});
            blur = start.add("blur", {260, 0});
            output = start.add("output", {520, 0});
            auto one = start.connect({item, "image", blur, "inputImage"}, *session->types());
            auto two = start.connect({blur, "image", output, "image"}, *session->types());
            if (!one || !two)
                qFatal("link");
        }
        if (auto made = session->document()->create(std::filesystem::path(home.path().toStdString()) / "Piece.opificio", start);
            !made)
            qFatal("%s", made.error().message.c_str());
        graph = std::make_unique<GraphModel>();
        graph->setSession(session.get());
    }
    Document& document() { return *session->document(); }
    const Graph& now() { return session->document()->written(); }
    bool linked(const NodeId& from, const NodeId& to, const char* port)
    {
        const Link* link = now().linkTo(to, port);
        return link && link->from == from;
    }
    void select(std::initializer_list<NodeId> ids)
    {
        graph->selectNone();
        for (const NodeId& id : ids)
            graph->select(qt(id), true);
    }
};

} // namespace opificio::test

#define OPIFICIO_GUI_TEST_MAIN(Class)                                                                                            \
    int main(int argc, char** argv)                                                                                              \
    {                                                                                                                            \
        QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);                                                            \
        QGuiApplication application(argc, argv);                                                                                 \
        opificio::test::LogGuard guard;                                                                                          \
        opificio::test::LogGuard::current() = &guard;                                                                            \
        Class suite;                                                                                                             \
        return QTest::qExec(&suite, argc, argv);                                                                                 \
    }
