import { createHash } from 'node:crypto';
import type { ApiPathRun, ApiPaths, ApiPathsComparison, ApiRunPath } from '@pharos/core/api/paths';
import { changesOf } from '@pharos/core/paths/compare';
import type { RunLine } from '@pharos/core/paths/flow';
import type { RunPath } from '@pharos/core/paths/run-path';
import { type FlowView, viewOf, viewsOf } from '@pharos/core/paths/view';
import { formatDecimal } from '@pharos/core/pricing/decimal';
import { inTurns } from '../../in-turns.ts';
import type { Gathered } from './gather.ts';

/** A variant by a name that fits an address, the same for all agents and after every restart. */
export const variantId = (variant: string): string =>
  createHash('sha256').update(variant).digest('hex').slice(0, 16);

const withId = <Of extends { variant: string }>({ variant, ...rest }: Of) => ({
  id: variantId(variant),
  ...rest,
});

/** The folded paths of an agent as they are told. */
export const presentPaths = async (
  agent: string,
  gathered: Gathered,
  signal: AbortSignal,
): Promise<ApiPaths> => presentView(agent, gathered.basis, await inTurns(viewOf(gathered.flow), signal));

const presentView = (agent: string, basis: Gathered['basis'], view: FlowView): ApiPaths => ({
  ...{ agent, basis, ...view },
  variants: view.variants.map(withId),
});

export async function presentComparison(
  agent: string,
  base: Gathered,
  asked: Gathered,
  signal: AbortSignal,
): Promise<ApiPathsComparison> {
  const { before, after } = await inTurns(viewsOf(base.flow, asked.flow), signal);
  const { variants, ...changes } = changesOf(before, after);
  return {
    before: presentView(agent, base.basis, before),
    after: presentView(agent, asked.basis, after),
    changes: { ...changes, variants: variants.map(withId) },
  };
}

export const presentRun = ({ cost, steps, spans: _, choices: __, variant, ...run }: RunLine): ApiPathRun => ({
  ...{ ...run, findings: [...run.findings], variant: variantId(variant) },
  ...{ cost: formatDecimal(cost), stepCount: steps.length },
});

export const presentRunPath = ({ steps, spans: _, choices: __, variant, ...run }: RunPath): ApiRunPath => ({
  ...{
    ...run,
    cost: formatDecimal(run.cost),
    findings: [...run.findings],
    variant: variantId(variant),
    stepCount: steps.length,
  },
  steps: steps.map(({ argumentsHash: _hash, cost, within, ...step }) => ({
    ...{ ...step, cost: formatDecimal(cost), within: within ?? null },
  })),
});
