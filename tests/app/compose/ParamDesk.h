#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/TestMain.h"

#include <memory>

#include <QGuiApplication>
#include <QQuickWindow>
#include <QTemporaryDir>

#include "compose/ParamModel.h"
#include "Session.h"
#include "Text.h"
#include "base/Hash.h"
#include "base/Resources.h"
#include "base/Text.h"

namespace opificio::test {

/// A session in a folder of its own, a work of one hundred frames with the nodes that were asked for, and the form of the first.
struct ParamDesk {
    QTemporaryDir home;
    std::unique_ptr<Session> session;
    std::unique_ptr<ParamModel> params;
    QStringList ids;

    explicit ParamDesk(std::initializer_list<const char*> types)
    {
        qputenv("OPIFICIO_HOME", home.path().toUtf8());
        qputenv("OPIFICIO_LANGUAGE", "en");
        session = std::make_unique<Session>();
        setLanguage("en");
        Graph graph;
        graph.frames = 100;
        for (const char* type : types)
            ids.append(qt(graph.add(type)));
        auto folder = std::filesystem::path(home.path().toStdString()) / "Piece.opificio";
        if (auto made = session->document()->create(folder, graph); !made)
            qFatal("%s", made.error().message.c_str());
        session->transport()->pause();
        params = std::make_unique<ParamModel>();
        params->setProperty("session", QVariant::fromValue(session.get()));
        params->componentComplete();
        params->setNodes(ids);
    }
    Document& document() { return *session->document(); }
    const Node& node(int index = 0) { return document().written().nodes.at(utf8(ids[index])); }
    QVariant at(const char* name, int role)
    {
        return params->data(params->index(params->rowOf(QString::fromLatin1(name))), role);
    }
    int row(const char* name) { return params->rowOf(QString::fromLatin1(name)); }
    int steps() { return int(document().steps().size()); }
};

} // namespace opificio::test

#define OPIFICIO_FORM_TEST_MAIN(Class)                                                                                           \
    int main(int argc, char** argv)                                                                                              \
    {                                                                                                                            \
        QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);                                                            \
        QGuiApplication application(argc, argv);                                                                                 \
        opificio::test::LogGuard guard;                                                                                          \
        opificio::test::LogGuard::current() = &guard;                                                                            \
        Class suite;                                                                                                             \
        return QTest::qExec(&suite, argc, argv);                                                                                 \
    }
