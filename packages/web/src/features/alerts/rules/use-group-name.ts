import { groupLabels, type Watch } from '@pharos/core/alerts/watch';
import { useCallback } from 'react';
import { groupLabel } from '../../../charts/answer.ts';
import { useWords } from '../../../widgets/words.ts';

/** What a group of a rule is called; the one of all beyond the largest has no values. */
export function useGroupName(watch: Watch): (group: readonly string[]) => string {
  const words = useWords();
  return useCallback(
    (group) => {
      const dimensions = watch.kind === 'metric' ? watch.by : groupLabels(watch);
      return groupLabel({ group, other: group.length === 0 }, { metrics: [], dimensions }, words);
    },
    [watch, words],
  );
}
