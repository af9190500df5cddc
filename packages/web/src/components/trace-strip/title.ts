import type { TraceSummary } from '@pharos/core/api/spans';

const LONGEST = 120;

/** A question wrapped in an object, as frameworks record their arguments; previews may be cut anywhere. */
const WRAPPED =
  /^\[?\s*\{\s*"(?:question|query|input|prompt|message|messages|text|content|task|topic)"\s*:\s*"((?:[^"\\]|\\.)*)/;

function unescaped(text: string): string {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return text;
  }
}

/** What was asked, in words: the preview itself, or the question inside it; '' when it is other data. */
export function askedOf(inputPreview: string): string {
  const preview = inputPreview.trim();
  if (!/^[[{"<]/.test(preview)) return preview;
  return unescaped(WRAPPED.exec(preview)?.[1] ?? '').trim();
}

/** Who answered: the agent that the trace is named after, else the first. */
export const mainAgent = ({ agents, name }: Pick<TraceSummary, 'agents' | 'name'>): string | undefined =>
  agents.find((agent) => agent === name || name.endsWith(` ${agent}`)) ?? agents[0];

/** What a trace is called: what it was asked, when that is a sentence; else its name. */
export function titleOf({ inputPreview, name, traceId }: TraceSummary): string {
  const sentence = askedOf(inputPreview).split('\n', 1)[0] ?? '';
  return (sentence || name || traceId).slice(0, LONGEST);
}
