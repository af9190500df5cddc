import type { TraceSummary } from '@pharos/core/api/spans';

const LONGEST = 120;

/** What a trace is called: what it was asked, when that is a sentence; else its name. */
export function titleOf({ inputPreview, name, traceId }: TraceSummary): string {
  const asked = inputPreview.trim();
  const sentence = asked !== '' && !/^[[{"<]/.test(asked) ? (asked.split('\n', 1)[0] ?? '') : '';
  return (sentence || name || traceId).slice(0, LONGEST);
}
