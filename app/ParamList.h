#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAbstractListModel>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include <vector>

#include "base/Param.h"

namespace opificio {

/// The settings of a format or a recipe, for a form that is made from them: what each is called, what it can be, what was
/// chosen. GUI thread.
class ParamList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to a plan")
    Q_PROPERTY(int count READ count NOTIFY reset)
    /// How many differ from what the house would choose.
    Q_PROPERTY(int chosen READ chosen NOTIFY edited)

public:
    enum Role {
        NameRole = Qt::UserRole + 1,
        LabelRole,
        HelpRole,
        KindRole, ///< "number", "whole", "switch", "choice", "text", "file"
        ValueRole, ///< a number, a bool, a text; of a choice its place in ChoicesRole
        LowRole,
        HighRole,
        InitialRole,
        UnitRole,
        ChoicesRole,
        ChangedRole,
        ProblemRole, ///< why what was typed is not taken: a sentence
    };

    using QAbstractListModel::QAbstractListModel;
    /// Settings of `hidden` names are not shown; what was chosen for others of the same name stays.
    void setParams(std::vector<Param> params, const QStringList& hidden = {});
    const std::vector<Param>& params() const { return m_params; }
    const Values& values() const { return m_values; }

    int count() const { return int(m_rows.size()); }
    int chosen() const;
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    Q_INVOKABLE void set(const QString& name, const QVariant& value);
    /// As typed: "1920/2", "18".
    Q_INVOKABLE void type(const QString& name, const QString& words);
    Q_INVOKABLE void restore(const QString& name);
    Q_INVOKABLE QVariant value(const QString& name) const;

Q_SIGNALS:
    void reset();
    void edited();

private:
    void take(const QString& name, Result<Value> value);
    const Param* param(const QString& name) const;
    const Param* param(int row) const;
    QVariant shown(const Param& param) const;

    std::vector<Param> m_params;
    std::vector<std::string> m_rows; ///< names of those that are shown
    Values m_values; ///< what was chosen; the others have their initial value
    QHash<QString, QString> m_problems;
};

/// What toJson(Param) wrote, e.g. of another process; empty names are left out.
std::vector<Param> paramsFromJson(const Json& list);

} // namespace opificio
