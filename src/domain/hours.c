#include "domain/hours.h"

const struct hours hours_default = {510, 720, 810, 1020, 1020};

bool season_holds(const struct season *s, int month, int dom)
{
    int d = month * 100 + dom;

    return s->from <= s->to ? s->from <= d && d <= s->to : s->from <= d || d <= s->to;
}

struct hours hours_half(const struct hours *h, bool morning)
{
    struct hours half = *h;

    if (morning)
        half.pm_from = half.pm_to = h->am_to;
    else
        half.am_from = half.am_to = h->pm_from;
    if (half.cutoff > half.pm_to) half.cutoff = half.pm_to;
    return half;
}

static int clamp(int v, int low, int high)
{
    return v < low ? low : v > high ? high : v;
}

int hours_minutes(const struct hours *h)
{
    return h->am_to - h->am_from + h->pm_to - h->pm_from;
}

int hours_gone(const struct hours *h, int minute)
{
    return clamp(minute, h->am_from, h->am_to) - h->am_from + clamp(minute, h->pm_from, h->pm_to) -
           h->pm_from;
}

int hours_minute_after(const struct hours *h, int office)
{
    int morning = h->am_to - h->am_from;

    return office <= morning && morning > 0 ? h->am_from + office : h->pm_from + office - morning;
}
