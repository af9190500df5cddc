import { DAY, HOUR } from './clock.ts';

/** What happens to the product in the days before the end: releases and a bad afternoon. */
export interface Story {
  endMs: number;
  supportBot(atMs: number): { version: string; release: string; prompt: number; regressed: boolean };
  releaseOf(
    agent: 'rag-search' | 'coding-agent' | 'report-writer',
    atMs: number,
  ): { version: string; release: string };
  /** The coding agent sends the whole repository with each call, and the time on top of it, so that no cache helps. */
  isWasteful(atMs: number): boolean;
  /** How a provider does at a time: shares of calls that fail and how much slower the rest is. */
  strainOf(provider: string, atMs: number): { rateLimited: number; timeouts: number; slower: number };
  /** What a team would mark on its charts. */
  happened: readonly Happening[];
}

export interface Happening {
  id: string;
  kind: 'deploy' | 'incident';
  title: string;
  atMs: number;
  untilMs?: number;
}

const CALM = { rateLimited: 0.008, timeouts: 0.002, slower: 1 };
const STORM = { rateLimited: 0.34, timeouts: 0.04, slower: 2.3 };

const WASTEFUL = 5 * HOUR;

/** The beginning of the last day before today on which people work. */
function lastWorkingDay(endMs: number): number {
  let day = Math.floor(endMs / DAY) * DAY - DAY;
  while (new Date(day).getUTCDay() % 6 === 0) day -= DAY;
  return day;
}

/**
 * Two days before the end the support bot goes from v2.3 to v2.4, which asks for orders the wrong way; on an
 * afternoon three days before it OpenAI limits everybody for ninety minutes. Alibaba is slow in the Chinese evening. The
 * working day before the end the coding agent sends far too much for some hours; its 0.12, three days old, looks the same up
 * again and again.
 */
export function storyUntil(endMs: number): Story {
  const newBot = endMs - 2.1 * DAY;
  const newSearch = endMs - 4.6 * DAY;
  const newCoder = endMs - 3.2 * DAY;
  const storm = Math.floor(endMs / DAY) * DAY - 3 * DAY + 12.5 * HOUR;
  const wasteful = lastWorkingDay(endMs) + 9 * HOUR;
  return {
    endMs,
    happened: [
      { id: 'demo-rag-search-1.9', kind: 'deploy', title: 'rag-search 1.9', atMs: newSearch },
      { id: 'demo-support-bot-2.4', kind: 'deploy', title: 'support-bot 2.4', atMs: newBot },
      { id: 'demo-coding-agent-0.12', kind: 'deploy', title: 'coding-agent 0.12', atMs: newCoder },
      {
        ...{ id: 'demo-openai-limits', kind: 'incident', title: 'OpenAI limits everybody' },
        ...{ atMs: storm, untilMs: storm + 1.5 * HOUR },
      },
      {
        ...{ id: 'demo-wasteful-agent', kind: 'incident', title: 'coding-agent sends everything' },
        ...{ atMs: wasteful, untilMs: wasteful + WASTEFUL },
      },
    ],
    supportBot: (atMs) =>
      atMs >= newBot
        ? { version: '2.4', release: '2026.47.1', prompt: 8, regressed: true }
        : { version: '2.3', release: '2026.46.3', prompt: 7, regressed: false },
    releaseOf(agent, atMs) {
      if (agent === 'rag-search') {
        return atMs >= newSearch
          ? { version: '1.9', release: '2026.46.3' }
          : { version: '1.8', release: '2026.46.0' };
      }
      if (agent === 'coding-agent') {
        return atMs >= newCoder
          ? { version: '0.12', release: '2026.47.2' }
          : { version: '0.11', release: '2026.45.4' };
      }
      return { version: '3.1', release: '2026.44.2' };
    },
    isWasteful: (atMs) => atMs >= wasteful && atMs < wasteful + WASTEFUL,
    strainOf(provider, atMs) {
      if (provider === 'openai' && atMs >= storm && atMs < storm + 1.5 * HOUR) return STORM;
      const hour = new Date(atMs).getUTCHours();
      if (provider === 'alibaba' && hour >= 12 && hour < 15)
        return { ...CALM, rateLimited: 0.03, slower: 1.7 };
      return CALM;
    },
  };
}
