import type { ApiSpan } from '@pharos/core/api/spans';
import { contentView } from '../content-view.ts';

/** In place of text that a large answer has no room for, so that nobody takes it for missing. */
const LEFT_OUT = '[left out of this large answer: ask for the observation by its id]';

/** What went into and came out of an observation, or of a trace by its root. */
export function contentOf({ input, output, contentOmitted }: ApiSpan): { input: unknown; output: unknown } {
  if (contentOmitted) return { input: LEFT_OUT, output: LEFT_OUT };
  return { input: contentView(input, 'input'), output: contentView(output, 'output') };
}
