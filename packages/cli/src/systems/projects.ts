import { UsageError } from '../world.ts';

/**
 * The projects that were asked for by name, or all.
 * @throws UsageError when one is asked for that is not there.
 */
export function chosen<Named extends { name: string }>(
  found: readonly Named[],
  wanted: readonly string[],
): Named[] {
  const names = found.map(({ name }) => name);
  const missing = wanted.find((name) => !names.includes(name));
  if (missing !== undefined)
    throw new UsageError(`There is no project "${missing}". There are: ${names.join(', ') || 'none'}.`);
  return found.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
}
