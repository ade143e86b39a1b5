#!/usr/bin/env python3
"""The same working-day questions asked of numpy's busday functions, all at once, for comparison.  One JSON line.

    busday.py CALENDAR.tsv QUESTIONS

They know holidays but no weekend days that are worked, so their dates are wrong around every festival; only the time is compared.
"""
import json
import sys
import time

import numpy

path, questions = sys.argv[1], int(sys.argv[2])
rows = [line.split("\t") for line in open(path, encoding="utf-8") if line[:1].isdigit()]
calendar = numpy.busdaycalendar(holidays=[r[0] for r in rows if r[1] == "holiday"])
start = numpy.datetime64("2026-01-05") + numpy.arange(questions) % 180

before = time.monotonic()
numpy.busday_offset(start, 20, roll="backward", busdaycal=calendar)
between = time.monotonic()
numpy.busday_count(start, start + 60, busdaycal=calendar)
after = time.monotonic()
print(json.dumps({"add_20wd_ns": round((between - before) * 1e9 / questions), "count_60_days_ns": round((after - between) * 1e9 / questions)}))
