/* The office from the inside: one food licence through the whole hall, and what is refused on the
 * way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "office_home.h"
#include "office_forms.h"

/* Registered 03-02, told what is missing, complete on 03-04: statutory 10 wd -> 03-18, commitment 5
 * wd -> 03-11. */
static void whole_walk(void **state)
{
    struct home h;
    char n[32], cert[64];

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-02T09:00";
    MUST(&h, "zhangmin", "register", NULL, "item", "A03", "materials", "m1,m3", "shared", "m2",
         A03_FORM);
    snprintf(n, sizeof n, "%s", h.number);
    assert_string_equal(
        n, "370299202603020000012"); /* check digit by domain.md E.4's algorithm, worked apart */
    REFUSED(&h, "material", "zhangmin", "accept", n, "opinion", "x");
    REFUSED(&h, "state", "yangguoqing", "grant", n);
    MUST(&h, "zhangmin", "notice", n);
    REFUSED(&h, "material", "zhangmin", "resubmit", n, "materials", "m4");
    h.at = "2026-03-04T10:00";
    MUST(&h, "zhangmin", "resubmit", n, "materials", "m4,m5");
    MUST(&h, "zhangmin", "accept", n, "opinion", "齐全");
    REFUSED(&h, "role", "zhangmin", "pass", n);
    h.at = "2026-03-05T10:00";
    MUST(&h, "xujianping", "take", n);
    REFUSED(&h, "held", "shenjia", "pass", n, "officers", "甲,乙");
    REFUSED(&h, "officers", "xujianping", "pass", n, "officers", "许建平");
    MUST(&h, "xujianping", "pass", n, "officers", "许建平,沈佳", "opinion", "现场符合");
    MUST(&h, "hanxuesong", "pass", n, "opinion", "同意");
    REFUSED(&h, "state", "zhaoying", "print", n);
    h.at = "2026-03-11T16:59";
    MUST(&h, "yangguoqing", "grant", n, "opinion", "准予");
    MUST(&h, "zhaoying", "print", n);
    snprintf(cert, sizeof cert, "%s", door_reply_get(h.reply, "cert_no"));
    assert_string_equal(cert, "JY23702990000001");
    MUST(&h, "zhaoying", "deliver", n, "recipient", "李宏盛", "recipient_id", "370299198801150010");
    REFUSED(&h, "differs", "wangshufen", "verify", n, "result", "granted", "cert_no", "JY0");
    MUST(&h, "wangshufen", "verify", n, "result", "granted", "cert_no", cert);
    MUST(&h, "wangshufen", "archive", n);
    MUST(&h, "wangshufen", "matter", n);
    home_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(whole_walk)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
