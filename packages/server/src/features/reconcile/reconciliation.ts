import type { ExchangeRate } from '@pharos/core/api/prices';
import type { Reconciliation, Statement } from '@pharos/core/api/reconcile';
import { parseFilterText } from '@pharos/core/filter-text';
import type { StatementFacts } from '@pharos/core/reconcile/amounts';
import { compareInTurns } from '@pharos/core/reconcile/compare';
import { rangeToMeasure } from '@pharos/core/reconcile/days';
import { dollarsBy } from '@pharos/core/reconcile/exchange';
import { ApiError } from '../../errors.ts';
import { inTurns } from '../../in-turns.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';

/** How somebody wants both sides compared. */
export interface Asked {
  zone?: string | undefined;
  filter: string;
  same: readonly string[];
}

/** Compares a statement with what the project's spans say. @throws ApiError when the filter cannot be read. */
export async function reconcileWith(
  given: { reader: Pick<TelemetryReader, 'metered'>; exchange: readonly ExchangeRate[] },
  project: ProjectScope,
  { statement, facts }: { statement: Statement; facts: StatementFacts },
  { zone = facts.zone, filter, same }: Asked,
  signal: AbortSignal,
): Promise<Reconciliation> {
  const { filters, search, errors } = parseFilterText(filter);
  const [first] = errors;
  if (first) throw new ApiError('invalid_request', { message: first.message, details: { filter: errors } });
  if (search !== '')
    throw new ApiError('invalid_request', { message: 'Words are not looked for here: name fields.' });
  const asked = { ...facts, zone };
  const { fromMs, toMs, stepMs } = rangeToMeasure(asked);
  const steps = await given.reader.metered(project, { fromMs, toMs, stepMs, filters }, signal);
  const comparison = await inTurns(
    compareInTurns({
      ...{ statement: asked, steps, originMs: fromMs, stepMs, inDollars: dollarsBy(given.exchange) },
      same: same.map((pair) => {
        const [stated = '', measured = ''] = pair.split('=');
        return { stated: stated.trim(), measured: measured.trim() };
      }),
    }),
    signal,
  );
  return { statement, zone, filters, comparison };
}
