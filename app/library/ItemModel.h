#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAbstractListModel>
#include <QQmlParserStatus>
#include <QSet>
#include <QTimer>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

#include "LibraryReader.h"
#include "Session.h"
#include "Shortlist.h"
#include "library/Dates.h"

namespace opificio {

/// What a list shows of an item; never changed, shared by all lists that were read since it changed last.
struct ItemCard {
    QString id, title, maker, date, holder, rightsLabel, type;
    QByteArray sha256; ///< of its file; empty where it has none
    QByteArray thumbnail; ///< see thumbnailKey()
    QString rightsKind;
    bool publicDomain = false;
    bool isElsewhere = false; ///< its picture is known by its address and was not fetched
    int width = 0, height = 0;
    std::optional<int> year; ///< the earliest, else the latest, for sorting
    std::size_t stamp = 0; ///< of what is written about it
};
using ItemCards = std::vector<std::shared_ptr<const ItemCard>>;

/// The items of the library that were asked for: by words as they are typed, rights, collection, years and what was decided
/// for the open work. Read on a thread of its own; the newest question wins. GUI thread.
///
///     ItemModel { id: items; session: root.session; words: search.text }
///     GridView { model: items; delegate: ItemTile { required property string title; ... } }
class ItemModel : public QAbstractListModel, public QQmlParserStatus {
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    Q_PROPERTY(opificio::Session* session MEMBER m_session REQUIRED)
    Q_PROPERTY(QString words READ words WRITE setWords NOTIFY questionChanged)
    /// "open", "conditions", "restricted", "unclear", "not stated", "public domain", or empty.
    Q_PROPERTY(QString rights READ rights WRITE setRights NOTIFY questionChanged)
    Q_PROPERTY(QString collection READ collection WRITE setCollection NOTIFY questionChanged)
    /// Years as people write them: "1860-1900", "before 1644", "XIX secolo", "anni '70".
    Q_PROPERTY(QString years READ years WRITE setYears NOTIFY questionChanged)
    /// How `years` was understood, or why it was not: a sentence.
    Q_PROPERTY(QString yearsUnderstood READ yearsUnderstood NOTIFY questionChanged)
    Q_PROPERTY(QString yearsProblem READ yearsProblem NOTIFY questionChanged)
    Q_PROPERTY(Show show READ show WRITE setShow NOTIFY questionChanged)
    Q_PROPERTY(Order order READ order WRITE setOrder NOTIFY questionChanged)
    /// Whether anything was asked for; without, everything is shown.
    Q_PROPERTY(bool narrowed READ isNarrowed NOTIFY questionChanged)
    Q_PROPERTY(int count READ count NOTIFY answered)
    /// Of the library, whatever was asked.
    Q_PROPERTY(int total READ total NOTIFY answered)
    /// Nothing was read yet.
    Q_PROPERTY(bool waiting READ isWaiting NOTIFY answered)
    /// Why nothing can be shown: a sentence.
    Q_PROPERTY(QString problem READ problem NOTIFY answered)
    /// [{kind, count}] of what the other conditions leave.
    Q_PROPERTY(QVariantList rightsCounts READ rightsCounts NOTIFY answered)
    /// [{name, count}] of the whole library.
    Q_PROPERTY(QVariantList collections READ collections NOTIFY answered)
    Q_PROPERTY(int marked READ marked NOTIFY markedChanged)

public:
    enum class Show { Everything, Kept, Skipped, Undecided };
    Q_ENUM(Show)
    enum class Order { Found, ByDate, ByTitle, ByMaker };
    Q_ENUM(Order)
    enum Role {
        ItemIdRole = Qt::UserRole + 1,
        Sha256Role,
        TitleRole,
        MakerRole,
        DateRole,
        HolderRole,
        RightsKindRole,
        RightsLabelRole,
        ThumbnailRole, ///< an address for Image; empty where there is no picture
        TypeRole, ///< "jpeg", ..., "film", "sound"; empty: a description without a file
        KeptRole,
        SkippedRole,
        MarkedRole,
        SizeRole, ///< QSize, in pixels
        ProblemRole, ///< why there is no thumbnail: a sentence
        ElsewhereRole, ///< its picture lies on somebody's server and was not fetched
        SpokenRole, ///< "Colosseum, Urse Ovidiu, public domain, kept"
    };

    explicit ItemModel(QObject* parent = nullptr);
    ~ItemModel() override;
    void classBegin() override { }
    void componentComplete() override;

    const QString& words() const { return m_question.words; }
    void setWords(const QString& words);
    const QString& rights() const { return m_question.rights; }
    void setRights(const QString& rights);
    const QString& collection() const { return m_question.collection; }
    void setCollection(const QString& collection);
    const QString& years() const { return m_years; }
    void setYears(const QString& years);
    QString yearsUnderstood() const;
    QString yearsProblem() const;
    Show show() const { return m_question.show; }
    void setShow(Show show);
    Order order() const { return m_question.order; }
    void setOrder(Order order);
    bool isNarrowed() const;
    /// No words, rights, collection, years; everything is shown.
    Q_INVOKABLE void widen();

    int count() const { return int(m_rows.size()); }
    int total() const { return m_total; }
    bool isWaiting() const { return m_waiting; }
    const QString& problem() const { return m_problem; }
    const QVariantList& rightsCounts() const { return m_rightsCounts; }
    const QVariantList& collections() const { return m_collections; }

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    Q_INVOKABLE QString itemAt(int row) const;
    /// -1 where it is not shown.
    Q_INVOKABLE int rowOf(const QString& item) const;

    /// Reads again, keeping place and marks: the library has changed.
    Q_INVOKABLE void refresh();

    // Several at once: what is marked is what the next act is about.
    int marked() const { return int(m_marked.size()); }
    Q_INVOKABLE void mark(int row, bool marked);
    /// Exactly the rows between the two, both included.
    Q_INVOKABLE void markBetween(int row, int other);
    Q_INVOKABLE void markAll();
    Q_INVOKABLE void clearMarks();

    // About what is marked if anything is, else about the row. One act, one step of undo.
    /// Keeps; what is kept already, all of it, is skipped.
    Q_INVOKABLE void keepOrSkip(int row);
    Q_INVOKABLE void keep(int row) { decide(row, Shortlist::State::Kept); }
    Q_INVOKABLE void skip(int row) { decide(row, Shortlist::State::Skipped); }
    Q_INVOKABLE void undecide(int row) { decide(row, Shortlist::State::Undecided); }
    /// Fetches the pictures of what is marked, else of what is kept, else of the row, as far as they lie elsewhere.
    Q_INVOKABLE void fetch(int row);

Q_SIGNALS:
    void questionChanged();
    /// The rows are those of the newest question.
    void answered();
    void markedChanged();

private:
    struct Question {
        QString words, rights, collection;
        std::optional<Years> years;
        Show show = Show::Everything;
        Order order = Order::Found;
        Shortlist::Choices choices;
        std::string language;
    };
    struct Answer;
    struct Memory;

    void ask(int delayMs);
    void askNow();
    void take(const Answer& answer);
    void show(ItemCards rows);
    void decide(int row, Shortlist::State state);
    QStringList meant(int row) const;
    void tell(const QStringList& items, const QList<int>& roles);
    void note(const QString& thumbnail, const QString& problem);

    Session* m_session = nullptr;
    Question m_question;
    QString m_years;
    QTimer m_delay;
    std::shared_ptr<Memory> m_memory;
    ItemCards m_rows;
    mutable QHash<QString, int> m_rowOf; ///< empty until it is needed
    QSet<QString> m_marked;
    QHash<QString, QString> m_problems; ///< of thumbnails, by their key
    QVariantList m_rightsCounts, m_collections;
    QString m_problem;
    int m_total = 0;
    bool m_waiting = true;
    LibraryReader m_reader; ///< last: ends before what its answers go to
};

} // namespace opificio
