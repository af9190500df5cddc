import { codingTask } from './agents/coding-agent.ts';
import { searchSession } from './agents/rag-search.ts';
import { reportRun } from './agents/report-writer.ts';
import type { Scored } from './agents/scored.ts';
import { supportTurn } from './agents/support-bot.ts';
import { DAY, MINUTE, momentOfDay, type Rhythm, weekday } from './clock.ts';
import { orderFor } from './conversations/scenario.ts';
import { GOODS_EN, SUPPORT_EN } from './conversations/support-en.ts';
import { GOODS_ZH, SUPPORT_ZH } from './conversations/support-zh.ts';
import { type EventRecord, shopEvents } from './events.ts';
import type { Message } from './facts.ts';
import { tokensOf } from './models.ts';
import { customers, type Person, STAFF } from './people.ts';
import { type Random, randomFor } from './random.ts';
import { type Run, runOf } from './reports/runs.ts';
import type { Story } from './story.ts';
import type { SpanRecord, Tape } from './tape.ts';

export type ScoreRecord = Scored & {
  traceId: string;
  spanId: string;
  atMs: number;
  service: SpanRecord['service'];
};

/** All that one visit left behind. */
export interface Visit {
  startMs: number;
  spans: SpanRecord[];
  scores: ScoreRecord[];
  events: EventRecord[];
  /** Who it was, and what agents did for them, as programs would report it while it happens. */
  person: Person;
  runs: Run[];
}

/** What of a visit is still to come. */
export type Rest = Pick<Visit, 'startMs' | 'spans' | 'scores' | 'events'>;

interface Played {
  tape: Tape;
  scores: readonly Scored[];
}

type Kind = 'support' | 'search' | 'coding' | 'report';

interface Traffic {
  kind: Kind;
  rhythm: Rhythm;
  /** Visits on an average day with 300 customers. */
  daily: number;
  /** Share of the visits while watching live. */
  share: number;
}

const TRAFFIC: readonly Traffic[] = [
  { kind: 'support', rhythm: 'shopping', daily: 122, share: 0.5 },
  { kind: 'search', rhythm: 'shopping', daily: 84, share: 0.36 },
  { kind: 'coding', rhythm: 'office', daily: 16, share: 0.06 },
  { kind: 'report', rhythm: 'office', daily: 13, share: 0.08 },
];

export interface World {
  seed: string;
  users: number;
  story: Story;
}

const environmentOf = (random: Random) => (random.chance(0.94) ? 'production' : 'staging');

/** So often another one is looked for in place of somebody who is not there yet, or not any more. */
const LOOKS = 6;

/** Some come every day and most come once: the first of the list are likelier. `daysAgo`: before the end of the story. */
function visitor(
  random: Random,
  kind: Kind,
  people: readonly [Person, ...Person[]],
  daysAgo: number,
): Person {
  if (kind === 'coding') return random.pick(STAFF.developers);
  if (kind === 'report') return random.pick(STAFF.managers);
  const drawn = () => people[Math.floor(people.length * random.next() ** 2)] ?? people[0];
  let person = drawn();
  for (let look = 1; look < LOOKS && !(daysAgo <= person.since && daysAgo >= person.until); look++)
    person = drawn();
  return person;
}

function support(random: Random, startMs: number, story: Story, person: Person, sessionId: string): Played[] {
  const chinese = person.language === 'zh';
  const order = orderFor(random, chinese ? GOODS_ZH : GOODS_EN, person.name, person.city, startMs);
  const scenario = random.pick(chinese ? SUPPORT_ZH : SUPPORT_EN)(order);
  const session = { person, scenario, sessionId, environment: environmentOf(random) };
  const history: Message[] = [];
  const played: Played[] = [];
  let atMs = startMs;
  for (const turn of scenario.turns) {
    const { tape, answer, scores } = supportTurn(random, atMs, story, session, turn, history);
    played.push({ tape, scores });
    history.push({ role: 'user', text: turn.user }, { role: 'assistant', text: answer });
    // Reads the answer, thinks, types the next question; some leave.
    atMs = tape.nowMs + tokensOf(answer) * 110 + random.about(14_000, 0.6);
    if (answer !== turn.answer || random.chance(0.07)) break;
  }
  const last = played.at(-1);
  if (last && random.chance(0.15)) {
    const resolved = played.length === scenario.turns.length;
    const verdict: Scored = {
      by: 'api',
      name: 'resolved',
      value: resolved,
      source: 'feedback',
      author: person.id,
      sessionId,
    };
    played[played.length - 1] = { ...last, scores: [...last.scores, verdict] };
  }
  return played;
}

function play(world: World, kind: Kind, random: Random, startMs: number, person: Person): Visit {
  const { story } = world;
  const sessionId = `${kind}-${random.hex(6)}`;
  const played: Played[] =
    kind === 'support'
      ? support(random, startMs, story, person, sessionId)
      : kind === 'search'
        ? searchSession(random, startMs, story, person, sessionId, environmentOf(random))
        : kind === 'coding'
          ? [codingTask(random, startMs, story, person, sessionId)]
          : [reportRun(random, startMs, story, person, sessionId)];
  return {
    startMs,
    person,
    runs: played.map(({ tape }) => runOf(tape)),
    spans: played.flatMap(({ tape }) => tape.spans),
    // By a chance of their own, so that the traces of a seed stay what they are.
    events: shopEvents(randomFor(world.seed, 'events', sessionId), kind, { startMs, person, sessionId }),
    scores: played.flatMap(({ tape, scores }) => {
      const [root] = tape.spans;
      if (!root) return [];
      const { traceId, spanId, service } = root;
      return scores.map((score, n) => ({
        ...score,
        traceId,
        spanId,
        service,
        atMs: tape.nowMs + 900 + n * 150,
      }));
    }),
  };
}

interface Appointment {
  startMs: number;
  begin(): Visit;
}

function visitsOfDay(
  world: World,
  people: readonly [Person, ...Person[]],
  dayStartMs: number,
): Appointment[] {
  return TRAFFIC.flatMap(({ kind, rhythm, daily }) => {
    const scale = rhythm === 'shopping' ? people.length / 300 : 1;
    const count = Math.round(daily * scale * weekday(rhythm, dayStartMs));
    return Array.from({ length: count }, (_, n) => {
      const random = randomFor(world.seed, kind, dayStartMs, n);
      const person = visitor(random, kind, people, (world.story.endMs - dayStartMs) / DAY);
      const startMs = momentOfDay(rhythm, dayStartMs, person.zone, random.next(), random.next());
      return { startMs, begin: () => play(world, kind, random, startMs, person) };
    });
  });
}

/** Every visit that begins in [fromMs, toMs), in order, each made when it is asked for. */
export function* visitsBetween(world: World, fromMs: number, toMs: number): Generator<Visit> {
  const people = customers(world.seed, world.users);
  for (let day = Math.floor(fromMs / DAY) * DAY; day < toMs; day += DAY) {
    const visits = visitsOfDay(world, people, day).filter(
      ({ startMs }) => startMs >= fromMs && startMs < toMs,
    );
    for (const { begin } of visits.sort((a, b) => a.startMs - b.startMs)) yield begin();
  }
}

/** Visits without end from a moment on, `perMinute` of them, as somebody who watches wants them. */
export function* visitsFrom(world: World, fromMs: number, perMinute: number): Generator<Visit> {
  const people = customers(world.seed, world.users);
  let atMs = fromMs;
  for (let n = 0; ; n += 1) {
    const random = randomFor(world.seed, 'live', fromMs, n);
    let left = random.next();
    const traffic = TRAFFIC.find(({ share }) => {
      left -= share;
      return left < 0;
    });
    const kind = traffic?.kind ?? 'support';
    atMs += (-Math.log(1 - random.next()) * MINUTE) / perMinute;
    yield play(world, kind, random, atMs, visitor(random, kind, people, 0));
  }
}
