import type { ModelLine } from './catalogue.ts';
import { FINE_TUNED_PRICES } from './fine-tuned.ts';
import { RERANK_PRICES } from './rerank-prices.ts';
import type { ListedTiers } from './service-tier.ts';

/**
 * What the list that comes with Pharos has wrong or not yet, asked before it. Copies of 2026-10 of
 * platform.claude.com/docs/en/about-claude/pricing: Sonnet 5.5 reads its cache at a twentieth of the input, and the list takes
 * it for Sonnet 5; Haiku 5.5 costs five times as much where more than 100 000 tokens go in.
 */
export const CORRECTED_PRICES: Readonly<Record<string, readonly ModelLine[]>> = {
  anthropic: [
    {
      model: 'claude-sonnet-5-5',
      is: [
        ['starts_with', 'claude-sonnet-5-5'],
        ['starts_with', 'claude-sonnet-5.5'],
      ],
      prices: [
        {
          input: '2',
          cachedRead: '0.1',
          cacheWrite: '2.5',
          cacheWrite1h: '4',
          output: '10',
          searchUnits: '10',
        },
      ],
    },
    {
      model: 'claude-haiku-5-5',
      is: [
        ['starts_with', 'claude-haiku-5-5'],
        ['starts_with', 'claude-haiku-5.5'],
      ],
      prices: [
        {
          input: ['0.1', [100_000, '0.5']],
          cachedRead: ['0.01', [100_000, '0.05']],
          cacheWrite: ['0.125', [100_000, '0.625']],
          cacheWrite1h: ['0.2', [100_000, '1']],
          output: ['0.5', [100_000, '2.5']],
          searchUnits: '10',
        },
      ],
    },
  ],
  openai: FINE_TUNED_PRICES,
  ...RERANK_PRICES,
};

/** The same of service tiers: openai.com/api-priority-processing, where GPT-5.5 costs two and a half times as much. */
export const CORRECTED_TIERS: Readonly<Record<string, ListedTiers>> = {
  'gpt-5.5': { priority: { input: ['12.5', '5'], cachedRead: ['1.25', '0.5'], output: ['75', '30'] } },
};
