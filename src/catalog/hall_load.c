/* The hall and the people in it: data/hall and data/calendar. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/build.h"
#include "catalog/initials.h"
#include "domain/ids.h"

#define AT(type, member) offsetof(type, member)

/* --- Times of day --- */

static bool minute_of_day(const char *s, size_t len, int *out)
{
    static const char digits[] = "0123456789";

    if (len != 5 || s[2] != ':' || strspn(s, digits) != 2 || strspn(s + 3, digits) < 2)
        return false;
    int h = (s[0] - '0') * 10 + s[1] - '0', m = (s[3] - '0') * 10 + s[4] - '0';
    if (h >= 24 || m >= 60) return false;
    *out = h * 60 + m;
    return true;
}

static bool word_minute(const char *s, void *to)
{
    return minute_of_day(s, strlen(s), to);
}

/* Fills two ints that follow each other; leaves them as they are when it refuses. */
static bool word_range(const char *s, void *to)
{
    int *out = to, from, until;

    if (strlen(s) != 11 || s[5] != '-' || !minute_of_day(s, 5, &from) ||
        !minute_of_day(s + 6, 5, &until) || from >= until)
        return false;
    out[0] = from;
    out[1] = until;
    return true;
}

/* "05-01", as month * 100 + day. */
static bool word_day_of_year(const char *s, void *to)
{
    static const char digits[] = "0123456789";

    if (strlen(s) != 5 || s[2] != '-' || strspn(s, digits) != 2 || strspn(s + 3, digits) != 2)
        return false;
    int month = (s[0] - '0') * 10 + s[1] - '0', dom = (s[3] - '0') * 10 + s[4] - '0';
    if (!day_valid(2024, month, dom)) return false; /* a leap year */
    *(int *)to = month * 100 + dom;
    return true;
}

/* "10min"; "0" never. */
static bool word_lock(const char *s, void *to)
{
    size_t n = strspn(s, "0123456789");
    int minutes = n > 0 && n < 4 ? atoi(s) : -1;

    if (minutes < 0 || minutes > 600 || (minutes ? strcmp(s + n, "min") != 0 : s[n] != '\0'))
        return false;
    *(int *)to = minutes;
    return true;
}

static bool word_seal(const char *s, void *to)
{
    static const char *const known[] = {"sm3", "sha256"};

    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(s, known[i]) != 0) continue;
        *(const char **)to = known[i];
        return true;
    }
    return false;
}

static bool word_time(const char *s, void *to)
{
    int minute;

    (void)to;
    return minute_of_day(s, strlen(s), &minute);
}

static_assert(AT(struct hours, am_to) == AT(struct hours, am_from) + sizeof(int), "word_range");
static_assert(AT(struct hours, pm_to) == AT(struct hours, pm_from) + sizeof(int), "word_range");

/* --- Schemas --- */

static const struct slot hours_slots[] = {
    SLOT("am", SLOT_WORD, true, struct hours, am_from, .parse = word_range,
         .expect = "08:30-12:00"),
    SLOT("pm", SLOT_WORD, true, struct hours, pm_from, .parse = word_range,
         .expect = "13:30-17:00"),
    SLOT("cutoff", SLOT_WORD, true, struct hours, cutoff, .parse = word_minute, .expect = "17:00"),
};
static const struct schema hours_schema = {SLOTS(hours_slots), .size = sizeof(struct hours)};

/* Like the hall's hours, with the days they hold. */
static const struct season blank_season = {0, 0, {510, 720, 810, 1020, 1020}};
static const struct slot season_slots[] = {
    SLOT("from", SLOT_WORD, true, struct season, from, .parse = word_day_of_year,
         .expect = "05-01"),
    SLOT("to", SLOT_WORD, true, struct season, to, .parse = word_day_of_year, .expect = "09-30"),
    SLOT("am", SLOT_WORD, true, struct season, hours.am_from, .parse = word_range,
         .expect = "08:30-12:00"),
    SLOT("pm", SLOT_WORD, true, struct season, hours.pm_from, .parse = word_range,
         .expect = "14:00-17:30"),
    SLOT("cutoff", SLOT_WORD, true, struct season, hours.cutoff, .parse = word_minute,
         .expect = "17:30"),
};
static const struct schema season_schema = {SLOTS(season_slots), .size = sizeof(struct season),
                                            .blank = &blank_season};

static const struct slot hall_slots[] = {
    SLOT("name", SLOT_TEXT, true, struct hall, name),
    SLOT("region", SLOT_TEXT, true, struct hall, region),
    SLOT("language", SLOT_TEXT, true, struct hall, language),
    SLOT("choose_person", SLOT_BOOL, false, struct hall, choose_person),
    SLOT("hours", SLOT_STRUCT, true, struct hall, hours, .of = &hours_schema),
    SLOT("seasons", SLOT_LIST, false, struct hall, seasons, .count = AT(struct hall, nseasons),
         .of = &season_schema),
    SLOT("night", SLOT_TEXT, true, struct hall, night),
    SLOT("lock", SLOT_WORD, false, struct hall, lock_minutes, .parse = word_lock,
         .expect = "10min"),
    SLOT("seal", SLOT_WORD, false, struct hall, seal, .parse = word_seal, .expect = "sm3"),
};
static const struct schema hall_schema = {SLOTS(hall_slots), .size = sizeof(struct hall)};

static const struct department blank_department = {"", "", "", "", false};
static const struct slot department_slots[] = {
    SLOT("key", SLOT_KEY, true, struct department, key),
    SLOT("name", SLOT_TEXT, true, struct department, name),
    SLOT("brief", SLOT_TEXT, true, struct department, brief),
    SLOT("uscc", SLOT_TEXT, true, struct department, uscc),
    SLOT("vertical", SLOT_BOOL, false, struct department, vertical),
};
static const struct schema department_schema = {
    SLOTS(department_slots), .size = sizeof(struct department), .blank = &blank_department};

static const struct role blank_role = {.key = "", .name = "", .stands_for = ""};
static const struct slot role_slots[] = {
    SLOT("key", SLOT_KEY, true, struct role, key),
    SLOT("name", SLOT_TEXT, true, struct role, name),
    SLOT("hall_wide", SLOT_BOOL, false, struct role, hall_wide),
    SLOT("stands_for", SLOT_KEY, false, struct role, stands_for),
    SLOT("approves", SLOT_TEXTS, false, struct role, approves, .count = AT(struct role, napproves)),
};
static const struct schema role_schema = {SLOTS(role_slots), .size = sizeof(struct role),
                                          .blank = &blank_role};

static const struct person blank_person = {
    .key = "", .name = "", .initials = "", .login = "", .deputy = ""};
static const struct slot person_slots[] = {
    SLOT("key", SLOT_KEY, true, struct person, key),
    SLOT("name", SLOT_TEXT, true, struct person, name),
    SLOT("initials", SLOT_TEXT, false, struct person, initials),
    SLOT("posts", SLOT_TEXTS, true, struct person, posts, .count = AT(struct person, nposts)),
    SLOT("login", SLOT_TEXT, false, struct person, login),
    SLOT("deputy", SLOT_KEY, false, struct person, deputy),
};
static const struct schema person_schema = {SLOTS(person_slots), .size = sizeof(struct person),
                                            .blank = &blank_person};

static const struct desk blank_desk = {.key = "", .name = ""};
static const struct slot desk_slots[] = {
    SLOT("key", SLOT_KEY, true, struct desk, key),
    SLOT("name", SLOT_TEXT, true, struct desk, name),
    SLOT("items", SLOT_TEXTS, false, struct desk, items, .count = AT(struct desk, nitems)),
};
static const struct schema desk_schema = {SLOTS(desk_slots), .size = sizeof(struct desk),
                                          .blank = &blank_desk};

static const struct permission blank_permission = {.act = ""};
static const struct slot permission_slots[] = {
    SLOT("act", SLOT_KEY, true, struct permission, act),
    SLOT("roles", SLOT_TEXTS, true, struct permission, roles,
         .count = AT(struct permission, nroles)),
};
static const struct schema permission_schema = {
    SLOTS(permission_slots), .size = sizeof(struct permission), .blank = &blank_permission};

static const struct duty blank_duty = {"", ""};
static const struct slot duty_slots[] = {
    SLOT("one", SLOT_KEY, true, struct duty, one),
    SLOT("other", SLOT_KEY, true, struct duty, other),
};
static const struct schema duty_schema = {SLOTS(duty_slots), .size = sizeof(struct duty),
                                          .blank = &blank_duty};

/* Each file below fills its own part of the catalogue. */
static const struct slot departments_slots[] = {
    SLOT("departments", SLOT_LIST, true, struct catalog, departments,
         .count = AT(struct catalog, ndepartments), .of = &department_schema),
};
static const struct slot roles_slots[] = {
    SLOT("roles", SLOT_LIST, true, struct catalog, roles, .count = AT(struct catalog, nroles),
         .of = &role_schema),
};
static const struct slot people_slots[] = {
    SLOT("people", SLOT_LIST, true, struct catalog, people, .count = AT(struct catalog, npeople),
         .of = &person_schema),
};
static const struct slot desks_slots[] = {
    SLOT("desks", SLOT_LIST, true, struct catalog, desks, .count = AT(struct catalog, ndesks),
         .of = &desk_schema),
};
static const struct slot acts_slots[] = {
    SLOT("acts", SLOT_LIST, true, struct catalog, permissions,
         .count = AT(struct catalog, npermissions), .of = &permission_schema),
    SLOT("duties", SLOT_LIST, true, struct catalog, duties, .count = AT(struct catalog, nduties),
         .of = &duty_schema),
};

static const struct yaml *fill_from(struct build *b, const char *path, const struct slot *slots,
                                    size_t n)
{
    const struct schema s = {slots, n, sizeof(struct catalog), NULL};
    const struct yaml *root = build_read(b, path);

    if (root) schema_fill(&b->c->arena, &b->to, root, &s, b->c);
    return root;
}

#define FILL(path, slots) fill_from(b, path, slots, sizeof slots / sizeof *slots)

/* --- Checks within one file --- */

/* map holds pm and cutoff. */
static void check_hours(struct build *b, const struct hours *h, const struct yaml *map)
{
    if (h->am_to > h->pm_from)
        finding(&b->to, yaml_at(map, "pm"), N_("the afternoon begins before the morning ends"),
                NULL);
    if (h->cutoff > h->pm_to)
        finding(&b->to, yaml_at(map, "cutoff"), N_("the cut-off lies after closing time"), NULL);
}

/* The first day of some year on which the season and one before it hold; false: none. */
static bool season_meets(const struct hall *h, size_t season, int *month, int *dom)
{
    for (*month = 1; *month <= 12; ++*month)
        for (*dom = 1; *dom <= 31; ++*dom)
            for (size_t i = 0; i < season; i++)
                if (season_holds(&h->seasons[i], *month, *dom) &&
                    season_holds(&h->seasons[season], *month, *dom))
                    return true;
    return false;
}

static void check_seasons(struct build *b, const struct yaml *list)
{
    const struct hall *h = &b->c->hall;

    for (size_t i = 0; i < h->nseasons; i++) {
        const struct yaml *node = yaml_nth(list, i);
        int month, dom;
        check_hours(b, &h->seasons[i].hours, node);
        if (!h->seasons[i].from || !h->seasons[i].to || !season_meets(h, i, &month, &dom)) continue;
        char day[16];
        snprintf(day, sizeof day, "%02d-%02d", month, dom);
        finding(&b->to, yaml_at(node, "from"), N_("{1} lies in a season above already"), day, NULL);
    }
}

static void check_hall(struct build *b, const struct yaml *root)
{
    const struct hall *h = &b->c->hall;

    if (*h->region && (strlen(h->region) != 6 || strspn(h->region, "0123456789") != 6))
        finding(&b->to, yaml_at(root, "region"), N_("a region code has six digits"), NULL);
    if (*h->language && strcmp(h->language, "zh_CN") != 0 && strcmp(h->language, "en") != 0)
        finding(&b->to, yaml_at(root, "language"), N_("\"{1}\" cannot be \"{2}\"; expected {3}"),
                "language", h->language, "zh_CN, en", NULL);
    if (*h->night && !word_time(h->night, NULL))
        finding(&b->to, yaml_at(root, "night"), N_("\"{1}\" cannot be \"{2}\"; expected {3}"),
                "night", h->night, "22:30", NULL);
    check_hours(b, &h->hours, yaml_get(root, "hours"));
    check_seasons(b, yaml_get(root, "seasons"));
}

static void check_departments(struct build *b, const struct yaml *list)
{
    schema_unique(&b->to, list, "key");
    schema_unique(&b->to, list, "uscc");
    for (size_t i = 0; i < b->c->ndepartments; i++) {
        struct fault f;
        char good[19];
        const char *code = b->c->departments[i].uscc;
        if (*code && ids_uscc(code, good, NULL, &f) != RC_OK)
            finding_within(&b->to, yaml_at(yaml_nth(list, i), "uscc"), 0, &f);
    }
}

/* Arrays in the catalogue are const for its readers; while it is built they are still ours. */
static void add_initials(struct build *b)
{
    for (size_t i = 0; i < b->c->npeople; i++) {
        struct person *p = (struct person *)(uintptr_t)&b->c->people[i];
        char out[64];
        if (*p->initials) continue;
        catalog_initials(p->name, out, sizeof out);
        p->initials = arena_strdup(&b->c->arena, out);
    }
}

void build_hall(struct build *b)
{
    struct hall *h = &b->c->hall;
    const struct yaml *root = build_read(b, "data/hall/hall.yaml"), *desks;

    *h = (struct hall){
        .name = "", .region = "", .language = "", .night = "", .hours = hours_default};
    if (root) {
        schema_fill(&b->c->arena, &b->to, root, &hall_schema, h);
        check_hall(b, root);
    }
    b->departments = FILL("data/hall/departments.yaml", departments_slots);
    check_departments(b, yaml_get(b->departments, "departments"));
    b->roles = FILL("data/hall/roles.yaml", roles_slots);
    schema_unique(&b->to, yaml_get(b->roles, "roles"), "key");
    b->people = FILL("data/hall/people.yaml", people_slots);
    schema_unique(&b->to, yaml_get(b->people, "people"), "key");
    schema_unique(&b->to, yaml_get(b->people, "people"), "login");
    add_initials(b);
    desks = FILL("data/hall/desks.yaml", desks_slots);
    schema_unique(&b->to, yaml_get(desks, "desks"), "key");
    b->acts = FILL("data/hall/acts.yaml", acts_slots);
    schema_unique(&b->to, yaml_get(b->acts, "acts"), "act");
    b->desks = desks;
}

/* --- The calendar --- */

static const char published[] = "data/calendar/cn.tsv";
static const char *const local[] = {"data/calendar/region.tsv", "data/calendar/hall.tsv"};
enum { LOCAL = sizeof local / sizeof *local };

static bool provisional_name(const char *path)
{
    static const char start[] = "data/calendar/cn_", end[] = "provisional.tsv";
    size_t n = strlen(path);

    return n >= sizeof start + sizeof end - 2 && strncmp(path, start, sizeof start - 1) == 0 &&
           strcmp(path + n - (sizeof end - 1), end) == 0;
}

bool calendar_path(const char *path)
{
    for (size_t i = 0; i < LOCAL; i++)
        if (strcmp(path, local[i]) == 0) return true;
    return strcmp(path, published) == 0 || provisional_name(path);
}

/* NULL: none.  Editions keep files that were removed, so last year's stays beside this year's: the
 * last by name counts. */
static const struct catalog_file *provisional_file(struct build *b)
{
    const struct catalog_file *found = NULL;

    for (size_t i = b->files.n; i-- > 0;) {
        const struct catalog_file *file = &b->files.file[i];
        struct yaml_source in = {file->path, ""};
        struct yaml at = {.in = &in, .line = 1, .column = 1};
        if (!provisional_name(file->path)) continue;
        if (found)
            finding_warn(&b->to, &at, N_("{1} is read in its place"), found->path, NULL);
        else
            found = file;
    }
    return found;
}

/* The calendar's own sentences carry line and column first when they have a place. */
static void report_calendar(struct build *b, const char *path, const struct fault *f)
{
    char *rest;
    long line = strtol(f->arg[0], &rest, 10),
         column = *rest || rest == f->arg[0] ? 0 : strtol(f->arg[1], NULL, 10);

    b->to.errors++;
    b->to.report(b->to.arg, path, column > 0 ? (int)line : 1, column > 0 ? (int)column : 1, false,
                 f);
}

void build_calendar(struct build *b)
{
    static const char overlay_code[] = "calendar-overlay-";
    const struct catalog_file *sure = build_file(b, published), *maybe = provisional_file(b);
    const struct hall *h = &b->c->hall;
    const char *overlay[LOCAL], *path[LOCAL];
    struct calendar_parts parts = {
        .overlay = overlay, .hours = &h->hours, .season = h->seasons, .nseason = h->nseasons};
    struct fault f;

    if (!sure) {
        finding_at(&b->to, published, 1, 1, N_("the file is missing"), NULL);
        return;
    }
    parts.published = sure->text;
    if (maybe) parts.provisional = maybe->text;
    for (size_t i = 0; i < LOCAL; i++) {
        const struct catalog_file *file = build_file(b, local[i]);
        if (!file) continue;
        path[parts.noverlay] = local[i];
        overlay[parts.noverlay++] = file->text;
    }
    if (calendar_read(&parts, &b->c->calendar, &f) == RC_OK) return;
    size_t n = sizeof overlay_code - 1;
    if (strncmp(f.code, overlay_code, n) == 0)
        report_calendar(b, path[f.code[n] - '0'], &f);
    else
        report_calendar(b, strcmp(f.code, "calendar") == 0 ? published : maybe->path, &f);
}
