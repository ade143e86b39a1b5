#include "cli/night.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/file.h"
#include "cli/lang.h"
#include "cli/mark.h"
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
    char *mark = mark_line(_("the night batch"), n->name, NULL);
    struct buf out = {0};
    q.mark = mark;
    enum rc rc = report_write(n->door, &q, &out, f);

    if (rc == RC_OK) rc = file_replace(path, buf_str(&out), out.len, f);
    buf_free(&out);
    free(mark);
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

/* At every moment the name of the date stands for a whole copy, the old one or the new. */
static enum rc put_backup(const char *fresh, const char *place, struct fault *f)
{
    bool ok = access(place, F_OK) == 0
                  ? renameat2(AT_FDCWD, fresh, AT_FDCWD, place, RENAME_EXCHANGE) == 0
                  : rename(fresh, place) == 0;

    if (!ok)
        return fault_set(f, RC_REFUSED, "file", N_("{1} cannot be written: {2}"), place,
                         strerror(errno), NULL);
    file_remove(fresh);
    return RC_OK;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_date(const char *name)
{
    day_t d;

    return strlen(name) == DAY_TEXT - 1 && day_parse(name, &d);
}

static bool is_unfinished(const char *name)
{
    size_t n = strlen(name);

    return n > 4 &&
           strcmp(name + n - 4, ".new") == 0; /* a batch was killed; only one runs at a time */
}

static void drop(const char *folder, const char *name)
{
    char *path = mem_printf("%s/%s", folder, name);

    file_remove(path);
    free(path);
}

static void drop_old(const char *folder)
{
    DIR *dir = opendir(folder);
    char **name = NULL;
    size_t n = 0;

    for (struct dirent *e; dir && (e = readdir(dir));) {
        if (is_unfinished(e->d_name)) drop(folder, e->d_name);
        if (!is_date(e->d_name)) continue;
        name = mem_resize(name, (n + 1) * sizeof *name);
        name[n++] = mem_strdup(e->d_name);
    }
    if (dir) closedir(dir);
    if (n) qsort(name, n, sizeof *name, by_name);
    for (size_t i = 0; i < n; i++) {
        if (i + NIGHT_BACKUPS < n) drop(folder, name[i]);
        free(name[i]);
    }
    free(name);
}

static enum rc back_up(struct night *n, struct fault *f)
{
    char *folder = mem_printf("%s/backup", n->home),
         *fresh = mem_printf("%s/%s.new", folder, n->name);
    char *place = mem_printf("%s/%s", folder, n->name);
    enum rc rc = file_folder(folder, f);

    file_remove(fresh);
    if (rc == RC_OK) rc = office_backup(n->office, fresh, f);
    if (rc == RC_OK) rc = put_backup(fresh, place, f);
    if (rc == RC_OK)
        drop_old(folder);
    else
        file_remove(fresh);
    free(folder);
    free(fresh);
    free(place);
    return rc;
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
