#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QHash>
#include <QObject>
#include <QString>
#include <QThreadPool>

#include <filesystem>
#include <vector>

#include "base/Param.h"

namespace opificio {

/// A thing that a setting can hold by its hash or path, in words.
struct ParamThing {
    QString typed; ///< what typedValue() understands
    QString name, detail;
    QString picture; ///< an address for Image, or empty
    QString hash; ///< what the setting will hold, where it is known before
};

/// What is there for settings of that type, in the work, shipped and in the library; `words` narrows. Reads files; any thread.
std::vector<ParamThing> paramThings(
    Param::Type type, const std::filesystem::path& work, const QString& words, const std::string& held);
/// What the hash is the hash of. Reads files; any thread.
ParamThing paramThing(Param::Type type, const std::filesystem::path& work, const std::string& hash);

/// Names of what settings hold, found on a thread and kept. GUI thread.
class ParamNames : public QObject {
    Q_OBJECT

public:
    explicit ParamNames(QObject* parent = nullptr);
    ~ParamNames() override;
    /// What is known now; where nothing is, changed() comes later.
    ParamThing of(Param::Type type, const QString& work, const std::string& hash);
    void forget(const std::string& hash) { m_known.remove(QString::fromStdString(hash)); }
    void clear() { m_known.clear(); }

Q_SIGNALS:
    void changed();

private:
    QHash<QString, ParamThing> m_known;
    QThreadPool m_pool;
};

} // namespace opificio
