import { z } from 'zod';
import { SCORE_SOURCES, SCORE_TYPES, type Score } from '../score.ts';
import { isoFromNs } from '../time.ts';
import { pageOf, projectQuery } from './common.ts';

export const scoreSchema = z.object({
  scoreId: z.string(),
  traceId: z.string().nullable(),
  spanId: z.string().nullable(),
  sessionId: z.string().nullable(),
  name: z.string(),
  type: z.enum(SCORE_TYPES),
  value: z.number().nullable(),
  label: z.string().nullable(),
  comment: z.string().nullable(),
  source: z.enum(SCORE_SOURCES),
  author: z.string().nullable(),
  environment: z.string().nullable(),
  configId: z.string().nullable(),
  metadata: z.unknown(),
  time: z.string(),
});
export type ApiScore = z.infer<typeof scoreSchema>;

/** A score as the API gives it. */
export const apiScoreOf = ({ timeNs, ...score }: Score): ApiScore => ({
  scoreId: score.scoreId,
  traceId: score.traceId || null,
  spanId: score.spanId || null,
  sessionId: score.sessionId || null,
  name: score.name,
  type: score.type,
  value: score.value ?? null,
  label: score.label || null,
  comment: score.comment || null,
  source: score.source,
  author: score.author || null,
  environment: score.environment || null,
  configId: score.configId || null,
  metadata: score.metadata ?? null,
  time: isoFromNs(timeNs),
});

export const MAX_SCORES = 1000;
const MAX_TEXT = 64 * 1024;
const id = z.string().min(1).max(512);
/** Ids of OpenTelemetry are lower-case hex, whoever writes them down; all others are taken as sent. */
const hexId = (length: number) =>
  id.transform((text) => (text.length === length && /^[\da-f]+$/i.test(text) ? text.toLowerCase() : text));

/** What to judge by is in score-config.ts; null is as good as leaving a field out. */
export const scoreCreateSchema = z
  .strictObject({
    /** Left out: a new score. Known: that score is replaced. */
    scoreId: id.nullish(),
    traceId: hexId(32).nullish(),
    spanId: hexId(16).nullish(),
    sessionId: id.nullish(),
    name: z.string().trim().min(1).max(200),
    /** Left out: that of the config, else that of the value. */
    type: z.enum(SCORE_TYPES).nullish(),
    value: z.union([z.number(), z.boolean(), z.string().max(MAX_TEXT)]).nullish(),
    label: z.string().max(MAX_TEXT).nullish(),
    comment: z.string().max(MAX_TEXT).nullish(),
    source: z.enum(SCORE_SOURCES).nullish(),
    author: z.string().max(320).nullish(),
    environment: z.string().max(200).nullish(),
    configId: id.nullish(),
    metadata: z
      .json()
      .refine((json) => JSON.stringify(json).length <= MAX_TEXT, 'more than 64 KiB')
      .nullish(),
    time: z.iso.datetime({ offset: true }).nullish(),
  })
  .superRefine(({ traceId, spanId, sessionId }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (!traceId && spanId) refuse('traceId', 'a span is named together with its trace');
    else if (!traceId && !sessionId)
      refuse('traceId', 'say what is judged: a traceId, with a spanId or without, or a sessionId');
    else if (traceId && sessionId) refuse('sessionId', 'a score is of a trace or of a session, not of both');
  });
export type ScoreCreate = z.infer<typeof scoreCreateSchema>;

/** One score or a list of them. */
export const scoresCreateSchema = z.preprocess(
  (body) => (Array.isArray(body) ? body : [body]),
  z.array(scoreCreateSchema).min(1).max(MAX_SCORES),
);
export const scoresCreatedSchema = z.object({ data: z.array(scoreSchema) });
export const scorePageSchema = pageOf(scoreSchema);

/** A query parameter that may be given several times. */
const listOf = <Item extends z.ZodType<string>>(item: Item) =>
  z.union([item.transform((value) => [value]), z.array(item).max(100)]).optional();
const texts = listOf(id);

/** A session or a user stands for its traces as well. */
export const scoreListQuery = projectQuery.extend({
  scoreId: texts,
  name: texts,
  source: listOf(z.enum(SCORE_SOURCES)),
  type: listOf(z.enum(SCORE_TYPES)),
  label: texts,
  author: texts,
  environment: texts,
  configId: texts,
  traceId: texts,
  spanId: texts,
  sessionId: texts,
  userId: texts,
  target: z.enum(['span', 'trace', 'session']).optional(),
  minValue: z.coerce.number().optional(),
  maxValue: z.coerce.number().optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  cursor: z.string().max(1024).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});
