/* acts.yaml: what it may say, what it comes to, and what must not come together. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "catalog/catalog.h"
#include "catalog_findings.h"

/* The first 6 are those of the minimal catalogue, the first 10 have rows below. */
static const struct catalog_act acts[] = {
    {"accept", ACT_WORK, true},   {"pass", ACT_WORK, false},    {"grant", ACT_WORK, true},
    {"print", ACT_WORK, true},    {"deliver", ACT_WORK, false}, {"verify", ACT_WORK, true},
    {"register", ACT_WORK, true}, {"pay", ACT_WORK, true},      {"note", ACT_WATCH, false},
    {"sign_in", ACT_SELF, false}, {"publish", ACT_RULE, false}, {"clock", ACT_SYSTEM, false},
};

static void know(size_t n)
{
    expect_acts = acts;
    expect_nacts = n;
}

#define ROWS                                                                                       \
    "  - {act: register, roles: [reg]}\n"                                                          \
    "  - {act: accept, roles: [clerk, integ]}\n"                                                   \
    "  - {act: pass, roles: [clerk, head]}\n"                                                      \
    "  - {act: grant, roles: [head]}\n"                                                            \
    "  - {act: print, roles: [print]}\n"                                                           \
    "  - {act: deliver, roles: [print]}\n"                                                         \
    "  - {act: verify, roles: [reg]}\n"                                                            \
    "  - {act: note, roles: [reg, head]}\n"                                                        \
    "  - {act: sign_in, roles: [reg]}\n"
#define PAY "  - {act: pay, roles: [integ]}\n"
#define DUTIES "duties:\n  - {one: accept, other: grant}\n"
#define PATH "data/hall/acts.yaml"

static void rows(void **state)
{
    (void)state;
    know(12);
    EXPECT(PATH,
           "acts:\n" ROWS PAY "  - {act: publish, roles: [¤boss]}\n"
           "  - {act: ¤frobnicate, roles: [reg]}\n"
           "  - {act: ¤clock, roles: [reg]}\n"
           "  - {act: note, roles: [integ], items: [X01, ¤X09], not_items: [¤X08], scope: ¤mine}\n"
           "  - {act: accept, roles: [¤clerk], scope: dept, items: [X01]}\n" DUTIES,
           "there is no role \"boss\"", "there is no act \"frobnicate\"",
           "\"clock\" is done by the office itself, never by people", "there is no item X09",
           "there is no item X08", "\"scope\" cannot be \"mine\"; expected own, dept, hall",
           "\"accept\" is allowed to \"clerk\" by a row above already");
    EXPECT(PATH, "acts:\n  ¤- {act: note, roles: [integ]}\n" ROWS PAY DUTIES,
           "warning: nobody may do \"publish\"");
}

/* A pair of acts and one role: parted by role, by item, or named. */
static void duties(void **state)
{
    (void)state;
    know(10);
#define GRANTS "acts:\n" ROWS PAY
    EXPECT(PATH,
           GRANTS "  - {act: accept, roles: [head]}\nduties:\n  - ¤{one: accept, other: grant}\n",
           "role \"head\" may do both \"accept\" and \"grant\" (X01): part them, or name it under "
           "same_role for two people of it");
    EXPECT(PATH, GRANTS "  - {act: accept, roles: [head], not_items: [X01]}\n" DUTIES);
    EXPECT(PATH, GRANTS "  - {act: accept, roles: [head]}\n"
                        "duties:\n  - {one: accept, other: grant, same_role: [head]}\n");
    EXPECT(PATH, GRANTS "duties:\n  - {one: ¤pass, other: grant, same_role: [head]}\n",
           "no matter says who did \"pass\", so no duty can be about it");
    EXPECT(PATH, GRANTS "duties:\n  - {one: pay, other: ¤decide}\n  - {one: step, other: step}\n",
           "there is no act \"decide\" above");
}

/* 三权分立: working on matters, supervising, making the rules. */
static void powers(void **state)
{
    (void)state;
    know(12);
    EXPECT(PATH,
           "acts:\n"
           "  - {act: publish, roles: [integ]}\n"
           "  - {act: accept, roles: [clerk, ¤integ]}\n"
           "  - {act: pass, roles: [clerk, head]}\n"
           "  - {act: grant, roles: [head]}\n"
           "  - {act: print, roles: [print]}\n"
           "  - {act: deliver, roles: [print]}\n"
           "  - {act: verify, roles: [reg]}\n"
           "  - {act: register, roles: [reg]}\n" PAY "  - {act: note, roles: [reg]}\n"
           "  - {act: sign_in, roles: [reg]}\n" DUTIES,
           "role \"integ\" joins what must stay apart: 业务+管理");
    know(6);
    EXPECT("data/hall/roles.yaml",
           "roles:\n"
           "  - {key: reg, name: 登记验证, hall_wide: true}\n"
           "  - {key: sup, name: 监察, hall_wide: true, supervises: true}\n"
           "  - {key: print, name: 出证, hall_wide: true}\n"
           "  - {key: integ, name: 综合受理, hall_wide: true, stands_for: clerk}\n"
           "  - {key: clerk, name: 受理}\n"
           "  - {key: head, name: 批准}\n");
}

static void people(void **state)
{
    (void)state;
    know(6);
    /* b takes the money's place beside the print desk, as c's stand-in too; d-e-f is a chain */
    EXPECT("data/hall/people.yaml",
           "people:\n"
           "  - {key: a, name: 张一, posts: [centre/reg]}\n"
           "  - {key: b, name: 李二, posts: [centre/print, scj/clerk], deputy: ¤c}\n"
           "  - {key: c, name: 王三, posts: [scj/head]}\n"
           "  - {key: d, name: 赵四, posts: [scj/clerk], deputy: ¤e}\n"
           "  - {key: e, name: 钱五, posts: [scj/clerk], deputy: f}\n"
           "  - {key: f, name: 孙六, posts: [scj/clerk], deputy: e}\n",
           "warning: \"c\" in the place of \"b\" has both \"accept\" and \"grant\", and is refused "
           "one "
           "of them in every matter",
           "warning: \"e\" is stood in for by \"f\", who does not get the work of \"d\": stand-ins "
           "make no chain");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(rows), cmocka_unit_test(duties),
                                       cmocka_unit_test(powers), cmocka_unit_test(people)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
