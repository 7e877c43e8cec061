// SPDX-License-Identifier: GPL-3.0-or-later
// The window's program. What a work needs that takes long runs in processes of opificio-cli.
#include "IconProvider.h"
#include "LogFile.h"
#include "Session.h"
#include "SingleInstance.h"
#include "Text.h"
#include "Words.h"
#include "preview/WindowSetup.h"
#include "library/ThumbnailProvider.h"
#include "library/WebPictures.h"
#include "jobs/PictureProvider.h"

#include "base/Resources.h"
#include "base/Text.h"

#include <QCommandLineParser>
#include <QFileInfo>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QIcon>
#include <QQmlApplicationEngine>
#include <QQmlComponent>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QTimer>
#include <QtQml/QQmlExtensionPlugin>

#include <cstdio>
#include <cstdlib>
#include <optional>

Q_IMPORT_QML_PLUGIN(OpificioPlugin)
Q_IMPORT_QML_PLUGIN(Opificio_ControlsPlugin)
Q_IMPORT_QML_PLUGIN(Opificio_ScreensPlugin)

namespace {

struct Asked {
    QStringList works;
    bool ownWindow = false;
};

// Help and version need no display, so they are answered before there is an application.
bool answersAtOnce(int argc, char** argv)
{
    using opificio::text;
    for (int i = 1; i < argc; ++i) {
        std::string_view word = argv[i];
        if (word == "--version" || word == "-v") {
            std::printf("opificio %.*s\n", int(opificio::version().size()), opificio::version().data());
            return true;
        }
        if (word == "--help" || word == "-h") {
            std::printf("%s\n\n  opificio [--new-window] [%s.opificio]\n\n  --new-window  %s\n  --version     %s\n  --help       "
                        " %s\n\n%s\n",
                text("Opens the studio.").c_str(), text("WORK").c_str(),
                text("A window of its own, also where another one is open.").c_str(), text("Which version this is.").c_str(),
                text("This page.").c_str(), text("The command line is opificio-cli; see opificio-cli --help.").c_str());
            return true;
        }
    }
    return false;
}

Asked asked(const QStringList& arguments, bool& understood)
{
    Asked asked;
    understood = true;
    for (const QString& word : arguments.mid(1)) {
        if (word == QStringLiteral("--new-window"))
            asked.ownWindow = true;
        else if (word.startsWith(QChar::fromLatin1('-')) && word.size() > 1) {
            std::fprintf(stderr, "%s\n",
                opificio::text("opificio does not know {0}; opificio --help says what it knows.", opificio::utf8(word)).c_str());
            understood = false;
        } else {
            // "file:" addresses come from file managers.
            QUrl address(word);
            asked.works.append(QFileInfo(address.isLocalFile() ? address.toLocalFile() : word).absoluteFilePath());
        }
    }
    return asked;
}

} // namespace

int main(int argc, char** argv)
{
    using namespace opificio;
    if (answersAtOnce(argc, argv))
        return 0;
    QStringList words;
    for (int i = 0; i < argc; ++i)
        words.append(QString::fromLocal8Bit(argv[i]));
    bool understood = true;
    Asked wanted = asked(words, understood);
    if (!understood)
        return 2;
    std::optional<DriversOpened> drivers(std::in_place);
    QGuiApplication::setApplicationName(QStringLiteral("opificio"));
    QGuiApplication::setApplicationVersion(qt(version()));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.opificio.Opificio"));
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    QGuiApplication application(argc, argv);
    SingleInstance instance;
    if (!wanted.ownWindow && instance.handOver(wanted.works))
        return 0;
    keepLog();
    application.setWindowIcon(QIcon(qtPath(resource("icons/opificio.svg"))));
    QFont font(QStringLiteral("Inter"));
    font.setPixelSize(13);
    application.setFont(font);

    // A renderer that is deep in a frame does not hold the program up.
    struct Farewell {
        int code = 0;
        ~Farewell()
        {
            if (RenderLoop::wasLeftBehind())
                std::_Exit(code);
        }
    } farewell;
    // Ends after the windows, which are the engine's.
    std::optional<WindowSetup> windows;
    Session session;
    QQmlApplicationEngine engine;
    engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    engine.addImageProvider(QStringLiteral("icons"), new IconProvider);
    engine.addImageProvider(QStringLiteral("thumbnails"), new ThumbnailProvider(session.web()));
    engine.addImageProvider(QStringLiteral("web"), new WebPictures(session.web()));
    engine.addImageProvider(QStringLiteral("pictures"), new PictureProvider);
    session.speak(engine);
    // Read and compiled while the drivers are still being opened; nothing is made yet.
    const QUrl mainWindow(QStringLiteral("qrc:/qt/qml/Opificio/Screens/Main.qml"));
    QQmlComponent ahead(&engine, mainWindow);
    windows.emplace();
    drivers.reset();
    session.setWindows(&*windows);
    engine.setInitialProperties({{QStringLiteral("session"), QVariant::fromValue(&session)}});
    engine.load(mainWindow);
    if (engine.rootObjects().isEmpty())
        return 1;
    auto* window = qobject_cast<QQuickWindow*>(engine.rootObjects().constFirst());
    windows->prepare(window);
    window->show();
    // The window is there before anything is read from disk.
    QTimer::singleShot(0, &session, [&] { session.start(wanted.works); });
    if (!wanted.ownWindow)
        instance.listen();
    QObject::connect(&instance, &SingleInstance::asked, &session, [&](const QStringList& works) {
        if (!works.isEmpty())
            session.openWork(works.constFirst());
        window->show();
        window->raise();
        window->requestActivate();
    });
    return farewell.code = application.exec();
}
