#include "domain/ids.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

static size_t count_digits(const char *s)
{
    size_t n = 0;

    while (is_digit(s[n]))
        n++;
    return n;
}

static const char *number_text(size_t n, char out[24])
{
    snprintf(out, 24, "%zu", n);
    return out;
}

/* --- GB 11643-1999 --- */

static const int citizen_weight[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

char ids_citizen_check(const char digits17[17])
{
    int sum = 0;

    for (int i = 0; i < 17; i++)
        sum += (digits17[i] - '0') * citizen_weight[i];
    return "10X98765432"[sum % 11];
}

/* County codes are left alone: many living people carry codes abolished long ago. */
static bool is_province(const char *s)
{
    static const char known[] = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 "
                                "50 51 52 53 54 61 62 63 64 65 71 81 82 83";
    const char two[3] = {s[0], s[1], '\0'};

    return strstr(known, two) != NULL;
}

/* id: 18 characters, the first 17 digits. */
static enum rc citizen_sense(const char *id, day_t today, struct fault *f)
{
    const char province[3] = {id[0], id[1], '\0'};
    char date[9] = {0};
    day_t birth = ids_citizen_birth(id);

    memcpy(date, id + 6, 8);
    if (!is_province(id))
        return fault_set(f, RC_REFUSED, "field", N_("ID number: {1} is not a province"), province,
                         NULL);
    if (birth == DAY_NONE)
        return fault_set(f, RC_REFUSED, "field", N_("ID number: {1} is not a date of birth"), date,
                         NULL);
    if (birth > today)
        return fault_set(f, RC_REFUSED, "field",
                         N_("ID number: the date of birth {1} is in the future"), date, NULL);
    const char should[2] = {ids_citizen_check(id), '\0'}, is[2] = {id[17], '\0'};
    if (should[0] != is[0])
        return fault_set(f, RC_REFUSED, "field", N_("ID check digit should be {1}, not {2}"),
                         should, is, NULL);
    return RC_OK;
}

enum rc ids_citizen(const char *s, day_t today, char out[19], struct fault *f)
{
    size_t n = text_nchar(s), leading = count_digits(s);
    char id[19] = {0}, text[24];

    if (n != 15 && n != 18)
        return fault_set(f, RC_REFUSED, "field",
                         N_("an ID number has 18 characters (15 in old ones), not {1}"),
                         number_text(n, text), NULL);
    if (leading < (n == 15 ? 15 : 17))
        return fault_set(f, RC_REFUSED, "field", N_("ID number: place {1} must be a digit"),
                         number_text(leading + 1, text), NULL);
    if (n == 15) {
        snprintf(id, sizeof id, "%.6s19%.9s", s, s + 6);
        id[17] = ids_citizen_check(id);
    } else {
        memcpy(id, s, 17);
        id[17] = upper(s[17]);
        if (!is_digit(id[17]) && id[17] != 'X')
            return fault_set(f, RC_REFUSED, "field",
                             N_("ID number: the last place must be a digit or X"), NULL);
    }
    enum rc rc = citizen_sense(id, today, f);
    if (rc == RC_OK) memcpy(out, id, sizeof id);
    return rc;
}

day_t ids_citizen_birth(const char *id18)
{
    char date[9] = {0};
    day_t d;

    if (count_digits(id18) < 14) return DAY_NONE;
    memcpy(date, id18 + 6, 8);
    return day_parse(date, &d) ? d : DAY_NONE;
}

bool ids_citizen_male(const char *id18)
{
    return count_digits(id18) >= 17 && (id18[16] - '0') % 2 == 1;
}

void ids_citizen_mask(const char *id, char out[24])
{
    size_t n = strlen(id);
    size_t head = n >= 15 ? 6 : 0, tail = n >= 15 ? 4 : n >= 8 ? 2 : 0;

    for (const char *p = id; *p; p++)
        if ((unsigned char)*p >= 0x80) n = 24; /* no number at all: show nothing of it */
    if (n > 23) n = 8, head = tail = 0;
    memset(out, '*', n);
    memcpy(out, id, head);
    memcpy(out + n - tail, id + strlen(id) - tail, tail);
    out[n] = '\0';
}

/* --- GB 32100-2015, GB 11714 --- */

static const char uscc_alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

static int uscc_value(char c)
{
    const char *p = c ? strchr(uscc_alphabet, c) : NULL;

    return p ? (int)(p - uscc_alphabet) : -1;
}

static char uscc_check(const char *code)
{
    int sum = 0, weight = 1;

    for (int i = 0; i < 17; i++) {
        sum += uscc_value(code[i]) * weight;
        weight = weight * 3 % 31;
    }
    return uscc_alphabet[(31 - sum % 31) % 31];
}

static char organisation_check(const char org[8])
{
    static const int weight[8] = {3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;

    for (int i = 0; i < 8; i++)
        sum += (is_digit(org[i]) ? org[i] - '0' : org[i] - 'A' + 10) * weight[i];
    return "0X987654321"[sum % 11]; /* 11 - sum % 11, with 11 written 0 and 10 written X */
}

/* Place of the first character that cannot stand there, 18 when all can.  Places 3 to 8 are a
 * region. */
static int uscc_bad_place(const char *code)
{
    for (int i = 0; i < 18; i++)
        if (uscc_value(code[i]) < 0 || (i >= 2 && i < 8 && !is_digit(code[i]))) return i;
    return 18;
}

enum rc ids_uscc(const char *s, char out[19], bool *warn, struct fault *f)
{
    size_t n = text_nchar(s);
    char code[19] = {0}, place[24];

    if (n != 18)
        return fault_set(f, RC_REFUSED, "field", N_("a credit code has 18 characters, not {1}"),
                         number_text(n, place), NULL);
    for (int i = 0; i < 18; i++)
        code[i] = upper(s[i]);
    int bad = uscc_bad_place(code);
    if (bad < 18) {
        uint32_t ch;
        char text[8] = {0};
        memcpy(text, s + bad, text_decode(s + bad, &ch));
        return fault_set(f, RC_REFUSED, "field", N_("credit code: {1} cannot stand at place {2}"),
                         text, number_text((size_t)bad + 1, place), NULL);
    }
    const char should[2] = {uscc_check(code), '\0'}, is[2] = {code[17], '\0'};
    if (should[0] != is[0])
        return fault_set(f, RC_REFUSED, "field",
                         N_("credit code check character should be {1}, not {2}"), should, is,
                         NULL);
    if (warn) *warn = organisation_check(code + 8) != code[16];
    memcpy(out, code, sizeof code);
    return RC_OK;
}

/* --- 受理编号 --- */

enum { ID_DIGITS = 14, FULL_DIGITS = 20 };

static char mod_11_10(const char *digits, size_t n)
{
    int p = 10;

    for (size_t i = 0; i < n; i++) {
        int t = (p + digits[i] - '0') % 10;
        p = (t ? t : 10) * 2 % 11;
    }
    return (char)('0' + (11 - p) % 10);
}

char ids_mod_11_10(const char *digits)
{
    return mod_11_10(digits, strlen(digits));
}

static void with_check(char *digits)
{
    size_t n = strlen(digits);

    digits[n] = mod_11_10(digits, n);
    digits[n + 1] = '\0';
}

void ids_number(const char *region6, uint64_t id, char out[IDS_NUMBER])
{
    assert(count_digits(region6) == 6 && id < UINT64_C(100000000000000));
    snprintf(out, IDS_NUMBER, "%.6s%014" PRIu64, region6, id);
    with_check(out);
}

void ids_number_grouped(const char *number21, char out[IDS_NUMBER_GROUPED])
{
    assert(strlen(number21) == FULL_DIGITS + 1);
    snprintf(out, IDS_NUMBER_GROUPED, "%.6s-%.8s-%.6s-%.1s", number21, number21 + 6, number21 + 14,
             number21 + 20);
}

void ids_number_short(uint64_t id, char out[IDS_SHORT])
{
    assert(id < UINT64_C(100000000000000));
    snprintf(out, IDS_SHORT, "%014" PRIu64, id);
    with_check(out);
}

bool ids_number_parse(const char *s, uint64_t *id)
{
    char digits[IDS_NUMBER] = {0}, date[9] = {0};
    size_t n = 0;
    day_t day;

    for (; *s; s++) {
        if (*s == '-' || *s == ' ') continue;
        if (!is_digit(*s) || n == IDS_NUMBER - 1) return false;
        digits[n++] = *s;
    }
    if (n != FULL_DIGITS + 1 && n != ID_DIGITS + 1) return false;
    if (mod_11_10(digits, n - 1) != digits[n - 1]) return false;
    const char *from = digits + (n - 1 - ID_DIGITS);
    memcpy(date, from, 8);
    if (!day_parse(date, &day)) return false;
    *id = 0;
    for (int i = 0; i < ID_DIGITS; i++)
        *id = *id * 10 + (uint64_t)(from[i] - '0');
    return true;
}

/* --- Document numbers, query passwords, phones, cards --- */

/* "{N}", "{N:1}" to "{N:12}": bytes taken, 0 when it is neither. */
static size_t serial_mark(const char *p, int *width)
{
    *width = 1;
    if (strncmp(p, "{N}", 3) == 0) return 3;
    if (strncmp(p, "{N:", 3) != 0 || p[3] == '0') return 0;
    size_t n = count_digits(p + 3);
    *width = n == 1 ? p[3] - '0' : n == 2 ? (p[3] - '0') * 10 + p[4] - '0' : 0;
    return *width >= 1 && *width <= 12 && p[3 + n] == '}' ? n + 4 : 0;
}

void ids_document(const char *pattern, int year, uint64_t n, char *out, size_t size)
{
    struct buf b = {0};
    size_t used, room = size - 1;
    int width;

    assert(size > 0);
    for (const char *p = pattern; *p; p += used) {
        if (strncmp(p, "{YYYY}", used = 6) == 0)
            buf_printf(&b, "%04d", year);
        else if ((used = serial_mark(p, &width)) > 0)
            buf_printf(&b, "%0*" PRIu64, width, n);
        else
            buf_add(&b, p, used = 1);
    }
    if (b.len < room) room = b.len;
    while (room > 0 && room < b.len && ((unsigned char)b.data[room] & 0xC0) == 0x80)
        room--;
    memcpy(out, buf_str(&b), room);
    out[room] = '\0';
    buf_free(&b);
}

void ids_query_code(const unsigned char random[6], char out[7])
{
    static const char letter[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"; /* 32: no bias */

    for (int i = 0; i < 6; i++)
        out[i] = letter[random[i] % 32];
    out[6] = '\0';
}

bool ids_phone(const char *s)
{
    size_t n = count_digits(s);

    if (s[0] == '1') return n == 11 && s[1] >= '3' && !s[11];
    if (s[0] != '0') return false;
    if (!s[n]) return n >= 10 && n <= 12; /* area 3 or 4, number 7 or 8 */
    size_t rest = s[n] == '-' ? count_digits(s + n + 1) : 0;
    return (n == 3 || n == 4) && (rest == 7 || rest == 8) && !s[n + 1 + rest];
}

bool ids_luhn(const char *digits)
{
    size_t n = count_digits(digits);
    int sum = 0;

    if (n == 0 || digits[n]) return false;
    for (size_t i = 0; i < n; i++) {
        int d = digits[n - 1 - i] - '0';
        if (i % 2 == 1) d = d * 2 > 9 ? d * 2 - 9 : d * 2;
        sum += d;
    }
    return sum % 10 == 0;
}
