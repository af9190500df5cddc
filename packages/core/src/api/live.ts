import { z } from 'zod';
import { AGENT_STATES } from '../agents/facts.ts';
import { LIFE_EVENTS } from '../presence/life-cycle.ts';
import { stateReasonSchema } from './agents.ts';
import { projectQuery } from './common.ts';

const count = z.number().int();
const instant = z.iso.datetime();
const verdict = { state: z.enum(AGENT_STATES), reason: stateReasonSchema };

/** What can be watched, and what an item of each topic tells. Of all that there are the first of a topic are told, and how many there are. */
export const LIVE_TOPICS = {
  /** Agents, those that do worst first. By name. The reason is that of the moment when the state began. */
  agents: z.object({
    name: z.string(),
    ...verdict,
    /** Null: nobody keeps watch over it, or it has only just begun. */
    since: instant.nullable(),
    instances: count,
    runsInFlight: count,
  }),
  /** That agents changed state, the latest; not that they have something to do, or no more. */
  transitions: z.object({ agent: z.string(), at: instant, ...verdict }),
  /** Runs in flight: those that are stuck, then those that began first. By id. */
  runs: z.object({
    runId: z.string(),
    agent: z.string(),
    version: z.string(),
    instance: z.string(),
    step: z.string(),
    userId: z.string(),
    sessionId: z.string(),
    startedAt: instant,
    /** What 95 of 100 runs of its agent took at most, over a week. */
    usualMs: z.number().nullable(),
    stuck: z.boolean(),
    source: z.enum(['reports', 'spans']),
  }),
  /** How many users are online of each kind: by agent, country, locale, platform, page, state, source. In all: those who are online. */
  users: z.array(z.object({ value: z.string(), users: count })),
  /** Users who are online, those who came last. By id. */
  arrivals: z.object({
    userId: z.string(),
    state: z.enum(['active', 'idle']),
    since: instant,
    agent: z.string(),
    country: z.string(),
    locale: z.string(),
    platform: z.string(),
    page: z.string(),
    inferred: z.boolean(),
  }),
  /** What became of sessions of users, the latest. */
  sessions: z.object({
    event: z.enum(LIFE_EVENTS),
    userId: z.string(),
    sessionId: z.string(),
    at: instant,
    by: z.enum(['report', 'timeout']),
    inferred: z.boolean(),
  }),
  /** What ended in each stretch of RATE_STEP_SECONDS; by its beginning. Stretches in which nothing did are left out. In all: requests. */
  rates: z.object({ requests: count, requestErrors: count, tokens: z.number(), cost: z.number() }),
  /** Failed steps of the last minutes, the latest. In all: how many failed. */
  errors: z.object({
    traceId: z.string(),
    spanId: z.string(),
    at: instant,
    /** Kind of error, message and what it went wrong in (tool, model or step). */
    type: z.string(),
    message: z.string(),
    place: z.string(),
    agent: z.string(),
    userId: z.string(),
    /** Its group among the errors; '' when it has none. */
    group: z.string(),
  }),
} as const;

export type LiveTopic = keyof typeof LIVE_TOPICS;
export type LiveItems = { [Topic in LiveTopic]: z.infer<(typeof LIVE_TOPICS)[Topic]> };
export const LIVE_TOPIC_NAMES = Object.keys(LIVE_TOPICS) as [LiveTopic, ...LiveTopic[]];

/** Rates are told in stretches of so long, … */
export const RATE_STEP_SECONDS = 5;
/** … of so long, and errors too. */
export const RATE_WINDOW_SECONDS = 300;

const changeOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    total: count,
    stale: z.boolean(),
    set: z.array(z.tuple([z.string(), item])),
    gone: z.array(z.string()),
  });

/** What a stream tells. `from` null: all there is; else what has changed since what was told as that number. */
export const liveFrameSchema = z.object({
  /** When it was so, by the clock of the server. */
  at: instant,
  from: count.nullable(),
  seq: count,
  changes: z
    .object({
      agents: changeOf(LIVE_TOPICS.agents),
      transitions: changeOf(LIVE_TOPICS.transitions),
      runs: changeOf(LIVE_TOPICS.runs),
      users: changeOf(LIVE_TOPICS.users),
      arrivals: changeOf(LIVE_TOPICS.arrivals),
      sessions: changeOf(LIVE_TOPICS.sessions),
      rates: changeOf(LIVE_TOPICS.rates),
      errors: changeOf(LIVE_TOPICS.errors),
    })
    .partial(),
});
export type LiveFrame = z.infer<typeof liveFrameSchema>;

const isTopic = (name: string): name is LiveTopic => Object.hasOwn(LIVE_TOPICS, name);

export const liveQuery = projectQuery.extend({
  /** Names of topics with commas between; all of them unless said. */
  topics: z
    .string()
    .max(256)
    .default(LIVE_TOPIC_NAMES.join(','))
    .transform((text, context) => {
      const names = [...new Set(text.split(','))];
      const wrong = names.filter((name) => !isTopic(name));
      if (wrong.length > 0)
        context.addIssue({
          code: 'custom',
          message: `There is no topic "${wrong[0]}"; there are ${LIVE_TOPIC_NAMES.join(', ')}.`,
        });
      return names.filter(isTopic);
    }),
});
