import { momentNs } from '@pharos/core/fragments/moments';
import { evaluationScores } from '@pharos/core/langwatch-evaluation';
import type { JsonRecord } from '@pharos/core/message-parts';
import type { Score } from '@pharos/core/score';
import { nowNs } from '@pharos/core/time';
import { z } from 'zod';
import { mayIngest } from '../../http/access.ts';
import type { Plugin } from '../../http/routes.ts';
import { traceIdOf } from '../../receive/langwatch/ids.ts';
import type { LangwatchParts } from './langwatch.ts';

const text = z.string().max(512).nullish();
const init = z
  .object({ experiment_slug: text, experiment_id: text, experiment_name: text })
  .refine(
    (named) => named.experiment_slug || named.experiment_id,
    'experiment_slug or experiment_id is required',
  );

const row = z.looseObject({ index: z.number().nullish(), target_id: text, trace_id: text });
const results = z.object({
  experiment_slug: text,
  experiment_id: text,
  run_id: text,
  dataset: z.array(row).nullish(),
  evaluations: z.array(row.extend({ name: text, evaluator: text })).nullish(),
  timestamps: z.object({ created_at: z.number().nullish() }).nullish(),
});
type Results = z.output<typeof results>;

/**
 * Experiments of the SDKs: what a row of a run was judged is a score of the trace in which it ran. There is no page of
 * an experiment: its runs are found by their scores.
 */
export const langwatchExperiments =
  ({ scoreBook, clock }: LangwatchParts): Plugin =>
  (routes) => {
    routes.post(
      '/api/experiment/init',
      { config: { access: mayIngest }, schema: { hide: true, body: init } },
      ({ body }) => ({ path: '/', slug: body.experiment_slug ?? body.experiment_id }),
    );

    routes.post(
      '/api/evaluations/batch/log_results',
      { config: { access: mayIngest }, schema: { hide: true, body: results } },
      async ({ project, body }) => {
        const now = nowNs(clock);
        const { scores, homeless } = scoresOf(body, momentNs(body.timestamps?.created_at ?? null) ?? now);
        await scoreBook.put(project, scores);
        return {
          message: homeless === 0 ? 'ok' : `ok, but ${homeless} evaluations name no trace and are not kept`,
        };
      },
    );
  };

type Row = z.output<typeof row>;
const rowKey = ({ index, target_id }: Row) => JSON.stringify([index ?? null, target_id ?? null]);

function scoresOf(body: Results, timeNs: bigint): { scores: Score[]; homeless: number } {
  const experiment = body.experiment_slug ?? body.experiment_id ?? '';
  const traces = new Map(body.dataset?.map((told) => [rowKey(told), traceIdOf(told.trace_id)]));
  const scores: Score[] = [];
  let homeless = 0;
  for (const told of body.evaluations ?? []) {
    const traceId = traceIdOf(told.trace_id) || traces.get(rowKey(told)) || '';
    if (traceId === '') {
      homeless++;
      continue;
    }
    const name = told.name ?? told.evaluator ?? '';
    const id = JSON.stringify(['langwatch-run', experiment, body.run_id ?? '', rowKey(told), name]);
    const metadata = { experiment, ...(body.run_id && { run_id: body.run_id }) };
    scores.push(...evaluationScores(told as JsonRecord, { id, name, traceId, spanId: '', timeNs, metadata }));
  }
  return { scores, homeless };
}
