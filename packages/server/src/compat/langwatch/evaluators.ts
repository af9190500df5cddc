import { z } from 'zod';
import { mayIngest, mayRead } from '../../http/access.ts';
import type { Plugin } from '../../http/routes.ts';

const DETAILS = 'Pharos does not run evaluators of LangWatch: nothing was evaluated.';
const skipped = { status: 'skipped', details: DETAILS } as const;
const body = z.object({ as_guardrail: z.boolean().nullish() });

/** Evaluators are named by one part of a path, or by two: `langevals/basic`. */
const NAMES = [':evaluator', ':namespace/:evaluator'];

/**
 * What is asked to be evaluated here is skipped, and says so: the SDKs take that for an answer, while an error would
 * stop the program that asks. A guardrail that did not look lets everything pass, as it does in LangWatch.
 */
export const langwatchEvaluators: Plugin = (routes) => {
  const route = { config: { access: mayIngest }, schema: { hide: true, body } };
  for (const name of NAMES) {
    routes.post(`/api/evaluations/${name}/evaluate`, route, (request) =>
      request.body.as_guardrail ? { ...skipped, passed: true } : skipped,
    );
    routes.post(`/api/guardrails/${name}/evaluate`, route, () => ({ ...skipped, passed: true }));
  }
  routes.get('/api/evaluations/list', { config: { access: mayRead }, schema: { hide: true } }, () => ({
    evaluators: {},
  }));
};
