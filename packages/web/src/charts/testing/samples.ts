import type { ThresholdLine } from '../kit/Thresholds.tsx';
import type { Buckets, ChartSeries } from '../time-series/layout.ts';

/* Invented data that look like a product's and are the same every time. */
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const START = Date.UTC(2026, 10, 23, 6);

/** Numbers from 0 to 1 that look drawn by chance: mulberry32. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** About normal, between −1 and 1. */
export const bell = (next: () => number): number => (next() + next() + next() + next()) / 2 - 1;

export const bucketsFrom = (count: number, bucketMs = 15 * MINUTE): Buckets => ({
  buckets: Array.from({ length: count }, (_, index) => START + index * bucketMs),
  bucketMs,
  completeUntilMs: START + count * bucketMs,
});

/** The last bucket has just begun. */
export const filling = (of: Buckets): Buckets => ({
  ...of,
  completeUntilMs: of.completeUntilMs - of.bucketMs / 2,
});

/** A day's rise and fall with some noise. */
export function wave(count: number, seed: number, level = 100, noise = 0.25): number[] {
  const next = chance(seed);
  const phase = next() * 0.6;
  return Array.from({ length: count }, (_, index) => {
    const day = 0.62 - 0.38 * Math.cos(((index / count) * 2 + phase) * Math.PI);
    return level * Math.max(0, day * (1 + noise * bell(next)));
  });
}
export const whole = (points: readonly number[]): number[] => points.map(Math.round);

export const MODELS = [
  'gpt-5.6',
  'claude-opus-5.5',
  'gemini-3.5-flash',
  'deepseek-v4',
  'qwen3-max',
  'kimi-k2',
];
export const LONG_NAMES = [
  'customer-support-triage-agent-for-enterprise-accounts-in-europe',
  'arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-opus-5-5-20261001-v1:0',
  'retrieval-augmented-contract-review',
  'x',
];
export const CHINESE_NAMES = [
  '客服分流智能体',
  '合同审阅与风险提示助手',
  '代码评审',
  '知识库检索增强问答（多语言版本）',
  '数据分析',
];

export const seriesNamed = (
  label: string,
  color: string,
  points: readonly (number | null)[],
): ChartSeries => ({ name: label, label, color, points, group: [label] });

export const LIMITS: readonly ThresholdLine[] = [
  { value: 60, tone: 'warn' },
  { value: 100, tone: 'bad' },
];
