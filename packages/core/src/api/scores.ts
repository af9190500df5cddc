import { z } from 'zod';
import { SCORE_SOURCES, SCORE_TYPES } from '../score.ts';

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
