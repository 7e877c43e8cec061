#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

#include <memory>
#include <string>
#include <vector>

#include "Session.h"
#include "base/Result.h"
#include "base/Task.h"

namespace opificio::iiif {
struct Collection;
struct Manifest;
} // namespace opificio::iiif

namespace opificio {

class Web;

/// What institutions publish, looked through before any of it is brought: the places that are known by name, what a collection
/// holds, page by page and never all of it, and the pictures of one thing. Fetched on threads; what was asked last counts. GUI
/// thread.
///
///     Browsing { id: browsing; session: root.session }
///     onAccepted: browsing.open(field.text)
class Browsing : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(opificio::Session* session MEMBER m_session REQUIRED)
    Q_PROPERTY(Kind kind READ kind NOTIFY changed)
    Q_PROPERTY(bool busy READ isBusy NOTIFY changed)
    /// Why what was asked for is not shown: a sentence.
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(QString title READ title NOTIFY changed)
    Q_PROPERTY(QString summary READ summary NOTIFY changed)
    Q_PROPERTY(QString holder READ holder NOTIFY changed)
    /// What its publisher wants to be read beside it, word for word.
    Q_PROPERTY(QString statement READ statement NOTIFY changed)
    Q_PROPERTY(QString rightsLabel READ rightsLabel NOTIFY changed)
    Q_PROPERTY(QString rightsKind READ rightsKind NOTIFY changed)
    /// Of what is shown, to be imported.
    Q_PROPERTY(QString address READ address NOTIFY changed)
    /// How many pictures a thing has, how many things a collection; below 0 where nobody says.
    Q_PROPERTY(qint64 total READ total NOTIFY changed)
    Q_PROPERTY(bool hasMore READ hasMore NOTIFY changed)
    Q_PROPERTY(bool canGoBack READ canGoBack NOTIFY changed)
    Q_PROPERTY(int count READ count NOTIFY changed)

public:
    enum class Kind { Places, Collection, Thing };
    Q_ENUM(Kind)
    enum Role {
        LabelRole = Qt::UserRole + 1,
        DetailRole, ///< of a place: a sentence
        HolderRole,
        ThumbnailRole, ///< an address for Image; may be empty
        IsCollectionRole,
    };

    explicit Browsing(QObject* parent = nullptr);
    ~Browsing() override;

    Kind kind() const { return page().kind; }
    bool isBusy() const { return m_task != nullptr; }
    const QString& problem() const { return m_problem; }
    const QString& title() const { return page().title; }
    const QString& summary() const { return page().summary; }
    const QString& holder() const { return page().holder; }
    const QString& statement() const { return page().statement; }
    const QString& rightsLabel() const { return page().rightsLabel; }
    const QString& rightsKind() const { return page().rightsKind; }
    QString address() const;
    qint64 total() const { return page().total; }
    bool hasMore() const { return !page().next.empty(); }
    bool canGoBack() const { return m_pages.size() > 1; }
    int count() const { return int(page().rows.size()); }

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// What a person typed or pasted: an address, a link to a viewer, a content state.
    Q_INVOKABLE void open(const QString& typed);
    /// What stands in that row; nothing for a picture.
    Q_INVOKABLE void enter(int row);
    Q_INVOKABLE void back();
    /// The next page of a collection.
    Q_INVOKABLE void more();
    /// Nothing is fetched any more.
    Q_INVOKABLE void stop();
    /// The problem was read.
    Q_INVOKABLE void forgive();
    /// What lies on the clipboard, where it is an address; else empty.
    Q_INVOKABLE QString clipboardAddress() const;

Q_SIGNALS:
    void changed();

private:
    struct Row {
        QString label, detail, holder, thumbnail;
        std::string address;
        bool isCollection = false;
    };
    struct Page {
        Kind kind = Kind::Places;
        std::string address, next;
        QString title, summary, holder, statement, rightsLabel, rightsKind;
        qint64 total = -1;
        std::vector<Row> rows;
    };
    enum class As { NewPage, MoreRows };

    const Page& page() const { return m_pages.back(); }
    void fetch(const std::string& typed, As as);
    void take(const std::shared_ptr<Task>& task, Result<Page> answer, As as);
    static Result<Page> read(Web& web, const std::string& typed, Task& task, int depth);
    static Page pageOf(const iiif::Manifest& manifest);
    static Page pageOf(const iiif::Collection& collection);
    static Page placesPage();

    Session* m_session = nullptr;
    std::vector<Page> m_pages; ///< at least one
    QString m_problem;
    std::shared_ptr<Task> m_task; ///< of the newest question
};

} // namespace opificio
