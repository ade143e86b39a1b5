// The same working-day questions asked of QuantLib, for comparison.  One JSON line; "sum" adds up the
// answers, so that it can be seen that they are the same.
//
//     quantlib CALENDAR.tsv QUESTIONS
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <ql/time/calendars/bespokecalendar.hpp>
#include <string>

using namespace QuantLib;

static Date date_of(const std::string &s)
{
    return Date(std::stoi(s.substr(8, 2)), Month(std::stoi(s.substr(5, 2))), std::stoi(s.substr(0, 4)));
}

static void read(BespokeCalendar &c, const char *path)
{
    std::ifstream in(path);
    std::string line;

    c.addWeekend(Saturday);
    c.addWeekend(Sunday);
    while (std::getline(in, line)) {
        if (line.empty() || line[0] == '#') continue;
        if (line.compare(11, 7, "holiday") == 0)
            c.addHoliday(date_of(line));
        else
            c.removeHoliday(date_of(line));
    }
}

template <class F> static double ns_of(int questions, F ask)
{
    auto before = std::chrono::steady_clock::now();
    for (int i = 0; i < questions; i++)
        ask(i);
    std::chrono::duration<double> took = std::chrono::steady_clock::now() - before;
    return took.count() * 1e9 / questions;
}

int main(int argc, char **argv)
{
    if (argc < 3) return 64;
    BespokeCalendar c("cn");
    int questions = std::atoi(argv[2]);
    long long sum = 0;
    const Date first(5, January, 2026), epoch(1, January, 1970);

    read(c, argv[1]);
    double add = ns_of(questions, [&](int i) { sum += c.advance(first + i % 180, 20, Days) - epoch; });
    double between = ns_of(questions, [&](int i) {
        sum += c.businessDaysBetween(first + i % 180, first + i % 180 + 60, false, true);
    });
    std::printf("{\"add_20wd_ns\":%.0f,\"count_60_days_ns\":%.0f,\"sum\":%lld}\n", add, between, sum);
    return 0;
}
