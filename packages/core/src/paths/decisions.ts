import { groupBy } from '../group-by.ts';
import { type RunFigures, runFigures } from './figures.ts';
import type { RunLine } from './flow.ts';

export interface DecisionOption {
  option: string;
  /** How often it was chosen; 0 of one that was only offered. */
  count: number;
  share: number;
  /** Of the runs in which it was chosen. */
  figures: RunFigures;
  /** Of each version: how often it was chosen, and in which share of the choices of that version. */
  versions: { version: string; count: number; share: number }[];
}
export interface DecisionFigures {
  name: string;
  count: number;
  runs: number;
  /** The most frequent first. */
  options: DecisionOption[];
}

const MOST_DECISIONS = 50;
const MOST_OPTIONS = 50;

/** Which option of each decision was chosen how often, by version; decisions that were made in most runs first. */
export function decisionsOf(runs: readonly RunLine[]): DecisionFigures[] {
  const made = runs.flatMap((run) => run.choices.map((choice) => ({ run, choice })));
  return [...groupBy(made, ({ choice }) => choice.name)]
    .map(([name, choices]): DecisionFigures => {
      const byVersion = groupBy(choices, ({ run }) => run.version);
      const offered = choices.flatMap(({ choice }) => [choice.chosen, ...choice.options]);
      const options = [...new Set(offered)].map((option): DecisionOption => {
        const chosen = choices.filter(({ choice }) => choice.chosen === option);
        return {
          ...{ option, count: chosen.length, share: chosen.length / choices.length },
          figures: runFigures([...new Set(chosen.map(({ run }) => run))]),
          versions: [...byVersion]
            .map(([version, all]) => {
              const count = all.filter(({ choice }) => choice.chosen === option).length;
              return { version, count, share: count / all.length };
            })
            .sort((a, b) => (a.version < b.version ? 1 : -1)),
        };
      });
      return {
        ...{ name, count: choices.length, runs: new Set(choices.map(({ run }) => run)).size },
        options: options
          .sort((a, b) => b.count - a.count || (a.option < b.option ? -1 : 1))
          .slice(0, MOST_OPTIONS),
      };
    })
    .sort((a, b) => b.runs - a.runs || (a.name < b.name ? -1 : 1))
    .slice(0, MOST_DECISIONS);
}
