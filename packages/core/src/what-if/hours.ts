import type { Scenario } from '../api/what-if.ts';
import { matchModel } from '../pricing/match.ts';
import type { Region } from '../pricing/region.ts';
import type { CallGroup } from './traffic.ts';

/** Has the list other prices of the model at other hours? */
const isByTheHour = (provider: string, model: string, region: Region): boolean =>
  matchModel(provider, model, region)?.periods.some(({ daily }) => daily !== undefined) ?? false;

/** Does it move any of the calls to a model whose price goes by the hour where they run? */
export function goesByTheHour({ changes }: Scenario, regions: ReadonlySet<Region>): boolean {
  return changes.some(
    (change) =>
      change.kind === 'model' &&
      [...regions].some((region) => isByTheHour(change.to.provider, change.to.model, region)),
  );
}

/**
 * The same calls in fewer groups, for scenarios that go by no hour: put together across the hours where their own price is the
 * same all day. `prompt` are the bounds that told the groups apart.
 */
export function acrossHours(groups: readonly CallGroup[], prompt: readonly number[]): CallGroup[] {
  const byHour = new Map<string, boolean>();
  const goesBy = (provider: string, model: string, region: Region): boolean => {
    const key = `${provider}\n${model}\n${region}`;
    const known = byHour.get(key) ?? isByTheHour(provider, model, region);
    byHour.set(key, known);
    return known;
  };
  const alike = new Map<string, CallGroup>();
  const apart: CallGroup[] = [];
  for (const group of groups) {
    const { part, provider, model, requestModel, agent, tier, region, priced, tokens } = group;
    if (goesBy(provider, model, region) || (requestModel !== '' && goesBy(provider, requestModel, region))) {
      apart.push(group);
      continue;
    }
    const length = prompt.findLastIndex((bound) => group.prompt > bound);
    const key = [
      part,
      provider,
      model,
      requestModel,
      agent,
      tier,
      region,
      priced,
      length,
      tokens.has('total'),
    ];
    const known = alike.get(key.join('\n'));
    alike.set(key.join('\n'), known ? together(known, group) : group);
  }
  return [...alike.values(), ...apart];
}

const together = (a: CallGroup, b: CallGroup): CallGroup => ({
  ...a,
  calls: a.calls + b.calls,
  tokens: sums(a.tokens, b.tokens),
  estimatedTokens: a.estimatedTokens + b.estimatedTokens,
  cost: sums(a.cost, b.cost),
});

function sums<Key>(a: ReadonlyMap<Key, bigint>, b: ReadonlyMap<Key, bigint>): ReadonlyMap<Key, bigint> {
  const all = new Map(a);
  for (const [key, amount] of b) all.set(key, (all.get(key) ?? 0n) + amount);
  return all;
}
