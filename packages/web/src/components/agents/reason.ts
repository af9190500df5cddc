import { RECENT_MS, type ReasonCode, type StateReason } from '@pharos/core/agents/facts';
import { useCallback } from 'react';
import { type Formatters, useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { agentWords } from './texts.ts';

type Key = Parameters<typeof agentWords.t>[0];
interface Speech {
  t: typeof agentWords.t;
  format: Formatters;
  /** A figure of the reason; 0 when the server does not tell it. */
  figure: (name: string) => number;
}
type Sentence = (speech: Speech, reason: StateReason) => string;

const plain =
  (key: Key): Sentence =>
  ({ t }) =>
    t(key);

/** How many runs failed, of how many, in what time. */
const failed = ({ format, figure }: Speech) => ({
  errors: format.count(figure('errors')),
  runs: format.count(figure('runs')),
  period: format.period(RECENT_MS),
  rate: format.percent(figure('errorRate')),
});

/** Every reason of a state as a sentence. */
const SENTENCES: Record<ReasonCode, Sentence> = {
  onlySpans: plain('onlySpans'),
  stopped: plain('stopped'),
  starting: plain('isStarting'),
  nothingToDo: plain('nothingToDo'),
  silent: ({ t, format, figure }) =>
    t('silent', {
      silent: format.duration(wholeSeconds(figure('silentMs'))),
      missed: format.count(figure('missed')),
      interval: format.period(figure('intervalSeconds') * 1000),
    }),
  noProgress({ t, format, figure }, { step, figures }) {
    const values = { count: figure('runs'), quiet: format.duration(wholeSeconds(figure('quietMs'))) };
    const first = step ? t('noProgressIn', { ...values, step }) : t('noProgress', values);
    const second =
      figures.usualMs === undefined
        ? t('notUsual', { limit: format.duration(figure('limitMs')) })
        : t('usualRun', { usual: format.duration(figures.usualMs) });
    return t('twoSentences', { first, second });
  },
  runsFail: (speech) => speech.t('runsFail', failed(speech)),
  moreErrors: (speech) =>
    speech.t('moreErrors', {
      ...failed(speech),
      usual: speech.format.percent(speech.figure('usualErrorRate')),
    }),
  slower: ({ t, format, figure }) =>
    t('slower', {
      p95: format.duration(figure('p95Ms')),
      period: format.period(RECENT_MS),
      usual: format.duration(figure('usualMs')),
    }),
  instancesMissing: ({ t, figure }) => t('instancesMissing', { count: figure('missing'), of: figure('of') }),
  runsInFlight: ({ t, figure }) => t('runsInFlight', { count: figure('runs') }),
};

/** What goes on since some seconds is not told by the millisecond. */
export const wholeSeconds = (ms: number): number => Math.floor(ms / 1000) * 1000;

/** Says why a state is what it is, in a sentence of the page's language. */
export function useReasonText(): (reason: StateReason) => string {
  const t = useTexts(agentWords);
  const format = useFormat();
  return useCallback(
    (reason) => {
      const { code, figures, instance } = reason;
      const sentence = SENTENCES[code]({ t, format, figure: (name) => figures[name] ?? 0 }, reason);
      return instance === undefined ? sentence : t('onInstance', { instance, sentence });
    },
    [t, format],
  );
}
