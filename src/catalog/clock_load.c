/* The timers of the law: data/clocks/NAME.yaml. */
#include <string.h>

#include "catalog/build.h"

/* --- Words --- */

static bool word_bound(const char *s, void *to)
{
    return timer_bound_parse(s, to);
}

static bool word_start(const char *s, void *to)
{
    return timer_start_parse(s, to);
}

static bool word_silence(const char *s, void *to)
{
    return timer_silence_parse(s, to);
}

static bool word_grade(const char *s, void *to)
{
    static const char *const words[] = {"law", "local", "memory", "own"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], s) == 0) *(const char **)to = words[i];
    return **(const char **)to != '\0';
}

/* --- Schemas --- */

/* Worked by hand: this event makes it end then.  due is a day; for limits judged by the minute the
 * last moment in time. */
struct example {
    const char *event, *due;
    const char *alarm; /* START_FIXED: the last day before it ends on which anybody works */
    bool extended;
    const char *const *susp; /* "2026-03-05/2026-03-10": after the one through the other */
    size_t nsusp;
};
static const struct example blank_example = {.event = "", .due = "", .alarm = ""};
static const struct slot example_slots[] = {
    SLOT("event", SLOT_TEXT, true, struct example, event),
    SLOT("due", SLOT_TEXT, true, struct example, due),
    SLOT("alarm", SLOT_TEXT, false, struct example, alarm),
    SLOT("extended", SLOT_BOOL, false, struct example, extended),
    SLOT("susp", SLOT_TEXTS, false, struct example, susp, .count = offsetof(struct example, nsusp)),
};
static const struct schema example_schema = {SLOTS(example_slots), .size = sizeof(struct example),
                                             .blank = &blank_example};

struct row {
    struct timer timer;
    const struct example *examples;
    size_t nexamples;
};
static const struct row blank_row = {.timer = {.id = "",
                                               .name = "",
                                               .procedure = "",
                                               .starts = "",
                                               .ends = "",
                                               .extension_by = "",
                                               .excluded = "",
                                               .rolls = true,
                                               .law = "",
                                               .article = "",
                                               .grade = ""}};
static const struct slot row_slots[] = {
    SLOT("id", SLOT_TEXT, true, struct row, timer.id),
    SLOT("name", SLOT_TEXT, true, struct row, timer.name),
    SLOT("procedure", SLOT_TEXT, true, struct row, timer.procedure),
    SLOT("length", SLOT_SPAN, false, struct row, timer.length),
    SLOT("bound", SLOT_WORD, false, struct row, timer.bound, .parse = word_bound,
         .expect = "upper lower before"),
    SLOT("start", SLOT_WORD, true, struct row, timer.start, .parse = word_start,
         .expect = "day receipt moment fixed"),
    SLOT("starts", SLOT_TEXT, true, struct row, timer.starts),
    SLOT("ends", SLOT_TEXT, true, struct row, timer.ends),
    SLOT("extension", SLOT_SPAN, false, struct row, timer.extension),
    SLOT("extension_by", SLOT_TEXT, false, struct row, timer.extension_by),
    SLOT("excluded", SLOT_TEXT, false, struct row, timer.excluded),
    SLOT("silence", SLOT_WORD, false, struct row, timer.silence, .parse = word_silence,
         .expect = "nothing accepted_from_start accepted_at_end renewed agrees abandoned "
                   "terminated"),
    SLOT("rolls", SLOT_BOOL, false, struct row, timer.rolls),
    SLOT("law", SLOT_TEXT, true, struct row, timer.law),
    SLOT("article", SLOT_TEXT, true, struct row, timer.article),
    SLOT("grade", SLOT_WORD, true, struct row, timer.grade, .parse = word_grade,
         .expect = "law local memory own"),
    SLOT("examples", SLOT_LIST, true, struct row, examples,
         .count = offsetof(struct row, nexamples), .of = &example_schema),
};
static const struct schema row_schema = {SLOTS(row_slots), .size = sizeof(struct row),
                                         .blank = &blank_row};

struct file {
    const struct row *rows;
    size_t n;
};
static const struct slot file_slots[] = {
    SLOT("timers", SLOT_LIST, true, struct file, rows, .count = offsetof(struct file, n),
         .of = &row_schema),
};
static const struct schema file_schema = {SLOTS(file_slots), .size = sizeof(struct file)};

/* --- One timer against itself --- */

/* LIC1, PEN3a, TOL: capitals, a number, a letter where one article sets several. */
static bool id_valid(const char *s)
{
    size_t capitals = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    s += capitals;
    s += strspn(s, "0123456789");
    if (*s >= 'a' && *s <= 'z') s++;
    return capitals && !*s;
}

/* Judged by the second or minute, and so begun by a moment. */
static bool by_moment(struct span len)
{
    return len.unit == UNIT_HR || len.unit == UNIT_BH || len.elapsed;
}

static bool natural(struct span len)
{
    return (len.unit == UNIT_CD || len.unit == UNIT_MO) && !len.elapsed;
}

static void check_timer(struct build *b, const struct timer *t, const struct yaml *at)
{
    bool fixed = t->start == START_FIXED;

    if (*t->id && !id_valid(t->id))
        finding(&b->to, yaml_at(at, "id"),
                N_("\"{1}\" is not the id of a timer; write LIC1 or PEN3a"), t->id, NULL);
    if (fixed != (t->length.unit == UNIT_NONE))
        finding(&b->to, yaml_at(at, "length"), N_("a timer has a length, or start: fixed and none"),
                NULL);
    if (!fixed && (t->start == START_MOMENT) != by_moment(t->length))
        finding(&b->to, yaml_at(at, "start"),
                N_("limits in hours, office minutes and elapsed days begin at a moment, others do "
                   "not"),
                NULL);
    if (t->bound != BOUND_UPPER && (fixed || t->start == START_MOMENT))
        finding(&b->to, yaml_at(at, "bound"),
                N_("a limit that may not be undercut is one of whole days"), NULL);
    if (t->extension.unit &&
        (t->extension.unit != t->length.unit || t->extension.elapsed != t->length.elapsed))
        finding(&b->to, yaml_at(at, "extension"), N_("the extension must have the unit of length"),
                NULL);
    if (t->extension.unit && !*t->extension_by)
        finding(&b->to, yaml_at(at, "extension"), N_("say in extension_by who may extend"), NULL);
    if (!t->rolls && (fixed || t->bound == BOUND_BEFORE || !natural(t->length)))
        finding(&b->to, yaml_at(at, "rolls"),
                N_("only limits in natural days and months could roll"), NULL);
}

/* --- Its examples --- */

static bool read_stand(const char *s, struct stand *out)
{
    char from[DAY_TEXT] = "";
    size_t n = strcspn(s, "/");

    if (n >= sizeof from || !s[n]) return false;
    memcpy(from, s, n);
    return day_parse(from, &out->from) && day_parse(s + n + 1, &out->to) && out->from <= out->to;
}

/* NULL: one of them is wrong, and reported. */
static const struct stand *read_stands(struct build *b, const struct example *x,
                                       const struct yaml *at)
{
    struct stand *stands = arena_alloc(&b->nodes, (x->nsusp + 1) * sizeof *stands);

    for (size_t i = 0; i < x->nsusp; i++) {
        if (read_stand(x->susp[i], &stands[i])) continue;
        finding(&b->to, yaml_nth(yaml_get(at, "susp"), i),
                N_("\"{1}\" is not a suspension; write 2026-03-05/2026-03-10"), x->susp[i], NULL);
        return NULL;
    }
    return stands;
}

/* As the example is to be written. */
static const char *due_text(const struct timer *t, struct due due, char out[INSTANT_TEXT])
{
    if (!by_moment(t->length)) return day_text(due.day, out);
    instant_text(due.late - (t->length.elapsed ? 1 : 60), out);
    if (!t->length.elapsed) out[strlen("2026-11-24T09:14")] = '\0';
    return out;
}

/* A warning only: the nation's days may be corrected in the middle of a year, and that must not
 * wait for the examples. */
static void compare(struct build *b, const struct yaml *at, const char *key, const char *said,
                    const char *reckoned)
{
    if (*said && strcmp(said, reckoned) != 0)
        finding_warn(&b->to, yaml_at(at, key), N_("the example says {1}, but it is {2}"), said,
                     reckoned, NULL);
}

static void check_example(struct build *b, const struct calendar *cal, const struct timer *t,
                          const struct example *x, const struct yaml *at)
{
    instant_t event;
    char text[INSTANT_TEXT];
    const struct stand *stands = read_stands(b, x, at);

    if (!stands || !*x->event) return;
    if (!instant_parse(x->event, &event)) {
        finding(&b->to, yaml_at(at, "event"),
                N_("\"{1}\" is not a time; write 2026-02-12 or \"2026-02-12T10:00\""), x->event,
                NULL);
        return;
    }
    if (x->extended && !t->extension.unit)
        finding(&b->to, yaml_at(at, "extended"), N_("this timer has no extension"), NULL);
    if (x->nsusp && !*t->excluded)
        finding(&b->to, yaml_at(at, "susp"), N_("nothing is excluded from this timer"), NULL);
    if ((t->start == START_FIXED) != (*x->alarm != '\0'))
        finding(&b->to, yaml_at(at, "alarm"),
                N_("examples of a fixed day, and no others, say the alarm"), NULL);
    struct due due = timer_due(cal, t, event, x->extended, stands, x->nsusp);
    compare(b, at, "due", x->due, due_text(t, due, text));
    if (due.provisional)
        finding(&b->to, yaml_at(at, "due"),
                N_("the example leans on days past the published calendar"), NULL);
    compare(b, at, "alarm", x->alarm, day_text(calendar_roll_back(cal, due.day), text));
}

/* --- Files --- */

/* Examples hold for the country's calendar, whatever a hall lays over it. */
static struct calendar *published_calendar(const struct build *b)
{
    const struct catalog_file *file = build_file(b, "data/calendar/cn.tsv");
    struct calendar *c = NULL;

    if (!file) return NULL;
    enum rc rc = calendar_read(&(struct calendar_parts){.published = file->text}, &c, NULL);
    return rc == RC_OK ? c : NULL; /* reported where the hall's calendar is read */
}

static void check_row(struct build *b, const struct calendar *cal, const struct row *r,
                      const struct yaml *at)
{
    const struct yaml *examples = yaml_get(at, "examples");
    size_t errors = b->to.errors;

    if (*r->timer.id && catalog_timer(b->c, r->timer.id) != NULL)
        finding(&b->to, yaml_at(at, "id"), N_("\"{1}\" is given twice"), r->timer.id, NULL);
    check_timer(b, &r->timer, at);
    if (examples && !r->nexamples)
        finding(&b->to, examples, N_("\"{1}\" must not be empty"), "examples", NULL);
    bool reckoned = cal && b->to.errors == errors;
    for (size_t i = 0; reckoned && i < r->nexamples; i++)
        check_example(b, cal, &r->timer, &r->examples[i], yaml_nth(examples, i));
}

/* Adds the file's timers to those of the files before.  Examples are reckoned only with timers of
 * the right shape. */
static void add_file(struct build *b, const struct calendar *cal, const struct yaml *root)
{
    const struct yaml *list = yaml_get(root, "timers");
    struct file f = {0};
    size_t errors = b->to.errors;

    schema_fill(&b->c->arena, &b->to, root, &file_schema, &f);
    bool sound = b->to.errors == errors;
    if (!sound) b->timers_unread = true;
    struct timer *all = arena_alloc(&b->c->arena, (b->c->ntimers + f.n + 1) * sizeof *all);
    if (b->c->ntimers) memcpy(all, b->c->timers, b->c->ntimers * sizeof *all);
    b->c->timers = all;
    for (size_t i = 0; i < f.n; i++) {
        if (sound) check_row(b, cal, &f.rows[i], yaml_nth(list, i));
        all[b->c->ntimers++] = f.rows[i].timer;
    }
}

void build_timers(struct build *b)
{
    struct calendar *cal = published_calendar(b);
    const struct catalog_file *file;
    char stem[64];

    for (size_t i = 0; (file = build_next(b, "data/clocks", &i, stem)); i++) {
        const struct yaml *root = yaml_read(&b->nodes, file, &b->to);
        if (root)
            add_file(b, cal, root);
        else
            b->timers_unread = true;
    }
    calendar_free(cal);
}
