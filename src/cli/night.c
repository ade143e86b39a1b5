#include "cli/night.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backup/make.h"
#include "base/log.h"
#include "base/mem.h"
#include "cli/file.h"
#include "cli/lang.h"
#include "office/office.h"
#include "report/report.h"

struct night {
    const char *home;
    day_t date;
    char name[DAY_TEXT];
    struct office *office;
    struct door *door;
};

static Yc__Reply *answer(void *office, const Yc__Request *q)
{
    struct office_caller who = {.uid = geteuid(), .system = true};

    return office_answer(office, &who, q);
}

/* Reports are written in the language of the hall, whoever started the service. */
static enum rc speak(struct night *n, const char *programs, struct fault *f)
{
    Yc__Request *q = door_request_new("hall");
    Yc__Reply *r = NULL;
    enum rc rc = door_call(n->door, q, &r, f);

    if (rc == RC_OK) lang_open(door_reply_get(r, "language"), "zh_CN", programs);
    if (r) door_reply_free(r);
    door_request_free(q);
    return rc;
}

static const struct leaf {
    const char *file, *report;
    enum report_format format;
} leaves[] = {
    {"day.txt", "day", REPORT_TEXT},    {"day.csv", "figures", REPORT_CSV},
    {"split.csv", "split", REPORT_CSV}, {"loop.csv", "loop", REPORT_CSV},
    {"cards.csv", "cards", REPORT_CSV}, {"calendar.txt", "calendar", REPORT_TEXT},
};

static enum rc write_leaf(struct night *n, const char *folder, const struct leaf *leaf,
                          struct fault *f)
{
    struct report_request q = {
        .name = leaf->report, .from = n->date, .to = n->date, .format = leaf->format, .bom = true};
    char *path = mem_printf("%s/%s", folder, leaf->file);
    struct buf out = {0};
    enum rc rc = report_write(n->door, &q, &out, f);

    if (rc == RC_OK) rc = file_replace(path, buf_str(&out), out.len, f);
    buf_free(&out);
    free(path);
    return rc;
}

static enum rc write_reports(struct night *n, const char *folder, struct fault *f)
{
    enum rc rc = file_folder(folder, f);

    for (size_t i = 0; rc == RC_OK && i < sizeof leaves / sizeof *leaves; i++)
        rc = write_leaf(n, folder, &leaves[i], f);
    return rc;
}

/* --- Backup --- */

static enum rc copy(void *night, const char *dir, struct fault *f)
{
    const struct night *n = night;

    return office_backup(n->office, dir, f);
}

static enum rc back_up(struct night *n, struct fault *f)
{
    struct backup_made made;
    enum rc rc = backup_make(n->home, false, copy, n, &made, f);

    if (rc != RC_OK) return rc;
    log_info("backup at %s: %s%s, %u log(s), %llu events verified, %u old one(s) let go",
             made.place, *made.whole ? "whole copy " : "none due", made.whole, made.logs,
             (unsigned long long)made.proof.events, made.dropped);
    if (!made.sealed) log_warn("backups are not encrypted: yichuang backup-key FILE");
    return RC_OK;
}

/* --- The night --- */

static enum rc close_day(struct night *n, const char *programs, struct fault *f)
{
    char *folder = mem_printf("%s/reports/%s", n->home, n->name),
         *done = mem_printf("%s/done", folder);

    enum rc rc = speak(n, programs, f);
    if (rc == RC_OK) rc = write_reports(n, folder, f);
    if (rc == RC_OK) rc = office_checkpoint(n->office, true, f);
    if (rc == RC_OK) rc = back_up(n, f);
    if (rc == RC_OK) rc = file_replace(done, n->name, strlen(n->name), f);
    free(folder);
    free(done);
    return rc;
}

enum rc night_run(const char *home, day_t date, const char *programs, struct fault *f)
{
    struct night n = {.home = home, .date = date};

    day_text(date, n.name);
    enum rc rc = office_open(home, OFFICE_JOIN, &n.office, f);
    if (rc != RC_OK) return rc;
    n.door = door_local(answer, n.office);
    rc = close_day(&n, programs, f);
    door_close(n.door);
    office_close(n.office);
    return rc;
}
