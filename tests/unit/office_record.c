/* The sum of the differences is the record: random changes to a matter, added up again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/matter.pb-c.h"
#include "office/journal.h"
#include "office/record.h"

static char *word(struct arena *a)
{
    static const char *const words[] = {"", "甲", "abc", "long text with 汉字 in it", "0"};

    return arena_strdup(a, words[rand() % 5]);
}

static void change_clock(struct arena *a, Yc__Matter *m)
{
    Yc__Clock *c;

    if (m->n_clocks == 0 || rand() % 4 == 0) {
        c = record_add(a, &m->n_clocks, &m->clocks, &yc__clock__descriptor);
        c->key = arena_printf(a, "c%zu", m->n_clocks);
    } else {
        c = m->clocks[rand() % (int)m->n_clocks];
    }
    if (rand() % 2) SET(c, due_day, rand() % 3);
    if (rand() % 2) SET(c, next_at, rand() % 5 - 2);
    if (rand() % 2) c->next = word(a);
    if (rand() % 2) SET(c, provisional, rand() % 2);
}

static void change(struct arena *a, Yc__Matter *m)
{
    switch (rand() % 6) {
    case 0:
        SET(m, phase, 1 + (unsigned)rand() % 7);
        break;
    case 1:
        m->reason = word(a);
        break;
    case 2:
        SET(m, registered_at, rand() % 4);
        break;
    case 3:
        SET(m, suspended, rand() % 2);
        break;
    case 4:
        change_clock(a, m);
        break;
    default: {
        Yc__Value *v = record_add(a, &m->n_values, &m->values, &yc__value__descriptor);
        v->key = arena_printf(a, "f%zu", m->n_values);
        v->value = word(a);
    }
    }
}

static void same(const void *x, const void *y)
{
    struct buf p = {0}, q = {0};

    record_pack(x, &p);
    record_pack(y, &q);
    assert_int_equal(p.len, q.len);
    if (p.len) assert_memory_equal(p.data, q.data, p.len);
    buf_free(&p);
    buf_free(&q);
}

static void sum_of_differences(void **state)
{
    (void)state;
    srand(1);
    for (int round = 0; round < 300; round++) {
        struct arena a = {0};
        Yc__Matter *m = record_new(&a, &yc__matter__descriptor),
                   *sum = record_new(&a, &yc__matter__descriptor);
        for (int act = 0; act < 12; act++) {
            Yc__Matter *was = record_copy(&a, m);
            for (int i = rand() % 5; i > 0; i--)
                change(&a, m);
            void *d = record_diff(&a, was, m);
            if (d) {
                struct buf packed = {0}; /* as it comes back from the journal */
                record_pack(d, &packed);
                record_merge(
                    &a, sum,
                    record_unpack(&a, &yc__matter__descriptor, buf_str(&packed), packed.len));
                buf_free(&packed);
            } else {
                same(was, m);
            }
            same(sum, m);
        }
        arena_free(&a);
    }
}

static void nothing_differs(void **state)
{
    struct arena a = {0};
    Yc__Matter *m = record_new(&a, &yc__matter__descriptor);

    (void)state;
    SET(m, id, 7);
    change_clock(&a, m);
    assert_null(record_diff(&a, record_copy(&a, m), m));
    /* version and head follow from the event and are never part of a change */
    Yc__Matter *was = record_copy(&a, m);
    unsigned char hash[JOURNAL_HASH] = {1};
    record_set_head(&a, m, 9, hash);
    assert_null(record_diff(&a, was, m));
    assert_int_equal(record_version(m), 9);
    arena_free(&a);
}

/* A difference names only what differs: one date of one clock, not the clock. */
static void small(void **state)
{
    struct arena a = {0};
    Yc__Matter *m = record_new(&a, &yc__matter__descriptor);

    (void)state;
    for (int i = 0; i < 50; i++)
        change_clock(&a, m);
    Yc__Matter *was = record_copy(&a, m);
    SET(m->clocks[0], due_day, 20000);
    Yc__Matter *d = record_diff(&a, was, m);
    assert_non_null(d);
    assert_int_equal(d->n_clocks, 1);
    assert_false(d->clocks[0]->has_next_at);
    assert_null(d->clocks[0]->next);
    arena_free(&a);
}

static void not_a_record(void **state)
{
    struct arena a = {0};

    (void)state;
    assert_null(record_unpack(&a, &yc__matter__descriptor, "\xff\xff\xff", 3));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sum_of_differences),
                                       cmocka_unit_test(nothing_differs), cmocka_unit_test(small),
                                       cmocka_unit_test(not_a_record)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
