// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Verb.h"

#include "base/File.h"
#include "base/Text.h"
#include "gpu/Device.h"
#include "gpu/Recorder.h"
#include "graph/Isf.h"
#include "image/ImageFile.h"
#include "render/ShaderProgram.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ctime>
#include <set>

namespace opificio::verbs {

namespace {

struct Wishes {
    std::string file, sweep, output, size = "1280x720", fps = "30";
    std::int64_t frames = 1;
    std::vector<std::string> inputs, images;
};

struct Setting {
    std::string name, typed;
};

// What stays the same for every file.
struct Work {
    std::shared_ptr<Device> device;
    Size size;
    Rate rate;
    Frame frames = 1;
    std::vector<Setting> settings;
    std::vector<Image> images;
    std::array<double, 4> date = {};
};

Result<Size> parseSize(const std::string& typed)
{
    Size size;
    const char* end = typed.data() + typed.size();
    auto [middle, first] = std::from_chars(typed.data(), end, size.width);
    bool good = first == std::errc() && middle != end && (*middle == 'x' || *middle == 'X');
    if (good) {
        auto [rest, second] = std::from_chars(middle + 1, end, size.height);
        good = second == std::errc() && rest == end && size.width > 0 && size.height > 0;
    }
    if (!good)
        return Error{Error::Code::Invalid, text("\"{0}\" is not a size. A size is written as 1280x720.", typed), typed};
    return size;
}

// 8 bits, as the format's own library takes pictures; as large as they are.
Result<Image> readPicture(const std::string& path)
{
    TRY(auto image, readImage(path, largestEdge));
    return converted(image, Image::Format::Rgba8, ColourSpace::Display);
}

double linearFromDisplay(double c)
{
    double a = std::abs(c);
    return std::copysign(a <= 0.04045 ? a / 12.92 : std::pow((a + 0.055) / 1.055, 2.4), c);
}

// Here the numbers mean what they mean in the file: display values, choices by the file's numbers, no bounds.
Result<Value> parseSetting(const Isf& isf, Param param, const std::string& typed)
{
    param.low = -1e30;
    param.high = 1e30;
    if (param.type == Param::Type::Choice) {
        auto list = isf.choiceValues.find(param.name);
        int number = 0;
        auto [end, failure] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
        if (failure == std::errc() && end == typed.data() + typed.size() && list != isf.choiceValues.end()) {
            auto found = std::find(list->second.begin(), list->second.end(), number);
            if (found != list->second.end())
                return Value(std::int64_t(found - list->second.begin()));
        }
    }
    TRY(auto value, parseValue(param, typed));
    if (param.type == Param::Type::Colour && !isf.isLinear && !typed.starts_with('#')) {
        auto numbers = std::get<std::vector<double>>(value);
        for (std::size_t i = 0; i < 3; ++i)
            numbers[i] = linearFromDisplay(numbers[i]);
        value = numbers;
    }
    return value;
}

enum class Strange { Refuse, PassOver };

Result<Image> renderFile(Work& work, const std::filesystem::path& file, Strange strange, Task& task)
{
    TRY(auto isf, Isf::read(file));
    Values values;
    std::map<std::string, Image> named;
    for (const Setting& setting : work.settings) {
        const Isf::Picture* picture = isf.picture(setting.name);
        const Param* param = findParam(isf.params, setting.name);
        if (picture && picture->kind != Isf::Picture::Kind::Imported) {
            TRY(auto image, readPicture(setting.typed));
            named.insert_or_assign(setting.name, std::move(image));
        } else if (param) {
            TRY(auto value, parseSetting(isf, *param, setting.typed));
            values.set(setting.name, std::move(value));
        } else if (strange == Strange::Refuse) {
            return Error{Error::Code::Invalid, text("{0} has no input named {1}.", isf.name, setting.name), setting.name};
        }
    }
    if (work.device->isLost()) {
        TRY(work.device, Device::create());
    }
    TRY(auto program, ShaderProgram::compile(*work.device, isf, Working::Display));
    std::map<std::string, GpuImagePtr> images;
    std::size_t next = 0;
    for (const Isf::Picture& picture : isf.pictures) {
        const Image* image = nullptr;
        if (auto found = named.find(picture.name); found != named.end())
            image = &found->second;
        else if (picture.kind == Isf::Picture::Kind::Image && !work.images.empty())
            image = &work.images[next++ % work.images.size()];
        if (!image)
            continue;
        TRY(auto uploaded, work.device->upload(*image));
        images.emplace(picture.name, std::move(uploaded));
    }
    ShaderState state;
    GpuImagePtr picture;
    // Only the last frame is wanted: without memory the ones before it leave no trace.
    for (Frame frame = isf.hasMemory() ? 0 : work.frames - 1; frame < work.frames; ++frame) {
        if (task.stopped())
            return Error{Error::Code::Cancelled, text("The work was stopped.")};
        // An event lasts for the first frame.
        Values now = values;
        for (const Param& param : isf.params) {
            if (param.type == Param::Type::Event && frame > 0)
                now.set(param.name, false);
        }
        Moment moment{.time = work.rate.secondsOf(frame),
            .delta = frame == 0 ? 0 : work.rate.secondsOf(1),
            .frame = frame,
            .size = work.size,
            .date = work.date};
        TRY(auto recorder, Recorder::begin(*work.device));
        TRY(picture, program->render(recorder, images, now, moment, state));
        TRY_DO(recorder.finish());
    }
    TRY(auto image, work.device->download(*picture));
    return converted(image, Image::Format::Rgba8, ColourSpace::Display);
}

Result<std::vector<std::filesystem::path>> shadersBelow(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    std::error_code code;
    auto options = std::filesystem::directory_options::skip_permission_denied;
    for (std::filesystem::recursive_directory_iterator at(folder, options, code), end; !code && at != end; at.increment(code)) {
        std::error_code ignored;
        if (at->path().extension() == ".fs" && at->is_regular_file(ignored))
            files.push_back(at->path());
    }
    if (code)
        return Error{Error::Code::Unreadable, text("Cannot read the folder {0}.", folder.string()), folder.string()};
    std::sort(files.begin(), files.end());
    return files;
}

Result<Json> sweep(Work& work, const Wishes& wishes, Console& console)
{
    TRY(auto files, shadersBelow(wishes.sweep));
    std::int64_t good = 0, bad = 0;
    for (const auto& file : files) {
        if (console.task().stopped())
            return Error{Error::Code::Cancelled, text("The work was stopped.")};
        auto relative = std::filesystem::relative(file, wishes.sweep);
        std::filesystem::path output = std::filesystem::path(wishes.output) / relative;
        output.replace_extension(".png");
        auto image = renderFile(work, file, Strange::PassOver, console.task());
        Result<> written = image ? makeFolder(output.parent_path()) : Result<>(image.error());
        if (written)
            written = writePng(output, *image);
        if (written) {
            ++good;
            console.say(text("{0}: done", relative.string()));
            console.item({{"file", relative.string()}, {"ok", true}, {"out", output.string()}});
        } else if (written.error().code == Error::Code::Cancelled) {
            return written.takeError();
        } else {
            ++bad;
            console.say(relative.string() + ": " + written.error().message);
            console.item({{"file", relative.string()}, {"ok", false},
                {"error",
                    {{"code", codeWord(written.error().code)}, {"sentence", written.error().message},
                        {"what", written.error().what}}}});
        }
    }
    console.say(text("Shaders that were rendered: {0} of {1}.", good, good + bad));
    if (files.empty())
        return Error{Error::Code::NotFound, text("There are no shaders (.fs) in {0}.", wishes.sweep), wishes.sweep};
    if (bad > 0)
        return Error{Error::Code::Shader, text("Shaders that could not be rendered: {0} of {1}.", bad, good + bad), wishes.sweep};
    return Json{{"rendered", good}, {"failed", bad}};
}

Result<Json> run(const Wishes& wishes, Console& console)
{
    Work work;
    TRY(work.size, parseSize(wishes.size));
    TRY(work.rate, Rate::parse(wishes.fps));
    if (wishes.file.empty() == wishes.sweep.empty())
        return Error{Error::Code::Invalid, text("Name a shader file, or a folder with --sweep.")};
    if (wishes.frames < 1)
        return Error{Error::Code::Invalid, text("At least one frame is needed.")};
    work.frames = wishes.frames;
    for (const std::string& typed : wishes.inputs) {
        auto equals = typed.find('=');
        if (equals == std::string::npos || equals == 0)
            return Error{Error::Code::Invalid, text("\"{0}\" is not an input. An input is written as NAME=VALUE.", typed), typed};
        work.settings.push_back({typed.substr(0, equals), typed.substr(equals + 1)});
    }
    for (const std::string& path : wishes.images) {
        TRY(auto image, readPicture(path));
        work.images.push_back(std::move(image));
    }
    std::time_t now = std::time(nullptr);
    std::tm local = {};
    localtime_r(&now, &local);
    work.date = {local.tm_year + 1900.0, local.tm_mon + 1.0, double(local.tm_mday),
        local.tm_hour * 3600.0 + local.tm_min * 60.0 + local.tm_sec};
    TRY(work.device, Device::create());
    if (!wishes.sweep.empty())
        return sweep(work, wishes, console);
    TRY(auto image, renderFile(work, wishes.file, Strange::Refuse, console.task()));
    TRY_DO(writePng(wishes.output, image));
    console.say(wishes.output);
    return Json{{"out", wishes.output}, {"width", image.size().width}, {"height", image.size().height}};
}

Verb::Action prepare(CLI::App& app)
{
    auto wishes = std::make_shared<Wishes>();
    app.add_option("FILE", wishes->file, text("The shader: an ISF file (.fs)."));
    app.add_option("--size", wishes->size, text("Width and height in pixels, as 1280x720."));
    app.add_option("--frames", wishes->frames, text("How many frames are rendered; the last one is written."));
    app.add_option("--fps", wishes->fps, text("Frames a second: frame k is rendered at k / fps seconds."));
    app.add_option(
           "--input", wishes->inputs, text("NAME=VALUE, or NAME=PICTURE for an input that is a picture. May be repeated."))
        ->allow_extra_args(false);
    app.add_option("--image", wishes->images, text("A picture for the inputs that are not named. May be repeated."))
        ->allow_extra_args(false);
    app.add_option("--sweep", wishes->sweep, text("Renders every .fs below this folder; -o is a folder, then."));
    app.add_option("-o,--output", wishes->output, text("The PNG to write."))->required();
    return [wishes](Console& console) { return run(*wishes, console); };
}

} // namespace

extern const Verb isfVerb = {"isf", words("Renders a shader of the Interactive Shader Format to a picture."), prepare};

} // namespace opificio::verbs
