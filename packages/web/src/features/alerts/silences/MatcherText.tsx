import type { Matcher } from '@pharos/core/incidents/matcher';

/** Matchers as one writes them: `rule="errors" model!~"gpt*"`. */
export const matchersText = (matchers: readonly Matcher[]): string =>
  matchers.map(({ label, op, value }) => `${label}${op}"${value}"`).join(' ');

export const MatcherText = ({ matchers }: { matchers: readonly Matcher[] }) => (
  <span className="block truncate font-mono text-xs" title={matchersText(matchers)}>
    {matchersText(matchers)}
  </span>
);
