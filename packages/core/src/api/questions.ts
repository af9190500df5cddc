import { z } from 'zod';
import { answerSchema, questionSchema } from '../question.ts';

export const MAX_QUESTIONS = 100;

/** Many Questions at once: a page of charts in one request. */
export const questionsSchema = z.object({ questions: z.array(questionSchema).min(1).max(MAX_QUESTIONS) });

/**
 * One line of the answer, which is newline-delimited JSON: whichever is known first comes first. `index` is the place
 * of its Question. One that cannot be answered fails alone.
 */
export const answerLineSchema = z.object({
  index: z.number().int(),
  answer: answerSchema.optional(),
  error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }).optional(),
});
export type AnswerLine = z.infer<typeof answerLineSchema>;

/** Files that an answer can be had as. */
export const TABLE_FORMATS = ['csv', 'parquet'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];
export const questionExportSchema = z.object({ question: questionSchema, format: z.enum(TABLE_FORMATS) });
