/* The monkey's office: it knows every query, has a long inbox and one matter, and moods: it
 * refuses, is away, or says that somebody else was quicker.  Every request is looked at: texts are
 * whole characters, without controls and without a mark of monkey_hands.h.
 *
 * Included after scripted_office.h and monkey_hands.h; must() is the includer's. */
#ifndef YC_TESTS_MONKEY_OFFICE_H
#define YC_TESTS_MONKEY_OFFICE_H

#define MONKEY_NUMBER "370299202611230000428"
#define MONKEY_COLUMNS                                                                             \
    "lamp|left|number|item|item_name|applicant|step|step_name|run|holder|phase|outcome|due_at|"    \
    "version|dept|clock"
#define MONKEY_ROW(n, item, phase)                                                                 \
    "yellow|0|" n "|" item "|食品经营许可(新办)|宏盛食品店|check|现场核查|check||" phase           \
    "|OPEN|2026-11-23T11:30:00|3|scj|total"

enum { MONKEY_ROWS = 3000 };

static const struct scripted_answer monkey_answers[] = {
    {.name = "find",
     .columns = MONKEY_COLUMNS,
     .rows = {MONKEY_ROW(MONKEY_NUMBER, "A03", "HANDLING"),
              MONKEY_ROW("370299202611090001026", "A07", "REVIEW")}},
    {.name = "lamp_list",
     .columns = MONKEY_COLUMNS,
     .rows = {MONKEY_ROW(MONKEY_NUMBER, "A03", "HANDLING")}},
    {.name = "lamps",
     .columns = "dept|name|green|yellow|red|blue|white|notices|yellows|reds",
     .rows = {"scj|市监局|1|2|3|4|5|6|7|8", "spj|审批局|0|0|0|0|0|0|0|0"}},
    {.name = "cards",
     .columns = "at|level|rule|number|dept|post|owner|text|state",
     .rows = {"2026-11-23T00:00:00|yellow|M-T3|" MONKEY_NUMBER "|scj|审核|韩雪松|x|issued",
              "2026-11-23T00:00:00|red|M-T2|" MONKEY_NUMBER "|scj|审核|韩雪松|x|cancelled"}},
    {.name = "notices",
     .columns = "at|number|key|msgid|arg|to",
     .rows = {"2026-11-23T08:00:00|" MONKEY_NUMBER "|n1|{1} {2}|x|scj/clerk"}},
    {.name = "reports", .columns = "date|name", .rows = {"2026-11-22|day.txt", "2026-11-21|x"}},
    {.name = "report_text", .pairs = {"text", "日报\n合计 12 件\n"}},
    {.name = "measures",
     .columns =
         "key|name|registered|accepted|finished|open|open_late|printed|verified|yellows|reds",
     .rows = {"scj|市监局|1|2|3|4|5|6|7|8|9"}},
    {.name = "clocks",
     .columns =
         "clock|which|step_name|timer_name|law|article|length|state|result|provisional|sentence",
     .rows =
         {"review|length||受理审查|行政许可法|第三十二条|5wd|ended|on_time||"
          "2026-11-20起算（当日不计），5个工作日，止于2026-11-27",
          "total|length||许可决定|行政许可法|第四十二条第一款|7wd elapsed|running||provisional|x"}},
    {.name = "ledger",
     .columns = "clock|which|day|weekday|kind|nth|name|notice|minutes|suspension|paper|moment|"
                "cutoff|provisional",
     .rows = {"total|length|2026-11-21|6|event|||||||2026-11-21T17:30:00|17:00|",
              "total|length|2026-11-24|2|counted|1|||210||||||",
              "total|length|2026-11-25|3|suspended|||||检验|政务特〔2026〕1号|||"}},
    {.name = "acts",
     .columns = "act|title|help|step|step_name|post",
     .rows = {"accept|Accept|x|check|核查|scj/clerk", "resubmit|Resubmit|x|check|核查|scj/clerk",
              "notice|One-time notice|x|check|核查|scj/clerk", "pass|Pass|x|check|核查|scj/exam",
              "pay|Pay|x|check|核查|centre/cash", "verify|Verify|x|check|核查|centre/reg",
              "take|Take|x|check|核查|scj/exam", "charge|Charge|x|check|核查|centre/cash"}},
    {.name = "trail",
     .columns = "seq|at|actor|post|title|note|act",
     .rows = {"1|2026-11-23T08:50:00|李晓梅|登记|Register||register"}},
    {.name = "split",
     .columns = "span|kind|key|name|seconds",
     .rows = {"whole|sum|||691200", "whole|part|desk||82800"}},
    {.name = "check_pin", .pairs = {"right", "true", "left", "5"}},
    {.name = NULL},
};

static struct {
    const char *code; /* acts are refused with this; NULL: done */
    bool away;        /* and nobody answers a query either */
    size_t requests;
} mood;

/* --- Looking at what is sent --- */

static inline void look_at_text(const char *s)
{
    uint32_t ch;

    must(text_valid(s), "a request's text is whole characters");
    must(!strpbrk(s, MONKEY_MARKS), "no byte of a sequence in a request");
    for (const char *p = s; *p; p += text_decode(p, &ch))
        must((unsigned char)*p >= ' ' || *p == '\n', "no control in a request");
    must(!strstr(s, "\xEF\xBF\xBD"), "no broken character in a request");
}

/* JSON of a table has braces of its own. */
static inline void look_at_request(const Yc__Request *q)
{
    mood.requests++;
    for (size_t i = 0; i < q->n_with; i++) {
        const char *v = q->with[i]->value;
        if (strncmp(v, "[{\"", 3) == 0) continue;
        look_at_text(v);
    }
}

/* --- Lists --- */

static void monkey_row(Yc__Reply *r, int i)
{
    char number[32], left[12], name[96];

    snprintf(number, sizeof number, "37029920261123%06d%d", i, i % 10);
    snprintf(left, sizeof left, "%d", i % 3 ? i % 20 : -(i % 5));
    snprintf(name, sizeof name, "宏盛%d店%s", i, i % 7 ? "" : "（青溪县北崖村分店）有限责任公司");
    const char *cells[] = {i % 3 ? "green" : "red",
                           left,
                           i ? number : MONKEY_NUMBER,
                           "A03",
                           "食品经营许可(新办)",
                           name,
                           "review",
                           "审核",
                           "review",
                           i % 2 ? "" : "张敏",
                           "HANDLING",
                           "OPEN",
                           "2026-11-24T00:00:00",
                           "1",
                           "scj",
                           "total"};
    door_reply_row(r, cells, 16);
}

static void monkey_inbox(const Yc__Request *q, Yc__Reply *r)
{
    int from = q->page ? atoi(q->page) : 0, i;
    const char *filter = door_request_get(q, "filter");
    char text[16];

    office_row(r, MONKEY_COLUMNS, true);
    for (i = from; i < MONKEY_ROWS && r->n_row < q->limit && i < from + 2000; i++) {
        snprintf(text, sizeof text, "%d", i);
        if (strstr(text, filter)) monkey_row(r, i);
    }
    snprintf(text, sizeof text, "%d", i);
    if (i < MONKEY_ROWS) door_request_set(&r->page, text);
    door_reply_with(r, "all", "3000");
    door_reply_with(r, "work.a", "2");
    door_reply_with(r, "notices", "1");
}

/* --- Answers --- */

static inline bool is_query(const char *name)
{
    for (const struct scripted_answer *a = monkey_answers; a->name; a++)
        if (strcmp(a->name, name) == 0) return strcmp(name, "check_pin") != 0;
    return strcmp(name, "matter") == 0 || strcmp(name, "inbox") == 0 ||
           strcmp(name, "watch") == 0 || strcmp(name, "sign_in") == 0 ||
           strcmp(name, "sign_out") == 0;
}

static const char *monkey_item; /* of the one matter */

/* The record as it is now: somebody may have changed it meanwhile. */
static inline void monkey_matter(void)
{
    static const Yc__Phase phases[] = {YC__PHASE__PHASE_REVIEW, YC__PHASE__PHASE_CORRECTING,
                                       YC__PHASE__PHASE_HANDLING};
    static const char *const names[] = {"宏盛食品店", "宏盛大酒店", "王𠮷小吃"};
    static uint64_t version = 1;
    Yc__Phase phase = office.matter && roll(4) ? office.matter->phase : phases[roll(3)];

    office_new_matter(monkey_item, MONKEY_NUMBER, phase, ++version);
    office_value("org_name", names[roll(3)]);
    office_value("legal_rep", names[roll(3)]);
    office_value("premises_addr", roll(2) ? "北京路12号" : "北京路14号");
    office_material("m1", "received");
    office_material("m4", "tolerated");
    office_run("check", "scj/exam", "c");
    for (unsigned i = roll(3); i; i--) {
        Yc__Paper *paper = OFFICE_ADD(papers, yc__paper, Yc__Paper);
        paper->key = mem_printf("p%u", i);
        paper->kind = mem_strdup("acceptance");
        paper->number = mem_strdup("政务受〔2026〕12号");
        paper->text = mem_strdup("青溪县行政服务中心\n受理通知书\n");
        paper->has_at = true;
        instant_parse("2026-11-23T09:10", &paper->at);
    }
}

static inline bool moody(const Yc__Request *q, Yc__Reply *r)
{
    struct fault f;
    bool change = strcmp(q->name, "resubmit") == 0 || strcmp(q->name, "correct_on_spot") == 0;
    const char *code = is_query(q->name)        ? mood.away ? "unavailable" : NULL
                       : change && roll(3) == 0 ? "version"
                                                : mood.code;

    look_at_request(q);
    if (strcmp(q->name, "sign_out") == 0) return true;
    if (code) {
        if (strcmp(code, "version") == 0) monkey_matter();
        (void)!fault_set(&f, RC_REFUSED, code, "somebody else has {1}", "张敏", NULL);
        door_reply_fault(r, &f);
        return true;
    }
    if (strcmp(q->name, "inbox") == 0) {
        monkey_inbox(q, r);
        return true;
    }
    if (strcmp(q->name, "check_pin") == 0) {
        static const char *const left[] = {"3", "0", "5"};
        door_reply_with(r, "right", roll(3) == 0 ? "true" : "false");
        door_reply_with(r, "left", left[roll(3)]);
        return true;
    }
    return false;
}

static inline void change_mood(void)
{
    static const char *const codes[] = {NULL,   NULL,          NULL,   "version",
                                        "held", "unavailable", "state"};

    mood.code = codes[roll(7)];
    mood.away = roll(8) == 0;
}

#endif
