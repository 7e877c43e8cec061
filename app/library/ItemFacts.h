#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QObject>
#include <QQmlParserStatus>
#include <QSize>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include "LibraryReader.h"
#include "Session.h"

namespace opificio {

/// All that is known of one item, in words. GUI thread.
class ItemFacts : public QObject, public QQmlParserStatus {
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    Q_PROPERTY(opificio::Session* session MEMBER m_session REQUIRED)
    Q_PROPERTY(QString item READ item WRITE setItem NOTIFY itemChanged)
    Q_PROPERTY(QString title READ title NOTIFY changed)
    Q_PROPERTY(QString maker READ maker NOTIFY changed)
    Q_PROPERTY(QString description READ description NOTIFY changed)
    /// [{label, words}]: what is stated, in the order of a label in a museum.
    Q_PROPERTY(QVariantList rows READ rows NOTIFY changed)
    /// [{label, words}]: in the words of its source, all of it.
    Q_PROPERTY(QVariantList stated READ stated NOTIFY changed)
    /// What nobody has stated: "date, holder"; empty when nothing is missing.
    Q_PROPERTY(QString missing READ missing NOTIFY changed)
    /// [{which, kind, label, address, show, derive, sell, train}]: the work, the picture of it, the words about it.
    Q_PROPERTY(QVariantList rights READ rights NOTIFY changed)
    Q_PROPERTY(QString rightsKind READ rightsKind NOTIFY changed)
    Q_PROPERTY(QString rightsText READ rightsText NOTIFY changed)
    /// What the whole of it means, in two sentences.
    Q_PROPERTY(QString showing READ showing NOTIFY changed)
    Q_PROPERTY(QString training READ training NOTIFY changed)
    /// [{words, duty}]
    Q_PROPERTY(QVariantList notes READ notes NOTIFY changed)
    /// The address of its page; empty where none is stated or it is no address of the web.
    Q_PROPERTY(QString source READ source NOTIFY changed)
    /// [{label, address}]: where else its source leads.
    Q_PROPERTY(QVariantList links READ links NOTIFY changed)
    /// The original, never touched; empty when there is none.
    Q_PROPERTY(QString file READ file NOTIFY changed)
    Q_PROPERTY(QString sha256 READ sha256 NOTIFY changed)
    Q_PROPERTY(QString type READ type NOTIFY changed)
    Q_PROPERTY(QSize pixels READ pixels NOTIFY changed)
    /// Its small picture: an address for Image; may be empty.
    Q_PROPERTY(QString thumbnail READ thumbnail NOTIFY changed)
    /// Its picture lies on somebody's server and was not fetched.
    Q_PROPERTY(bool elsewhere READ isElsewhere NOTIFY changed)
    /// The item itself where it is a picture that can be looked at closely, else an empty one.
    Q_PROPERTY(opificio::Item picture READ picture NOTIFY changed)
    /// Why it cannot be shown: a sentence.
    Q_PROPERTY(QString problem READ problem NOTIFY changed)

public:
    explicit ItemFacts(QObject* parent = nullptr);
    void classBegin() override { }
    void componentComplete() override;

    const QString& item() const { return m_id; }
    void setItem(const QString& id);
    QString title() const;
    QString maker() const;
    QString description() const;
    QVariantList rows() const;
    QVariantList stated() const;
    QString missing() const;
    QVariantList rights() const;
    QString rightsKind() const;
    QString rightsText() const;
    QString showing() const;
    QString training() const;
    QVariantList notes() const;
    QString source() const;
    QVariantList links() const;
    QString file() const;
    QString sha256() const;
    QString type() const;
    QSize pixels() const { return {m_item.width, m_item.height}; }
    QString thumbnail() const;
    bool isElsewhere() const { return m_item.file.empty() && m_item.picture; }
    Item picture() const;
    const QString& problem() const { return m_problem; }

    /// The browser opens it, because somebody asked for it.
    Q_INVOKABLE void openSource();
    /// One of `links`.
    Q_INVOKABLE void openLink(const QString& address);
    /// Fetches its picture.
    Q_INVOKABLE void fetch();
    Q_INVOKABLE void copy(const QString& words);

Q_SIGNALS:
    void itemChanged();
    void changed();

private:
    void read();

    Session* m_session = nullptr;
    QString m_id, m_problem;
    Item m_item;
    LibraryReader m_reader; ///< last: ends before what its answers go to
};

} // namespace opificio
