import type { ChartCase } from '../kit/case.ts';
import { CHINESE_NAMES, chance, LONG_NAMES, MODELS } from '../testing/samples.ts';
import { Flow } from './Flow.tsx';
import type { FlowLink } from './layout.ts';

const AGENTS = ['support-bot', 'rag-search', 'code-agent', 'report-writer'];
const TOOLS = ['search', 'lookup_order', 'run_tests', 'read_file', 'send_mail'];

function between(layer: number, from: readonly string[], to: readonly string[], seed: number): FlowLink[] {
  const next = chance(seed);
  return from.flatMap((source) =>
    to.flatMap((target) => {
      const value = Math.round(next() ** 3 * 900);
      return value < 40 ? [] : [{ layer, from: source, to: target, value }];
    }),
  );
}
const flow = (links: readonly FlowLink[], layers: readonly string[], height = 260) => (
  <Flow
    label="Calls by agent and model"
    unit="count"
    links={links}
    layers={layers}
    nameOf={(_, name) => name || '(none)'}
    height={height}
  />
);

export const cases: readonly ChartCase[] = [
  { name: 'two layers', element: flow(between(0, AGENTS, MODELS, 4), ['agent', 'model']) },
  {
    name: 'three layers',
    element: flow(
      [...between(0, AGENTS, MODELS, 4), ...between(1, MODELS, TOOLS, 8)],
      ['agent', 'model', 'tool'],
    ),
  },
  { name: 'one band', element: flow([{ layer: 0, from: 'a', to: 'b', value: 3 }], ['agent', 'model']) },
  {
    name: '40 names',
    element: flow(
      between(
        0,
        Array.from({ length: 40 }, (_, nth) => `user-${nth + 1}`),
        MODELS,
        6,
      ),
      ['user', 'model'],
      320,
    ),
  },
  { name: 'long labels', element: flow(between(0, LONG_NAMES, MODELS, 5), ['agent', 'model']) },
  { name: 'chinese labels', element: flow(between(0, CHINESE_NAMES, MODELS, 5), ['agent', 'model']) },
  {
    name: 'huge and tiny',
    element: flow(
      [
        { layer: 0, from: 'a', to: 'b', value: 1e15 },
        { layer: 0, from: 'a', to: 'c', value: 1 },
        { layer: 0, from: '', to: 'c', value: 2e14 },
      ],
      ['agent', 'model'],
    ),
  },
  { name: 'empty', element: flow([], ['agent', 'model']) },
  { name: 'narrow', width: 340, element: flow(between(0, AGENTS, MODELS, 4), ['agent', 'model']) },
];
