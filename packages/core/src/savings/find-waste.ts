import type { WasteCause } from '../api/waste.ts';
import { parseDecimal } from '../pricing/decimal.ts';
import type { WasteKind } from '../waste/waste.ts';
import type { Detector, Found } from './suggestion.ts';

/** Waste of a kind, a suggestion for each cause: what was spent is what would be saved. */
const causesOf = (waste: readonly WasteCause[], kind: WasteKind): Found[] =>
  waste
    .filter((cause) => cause.kind === kind)
    .map(({ name, agent, model, error, cost, calls, traces, worst }) => {
      const money = parseDecimal(cost) ?? 0n;
      return {
        subject: { provider: '', model, prompt: '', agent, name, smaller: '', error },
        money,
        spent: money,
        certainty: 'measured' as const,
        variant: error === '' ? 'silent' : '',
        figures: {
          place: { text: agent || name || model },
          model: { text: model },
          error: { text: error.split('.').at(-1) ?? '' },
          calls: { count: calls },
          traces: { count: traces },
          spent: { usd: cost },
        },
        traces: worst.map((trace) => ({ traceId: trace.traceId, weight: Number(trace.cost) })),
        weight: Number(cost),
        overlap: '',
      };
    });

/** Model calls that had to be made again. */
export const retries: Detector<'waste'> = {
  name: 'retries',
  needs: ['waste'],
  find: ({ waste }) => causesOf(waste, 'retries'),
};

/** Runs that were cancelled, or whose end nobody saw. */
export const abandoned: Detector<'waste'> = {
  name: 'abandoned',
  needs: ['waste'],
  find: ({ waste }) => causesOf(waste, 'abandoned'),
};
