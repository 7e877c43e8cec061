// SPDX-License-Identifier: GPL-3.0-or-later
#include "RightsWords.h"

#include <QCoreApplication>

namespace opificio {

namespace {

struct RightsWords {
    Q_DECLARE_TR_FUNCTIONS(RightsWords)
};

} // namespace

QString rightsShowing(const QString& kind)
{
    if (kind == QStringLiteral("open"))
        return RightsWords::tr("May be shown and sold; name the source where the licence asks for it.");
    if (kind == QStringLiteral("conditions"))
        return RightsWords::tr("May be shown under conditions: often not for money, or not changed.");
    if (kind == QStringLiteral("restricted"))
        return RightsWords::tr("Ask the holder before anybody sees it.");
    if (kind == QStringLiteral("not stated"))
        return RightsWords::tr("Nobody has said anything. That is no permission: ask who keeps it.");
    return RightsWords::tr("Something is stated that this program does not know. Read it, and ask.");
}

QString rightsTraining(const QString& kind)
{
    if (kind == QStringLiteral("open"))
        return RightsWords::tr("A model may learn from it.");
    if (kind == QStringLiteral("conditions"))
        return RightsWords::tr("A model may learn from it; what it makes may carry the same conditions.");
    if (kind == QStringLiteral("restricted"))
        return RightsWords::tr("Ask before a model learns from it.");
    return RightsWords::tr("A study of your own is one thing; before others see it, ask.");
}

QString permissionWord(Permission permission)
{
    switch (permission) {
    case Permission::Yes:
        return RightsWords::tr("yes");
    case Permission::No:
        return RightsWords::tr("no");
    case Permission::Ask:
        break;
    }
    return RightsWords::tr("ask first");
}

} // namespace opificio
