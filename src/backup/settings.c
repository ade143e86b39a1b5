#include "backup/settings.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backup/trouble.h"
#include "catalog/schema.h"

#define KEEP(word, member, most)                                                                   \
    SLOT(word, SLOT_INT, false, struct keep_rule, member, .min = 1, .max = most)
#define SET(word, type, member, ...)                                                               \
    SLOT(word, type, false, struct backup_settings, member, ##__VA_ARGS__)

static const struct slot keep_slots[] = {
    KEEP("daily", daily, 366),
    KEEP("weekly", weekly, 520),
    KEEP("monthly", monthly, 1200),
};
static const struct schema keep_schema = {SLOTS(keep_slots), .size = sizeof(struct keep_rule)};

static bool absolute(const char *s, void *to)
{
    if (s[0] != '/') return false;
    *(const char **)to = s;
    return true;
}

static const struct slot slots[] = {
    SET("to", SLOT_WORD, to, .parse = absolute, .expect = "/mnt/second/backup"),
    SET("minutes", SLOT_INT, minutes, .min = 1, .max = 1440),
    SET("whole_days", SLOT_INT, whole_days, .min = 1, .max = 92),
    SET("keep", SLOT_STRUCT, keep, .of = &keep_schema),
};
static const struct schema schema = {SLOTS(slots), .size = sizeof(struct backup_settings)};

struct first {
    int n;
    char place[FAULT_ARG_MAX], text[FAULT_ARG_MAX];
};

static void note(void *arg, const char *path, int line, int column, bool warning,
                 const struct fault *what)
{
    struct first *first = arg;

    if (warning || first->n++) return;
    snprintf(first->place, sizeof first->place, "%s:%d:%d", path, line, column);
    fault_nested(what, first->text);
}

/* -1: cannot be read, errno says why. */
static ssize_t slurp(const char *path, char *text, size_t room)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, room - 1);
    int err = errno;

    if (fd >= 0) close(fd);
    errno = err;
    if (n >= 0) text[n] = '\0';
    return n;
}

static enum rc fill(struct backup_settings *s, char *path, const char *text, struct fault *f)
{
    struct first first = {0};
    struct findings to = {.report = note, .arg = &first};
    struct catalog_file file = {
        .path = path, .text = arena_strdup(&s->mem, text), .len = strlen(text)};
    const struct yaml *root = *text ? yaml_read(&s->mem, &file, &to) : NULL;

    if (root) schema_fill(&s->mem, &to, root, &schema, s);
    if (to.errors == 0) return RC_OK;
    return fault_set(f, RC_REFUSED, "backup-yaml", N_("{1}: {2}"), first.place, first.text, NULL);
}

enum rc backup_settings_read(const char *home, struct backup_settings *out, struct fault *f)
{
    enum { MOST = 64 << 10 };
    char *path, *text = mem_alloc(MOST);
    enum rc rc = RC_OK;

    *out = (struct backup_settings){.minutes = 5, .whole_days = 1, .keep = {7, 5, 12}};
    out->to = arena_printf(&out->mem, "%s/backup", home);
    out->certificate = arena_printf(&out->mem, "%s/backup.crt", home);
    path = arena_printf(&out->mem, "%s/backup.yaml", home);
    if (slurp(path, text, MOST) >= 0)
        rc = fill(out, path, text, f);
    else if (errno != ENOENT)
        rc = trouble_reading(path, errno, f);
    free(text);
    return rc;
}

void backup_settings_free(struct backup_settings *s)
{
    arena_free(&s->mem);
}
