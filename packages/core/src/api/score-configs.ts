import { z } from 'zod';
import { SCORE_TYPES } from '../score.ts';
import { configProblem, type ScoreConfig } from '../score-config.ts';

const limit = z.number().nullable();
const facts = {
  name: z.string().trim().min(1).max(200),
  min: limit,
  max: limit,
  categories: z.array(z.object({ value: z.number(), label: z.string().trim().min(1).max(200) })).max(200),
  description: z.string().max(4096),
  archived: z.boolean(),
};

export const scoreConfigSchema = z.object({
  id: z.string(),
  type: z.enum(SCORE_TYPES),
  ...facts,
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type ApiScoreConfig = z.infer<typeof scoreConfigSchema>;

const refuseProblem = (config: Omit<ScoreConfig, 'name' | 'archived'>, context: z.RefinementCtx) => {
  const message = configProblem(config);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
};

export const scoreConfigCreateSchema = z
  .strictObject({
    name: facts.name,
    type: z.enum(SCORE_TYPES),
    min: limit.default(null),
    max: limit.default(null),
    categories: facts.categories.default([]),
    description: facts.description.default(''),
  })
  .superRefine(refuseProblem);
export type ScoreConfigCreate = z.infer<typeof scoreConfigCreateSchema>;

/** Scores that were given keep what they say, so the type of a config stays. */
export const scoreConfigUpdateSchema = z.strictObject(facts).partial();
export type ScoreConfigUpdate = z.infer<typeof scoreConfigUpdateSchema>;
