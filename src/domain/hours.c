#include "domain/hours.h"

const struct hours hours_default = {510, 720, 810, 1020, 1020};

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
