import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Member, type Message, type Page, plan } from './page.ts';
import { type PolicyInput, policyInputSchema, type Target } from './policy.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const channel = (id: string): Target => ({ type: 'channel', id });
const policy = (changes: Partial<PolicyInput> = {}): PolicyInput => ({
  ...policyInputSchema.parse({
    name: 'p',
    steps: [
      { targets: [channel('team')] },
      { targets: [channel('lead'), { type: 'schedule', id: 'primary' }], afterSeconds: 600 },
    ],
  }),
  ...changes,
});
const member = (id: string, changes: Partial<Member> = {}): Member => ({
  ...{ id, openedAtMs: 0, isOpen: true, isMuted: false, isAcknowledged: false, ...changes },
});
const told = (messages: readonly Message[]) =>
  messages.map(({ reason, firing, ended, targets }) => [
    reason,
    firing.join(),
    ended.join(),
    targets.map(({ id }) => id).join(),
  ]);

/** What is told while members change at certain minutes: at each change, and whenever the plan says to look again. */
function simulate(
  of: PolicyInput,
  changes: readonly [minute: number, members: Member[]][],
  untilMinute: number,
) {
  let page: Page | undefined;
  let members: Member[] = [];
  let wakeAtMs: number | null = null;
  const messages: (Message & { minute: number })[] = [];
  const look = (nowMs: number) => {
    const planned = plan(of, page, members, nowMs);
    page = planned.page;
    wakeAtMs = planned.wakeAtMs;
    messages.push(...planned.messages.map((each) => ({ ...each, minute: nowMs / MINUTE })));
    expect(plan(of, page, members, nowMs).messages).toEqual([]);
  };
  for (const [minute, next] of [...changes, [untilMinute, undefined] as const]) {
    while (wakeAtMs !== null && wakeAtMs < minute * MINUTE) look(wakeAtMs);
    members = next ?? members;
    look(minute * MINUTE);
  }
  return messages;
}
const summary = (messages: ReturnType<typeof simulate>) =>
  messages.map((each) => [each.minute, ...(told([each])[0] ?? [])]);

describe('a page', () => {
  it('waits for others of its group, then tells all of them at once', () => {
    const messages = simulate(
      policy(),
      [
        [0, [member('a')]],
        [0.25, [member('a'), member('b', { openedAtMs: 15 * SECOND })]],
      ],
      1,
    );
    expect(summary(messages)).toEqual([[0.5, 'opened', 'a,b', '', 'team']]);
  });

  it('tells nobody of what is over before its wait', () => {
    expect(
      simulate(
        policy(),
        [
          [0, [member('a')]],
          [0.4, [member('a', { isOpen: false })]],
        ],
        60,
      ),
    ).toEqual([]);
  });

  it('goes to the next step unless somebody takes it on, and tells it again to all after a while', () => {
    const fires: [number, Member[]][] = [[0, [member('a')]]];
    expect(summary(simulate(policy(), fires, 300))).toEqual([
      [0.5, 'opened', 'a', '', 'team'],
      [10.5, 'escalated', 'a', '', 'lead,primary'],
      [250.5, 'repeated', 'a', '', 'team,lead,primary'],
    ]);
    const taken = simulate(policy(), [...fires, [5, [member('a', { isAcknowledged: true })]]], 2000);
    expect(summary(taken)).toEqual([[0.5, 'opened', 'a', '', 'team']]);
  });

  it('begins anew as many times as it says, and no more', () => {
    const again = policy({ rounds: 1, repeatSeconds: 0 });
    expect(
      summary(simulate(again, [[0, [member('a')]]], 300)).map(([minute, , , , to]) => [minute, to]),
    ).toEqual([
      [0.5, 'team'],
      [10.5, 'lead,primary'],
      [25.5, 'team'],
      [35.5, 'lead,primary'],
    ]);
  });

  it('tells of more of its group to those who know of it, no sooner than its interval', () => {
    const more = [member('a'), member('b', { openedAtMs: MINUTE })];
    const messages = simulate(
      policy(),
      [
        [0, [member('a')]],
        [1, more],
        [2, [...more, member('c', { openedAtMs: 2 * MINUTE })]],
      ],
      8,
    );
    expect(summary(messages).slice(0, 2)).toEqual([
      [0.5, 'opened', 'a', '', 'team'],
      [5.5, 'changed', 'a,b,c', '', 'team'],
    ]);
  });

  it('begins with its first step again when all was taken on and there is more', () => {
    const a = member('a', { isAcknowledged: true });
    const messages = simulate(
      policy(),
      [
        [0, [member('a')]],
        [1, [a]],
        [60, [a, member('b', { openedAtMs: 60 * MINUTE })]],
      ],
      71,
    );
    expect(summary(messages)).toEqual([
      [0.5, 'opened', 'a', '', 'team'],
      [60, 'opened', 'a,b', '', 'team'],
      [70, 'escalated', 'a,b', '', 'lead,primary'],
    ]);
  });

  it('tells those who were told that it is over, and begins anew with what comes then', () => {
    const over = member('a', { isOpen: false });
    const messages = simulate(
      policy(),
      [
        [0, [member('a')]],
        [11, [over]],
        [20, [over, member('b', { openedAtMs: 20 * MINUTE })]],
      ],
      21,
    );
    expect(summary(messages)).toEqual([
      [0.5, 'opened', 'a', '', 'team'],
      [10.5, 'escalated', 'a', '', 'lead,primary'],
      [11, 'ended', '', 'a', 'team,lead,primary'],
      [20.5, 'opened', 'b', '', 'team'],
    ]);
  });

  it('is quiet while what fires is muted, and tells of its end only when it ends', () => {
    const muted = member('a', { isMuted: true });
    expect(simulate(policy(), [[0, [muted]]], 600)).toEqual([]);
    const messages = simulate(
      policy(),
      [
        [0, [member('a')]],
        [5, [muted]],
        [500, [{ ...muted, isOpen: false }]],
      ],
      600,
    );
    expect(summary(messages)).toEqual([
      [0.5, 'opened', 'a', '', 'team'],
      [500, 'ended', '', 'a', 'team'],
    ]);
  });

  it('says no end where nobody wants to know', () => {
    const messages = simulate(
      policy({ tellsEnd: false }),
      [
        [0, [member('a')]],
        [5, [member('a', { isOpen: false })]],
      ],
      60,
    );
    expect(summary(messages)).toEqual([[0.5, 'opened', 'a', '', 'team']]);
  });
});

const change = fc.record({
  gap: fc.integer({ min: 1, max: 40 }),
  id: fc.constantFrom('a', 'b', 'c'),
  what: fc.constantFrom('open', 'end', 'mute', 'hear', 'take'),
});
const anyPolicy = fc
  .record({
    waitSeconds: fc.constantFrom(0, 30, 120),
    intervalSeconds: fc.constantFrom(60, 300),
    repeatSeconds: fc.constantFrom(0, 1800),
    rounds: fc.nat(2),
  })
  .map((changes) => policy(changes));

/** The members after each change. One that opens again is another incident. */
function course(changes: { gap: number; id: string; what: string }[]): [number, Member[]][] {
  const members = new Map<string, Member>();
  const count = new Map<string, number>();
  let minute = 0;
  return changes.map(({ gap, id: name, what }) => {
    minute += gap;
    const number = count.get(name) ?? 0;
    const id = `${name}${number}`;
    const last = members.get(id);
    if (what === 'open' && !last?.isOpen) {
      count.set(name, number + 1);
      members.set(`${name}${number + 1}`, member(`${name}${number + 1}`, { openedAtMs: minute * MINUTE }));
    } else if (last?.isOpen) {
      const made = {
        end: { isOpen: false },
        mute: { isMuted: true },
        hear: { isMuted: false },
        take: { isAcknowledged: true },
      };
      members.set(id, { ...last, ...(what === 'open' ? {} : made[what as keyof typeof made]) });
    }
    return [minute, [...members.values()]];
  });
}

describe('whatever happens', () => {
  it('what fires long enough is told, what was told is told to be over, and each number comes once', () => {
    fc.assert(
      fc.property(anyPolicy, fc.array(change, { maxLength: 25 }), (of, changes) => {
        const happened = course(changes);
        const last = happened.at(-1)?.[0] ?? 0;
        const over = (happened.at(-1)?.[1] ?? []).map((each) => ({ ...each, isOpen: false }));
        const messages = simulate(of, [...happened, [last + 60, over]], last + 120);

        let number = 0;
        for (const each of messages) {
          expect(each.number).toBe(++number);
          if (each.reason === 'ended') number = 0;
        }
        const opened = new Set(messages.flatMap(({ firing }) => firing));
        const patience = (of.waitSeconds + of.intervalSeconds) / 60;
        for (const { id } of over) {
          const heard = happened
            .map(([minute, members], i) => {
              const each = members.find((one) => one.id === id);
              return each?.isOpen && !each.isMuted ? (happened[i + 1]?.[0] ?? last + 60) - minute : 0;
            })
            .some((minutes) => minutes > patience);
          if (heard) expect(opened).toContain(id);
        }
        for (const id of opened)
          expect(messages.filter(({ ended }) => ended.includes(id)).length).toBeGreaterThan(0);
        const ends = messages
          .filter(({ reason }) => reason !== 'changed' && reason !== 'escalated')
          .flatMap(({ ended }) => ended);
        expect(new Set(ends).size).toBe(ends.length);
      }),
      { numRuns: 300 },
    );
  });

  it('nobody is woken again while everything is taken on', () => {
    fc.assert(
      fc.property(anyPolicy, fc.array(change, { maxLength: 25 }), (of, changes) => {
        const happened = course(changes);
        const messages = simulate(of, happened, (happened.at(-1)?.[0] ?? 0) + 3000);
        for (const { minute, reason } of messages) {
          const members = happened.findLast(([at]) => at <= minute)?.[1] ?? [];
          const waits = members.some(
            ({ isOpen, isMuted, isAcknowledged }) => isOpen && !isMuted && !isAcknowledged,
          );
          if (reason === 'escalated' || reason === 'repeated') expect(waits).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
