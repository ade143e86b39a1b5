/* Vectors: domain.md E.1, E.2, E.4; lists marked "reference" were made by its reference program
 * (ref_codes.py). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "domain/ids.h"

static const int today = 20781; /* 2026-11-24 */

static const char *sentence(const struct fault *f)
{
    static char out[400];
    const char *args[FAULT_ARGS];

    for (int i = 0; i < FAULT_ARGS; i++)
        args[i] = f->arg[i];
    char *s = fault_text(f->msgid, args, FAULT_ARGS);
    snprintf(out, sizeof out, "%s", s);
    free(s);
    return out;
}

static void refused(const char *s, const char *why)
{
    char out[19] = "untouched";
    struct fault f = {0};

    assert_int_equal(ids_citizen(s, today, out, &f), RC_REFUSED);
    assert_string_equal(sentence(&f), why);
    assert_string_equal(out, "untouched");
}

static void citizen_check_digits(void **state)
{
    (void)state;
    assert_int_equal(ids_citizen_check("11010519491231002"), 'X');
    assert_int_equal(ids_citizen_check("44052418800101001"), '4');
    assert_int_equal(ids_citizen_check("37028119900307201"), '2');
    assert_int_equal(ids_citizen_check("37029920000229001"), '7');
    assert_int_equal(ids_citizen_check("37029919851231999"), '1');
}

static void citizen_accepted(void **state)
{
    static const char *const ok[] = {
        "370299198801150010",
        "370299200402290024",
        "370299199506300033",
        "370299196207080049",
        "11010519491231002X",
        "440524188001010014",
        /* reference */
        "460200200707251229",
        "652323196904060489",
        "330106193302262115",
        "110105199112134876",
        "810000196712187351",
        "652323201007196515",
        "370299195101013863",
        "330106195007051496",
        "330106194204210981",
        "110105198911236321",
        "330106198909171220",
        "460200195805286245",
    };
    char out[19];

    (void)state;
    for (size_t i = 0; i < sizeof ok / sizeof ok[0]; i++) {
        assert_int_equal(ids_citizen(ok[i], today, out, NULL), RC_OK);
        assert_string_equal(out, ok[i]);
    }
}

static void citizen_widened_and_upper(void **state)
{
    static const char *const pair[][2] = {
        {"11010519491231002x", "11010519491231002X"},
        {"110105491231002", "11010519491231002X"},
        {"370281670401001", "370281196704010013"},
        /* reference */
        {"110105580528247", "110105195805282478"},
        {"110105580528607", "110105195805286073"},
        {"110105580528072", "110105195805280720"},
        {"370281580528539", "370281195805285396"},
    };
    char out[19];

    (void)state;
    for (size_t i = 0; i < sizeof pair / sizeof pair[0]; i++) {
        assert_int_equal(ids_citizen(pair[i][0], today, out, NULL), RC_OK);
        assert_string_equal(out, pair[i][1]);
    }
}

static void citizen_refused(void **state)
{
    (void)state;
    refused("370299198801150012", "ID check digit should be 0, not 2");
    refused("110105194912310021", "ID check digit should be X, not 1");
    refused("37029919880115001", "an ID number has 18 characters (15 in old ones), not 17");
    refused("", "an ID number has 18 characters (15 in old ones), not 0");
    refused("3702991988O1150010", "ID number: place 11 must be a digit");
    refused("37029919880115001七", "ID number: the last place must be a digit or X");
    refused("37029919880115七010", "ID number: place 15 must be a digit");
    refused("37028119900307201Y", "ID number: the last place must be a digit or X");
    refused("990299198801150010", "ID number: 99 is not a province");
    refused("370299198802300010", "ID number: 19880230 is not a date of birth");
    refused("370281190002290010", "ID number: 19000229 is not a date of birth");
    refused("370299203001010010", "ID number: the date of birth 20300101 is in the future");
    refused("370281670431001", "ID number: 19670431 is not a date of birth");
}

static void citizen_born_today(void **state)
{
    char id[19] = "37029920261124001", out[19];

    (void)state;
    id[17] = ids_citizen_check(id);
    assert_int_equal(ids_citizen(id, today, out, NULL), RC_OK);
    assert_int_equal(ids_citizen(id, today - 1, out, NULL), RC_REFUSED);
}

/* Any one wrong digit is found: the weights are all prime to 11. */
static void citizen_every_single_error(void **state)
{
    char id[19] = "370281196704010013", out[19];

    (void)state;
    for (int i = 0; i < 18; i++) {
        char was = id[i];
        for (char c = '0'; c <= '9'; c++) {
            id[i] = c;
            assert_int_equal(ids_citizen(id, today, out, NULL) == RC_OK, c == was);
        }
        id[i] = was;
    }
}

static void citizen_parts(void **state)
{
    char out[24];

    (void)state;
    assert_int_equal(ids_citizen_birth("370299200402290024"), day_of_civil(2004, 2, 29));
    assert_int_equal(ids_citizen_birth("3702992004"), DAY_NONE);
    assert_true(ids_citizen_male("370299198801150010"));
    assert_false(ids_citizen_male("370299200402290024"));
    assert_true(ids_citizen_male("330106193302262115"));
    assert_false(ids_citizen_male("460200200707251229"));
    ids_citizen_mask("370299198801150010", out);
    assert_string_equal(out, "370299********0010");
    ids_citizen_mask("110105491231002", out);
    assert_string_equal(out, "110105*****1002");
    ids_citizen_mask("E12345678", out);
    assert_string_equal(out, "*******78");
    ids_citizen_mask("E123", out);
    assert_string_equal(out, "****");
    ids_citizen_mask("", out);
    assert_string_equal(out, "");
    ids_citizen_mask("王小明的身份证号码未填写完整", out);
    assert_string_equal(out, "********");
}

static void uscc_accepted(void **state)
{
    static const char *const ok[] = {
        "11440100007483172Q",
        "91350100M000100Y43",
        "91370299MA3F000146",
        "92370299MA3F00022X",
        "93370299MA3F00K38A",
        "51370299503100011J",
        "12370299MB1000010X",
        /* reference */
        "12370299UWBGENUXXP",
        "92110000XWQ5U3WW65",
        "12110000LQBMQWNH2B",
        "91440100E45CDNH842",
        "51370299L1NAT8MT5C",
        "91370299WNC48DF073",
        "913702997YTCMMEN6W",
        "93440100XMR7Y3PE3P",
        "11370299AMB5DLK70T",
        "92110000H5MGX1D61W",
    };
    char out[19];

    (void)state;
    for (size_t i = 0; i < sizeof ok / sizeof ok[0]; i++) {
        bool warn = true;
        assert_int_equal(ids_uscc(ok[i], out, &warn, NULL), RC_OK);
        assert_string_equal(out, ok[i]);
        assert_false(warn);
    }
    assert_int_equal(ids_uscc("91370299ma3f00022x", out, NULL, NULL), RC_REFUSED);
    assert_int_equal(ids_uscc("92370299ma3f00022x", out, NULL, NULL), RC_OK);
    assert_string_equal(out, "92370299MA3F00022X");
}

static void uscc_inner_code_warns(void **state)
{
    char out[19];
    bool warn = false;

    (void)state; /* reference: the inner code should end in 4, the outer check fits the wrong one */
    assert_int_equal(ids_uscc("91370299MA3F000159", out, &warn, NULL), RC_OK);
    assert_true(warn);
}

static void uscc_refused(void **state)
{
    static const struct {
        const char *s, *why;
    } bad[] = {
        {"92370203MA3TWD8Q1D", "credit code check character should be 0, not D"},
        {"9137029", "a credit code has 18 characters, not 7"},
        {"91370299MA3FO00146", "credit code: O cannot stand at place 13"},
        {"9137A299MA3F000146", "credit code: A cannot stand at place 5"},
        {"91370299MA3F00014号", "credit code: 号 cannot stand at place 18"},
    };
    char out[19];

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct fault f;
        assert_int_equal(ids_uscc(bad[i].s, out, NULL, &f), RC_REFUSED);
        assert_string_equal(sentence(&f), bad[i].why);
    }
}

static void numbers(void **state)
{
    char number[IDS_NUMBER], grouped[IDS_NUMBER_GROUPED], brief[IDS_SHORT];

    (void)state;
    ids_number("370299", UINT64_C(20261123000042), number);
    assert_string_equal(number, "370299202611230000428");
    ids_number_grouped(number, grouped);
    assert_string_equal(grouped, "370299-20261123-000042-8");
    ids_number_short(UINT64_C(20261123000042), brief);
    assert_string_equal(brief, "202611230000421");
}

static void number_checks(void **state)
{
    static const struct {
        const char *digits;
        char check;
    } v[] = {{"20261123000042", '1'},
             {"37029920261123000042", '8'},
             {"20261123000001", '8'},
             {"20261123000002", '6'},
             {"20261231999999", '3'},
             {"123456", '8'},
             {"0", '2'},
             /* reference */
             {"37029920261231999999", '7'},
             {"37029920280229000007", '4'},
             {"20280229000007", '3'},
             {"00000000000000", '5'},
             {"99999999999999", '3'}};

    (void)state;
    for (size_t i = 0; i < sizeof v / sizeof v[0]; i++)
        assert_int_equal(ids_mod_11_10(v[i].digits), v[i].check);
}

static void number_read_back(void **state)
{
    static const char *const ok[] = {"370299202611230000428", "370299-20261123-000042-8",
                                     "370299 20261123 000042 8", "202611230000421"};
    static const char *const bad[] = {"370299202611230000429",
                                      "202611230000422",
                                      "",
                                      "-",
                                      "3702992026112300004288",
                                      "20261123000042",
                                      "20261123A000421",
                                      "999999999999993" /* no such day */};
    uint64_t id = 7;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(ids_number_parse(bad[i], &id));
    assert_int_equal(id, 7);
    for (size_t i = 0; i < sizeof ok / sizeof ok[0]; i++) {
        assert_true(ids_number_parse(ok[i], &id));
        assert_int_equal(id, UINT64_C(20261123000042));
        id = 7;
    }
}

/* ISO 7064 MOD 11,10 finds every single wrong digit. */
static void number_every_single_error(void **state)
{
    char number[] = "370299202611230000428";
    uint64_t id;

    (void)state;
    for (int i = 0; number[i]; i++) {
        char was = number[i];
        for (char c = '0'; c <= '9'; c++) {
            number[i] = c;
            if (c != was) assert_false(ids_number_parse(number, &id));
        }
        number[i] = was;
    }
}

static void documents(void **state)
{
    char out[64], small[10];

    (void)state;
    ids_document("青溪政务〔{YYYY}〕{N}号", 2026, 12, out, sizeof out);
    assert_string_equal(out, "青溪政务〔2026〕12号");
    ids_document("青溪卫公证字〔{YYYY}〕第{N:6}号", 2026, 42, out, sizeof out);
    assert_string_equal(out, "青溪卫公证字〔2026〕第000042号");
    ids_document("370299{N:10}", 2026, 7, out, sizeof out);
    assert_string_equal(out, "3702990000000007");
    ids_document("{N:2}{N:2}{X}{N:0}{N:13}{N:123}{", 2026, 123, out, sizeof out);
    assert_string_equal(out, "123123{X}{N:0}{N:13}{N:123}{");
    ids_document("青溪政务", 2026, 1, small, sizeof small);
    assert_string_equal(small, "青溪政");
    ids_document("ab青溪政务", 2026, 1, small, sizeof small);
    assert_string_equal(small, "ab青溪");
}

static void query_codes(void **state)
{
    static const unsigned char low[6] = {0, 1, 2, 3, 4, 31}, high[6] = {255, 32, 8, 13, 24, 23};
    char out[7];
    int seen[128] = {0}, kinds = 0;

    (void)state;
    ids_query_code(low, out);
    assert_string_equal(out, "ABCDE9");
    ids_query_code(high, out);
    assert_string_equal(out, "9AJP2Z");
    for (int b = 0; b < 256; b++) {
        const unsigned char same[6] = {(unsigned char)b, 0, 0, 0, 0, 0};
        ids_query_code(same, out);
        if (seen[(unsigned char)out[0]]++ == 0) kinds++;
        assert_null(strchr("0O1I", out[0]));
    }
    assert_int_equal(kinds, 32);
    assert_int_equal(seen['A'], 8); /* evenly drawn */
}

static void phones(void **state)
{
    static const char *const ok[] = {"13800138000",  "19912345678",  "0532-12345678",
                                     "053212345678", "010-12345678", "01012345678",
                                     "0532-1234567", "0311-1234567"};
    static const char *const bad[] = {"",
                                      "12800138000",
                                      "1380013800",
                                      "138001380000",
                                      "0532-123456",
                                      "0532-123456789",
                                      "05321-2345678",
                                      "5321234567",
                                      "1380013800a",
                                      "0532-1234567a",
                                      "05-32123456",
                                      "0532--1234567"};

    (void)state;
    for (size_t i = 0; i < sizeof ok / sizeof ok[0]; i++)
        assert_true(ids_phone(ok[i]));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(ids_phone(bad[i]));
}

static void luhn(void **state)
{
    (void)state; /* 79927398713: the example of ISO/IEC 7812-1, annex B */
    assert_true(ids_luhn("79927398713"));
    for (char c = '0'; c <= '9'; c++) {
        const char s[] = {'7', '9', '9', '2', '7', '3', '9', '8', '7', '1', c, '\0'};
        assert_int_equal(ids_luhn(s), c == '3');
    }
    assert_true(ids_luhn("0"));
    assert_false(ids_luhn(""));
    assert_false(ids_luhn("7992739871x"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(citizen_check_digits),
        cmocka_unit_test(citizen_accepted),
        cmocka_unit_test(citizen_widened_and_upper),
        cmocka_unit_test(citizen_refused),
        cmocka_unit_test(citizen_born_today),
        cmocka_unit_test(citizen_every_single_error),
        cmocka_unit_test(citizen_parts),
        cmocka_unit_test(uscc_accepted),
        cmocka_unit_test(uscc_inner_code_warns),
        cmocka_unit_test(uscc_refused),
        cmocka_unit_test(numbers),
        cmocka_unit_test(number_checks),
        cmocka_unit_test(number_read_back),
        cmocka_unit_test(number_every_single_error),
        cmocka_unit_test(documents),
        cmocka_unit_test(query_codes),
        cmocka_unit_test(phones),
        cmocka_unit_test(luhn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
