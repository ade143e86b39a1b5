#include "tui/screen/habits.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "tui/screen/draft.h"

enum { MOST_ENTRIES = 200, MOST_VALUE = 4000, MOST_LAST = 20 };
static const char FILE_NAME[] = "habits";

struct habits {
    char *person;
    struct {
        char *key, *value;
    } entry[MOST_ENTRIES];
    int n;
};

/* --- Joined texts --- */

char *habits_part(const char *joined, int i)
{
    for (; i > 0; i--) {
        joined = strchr(joined, '|');
        if (!joined) return NULL;
        joined++;
    }
    return mem_strndup(joined, strcspn(joined, "|"));
}

int habits_find(const char *joined, const char *part)
{
    size_t n = strlen(part);

    for (int i = 0;; i++, joined++) {
        size_t len = strcspn(joined, "|");
        if (len == n && memcmp(joined, part, n) == 0) return i;
        joined += len;
        if (!*joined) return -1;
    }
}

/* --- The file --- */

static int find(const struct habits *h, const char *key)
{
    for (int i = 0; i < h->n; i++)
        if (strcmp(h->entry[i].key, key) == 0) return i;
    return -1;
}

static void put(struct habits *h, const char *key, const char *value)
{
    int i = find(h, key);

    if (i < 0) {
        if (h->n == MOST_ENTRIES) return;
        i = h->n++;
        h->entry[i].key = mem_strdup(key);
    } else {
        free(h->entry[i].value);
    }
    h->entry[i].value = mem_strdup(value);
}

static void take_line(void *arg, const char *key, const char *value)
{
    if (strchr(key, '.') && text_valid(key) && text_valid(value) && strlen(value) <= MOST_VALUE)
        put(arg, key, value);
}

void habits_free(struct habits *h)
{
    if (!h) return;
    for (int i = 0; i < h->n; i++) {
        free(h->entry[i].key);
        free(h->entry[i].value);
    }
    free(h->person);
    free(h);
}

/* Of who sits here; NULL: nobody does. */
static struct habits *habits(struct seat *s)
{
    if (!s->person) return NULL;
    if (s->habits && strcmp(s->habits->person, s->person) == 0) return s->habits;
    habits_free(s->habits);
    s->habits = mem_alloc(sizeof *s->habits);
    s->habits->person = mem_strdup(s->person);
    char *text = draft_load(s, FILE_NAME);
    if (text) draft_each(text, take_line, s->habits);
    free(text);
    return s->habits;
}

static void save(const struct seat *s, const struct habits *h)
{
    struct buf text = {0};

    for (int i = 0; i < h->n; i++)
        draft_line(&text, h->entry[i].key, h->entry[i].value);
    draft_save(s, FILE_NAME, &text);
    buf_free(&text);
}

/* --- Habits --- */

const char *habits_of(struct seat *s, const char *kind, const char *list)
{
    struct habits *h = habits(s);
    char *key = mem_printf("%s.%s", kind, list);
    int i = h ? find(h, key) : -1;

    free(key);
    return i < 0 ? "" : h->entry[i].value;
}

void habits_set(struct seat *s, const char *kind, const char *list, const char *joined)
{
    struct habits *h = habits(s);
    char *key = mem_printf("%s.%s", kind, list);

    if (h && strlen(joined) <= MOST_VALUE) {
        put(h, key, joined);
        save(s, h);
    }
    free(key);
}

static bool can_be_kept(const char *value)
{
    return *value && !strpbrk(value, "|\n") && strlen(value) < MOST_VALUE / MOST_LAST;
}

/* Where the value is first; what stood at its old place, or last of too many, is gone. */
static char *moved_to_front(const char *last, const char *value)
{
    struct buf b = {0};
    char *part;

    buf_adds(&b, value);
    for (int i = 0, kept = 1; kept < MOST_LAST && (part = habits_part(last, i)) != NULL; i++) {
        if (*part && strcmp(part, value) != 0) {
            buf_printf(&b, "|%s", part);
            kept++;
        }
        free(part);
    }
    return buf_take(&b);
}

static int free_digit(const char *digits)
{
    char *part;
    int i = 0;

    while ((part = habits_part(digits, i)) != NULL && *part) {
        free(part);
        i++;
    }
    free(part);
    return i < HABITS_DIGITS ? i : -1;
}

void habits_chosen(struct seat *s, const char *list, const char *value)
{
    if (!can_be_kept(value)) return;
    const char *last = habits_of(s, "last", list), *digits = habits_of(s, "digits", list);
    bool again = habits_find(last, value) >= 0;
    int digit = again && habits_find(digits, value) < 0 ? free_digit(digits) : -1;
    char *fresh = moved_to_front(last, value);

    if (digit >= 0) habits_pin(s, list, digit, value);
    habits_set(s, "last", list, fresh);
    free(fresh);
}

void habits_pin(struct seat *s, const char *list, int digit, const char *value)
{
    if (!can_be_kept(value)) return;
    const char *was = habits_of(s, "digits", list);
    struct buf b = {0};

    for (int i = 0; i < HABITS_DIGITS; i++) {
        char *part = habits_part(was, i);
        if (i) buf_addc(&b, '|');
        if (i == digit)
            buf_adds(&b, value);
        else if (part && strcmp(part, value) != 0)
            buf_adds(&b, part);
        free(part);
    }
    habits_set(s, "digits", list, buf_str(&b));
    buf_free(&b);
}
