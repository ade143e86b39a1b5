/* The smallest catalogue that has nothing wrong, built in memory, for tests that then spoil one
 * file of it. */
#ifndef YC_TESTS_CATALOG_MINIMAL_H
#define YC_TESTS_CATALOG_MINIMAL_H

#include <stdlib.h>
#include <string.h>

#include "catalog/catalog.h"

/* What X01 follows, and what no item may. */
#define MINIMAL_TIMER "procedure: 许可, starts: 收到, ends: 决定, law: 法, article: 一, grade: law"
#define MINIMAL_TIMERS                                                                             \
    "timers:\n"                                                                                    \
    "  - {id: LIC1, name: 受理, length: 5wd, start: receipt, " MINIMAL_TIMER                       \
    ", examples: [{event: \"2025-12-31T10:00\", due: 2026-01-08}]}\n"                              \
    "  - {id: LIC2, name: 决定, length: 20wd, start: day, excluded: 听证, extension: 10wd, "   \
    "extension_by: 局长, " MINIMAL_TIMER                                                           \
    ", examples: [{event: 2026-03-02, due: 2026-03-30}, {event: 2026-03-02, susp: "                \
    "[2026-03-04/2026-03-06], extended: true, due: 2026-04-15}]}\n"                                \
    "  - {id: LIC5, name: 送达, length: 10wd, start: day, " MINIMAL_TIMER                          \
    ", examples: [{event: 2026-03-02, due: 2026-03-16}]}\n"                                        \
    "  - {id: GAP1, name: 公示, length: 5wd, bound: lower, start: day, " MINIMAL_TIMER             \
    ", examples: [{event: 2026-03-02, due: 2026-03-09}]}\n"                                        \
    "  - {id: END1, name: 届满, start: fixed, " MINIMAL_TIMER                                      \
    ", examples: [{event: 2026-03-01, due: 2026-03-01, alarm: 2026-02-27}]}\n"

static const struct {
    const char *path, *text;
} minimal[] = {
    {"data/calendar/cn.tsv", "# coverage: 2026-01-01..2026-12-31\n2026-01-01\tholiday\t元旦\n"},
    {"data/hall/hall.yaml",
     "name: 试验大厅\nregion: \"370299\"\nlanguage: zh_CN\nchoose_person: true\n"
     "hours: {am: \"08:30-12:00\", pm: \"13:30-17:00\", cutoff: \"17:00\"}\nnight: \"22:30\"\n"},
    {"data/hall/departments.yaml",
     "departments:\n"
     "  - {key: centre, name: 试验大厅, brief: 中心, uscc: \"12370299MB9X00007Y\"}\n"
     "  - {key: scj, name: 市场监督管理局, brief: 市监局, uscc: \"11370299MB9X00023P\"}\n"},
    {"data/hall/roles.yaml",
     "roles:\n"
     "  - {key: reg, name: 登记验证, hall_wide: true}\n"
     "  - {key: print, name: 出证, hall_wide: true}\n"
     "  - {key: integ, name: 综合受理, hall_wide: true, stands_for: clerk}\n"
     "  - {key: clerk, name: 受理}\n"
     "  - {key: head, name: 批准}\n"},
    {"data/hall/people.yaml", "people:\n"
                              "  - {key: a, name: 张一, posts: [centre/reg]}\n"
                              "  - {key: b, name: 李二, posts: [centre/print, scj/clerk]}\n"
                              "  - {key: c, name: 王三, posts: [scj/head], deputy: a}\n"},
    {"data/hall/desks.yaml", "desks:\n  - {key: d1, name: 1号窗, items: [X01]}\n"},
    {"data/hall/acts.yaml", "acts:\n"
                            "  - {act: accept, roles: [clerk, integ]}\n"
                            "  - {act: pass, roles: [clerk, head]}\n"
                            "  - {act: grant, roles: [head]}\n"
                            "  - {act: print, roles: [print]}\n"
                            "  - {act: deliver, roles: [print]}\n"
                            "  - {act: verify, roles: [reg]}\n"
                            "duties:\n  - {one: accept, other: grant}\n"},
    {"data/items/X01.yaml",
     "id: X01\n"
     "name: 试验事项\n"
     "code: \"11370299MB9X00023P4370131901001\"\n"
     "dept: scj\n"
     "power: 行政许可\n"
     "kind: committed\n"
     "object: 法人\n"
     "channels: [窗口]\n"
     "basis:\n"
     "  - {law: 行政许可法, article: 第三十二条, src: text}\n"
     "limits: {statutory: 10wd, commitment: 5wd, review: 5wd, deliver: 5wd}\n"
     "steps:\n"
     "  - {key: accept, name: 受理, act: accept, role: clerk, limit: 1wd}\n"
     "  - {key: decide, name: 决定, act: decide, role: head, limit: 2wd}\n"
     "  - {key: print, name: 制证, act: print, role: print, limit: 1wd}\n"
     "  - {key: deliver, name: 送达, act: deliver, role: print, outside_limit: true}\n"
     "  - {key: verify, name: 验证, act: verify, role: reg, outside_limit: true}\n"
     "materials:\n"
     "  - {key: m1, name: 申请书}\n"
     "outcome: {cert: 许可证, number: \"试〔{YYYY}〕{N}号\"}\n"},
    {"data/lists/villages.yaml", "list: villages\n"
                                 "title: 村\n"
                                 "entries:\n"
                                 "  - {code: \"370299101203\", name: 北崖村, brief: 北崖}\n"},
    {"forms/sets.yaml", "sets:\n"
                        "  - key: person\n"
                        "    title: 申请人\n"
                        "    fields:\n"
                        "      - {key: name, label: 姓名, type: text, class: pi}\n"},
    {"forms/X01.yaml", "item: X01\n"
                       "include: [person]\n"
                       "sections:\n"
                       "  - title: 经营\n"
                       "    fields:\n"
                       "      - {key: staff, label: 人数, type: int, check: 'staff >= 1'}\n"},
    {"keymaps/default.yaml", "keymap: default\nmodes:\n  - mode: global\n    bind:\n"
                             "      - {key: F1, do: help, alt: Esc 1}\n"
                             "      - {key: F9, do: palette, alt: Esc 9}\n"},
    {"data/clocks/law.yaml", MINIMAL_TIMERS},
};

/* Adds all of them, with text instead of the file at path (NULL text: without it); a path of no
 * such file is added. */
static inline void minimal_files(struct catalog_files *fs, const char *path, const char *text,
                                 size_t len)
{
    bool spoiled = false;

    for (size_t i = 0; i < sizeof minimal / sizeof *minimal; i++) {
        bool here = path && strcmp(minimal[i].path, path) == 0;
        spoiled |= here;
        if (!here)
            catalog_files_add(fs, minimal[i].path, minimal[i].text, strlen(minimal[i].text));
        else if (text)
            catalog_files_add(fs, path, text, len);
    }
    if (path && !spoiled) catalog_files_add(fs, path, text, len);
}

#endif
