// SPDX-License-Identifier: GPL-3.0-or-later
#include "Session.h"

#include "base/Log.h"
#include "base/Resources.h"
#include "base/Text.h"
#include "studio/WorkTools.h"
#include "web/Web.h"

#include "Background.h"
#include "FirstPiece.h"
#include "Text.h"
#include "Words.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QKeySequence>
#include <QLocale>
#include <QQmlEngine>
#include <QQuickItem>
#include <QUrl>

namespace opificio {

Session::Session(QObject* parent)
    : QObject(parent)
    , m_web(std::make_shared<Web>())
{
    connect(&m_document, &Document::failed, this,
        [this](const QString& sentence) { m_notices.show(Notices::Kind::Error, sentence); });
    connect(&m_preferences, &Preferences::failed, this,
        [this](const QString& sentence) { m_notices.show(Notices::Kind::Error, sentence); });
    connect(&m_document, &Document::opened, this, [this] {
        if (m_document.isOpen())
            m_preferences.noteWork(m_document.folder());
        if (m_document.isReadOnly())
            m_notices.show(
                Notices::Kind::Warning, m_document.readOnlyReason(), tr("Read again"), [this] { m_document.refresh(); });
    });
    connect(&m_document, &Document::changed, this, &Session::showSoon);
    connect(this, &Session::typesChanged, this, [this] {
        m_showsAnother = true;
        showSoon();
    });
    // What is opened moves: nobody should have to look for how.
    connect(&m_document, &Document::opened, this, [this] {
        m_showsAnother = true;
        if (m_stage) {
            m_stage->setNode({});
            m_stage->setStandIns({});
        }
        m_transport.play();
    });
    setLanguage(utf8(m_preferences.language()));
    bringTypes();
}

Session::~Session()
{
    // Nothing of QML may be told of what ends now.
    blockSignals(true);
}

void Session::bringTypes()
{
    auto types = knownNodes(
        [this](std::string_view sentence, std::string_view) { m_notices.show(Notices::Kind::Warning, qt(sentence)); });
    if (!types)
        m_notices.show(types.error());
    m_types = types ? std::make_shared<const NodeTypes>(std::move(*types)) : std::make_shared<const NodeTypes>();
    Q_EMIT typesChanged();
}

void Session::speak(QQmlEngine& engine)
{
    m_engine = &engine;
    auto change = [this] {
        QString chosen = m_preferences.language();
        if (m_words && qt(language()) == chosen)
            return;
        setLanguage(utf8(chosen));
        // Jobs that are started from here speak it, too.
        qputenv("OPIFICIO_LANGUAGE", chosen.toUtf8());
        QLocale::setDefault(QLocale(chosen == QStringLiteral("it") ? QLocale::Italian : QLocale::English));
        if (m_words)
            QCoreApplication::removeTranslator(m_words.get());
        m_words = std::make_unique<Words>(chosen);
        QCoreApplication::installTranslator(m_words.get());
        m_engine->retranslate();
        // Their words are made as they are read.
        for (int row = 0; row < m_jobs.count(); ++row) {
            Q_EMIT m_jobs.dataChanged(m_jobs.index(row), m_jobs.index(row));
            Q_EMIT m_jobs.changed(m_jobs.folderAt(row));
        }
        Q_EMIT languageChanged();
    };
    change();
    connect(&m_preferences, &Preferences::changed, this, change);
}

Stage* Session::stage()
{
    if (!m_stage) {
        m_stage = std::make_unique<Stage>();
        m_showsAnother = true;
        m_transport.setStage(m_stage.get());
        showSoon();
    }
    return m_stage.get();
}

// Many changes of one turn of the event loop are one.
void Session::showSoon()
{
    if (m_showsSoon || !m_stage)
        return;
    m_showsSoon = true;
    QMetaObject::invokeMethod(this, &Session::show, Qt::QueuedConnection);
}

void Session::show()
{
    m_showsSoon = false;
    bool another = std::exchange(m_showsAnother, false);
    if (!m_document.isOpen()) {
        m_stage->setWork(nullptr, m_types, {});
        return;
    }
    auto graph = std::make_shared<const Graph>(m_document.graph());
    if (another)
        m_stage->setWork(std::move(graph), m_types, materialsIn(pathOf(m_document.folder())));
    else
        m_stage->setGraph(std::move(graph));
}

QString Session::version() const
{
    return qt(opificio::version());
}

void Session::start(const QStringList& works)
{
    if (!works.isEmpty()) {
        openWork(works.first());
        if (m_document.isOpen())
            return;
    }
    for (const QString& work : m_preferences.recentWorks()) {
        if (m_document.open(pathOf(work)))
            return;
    }
    m_atTheDoors = true;
    Q_EMIT doorsChanged();
    openFirstPiece();
}

void Session::openWork(const QString& folder)
{
    // A file manager opens the file in it.
    QFileInfo file(folder);
    QString whole = file.isFile() && file.fileName() == QStringLiteral("work.json") ? file.absolutePath() : folder;
    if (m_document.isOpen() && QDir(whole) == QDir(m_document.folder()))
        return;
    if (auto opened = m_document.open(pathOf(whole)); !opened) {
        m_preferences.forgetWork(whole);
        m_notices.show(opened.error());
        return;
    }
    passTheDoors();
}

void Session::openAddress(const QUrl& address)
{
    openWork(address.isLocalFile() ? address.toLocalFile() : address.toString());
}

QString Session::worksFolder() const
{
    return qtPath(homeFolder() / "works");
}

namespace {

void collectPanes(QQuickItem* item, QList<QQuickItem*>& panes)
{
    if (!item->isVisible() || !item->isEnabled())
        return;
    if (item->property("pane").toBool())
        panes.append(item);
    for (QQuickItem* child : item->childItems())
        collectPanes(child, panes);
}

} // namespace

void Session::nextPane(QQuickWindow* window, int direction)
{
    QList<QQuickItem*> panes;
    if (window)
        collectPanes(window->contentItem(), panes);
    if (panes.isEmpty())
        return;
    qsizetype current = -1;
    for (QQuickItem* focus = window->activeFocusItem(); focus && current < 0; focus = focus->parentItem())
        current = panes.indexOf(focus);
    qsizetype next = current < 0 ? 0 : (current + direction + panes.size()) % panes.size();
    panes[next]->forceActiveFocus(Qt::TabFocusReason);
}

QString Session::keyName(int key, int modifiers) const
{
    return QKeySequence(key | (modifiers & ~int(Qt::KeypadModifier))).toString(QKeySequence::PortableText);
}

void Session::newWork(const QString& name)
{
    QString wanted = name.trimmed();
    if (wanted.isEmpty())
        wanted = tr("Untitled");
    // A slash would lead elsewhere, and a dot at the beginning would hide it.
    wanted.replace(QChar::fromLatin1('/'), QChar::fromLatin1('-'));
    while (wanted.startsWith(QChar::fromLatin1('.')))
        wanted.remove(0, 1);
    QDir works(worksFolder());
    QString free = wanted;
    for (int number = 2; works.exists(free + QStringLiteral(".opificio")); ++number)
        free = QStringLiteral("%1 %2").arg(wanted).arg(number);
    Graph graph;
    graph.add("output", {480, 160});
    if (auto created = m_document.create(pathOf(works.filePath(free)), graph); !created) {
        m_notices.show(created.error());
        return;
    }
    passTheDoors();
}

void Session::openFirstPiece()
{
    setBusy(true);
    inBackground(
        this, [types = m_types] { return makeFirstPiece(homeFolder() / "works", *types); },
        [](Session& self, const Result<std::filesystem::path>& made) {
            self.setBusy(false);
            if (!made)
                self.m_notices.show(made.error());
            else if (auto opened = self.m_document.open(*made); !opened)
                self.m_notices.show(opened.error());
        });
}

void Session::passTheDoors()
{
    if (!m_atTheDoors)
        return;
    m_atTheDoors = false;
    Q_EMIT doorsChanged();
}

void Session::setBusy(bool busy)
{
    if (m_busy == busy)
        return;
    m_busy = busy;
    Q_EMIT busyChanged();
}

} // namespace opificio
