import type { Driver } from '../driver.ts';

/** Does at once what the engine does in its own time: merges all parts of a table, wherever they lie. */
export async function mergeParts(driver: Pick<Driver, 'layout' | 'command'>, table: string): Promise<void> {
  for (const place of driver.layout.places(table)) await driver.command(`OPTIMIZE TABLE ${place} FINAL`);
}
