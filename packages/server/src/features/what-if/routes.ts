import { projectQuery } from '@pharos/core/api/common';
import {
  type Outcome,
  type WhatIfRequest,
  whatIfRequestSchema,
  whatIfSchema,
} from '@pharos/core/api/what-if';
import type { PriceBook } from '@pharos/core/pricing/price-book';
import type { InTurns } from '@pharos/core/turns';
import { MAX_PROMPT_BOUNDS, type PriceBounds, priceBounds } from '@pharos/core/what-if/bounds';
import { acrossHours, goesByTheHour } from '@pharos/core/what-if/hours';
import type { CallGroup } from '@pharos/core/what-if/traffic';
import { measuredSpent, type WhatIfOptions, whatIfInTurns } from '@pharos/core/what-if/what-if';
import { ApiError } from '../../errors.ts';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import { inTurns } from '../../in-turns.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';
import { refuseTooMuch, type Task } from './limits.ts';
import { partsOf } from './parts.ts';
import { refuseUnknownModels } from './unknown-models.ts';

export interface WhatIfParts {
  reader: Pick<TelemetryReader, 'callGroups'>;
  prices: { book(projectId: string): Promise<PriceBook> };
}

/** `POST /api/v1/usage/what-if`: what the same calls would have cost otherwise. */
export const whatIf =
  ({ reader, prices }: WhatIfParts): Plugin =>
  (routes) => {
    routes.post(
      '/api/v1/usage/what-if',
      {
        config: { access: mayRead },
        schema: {
          summary: 'What the same calls would cost with another model, cache share, service tier or length',
          description:
            'Each scenario is a list of changes, done one after another to the calls of the range that meet the filters. Without scenarios it says what was measured. Money is exact; `assumptions` says what a result rests on, `left` which calls are in neither sum.',
          querystring: projectQuery,
          body: whatIfRequestSchema,
          response: { 200: whatIfSchema },
        },
      },
      async ({ project, body }, reply) => {
        const signal = clientGone(reply);
        const { parts, partSeconds } = partsOf(body);
        const book = await prices.book(project);
        refuseUnknownModels(body, book);
        const bounds = boundsOf(body, book);
        const groups = await reader.callGroups(
          project,
          { ...body, partSeconds, bounds, byAgent: namesAgents(body) },
          signal,
        );
        const options = { parts: parts.length, inDetail: !body.totalsOnly };
        const tasks = tasksOf(body, groups, bounds);
        refuseTooMuch(tasks, options);
        return {
          ...{ from: body.from, to: body.to, parts, partSeconds },
          measured: measuredSpent(groups, options),
          outcomes: await inTurns(outcomesOf(tasks, book, options), signal),
        };
      },
    );
  };

/** Scenarios that go by no hour are worked out of fewer groups. */
function tasksOf({ scenarios }: WhatIfRequest, groups: readonly CallGroup[], bounds: PriceBounds): Task[] {
  const across = acrossHours(groups, bounds.prompt);
  const regions = new Set(groups.map(({ region }) => region));
  return scenarios.map((scenario) => ({
    scenario,
    groups: goesByTheHour(scenario, regions) ? groups : across,
  }));
}

function* outcomesOf(tasks: readonly Task[], book: PriceBook, options: WhatIfOptions): InTurns<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { scenario, groups } of tasks) {
    outcomes.push(yield* whatIfInTurns(groups, scenario, book, options));
    yield;
  }
  return outcomes;
}

function boundsOf({ scenarios }: WhatIfRequest, book: PriceBook): PriceBounds {
  const bounds = priceBounds(book, scenarios);
  if (bounds.prompt.length <= MAX_PROMPT_BOUNDS) return bounds;
  throw new ApiError('invalid_request', {
    message:
      'The scenarios make prompts longer in too many ways: use fewer different factors in one request.',
  });
}

const namesAgents = ({ scenarios }: WhatIfRequest): boolean =>
  scenarios.some(({ changes }) => changes.some(({ of }) => of.agent !== undefined));
