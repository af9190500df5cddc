import { langfuse } from './langfuse/langfuse.ts';
import { langsmith } from './langsmith/langsmith.ts';
import { phoenix } from './phoenix/phoenix.ts';
import type { System } from './system.ts';

/** What Pharos takes over, by the name it has on the command line. */
export const SYSTEMS: ReadonlyMap<string, System> = new Map([
  ['langfuse', langfuse],
  ['langsmith', langsmith],
  ['phoenix', phoenix],
]);
