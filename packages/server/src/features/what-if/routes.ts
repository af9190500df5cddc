import { setImmediate } from 'node:timers/promises';
import { projectQuery } from '@pharos/core/api/common';
import {
  type Outcome,
  type WhatIfRequest,
  whatIfRequestSchema,
  whatIfSchema,
} from '@pharos/core/api/what-if';
import type { PriceBook } from '@pharos/core/pricing/price-book';
import { type PriceBounds, priceBounds } from '@pharos/core/what-if/bounds';
import { acrossHours, goesByTheHour } from '@pharos/core/what-if/hours';
import type { CallGroup } from '@pharos/core/what-if/traffic';
import { measuredSpent, whatIf as outcomeOf, type WhatIfOptions } from '@pharos/core/what-if/what-if';
import { ApiError } from '../../errors.ts';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';
import { partsOf } from './parts.ts';
import { refuseUnknownModels } from './unknown-models.ts';

export interface WhatIfParts {
  reader: Pick<TelemetryReader, 'callGroups'>;
  prices: { book(projectId: string): Promise<PriceBook> };
}

/** Prompt lengths at which some price changes, over all scenarios. */
const MAX_PROMPT_BOUNDS = 400;
/** Groups times scenarios: some seconds of reckoning, between which others have their turn. */
const MAX_PRICED = 400_000;
/** As long as the reckoning goes on in one go. */
const TURN_MS = 8;

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
        if (groups.length * body.scenarios.length > MAX_PRICED) throw tooMuch();
        const options = { parts: parts.length, inDetail: !body.totalsOnly };
        return {
          ...{ from: body.from, to: body.to, parts, partSeconds },
          measured: measuredSpent(groups, options),
          outcomes: await outcomesOf(
            { groups, across: acrossHours(groups, bounds.prompt) },
            body,
            book,
            options,
            signal,
          ),
        };
      },
    );
  };

async function outcomesOf(
  { groups, across }: { groups: readonly CallGroup[]; across: readonly CallGroup[] },
  { scenarios }: WhatIfRequest,
  book: PriceBook,
  options: WhatIfOptions,
  signal: AbortSignal,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const regions = new Set(groups.map(({ region }) => region));
  let began = performance.now();
  for (const scenario of scenarios) {
    if (performance.now() - began > TURN_MS) {
      await setImmediate();
      signal.throwIfAborted();
      began = performance.now();
    }
    outcomes.push(outcomeOf(goesByTheHour(scenario, regions) ? groups : across, scenario, book, options));
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

const tooMuch = () =>
  new ApiError('invalid_request', {
    message: 'That is too much to price in one request: ask for fewer scenarios, or a shorter range.',
  });
