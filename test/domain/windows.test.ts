import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import {
  checkWindows,
  nextStarts,
  openWindow,
  startWithin,
  WINDOW_NAMES,
  WINDOWS,
  windowStarts,
} from '../../src/domain/windows.ts';
import type { WindowName } from '../../src/domain/windows.ts';

const all: readonly WindowName[] = WINDOW_NAMES;
const instant = fc.date({ noInvalidDate: true, min: new Date('2020-01-01'), max: new Date('2040-01-01') });
const someNames = fc.uniqueArray(fc.constantFrom(...all), { minLength: 1 });

const utc = (dates: readonly Date[]): readonly string[] => dates.map((date) => date.toISOString().slice(0, 16));

describe('windowStarts', () => {
  it('opens by the Eastern clock in summer and winter', () => {
    const winter = windowStarts(all, new Date('2026-01-15T06:00:00Z'), 1);
    assert.deepEqual(
      winter.map((window) => window.name),
      all,
    );
    assert.deepEqual(utc(winter.map((window) => window.opensAt)), [
      '2026-01-15T08:00',
      '2026-01-15T15:00',
      '2026-01-15T19:00',
      '2026-01-15T23:00',
    ]);
    const summer = windowStarts(all, new Date('2026-07-15T06:00:00Z'), 1);
    assert.deepEqual(utc(summer.map((window) => window.closesAt)), [
      '2026-07-15T09:00',
      '2026-07-15T16:00',
      '2026-07-15T20:00',
      '2026-07-16T00:00',
    ]);
  });

  it('keeps wall-clock hours on the day clocks go forward', () => {
    const windows = windowStarts(all, new Date('2026-03-08T05:00:00Z'), 1);
    assert.deepEqual(utc(windows.map((window) => window.opensAt)), [
      '2026-03-08T07:00',
      '2026-03-08T14:00',
      '2026-03-08T18:00',
      '2026-03-08T22:00',
    ]);
    assert.deepEqual(utc(windows.map((window) => window.closesAt)), [
      '2026-03-08T09:00',
      '2026-03-08T16:00',
      '2026-03-08T20:00',
      '2026-03-09T00:00',
    ]);
  });

  it('keeps wall-clock hours on the day clocks go back', () => {
    const windows = windowStarts(all, new Date('2026-11-01T04:00:00Z'), 2);
    assert.deepEqual(utc(windows.map((window) => window.opensAt)), [
      '2026-11-01T08:00',
      '2026-11-01T15:00',
      '2026-11-01T19:00',
      '2026-11-01T23:00',
      '2026-11-02T08:00',
      '2026-11-02T15:00',
      '2026-11-02T19:00',
      '2026-11-02T23:00',
    ]);
    assert.deepEqual(utc(windows.slice(0, 1).map((window) => window.closesAt)), ['2026-11-01T10:00']);
  });

  it('leaves out what has closed and keeps what is open', () => {
    const names = (from: string) => windowStarts(all, new Date(from), 1).map((window) => window.name);
    assert.deepEqual(names('2026-01-15T16:59:59Z'), ['morning', 'afternoon', 'evening']);
    assert.deepEqual(names('2026-01-15T17:00:00Z'), ['afternoon', 'evening']);
    assert.deepEqual(names('2026-01-16T04:59:00Z'), []);
  });

  it('gives every window of any day two hours that the Eastern clock shows as named', () => {
    fc.assert(
      fc.property(someNames, instant, fc.integer({ min: 0, max: 10 }), (names, from, days) => {
        const windows = windowStarts(names, from, days);
        assert.ok(windows.length <= names.length * days && windows.length >= names.length * Math.max(0, days - 1));
        for (const [index, { name, opensAt, closesAt }] of windows.entries()) {
          const eastern = (date: Date) => DateTime.fromJSDate(date, { zone: 'America/New_York' }).toFormat('H:mm:ss');
          assert.equal(eastern(opensAt), `${WINDOWS[name].opensHour}:00:00`);
          assert.equal(eastern(closesAt), `${WINDOWS[name].closesHour}:00:00`);
          assert.equal(closesAt.getTime() - opensAt.getTime(), 7_200_000);
          assert.ok(names.includes(name) && closesAt > from);
          const previous = windows[index - 1];
          assert.ok(previous === undefined || previous.closesAt < opensAt);
        }
      }),
    );
  });
});

describe('openWindow', () => {
  it('finds the chosen window that is open, its closing instant excluded', () => {
    assert.equal(openWindow(all, new Date('2026-11-20T15:00:00Z'))?.name, 'morning');
    assert.equal(openWindow(all, new Date('2026-11-20T16:59:59Z'))?.name, 'morning');
    assert.equal(openWindow(all, new Date('2026-11-20T17:00:00Z')), null);
    assert.equal(openWindow(['evening'], new Date('2026-11-20T15:00:00Z')), null);
    assert.equal(openWindow(all, new Date('2026-03-08T06:59:59Z')), null);
    assert.equal(openWindow(all, new Date('2026-03-08T07:00:00Z'))?.name, 'overnight');
  });
});

describe('startWithin', () => {
  it('stays inside the window with ten minutes to spare, always at the same second', () => {
    fc.assert(
      fc.property(someNames, instant, fc.string(), (names, from, key) => {
        for (const window of windowStarts(names, from, 3)) {
          const start = startWithin(window, key);
          assert.ok(start >= window.opensAt && start.getTime() <= window.closesAt.getTime() - 600_000);
          assert.equal(start.getMilliseconds(), 0);
          assert.deepEqual(startWithin({ ...window }, key), start);
        }
      }),
    );
  });

  it('spreads connections over the window and moves each from day to day', () => {
    const [today, tomorrow] = windowStarts(['morning'], new Date('2026-11-20T12:00:00Z'), 2);
    assert.ok(today !== undefined && tomorrow !== undefined);
    const tenths = new Array<number>(10).fill(0);
    let moved = 0;
    for (let connection = 0; connection < 1000; connection++) {
      const offset = startWithin(today, `connection-${connection}`).getTime() - today.opensAt.getTime();
      tenths[Math.floor(offset / 660_000)]! += 1;
      if (startWithin(tomorrow, `connection-${connection}`).getTime() - tomorrow.opensAt.getTime() !== offset) moved++;
    }
    assert.ok(
      tenths.every((count) => count > 60 && count < 140),
      String(tenths),
    );
    assert.ok(moved > 980);
  });
});

describe('nextStarts', () => {
  it('gives the starts to come, each inside its window, in order', () => {
    fc.assert(
      fc.property(someNames, instant, fc.string(), fc.integer({ min: 0, max: 9 }), (names, after, key, count) => {
        const starts = nextStarts(names, key, after, count);
        assert.equal(starts.length, count);
        let previous = after;
        for (const { name, startsAt } of starts) {
          assert.ok(startsAt > previous);
          const window = openWindow(names, startsAt);
          assert.ok(window !== null && window.name === name);
          assert.deepEqual(startWithin(window, key), startsAt);
          previous = startsAt;
        }
      }),
    );
  });

  it('goes on from a start without repeating or passing one over', () => {
    fc.assert(
      fc.property(someNames, instant, fc.string(), (names, after, key) => {
        const [first, ...rest] = nextStarts(names, key, after, 5);
        assert.ok(first !== undefined);
        assert.deepEqual(nextStarts(names, key, first.startsAt, 4), rest);
      }),
    );
  });

  it('has none when no window is chosen', () => assert.deepEqual(nextStarts([], 'a', new Date(0), 5), []));
});

describe('checkWindows', () => {
  it('takes up to as many different windows as the connector allows', () => {
    assert.equal(checkWindows([], 3), null);
    assert.equal(checkWindows(['evening', 'overnight', 'morning'], 3), null);
    assert.equal(
      checkWindows(['overnight', 'morning', 'afternoon', 'evening'], 3),
      '4 windows are chosen; 3 a day is the most. Remove 1.',
    );
  });

  it('says what is wrong with a name', () => {
    assert.equal(
      checkWindows(['noon'], 3),
      'There is no window “noon”. Choose among Overnight, Morning, Afternoon, Evening.',
    );
    assert.equal(checkWindows(['morning', 'morning'], 3), 'A window is chosen twice. Choose each window once.');
    assert.match(checkWindows(['constructor'], 3) ?? '', /no window/);
  });
});
