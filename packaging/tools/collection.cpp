// SPDX-License-Identifier: GPL-3.0-or-later
//
// Makes the first collection from unpacked packages: copies each picture and recording, checks its SHA-256 and writes
// collection.json, which says of each what the packages themselves say. Nothing is guessed: what no package states
// is "not stated".
//
//     collection-tool --data FOLDER (gcompris-qt-data, unpacked) --npm FOLDER (npm packages, unpacked)
//                     --lock collection.lock --words collection.json --out FOLDER
//
// Exit status: 0 when something came (what is missing is said on stderr), 1 when nothing did.
#include <QtCore>

#include <cstdio>

namespace {

const QString notStated = QStringLiteral("not stated");
const QString publicDomain = QStringLiteral("https://creativecommons.org/publicdomain/mark/1.0/");
const QString zero = QStringLiteral("https://creativecommons.org/publicdomain/zero/1.0/");

void say(const QString& sentence)
{
    std::fprintf(stderr, "opificio: %s\n", sentence.toUtf8().constData());
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString sha256Of(const QByteArray& content)
{
    return QString::fromLatin1(QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex());
}

/// One picture or recording on its way into the collection.
struct Item {
    QString from; // where its bytes are read: a path or a Qt resource
    QString file; // its name in the collection
    QString titleEnglish, titleItalian;
    QString maker = notStated, date = notStated, holder = notStated, source = notStated, rights;
    QString kind = QStringLiteral("picture");
    QJsonArray notes;
};

/// What the README of a GCompris activity says of one file.
struct Label {
    QString maker, licence, source;
};

/// Reads blocks between blank lines: "Copyright:", "License:", "Source:" and, after "Files:", a file a line.
QHash<QString, Label> labels(const QByteArray& readme)
{
    QHash<QString, Label> found;
    Label label;
    bool listing = false;
    const QStringList lines = QString::fromUtf8(readme).split(QLatin1Char('\n'));
    for (const QString& raw : lines) {
        const QString line = raw.trimmed();
        const auto value = [&](QLatin1String key) { return line.mid(key.size()).trimmed(); };
        if (line.isEmpty()) {
            label = {};
            listing = false;
        } else if (line.startsWith(QLatin1String("Copyright:"))) {
            label.maker = value(QLatin1String("Copyright:"));
        } else if (line.startsWith(QLatin1String("License:"))) {
            label.licence = value(QLatin1String("License:"));
        } else if (line.startsWith(QLatin1String("Source:"))) {
            label.source = value(QLatin1String("Source:"));
        } else if (line == QLatin1String("Files:")) {
            listing = true;
        } else if (listing) {
            found.insert(line, label);
        }
    }
    return found;
}

/// The rights statement of a licence as the READMEs spell it; empty for those that are left out (CC BY, CC BY-SA).
QString rightsOf(const QString& licence)
{
    if (licence == QLatin1String("Public Domain"))
        return publicDomain;
    return licence == QLatin1String("CC0-1.0") ? zero : QString();
}

/// The captions of a board: picture file (from the part's folder) to English title. A board is a QML file with one list of
/// objects, each with "title" before "image2"; it is read as text, because its imports only exist inside the game.
QList<QPair<QString, QString>> captions(const QByteArray& board, const QString& folder)
{
    static const QRegularExpression pair(QStringLiteral("\"(title|image2)\"\\s*:\\s*(?:qsTr\\(\\s*)?\"((?:[^\"\\\\]|\\\\.)*)\""));
    QList<QPair<QString, QString>> found;
    QString title;
    auto match = pair.globalMatch(QString::fromUtf8(board));
    while (match.hasNext()) {
        const auto one = match.next();
        const QString value = one.captured(2).replace(QLatin1String("\\\""), QLatin1String("\""));
        if (one.captured(1) == QLatin1String("title")) {
            title = value;
        } else if (!title.isEmpty()) {
            found.append({value.section(folder, 1), title});
            title.clear();
        }
    }
    return found;
}

/// What the museum wrote into the picture itself (XMP, IPTC Extension: artwork or object).
struct Artwork {
    QString title, maker, date, holder;
};

Artwork artworkIn(const QByteArray& jpeg)
{
    Artwork artwork;
    const qsizetype start = jpeg.indexOf("<x:xmpmeta"), end = jpeg.indexOf("</x:xmpmeta>");
    if (start < 0 || end < start)
        return artwork;
    QXmlStreamReader xml(jpeg.mid(start, end + 12 - start));
    QStringList path;
    QString description;
    while (!xml.atEnd()) {
        switch (xml.readNext()) {
        case QXmlStreamReader::StartElement:
            path.append(xml.name().toString());
            break;
        case QXmlStreamReader::EndElement:
            path.removeLast();
            break;
        case QXmlStreamReader::Characters: {
            const QString text = xml.text().toString().trimmed();
            const auto under = [&](QLatin1String name) { return path.contains(name); };
            if (text.isEmpty())
                break;
            if (under(QLatin1String("AOTitle")))
                artwork.title = text;
            else if (under(QLatin1String("AOCreator")))
                artwork.maker = text;
            else if (under(QLatin1String("AODateCreated")))
                artwork.date = text;
            else if (under(QLatin1String("AOSource")))
                artwork.holder = text;
            else if (under(QLatin1String("description")))
                description = text;
            break;
        }
        default:
            break;
        }
    }
    // A span of years or "about" is no XMP date; then the museum states it in the description, between semicolons.
    static const QRegularExpression years(QStringLiteral("^(about )?\\d{4}( - \\d{4})?$"));
    const QStringList parts = description.split(QStringLiteral("; "));
    for (const QString& part : parts) {
        if (artwork.date.isEmpty() && years.match(part).hasMatch())
            artwork.date = part;
    }
    return artwork;
}

QJsonObject bothLanguages(const QString& english, const QString& italian)
{
    return {{QStringLiteral("en"), english}, {QStringLiteral("it"), italian}};
}

class Maker {
public:
    Maker(const QString& data, const QString& npm, const QJsonObject& words)
        : m_data(data)
        , m_npm(npm)
        , m_words(words)
    {
    }

    QList<Item> items()
    {
        if (QFileInfo::exists(m_data + QLatin1String("/usr/share/gcompris-qt"))) {
            monuments();
            recordings();
        }
        photographs();
        return m_items;
    }

private:
    bool openResource(const QString& name) const
    {
        const QString path = m_data + QLatin1String("/usr/share/gcompris-qt/rcc/") + name;
        if (QResource::registerResource(path))
            return true;
        say(QStringLiteral("%1 is not in the package or cannot be read; what it holds does not come.").arg(name));
        return false;
    }

    QJsonObject wordsOf(const QString& file) const { return m_words[file].toObject(); }

    void add(Item item)
    {
        const QJsonArray notes = wordsOf(item.file)[QStringLiteral("notes")].toArray();
        for (const QJsonValue& note : notes)
            item.notes.append(note);
        m_items.append(item);
    }

    void monuments()
    {
        if (!openResource(QStringLiteral("explore_monuments.rcc")))
            return;
        const QString folder = QStringLiteral("/explore_monuments/resource/");
        const QString root = QStringLiteral(":/gcompris/src/activities") + folder;
        QTranslator italian;
        if (!italian.load(m_data + QLatin1String("/usr/share/gcompris-qt/translations/gcompris_it.qm")))
            say(QStringLiteral("The package's Italian cannot be read; the monuments keep their English titles."));
        auto labelled = labels(contentOf(root + QLatin1String("README")));
        // The README misspells this one name.
        labelled.insert(QStringLiteral("germany/aulaPalatina.webp"), labelled.take(QStringLiteral("germany/audaPalatina.webp")));
        for (int board = 1; board <= 6; ++board) {
            const QString name = QStringLiteral("board%1").arg(board);
            const auto titles = captions(contentOf(root + QLatin1String("board/") + name + QLatin1String(".qml")), folder);
            for (const auto& [picture, title] : titles) {
                const Label label = labelled.value(picture);
                const QString rights = rightsOf(label.licence);
                if (rights.isEmpty())
                    continue;
                Item item;
                item.from = root + picture;
                item.file = QLatin1String("monuments/") + picture.section(QLatin1Char('/'), -1);
                item.titleEnglish = title;
                const QString translated = italian.translate(name.toUtf8().constData(), title.toUtf8().constData());
                item.titleItalian = translated.isEmpty() ? title : translated;
                item.maker = label.maker;
                item.source = label.source;
                item.rights = rights;
                add(item);
            }
        }
    }

    void recordings()
    {
        if (!openResource(QStringLiteral("explore_world_music.rcc")))
            return;
        const QString root = QStringLiteral(":/gcompris/src/activities/explore_world_music/resource/music/");
        const auto labelled = labels(contentOf(root + QLatin1String("README")));
        // Not america and ireland, which are CC BY; not mexico and middleeast, whose labels are not clear.
        for (const char* name : {"africa", "australia", "beethoven", "italy", "japan"}) {
            const QString sound = QLatin1String(name) + QLatin1String(".ogg");
            const Label label = labelled.value(sound);
            Item item;
            item.from = root + sound;
            item.file = QLatin1String("recordings/") + sound;
            item.kind = QStringLiteral("sound");
            item.rights = rightsOf(label.licence);
            item.maker = label.maker;
            item.source = label.source;
            const QJsonObject title = wordsOf(item.file)[QStringLiteral("title")].toObject();
            item.titleEnglish = title[QStringLiteral("en")].toString();
            item.titleItalian = title[QStringLiteral("it")].toString();
            if (!item.rights.isEmpty())
                add(item);
        }
    }

    void photographs()
    {
        const QStringList names = QDir(m_npm).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
        for (const QString& name : names) {
            const QString package = m_npm + QLatin1Char('/') + name + QLatin1String("/package/");
            const QJsonObject described
                = QJsonDocument::fromJson(contentOf(package + QLatin1String("datapackage.json"))).object();
            // The licence in package.json is that of the package's code; the picture's stands in datapackage.json.
            if (!described[QStringLiteral("license")].toString().contains(QLatin1String("CC0-1.0")))
                continue;
            Item item;
            item.from = package + QLatin1String("data/image.jpg");
            item.file = QLatin1String("photographs/") + name + QLatin1String(".jpg");
            item.rights = zero;
            item.source = described[QStringLiteral("sources")].toArray()[0].toObject()[QStringLiteral("web")].toString();
            item.titleEnglish = described[QStringLiteral("title")].toString();
            item.titleItalian
                = wordsOf(item.file)[QStringLiteral("title")].toObject()[QStringLiteral("it")].toString(item.titleEnglish);
            const Artwork artwork = artworkIn(contentOf(item.from));
            const auto stated = [](const QString& value) { return value.isEmpty() ? notStated : value; };
            item.maker = stated(artwork.maker);
            item.date = stated(artwork.date);
            item.holder = stated(artwork.holder);
            if (!artwork.title.isEmpty() && artwork.title != item.titleEnglish)
                item.notes.append(bothLanguages(QStringLiteral("The museum's own title: %1").arg(artwork.title),
                    QStringLiteral("Il titolo dato dal museo: %1").arg(artwork.title)));
            add(item);
        }
    }

    QString m_data, m_npm;
    QJsonObject m_words;
    QList<Item> m_items;
};

/// The lines "file SHA256 NAME" of the lock.
QMap<QString, QString> expectedHashes(const QByteArray& lock)
{
    QMap<QString, QString> expected;
    const QStringList lines = QString::fromUtf8(lock).split(QLatin1Char('\n'));
    for (const QString& line : lines) {
        const QStringList words = line.simplified().split(QLatin1Char(' '));
        if (words.size() == 3 && words[0] == QLatin1String("file"))
            expected.insert(words[2], words[1]);
    }
    return expected;
}

bool write(const QString& path, const QByteArray& content)
{
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.commit();
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser options;
    for (const char* name : {"data", "npm", "lock", "words", "out"})
        options.addOption({QLatin1String(name), QString(), QLatin1String(name)});
    options.process(application);
    const QString out = options.value(QStringLiteral("out"));
    const auto expected = expectedHashes(contentOf(options.value(QStringLiteral("lock"))));
    const QJsonObject words = QJsonDocument::fromJson(contentOf(options.value(QStringLiteral("words")))).object();
    if (out.isEmpty() || expected.isEmpty() || words.isEmpty()) {
        say(QStringLiteral("Cannot read the lock or the words of the first collection."));
        return 1;
    }

    Maker maker(
        options.value(QStringLiteral("data")), options.value(QStringLiteral("npm")), words[QStringLiteral("items")].toObject());
    QJsonArray items;
    QByteArray sums;
    QSet<QString> came;
    const QList<Item> found = maker.items();
    for (const Item& item : found) {
        const QByteArray content = contentOf(item.from);
        const QString hash = sha256Of(content);
        if (expected.value(item.file) != hash) {
            say(QStringLiteral("%1 is not the file that was looked at (its SHA-256 is another); it does not come.")
                    .arg(item.file));
            continue;
        }
        if (!write(out + QLatin1Char('/') + item.file, content)) {
            say(QStringLiteral("Cannot write %1; is the disk full?").arg(item.file));
            return 1;
        }
        came.insert(item.file);
        sums += (hash + QLatin1String("  ") + item.file + QLatin1Char('\n')).toUtf8();
        items.append(QJsonObject{
            {QStringLiteral("file"), item.file},
            {QStringLiteral("title"), bothLanguages(item.titleEnglish, item.titleItalian)},
            {QStringLiteral("maker"), item.maker},
            {QStringLiteral("date"), item.date},
            {QStringLiteral("holder"), item.holder},
            {QStringLiteral("source"), item.source},
            {QStringLiteral("rights"), item.rights},
            {QStringLiteral("sha256"), hash},
            {QStringLiteral("kind"), item.kind},
            {QStringLiteral("notes"), item.notes},
        });
    }
    qsizetype missing = 0;
    for (const QString& file : expected.keys())
        missing += came.contains(file) ? 0 : 1;
    if (missing > 0)
        say(QStringLiteral("%1 of the %2 items of the first collection did not come.").arg(missing).arg(expected.size()));
    const QJsonObject collection{
        {QStringLiteral("format"), QStringLiteral("opificio.collection/1")},
        {QStringLiteral("title"), words[QStringLiteral("title")]},
        {QStringLiteral("items"), items},
    };
    const bool written = write(out + QLatin1String("/collection.json"), QJsonDocument(collection).toJson())
        && write(out + QLatin1String("/SHA256SUMS"), sums);
    return written && !items.isEmpty() ? 0 : 1;
}
