import { beaconSchema, feedbackSchema } from '@pharos/core/api/beacon';
import { eventReportSchema } from '@pharos/core/api/events';
import { presenceReportSchema } from '@pharos/core/api/live-reports';
import { beforeEach, describe, expect, test } from 'vitest';
import { type BrowserOptions, type PharosBrowser, start } from './index.ts';
import { FakePage, TAKEN } from './testing/fake-page.ts';

let page: FakePage;
let pharos: PharosBrowser;
const problems: string[] = [];
const begin = (options: Partial<BrowserOptions> = {}): PharosBrowser => {
  pharos = start(
    {
      ...{ key: 'pk-web-1', url: 'https://pharos.example.com/', pages: false },
      onProblem: (message) => problems.push(message),
      ...options,
    },
    page,
  );
  return pharos;
};
beforeEach(() => {
  problems.length = 0;
  page = new FakePage();
});

/** Lets what was answered be dealt with. */
const settled = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};
/** Time goes by, second after second. */
const pass = async (ms: number) => {
  for (let left = ms; left > 0; left -= 1_000) {
    page.clock.advance(1_000);
    await settled();
  }
};
/** What was told so far, each as the server's contract has it. */
function told() {
  const bodies = page.sent.map(({ body }) => beaconSchema.parse(JSON.parse(body)));
  return {
    presence: bodies.flatMap(({ presence }) => presence.map((each) => presenceReportSchema.parse(each))),
    events: bodies.flatMap(({ events }) => events.map((each) => eventReportSchema.parse(each))),
    feedback: bodies.flatMap(({ feedback }) => feedback.map((each) => feedbackSchema.parse(each))),
  };
}
const states = () => told().presence.map(({ state }) => state);

describe('presence of a page', () => {
  test('is active while there is input, idle without any, and active again with the next', async () => {
    begin({ user: 'ada' });
    await pass(1_000);
    expect(told().presence).toMatchObject([
      { userId: 'ada', sessionId: 'id-1', state: 'active', page: '/cart', platform: 'web', locale: 'de-DE' },
    ]);
    await pass(30_000);
    page.happens('input');
    await pass(58_000);
    expect(states()).toEqual(['active', 'active', 'active']);
    await pass(3_000);
    expect(states().at(-1)).toBe('idle');
    page.happens('input');
    await pass(1_000);
    expect(states().at(-1)).toBe('active');
  });

  test('is idle as soon as the page is hidden, and a sign of life is told all the same', async () => {
    begin({ user: 'ada' });
    await pass(1_000);
    page.show(false);
    await pass(1_000);
    expect(states()).toEqual(['active', 'idle']);
    await pass(31_000);
    expect(states()).toEqual(['active', 'idle', 'idle']);
    page.show(true);
    await pass(1_000);
    expect(states().at(-1)).toBe('active');
  });

  test('ends by a beacon when the page goes, and begins anew when it comes back out of memory', async () => {
    begin({ user: 'ada' });
    await pass(1_000);
    page.happens('hide');
    page.show(false);
    expect(page.sent.at(-1)?.by).toBe('beacon');
    await pass(120_000);
    expect(states()).toEqual(['active', 'left']);
    page.isVisible = true;
    page.happens('show');
    await pass(1_000);
    expect(states()).toEqual(['active', 'left', 'active']);
  });

  test('begins when it is known who is there, and ends when they sign out', async () => {
    begin();
    await pass(60_000);
    expect(page.sent).toEqual([]);
    pharos.identify('ada');
    await pass(1_000);
    pharos.identify('bob');
    await pass(1_000);
    pharos.identify('');
    await pass(60_000);
    expect(told().presence.map(({ userId, state }) => [userId, state])).toEqual([
      ['ada', 'active'],
      ['ada', 'left'],
      ['bob', 'active'],
      ['bob', 'left'],
    ]);
  });

  test('moves with the session and the page', async () => {
    begin({ user: 'ada', pages: true });
    await pass(1_000);
    page.goTo('/orders');
    await pass(1_000);
    pharos.session('chat-7');
    await pass(1_000);
    expect(told().presence.map(({ sessionId, page: at, state }) => [sessionId, at, state])).toEqual([
      ['id-1', '/cart', 'active'],
      ['id-1', '/orders', 'active'],
      ['id-1', '/orders', 'left'],
      ['chat-7', '/orders', 'active'],
    ]);
    expect(told().events.map(({ name, page: at }) => [name, at])).toEqual([
      ['page seen', '/cart'],
      ['page seen', '/orders'],
    ]);
  });

  test('has the session of its tab, reloads included', async () => {
    page.storage.set('pharos.session', 'of this tab');
    begin({ user: 'ada' });
    await pass(1_000);
    expect(told().presence[0]?.sessionId).toBe('of this tab');
  });
});

describe('what a page tells', () => {
  test('waits a moment for more, and says what, of whom and where', async () => {
    begin({ user: 'ada', agent: 'support', country: 'DE' });
    pharos.event('order placed', { total: 12.5, gift: true }, { traceId: 't1' });
    pharos.feedback({ value: true, comment: 'right', traceId: 't1' });
    expect(page.sent).toEqual([]);
    await pass(1_000);
    expect(page.sent).toHaveLength(1);
    expect(told().events).toMatchObject([
      {
        ...{ name: 'order placed', userId: 'ada', sessionId: 'id-1', traceId: 't1', page: '/cart' },
        ...{ agent: 'support', country: 'DE', properties: { total: 12.5, gift: true } },
        at: new Date(page.nowMs() - 1_000).toISOString(),
      },
    ]);
    expect(told().feedback).toMatchObject([{ name: 'feedback', value: true, userId: 'ada', traceId: 't1' }]);
    expect(pharos.counts()).toMatchObject({ waiting: 0, sent: 3, dropped: 0, refused: 0 });
  });

  test('is tried again, later each time and when the server says, with the same ids', async () => {
    begin();
    page.answer = () => Promise.reject(new TypeError('no network'));
    pharos.event('x');
    await pass(1_000);
    expect(pharos.counts()).toMatchObject({ waiting: 1, retries: 1 });
    page.answer = () => Promise.resolve({ status: 429, retryAfter: 20, body: '' });
    await pass(1_000);
    expect(page.sent).toHaveLength(2);
    page.answer = () => Promise.resolve(TAKEN);
    await pass(19_000);
    expect(page.sent).toHaveLength(2);
    await pass(1_000);
    expect(page.sent).toHaveLength(3);
    expect(new Set(told().events.map(({ eventId }) => eventId)).size).toBe(1);
    expect(pharos.counts()).toMatchObject({ waiting: 0, sent: 1, retries: 2 });
    expect(problems).toHaveLength(1);
  });

  test('is sent at once when the network is back', async () => {
    begin();
    page.answer = () => Promise.reject(new TypeError('no network'));
    pharos.event('x');
    for (let minute = 0; minute < 3; minute++) await pass(5_000);
    page.answer = () => Promise.resolve(TAKEN);
    page.happens('online');
    await settled();
    expect(pharos.counts()).toMatchObject({ waiting: 0, sent: 1 });
  });

  test('waits in a queue with an end: the oldest go, and are counted', async () => {
    begin({ maxWaiting: 3 });
    page.answer = () => Promise.reject(new TypeError('no network'));
    for (let n = 1; n <= 5; n++) pharos.event(`event ${n}`);
    expect(pharos.counts()).toMatchObject({ waiting: 3, dropped: 2 });
    pharos.event('too long', { text: 'x'.repeat(20_000) });
    expect(pharos.counts()).toMatchObject({ waiting: 3, dropped: 3 });
    page.answer = () => Promise.resolve(TAKEN);
    expect(await pharos.flush()).toBe(true);
    expect(told().events.map(({ name }) => name)).toEqual(['event 3', 'event 4', 'event 5']);
  });

  test('goes in batches that a server takes', async () => {
    begin();
    for (let n = 0; n < 250; n++) pharos.event('x', { text: '夏'.repeat(300) });
    expect(await pharos.flush()).toBe(true);
    expect(told().events).toHaveLength(250);
    for (const { body } of page.sent) expect(new TextEncoder().encode(body).length).toBeLessThan(65_536);
  });

  test('is handed to the browser when the page goes; what that does not take stays', async () => {
    begin();
    page.takesBeacons = false;
    pharos.event('x');
    page.happens('hide');
    expect(pharos.counts()).toMatchObject({ waiting: 1, sent: 0 });
    page.takesBeacons = true;
    page.happens('hide');
    expect(page.sent.map(({ by }) => by)).toEqual(['beacon']);
    expect(pharos.counts()).toMatchObject({ waiting: 0, sent: 1 });
  });

  test('counts what the server refused of it', async () => {
    begin();
    page.answer = () =>
      Promise.resolve({
        ...TAKEN,
        body: '{"accepted":0,"refused":[{"kind":"events","index":0,"message":"m"}]}',
      });
    pharos.event('x');
    await pass(1_000);
    expect(pharos.counts()).toMatchObject({ sent: 0, refused: 1 });
    expect(problems[0]).toContain('1 of 1 refused');
  });

  test('ends for good when the key is refused, or nothing was ever answered', async () => {
    begin({ user: 'ada' });
    page.answer = () => Promise.resolve({ status: 401, retryAfter: undefined, body: 'unknown' });
    await pass(1_000);
    page.answer = () => Promise.resolve(TAKEN);
    pharos.event('x');
    await pass(600_000);
    expect(page.sent).toHaveLength(1);
    expect(pharos.counts().dropped).toBeGreaterThan(0);

    page = new FakePage();
    begin();
    page.answer = () => Promise.reject(new TypeError('another origin'));
    pharos.event('x');
    for (let n = 0; n < 60; n++) await pass(30_000);
    expect(page.sent).toHaveLength(10);
  });
});

describe('what shows that a user is who they are said to be', () => {
  const bodies = () => page.sent.map(({ body }) => beaconSchema.parse(JSON.parse(body)));

  test('goes with what is told of them, also of what waited, and is the newest', async () => {
    begin({ user: 'ada', userToken: 'of ada' });
    page.answer = () => Promise.reject(new TypeError('no network'));
    pharos.event('x');
    await pass(1_000);
    pharos.identify('ada', 'of ada, later');
    page.answer = () => Promise.resolve(TAKEN);
    expect(await pharos.flush()).toBe(true);
    expect(bodies().map(({ userToken, events }) => [userToken, events.length])).toEqual([
      ['of ada', 1],
      ['of ada, later', 1],
    ]);
  });

  test('is of one user in a request', async () => {
    begin();
    pharos.event('of nobody');
    pharos.identify('ada', 'of ada');
    pharos.event('of ada');
    pharos.identify('bob', 'of bob');
    pharos.event('of bob');
    expect(await pharos.flush()).toBe(true);
    const users = bodies().map(({ userToken, ...kinds }) => {
      const items = [...kinds.presence, ...kinds.events] as { userId?: string }[];
      return [userToken, ...new Set(items.map(({ userId }) => userId))];
    });
    expect(new Set(users.map((each) => JSON.stringify(each)))).toEqual(
      new Set(
        [
          [undefined, undefined],
          ['of ada', 'ada'],
          ['of bob', 'bob'],
        ].map((each) => JSON.stringify(each)),
      ),
    );
    expect(
      told()
        .events.map(({ name }) => name)
        .sort(),
    ).toEqual(['of ada', 'of bob', 'of nobody']);
  });
});

describe('a page', () => {
  test('tells and keeps nothing without consent, and nothing more when it is taken back', async () => {
    begin({ user: 'ada', consent: false, pages: true });
    pharos.event('x');
    page.happens('input');
    await pass(60_000);
    expect([page.sent, [...page.storage], page.listeners]).toEqual([[], [], 0]);
    pharos.consent(true);
    await pass(1_000);
    expect(states()).toEqual(['active']);
    pharos.event('never told');
    pharos.consent(false);
    await pass(60_000);
    expect(page.sent).toHaveLength(1);
    expect([[...page.storage], page.listeners]).toEqual([[], 0]);
  });

  test('does not try again, once consent is taken back, what was on its way, and begins anew when it is given', async () => {
    begin();
    let fail: (error: Error) => void = () => undefined;
    page.answer = () =>
      new Promise((_, reject) => {
        fail = reject;
      });
    pharos.event('on its way');
    await pass(1_000);
    expect(page.sent).toHaveLength(1);
    pharos.consent(false);
    fail(new TypeError('offline'));
    await pass(600_000);
    expect(page.sent).toHaveLength(1);
    page.answer = () => Promise.resolve(TAKEN);
    pharos.consent(true);
    pharos.event('again');
    await pass(1_000);
    const [first, second] = told().events;
    expect([first?.name, second?.name]).toEqual(['on its way', 'again']);
    expect(second?.sessionId).not.toBe(first?.sessionId);
  });

  test('does not break, whatever goes wrong', async () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    begin({
      onProblem: () => {
        throw new Error('of the page');
      },
    });
    pharos.event('x', circular as Record<string, string>);
    page.post = () => {
      throw new Error('no fetch');
    };
    pharos.event('y');
    await pass(1_000);
    page.beacon = () => {
      throw new Error('no beacon');
    };
    page.happens('hide');
    page.keep = () => {
      throw new Error('no storage');
    };
    expect(() => pharos.consent(false)).not.toThrow();
  });

  test('that is none, as on a server, is told nothing of', async () => {
    const nowhere = start({ key: 'pk-web-1', url: 'https://pharos.example.com', user: 'ada' });
    nowhere.event('x');
    nowhere.identify('bob');
    nowhere.page('/x');
    expect(await nowhere.flush()).toBe(true);
    expect(nowhere.counts()).toMatchObject({ waiting: 0, sent: 0 });
  });
});
