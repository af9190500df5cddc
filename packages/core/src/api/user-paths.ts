import { z } from 'zod';
import { boundedRange } from './common.ts';
import { SUBJECTS } from './funnels.ts';

const figure = z.number();

export const PATH_LIMITS = {
  days: 31,
  steps: 6,
  nodes: 200,
  links: 100,
  windowSeconds: 7 * 86_400,
  eventsEach: 1_000,
};

/** What a path is made of. */
export const ACTIVITY_KINDS = ['agent', 'tool', 'event', 'page'] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

const node = { kind: z.enum(ACTIVITY_KINDS), name: z.string().min(1).max(2048) };

/** What users do in a range, by how many do it. */
export const activitiesQuery = boundedRange(PATH_LIMITS.days);
export type ActivitiesQuery = z.infer<typeof activitiesQuery>;
export const activitiesSchema = z.object({
  /** The most frequent of each kind. */
  data: z.array(z.object({ ...node, users: figure, count: figure })),
});
export type Activities = z.infer<typeof activitiesSchema>;

export const pathsRequestSchema = boundedRange(PATH_LIMITS.days).safeExtend({
  /** Where paths begin; left out: with whatever each did first. */
  start: z.strictObject(node).optional(),
  /** Each of them has one path: from the first time that they did it. */
  by: z.enum(SUBJECTS).default('session'),
  kinds: z
    .array(z.enum(ACTIVITY_KINDS))
    .min(1)
    .max(4)
    .default([...ACTIVITY_KINDS]),
  /** How many steps are followed. */
  steps: z.number().int().min(1).max(PATH_LIMITS.steps).default(3),
  /** What comes later is no part of a path. */
  windowSeconds: z.number().int().min(1).max(PATH_LIMITS.windowSeconds).default(3_600),
});
export type PathsInput = z.input<typeof pathsRequestSchema>;
export type PathsRequest = z.infer<typeof pathsRequestSchema>;

const shownNode = z.object({ kind: z.enum([...ACTIVITY_KINDS, 'end']), name: z.string() });
export const pathsSchema = z.object({
  /** Users or sessions that have a path. */
  subjects: figure,
  /** From one step to the next, the most frequent of each: how many took it. The same thing several times in a row is one step; `end` says that nothing came after. */
  links: z.array(z.object({ step: figure, from: shownNode, to: shownNode, count: figure })),
});
export type Paths = z.infer<typeof pathsSchema>;
