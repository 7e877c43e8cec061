#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QObject>
#include <QQuickWindow>
#include <QStringList>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

#include <filesystem>
#include <memory>

#include "Commands.h"
#include "Document.h"
#include "Notices.h"
#include "Preferences.h"
#include "compose/Transport.h"
#include "graph/NodeType.h"
#include "library/Importing.h"
#include "library/Shortlist.h"
#include "jobs/Jobs.h"
#include "preview/Stage.h"
#include "preview/WindowSetup.h"

class QQmlEngine;

namespace opificio {

class Web;
class Words;

/// What one window shares: the open work, the nodes that are known, what the artist chose, what is to be read, what can be
/// done. main() makes the only one of a process and hands it to Main.qml; screens are handed it from there. GUI thread.
class Session : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("main() makes the only one")
    Q_PROPERTY(opificio::Document* document READ document CONSTANT)
    Q_PROPERTY(opificio::Preferences* preferences READ preferences CONSTANT)
    Q_PROPERTY(opificio::Notices* notices READ notices CONSTANT)
    Q_PROPERTY(opificio::Commands* commands READ commands CONSTANT)
    /// Where the open work is looked at; with its thread and device it begins when it is first asked for.
    Q_PROPERTY(opificio::Stage* stage READ stage CONSTANT)
    Q_PROPERTY(opificio::Transport* transport READ transport CONSTANT)
    /// What every window needs before it is shown; null in tests.
    Q_PROPERTY(opificio::WindowSetup* windows READ windows CONSTANT)
    Q_PROPERTY(opificio::Shortlist* shortlist READ shortlist CONSTANT)
    Q_PROPERTY(opificio::Importing* importing READ importing CONSTANT)
    Q_PROPERTY(opificio::Jobs* jobs READ jobs CONSTANT)
    Q_PROPERTY(QString version READ version CONSTANT)
    /// True from a first start until one of the three doors was taken.
    Q_PROPERTY(bool atTheDoors READ isAtTheDoors NOTIFY doorsChanged)
    /// A work is being made or opened.
    Q_PROPERTY(bool busy READ isBusy NOTIFY busyChanged)

public:
    explicit Session(QObject* parent = nullptr);
    ~Session() override;

    Document* document() { return &m_document; }
    Preferences* preferences() { return &m_preferences; }
    Notices* notices() { return &m_notices; }
    Commands* commands() { return &m_commands; }
    Stage* stage();
    Transport* transport() { return &m_transport; }
    WindowSetup* windows() const { return m_windows; }
    void setWindows(WindowSetup* windows) { m_windows = windows; }
    Shortlist* shortlist() { return &m_shortlist; }
    Importing* importing() { return &m_importing; }
    Jobs* jobs() { return &m_jobs; }
    QString version() const;
    bool isAtTheDoors() const { return m_atTheDoors; }
    bool isBusy() const { return m_busy; }

    /// The window's only one, so that no server hears more of it than is polite. Any thread may use it.
    const std::shared_ptr<Web>& web() const { return m_web; }

    /// Never null; replaced as a whole when shaders were added.
    std::shared_ptr<const NodeTypes> types() const { return m_types; }

    /// Once, when the window is there: opens what was asked for, else the last work, else makes the first piece.
    void start(const QStringList& works);
    /// From here on qsTr() and text() speak the language of the preferences.
    void speak(QQmlEngine& engine);

    Q_INVOKABLE void openWork(const QString& folder);
    Q_INVOKABLE void openAddress(const QUrl& address);
    /// A new, empty work of that name in the folder where works are kept; the name gets a number where it is taken.
    Q_INVOKABLE void newWork(const QString& name);
    Q_INVOKABLE void openFirstPiece();
    /// Which other computers are known, or what is known of them, may have changed.
    Q_INVOKABLE void tellSites() { Q_EMIT sitesChanged(); }
    /// That other computer is to be looked at: its login, its keys.
    Q_INVOKABLE void showSite(const QString& name) { Q_EMIT siteWanted(name); }
    Q_INVOKABLE void passTheDoors();
    /// Where new works are made.
    Q_INVOKABLE QString worksFolder() const;
    /// "Ctrl+Shift+K": a pressed key as settings write it.
    /// Gives the focus to the next (1) or previous (-1) pane of the window: an item that is seen and whose property `pane` is
    /// true.
    Q_INVOKABLE void nextPane(QQuickWindow* window, int direction);
    Q_INVOKABLE QString keyName(int key, int modifiers) const;

Q_SIGNALS:
    void doorsChanged();
    void busyChanged();
    void languageChanged();
    void typesChanged();
    void sitesChanged();
    void siteWanted(const QString& name);

private:
    void setBusy(bool busy);
    void bringTypes();
    void showSoon();
    void show();

    Preferences m_preferences;
    Notices m_notices;
    Commands m_commands{m_preferences};
    Document m_document;
    Transport m_transport{m_document};
    Shortlist m_shortlist{m_document};
    Importing m_importing{m_notices};
    Jobs m_jobs{m_document, m_notices};
    std::shared_ptr<Web> m_web;
    std::shared_ptr<const NodeTypes> m_types;
    std::unique_ptr<Words> m_words;
    QQmlEngine* m_engine = nullptr;
    WindowSetup* m_windows = nullptr;
    bool m_atTheDoors = false;
    bool m_busy = false;
    bool m_showsSoon = false, m_showsAnother = false;
    std::unique_ptr<Stage> m_stage;
};

} // namespace opificio
