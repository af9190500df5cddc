import { CHECK_IDS, CHECKS } from './checks.ts';
import type { Outcome, Outcomes } from './run.ts';
import type { Sdk } from './sdk.ts';
import { versionsOf } from './versions.ts';

/** Where the page is kept. */
export const PAGE = new URL('../../../docs/compatibility.md', import.meta.url);

/** What a run says of one SDK. */
export interface Row {
  sdk: Sdk;
  outcomes: Outcomes;
}

const INTRODUCTION = `# Which SDKs work with Pharos

Every SDK below sends the same support agent to Pharos: four conversations in English and Chinese, with retrieval,
embeddings, tools, streaming, an attempt that the provider turns away, and a tool that fails. The programs are in
[e2e/sdks/programs](../e2e/sdks/programs): each uses the SDK's public API as its guide shows, and is given nothing but
a URL and a key through the variables that the SDK documents. What Pharos then knows is asked over its public API.

✓ it is there · – it does not leave the SDK, or not for Pharos: the notes say why · ✗ it should be there and is not

\`npm run compatibility\` in [e2e/sdks](../e2e/sdks) runs all of it and writes this page; a test holds the two together.
`;

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/** Notes are numbered in the order in which they are met; the same reason is one note. */
class Notes {
  readonly #texts: string[] = [];

  mark(text: string): string {
    if (!this.#texts.includes(text)) this.#texts.push(text);
    return `<sup>${this.#texts.indexOf(text) + 1}</sup>`;
  }

  lines(): string[] {
    return this.#texts.map((text, index) => `${index + 1}. ${text[0]?.toUpperCase()}${text.slice(1)}.`);
  }
}

function cellOf(outcome: Outcome, remark: string | undefined, notes: Notes): string {
  switch (outcome.is) {
    case 'held':
      return remark === undefined ? '✓' : `✓${notes.mark(remark)}`;
    case 'unsent':
      return `–${notes.mark(outcome.reason)}`;
    case 'failed':
      return '✗';
  }
}

/** The page of a run: what is checked, the table, the notes, the versions. */
export function documentOf(rows: readonly Row[]): string {
  const notes = new Notes();
  const checks = CHECK_IDS.map((id) => CHECKS[id]);
  const table = rows.map(({ sdk, outcomes }) =>
    row([`**${sdk.title}**`, ...CHECK_IDS.map((id) => cellOf(outcomes[id], sdk.remarks?.[id], notes))]),
  );
  return `${[
    INTRODUCTION,
    row(['', ...checks.map(({ title }) => title)]),
    row(['---', ...checks.map(() => ':-:')]),
    ...table,
    '',
    '## What a tick means',
    '',
    ...checks.map(({ title, about }) => `- **${title}**: ${about}`),
    '',
    '## Notes',
    '',
    ...notes.lines(),
    '',
    '## What was run',
    '',
    row(['', 'protocol', 'packages']),
    row(['---', '---', '---']),
    ...rows.map(({ sdk }) => row([`**${sdk.title}**`, sdk.protocol, versionsOf(sdk).join(', ')])),
  ].join('\n')}\n`;
}
