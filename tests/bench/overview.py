# The peer of --print: overviews from SQLite, as a script that an office might write.
# overview.py DATABASE N: N pages, those of the nation and of the provinces in turn. A page
# counts the indicators with a value by area, how many rose, and lists the newest.
import sqlite3
import sys

AREAS = 14
NEWEST = 12


def page(db, region):
    rows = db.execute(
        'SELECT indicator, period, value, previous FROM latest WHERE region = ?'
        ' ORDER BY indicator', (region,)).fetchall()
    print('Overview of region %d' % region)
    print('%d indicators have a figure' % len(rows))
    areas = {}
    for indicator, period, value, previous in rows:
        area = areas.setdefault(indicator % AREAS, [0, 0])
        area[0] += 1
        area[1] += previous is not None and value > previous
    print('%-8s %9s %7s' % ('Area', 'Reported', 'Rising'))
    for area in sorted(areas):
        print('%-8d %9d %7d' % (area, areas[area][0], areas[area][1]))
    print('%-10s %12s %10s %8s' % ('Indicator', 'Value', 'Change', 'Period'))
    for row in sorted(rows, key=lambda r: (-r[1], r[0]))[:NEWEST]:
        change = '' if row[3] is None else '%+.2f' % (row[2] - row[3])
        print('%-10d %12.2f %10s %8d' % (row[0], row[2], change, row[1]))
    print()


def main():
    db = sqlite3.connect('file:%s?mode=ro' % sys.argv[1], uri=True)
    regions = [r[0] for r in db.execute('SELECT id FROM region WHERE level <= 1'
                                        ' ORDER BY level, id')]
    for i in range(int(sys.argv[2])):
        page(db, regions[i % len(regions)])


main()
