#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <memory>
#include <vector>

#include "DatasetList.h"
#include "ParamList.h"
#include "PictureList.h"
#include "jobs/CliCall.h"
#include "jobs/SendPlan.h"

namespace opificio {

class Session;

/// What somebody is about to train: from which dataset and which parts of its pictures, in which way, for how long, under
/// which name and where; how long it may take, asked of opificio-cli beside. GUI thread.
///
///     LearnPlan { id: plan; session: root.session; send: send; dataset: list.hashAt(0) }
///     Button { enabled: plan.problem === ""; onClicked: plan.train() }
class LearnPlan : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(opificio::Session* session READ session WRITE setSession NOTIFY sessionChanged REQUIRED)
    Q_PROPERTY(opificio::DatasetList* datasets READ datasets CONSTANT)
    Q_PROPERTY(opificio::PictureList* pictures READ pictures CONSTANT)
    Q_PROPERTY(opificio::ParamList* settings READ settings CONSTANT)
    /// The hash of the one that is learned from; empty for none.
    Q_PROPERTY(QString dataset READ dataset WRITE setDataset NOTIFY changed)
    Q_PROPERTY(QString datasetName READ datasetName NOTIFY changed)
    /// [{name, label, help, shows, showsNot, pictures, icon}]
    Q_PROPERTY(QVariantList recipes READ recipes NOTIFY recipesChanged)
    Q_PROPERTY(QString recipe READ recipe WRITE setRecipe NOTIFY changed)
    /// Where it is trained; none: here.
    Q_PROPERTY(opificio::SendPlan* send READ send WRITE setSend NOTIFY changed)
    /// [{name, label, detail, seconds, time}]: how long it learns, where it is trained; time is "" until it was tried out.
    Q_PROPERTY(QVariantList efforts READ efforts NOTIFY predicted)
    Q_PROPERTY(int effort READ effort WRITE setEffort NOTIFY changed)
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY changed)
    /// What it is called where nobody gave it a name.
    Q_PROPERTY(QString suggestedName READ suggestedName NOTIFY changed)
    /// Predictions are asked for while somebody looks.
    Q_PROPERTY(bool watched READ isWatched WRITE setWatched NOTIFY watchedChanged)
    /// Why it cannot be trained as it is: a sentence; empty when it can.
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    /// What a person should know and that is no hindrance.
    Q_PROPERTY(QString remark READ remark NOTIFY changed)
    /// It was asked for and has not begun yet.
    Q_PROPERTY(bool starting READ isStarting NOTIFY startingChanged)

public:
    explicit LearnPlan(QObject* parent = nullptr);
    ~LearnPlan() override;

    Session* session() const { return m_session; }
    void setSession(Session* session);
    DatasetList* datasets() { return &m_datasets; }
    PictureList* pictures() { return &m_pictures; }
    ParamList* settings() { return &m_settings; }
    const QString& dataset() const { return m_dataset; }
    void setDataset(const QString& hash);
    QString datasetName() const;
    QVariantList recipes() const;
    const QString& recipe() const { return m_recipe; }
    void setRecipe(const QString& recipe);
    QVariantList efforts() const;
    SendPlan* send() const { return m_send; }
    void setSend(SendPlan* send);
    int effort() const { return m_effort; }
    void setEffort(int effort);
    const QString& name() const { return m_name; }
    void setName(const QString& name);
    QString suggestedName() const;
    bool isWatched() const { return m_watched; }
    void setWatched(bool watched);
    QString problem() const;
    QString remark() const;
    bool isStarting() const { return m_starting != nullptr; }

    /// Makes the job and starts it; started() says where.
    Q_INVOKABLE void train();
    /// What opificio-cli train would be called with.
    QStringList arguments(int effort) const;

Q_SIGNALS:
    void sessionChanged();
    void changed();
    void recipesChanged();
    void predicted();
    void watchedChanged();
    void startingChanged();
    void started(const QString& folder);

private:
    struct Recipe {
        QString name, label, help;
        std::vector<Param> params;
    };
    void askRecipes();
    void showPictures();
    void predictLater();
    void predictNext();
    void tellSend();
    void weigh();
    void begin(const Json& made, const JobPlace& place);
    const Recipe* chosenRecipe() const;
    int learned() const;
    QString questionOf(int effort) const;
    QString hindrance() const; ///< wherever it is trained

    Session* m_session = nullptr;
    SendPlan* m_send = nullptr;
    DatasetList m_datasets;
    PictureList m_pictures;
    ParamList m_settings;
    QString m_dataset, m_recipe = QStringLiteral("texture_nca"), m_name;
    std::vector<Recipe> m_recipes;
    int m_effort = 0;
    bool m_watched = false;
    QTimer m_delay;
    QHash<QString, double> m_seconds; ///< predictions by what was asked
    QPointer<CliCall> m_predicting, m_starting, m_asking;
    quint64 m_shown = 0;
    QString m_recipeProblem;
};

} // namespace opificio
