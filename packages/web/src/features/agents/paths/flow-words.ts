import type { ApiFlowStep, ApiFlowWay, ApiPaths } from '@pharos/core/api/paths';
import { END, START } from '@pharos/core/paths/flow';
import { useMemo } from 'react';
import { useFormat } from '../../../format/use-format.ts';
import { common } from '../../../i18n/common.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { pathsTexts } from './texts.ts';

/** Names and sentences about steps and ways, for titles and for who cannot see the drawing. */
export function useFlowWords() {
  const t = useTexts(pathsTexts);
  const c = useTexts(common);
  const format = useFormat();
  return useMemo(() => {
    const name = ({ steps }: Pick<ApiPaths, 'steps'>, id: string): string => {
      if (id === START) return t('start');
      if (id === END) return t('end');
      const step = steps.find((each) => each.id === id);
      if (step)
        return step.merged > 0
          ? `${c(step.kind)}: ${t('merged', { count: format.count(step.merged) })}`
          : step.label;
      return id.slice(id.indexOf(':') + 1);
    };
    const figures = ({ runs, share, errors, errorRate, p95Ms, cost }: ApiFlowStep | ApiFlowWay) =>
      [
        t('inRuns', { runs: format.count(runs), share: format.percent(share) }),
        p95Ms === null ? '' : `p95 ${format.duration(p95Ms)}`,
        errors === 0 ? '' : t('failed', { share: format.percent(errorRate) }),
        cost === '0' ? '' : format.money(cost),
      ]
        .filter(Boolean)
        .join(' · ');
    return {
      name,
      step: (paths: ApiPaths, step: ApiFlowStep) =>
        `${c(step.kind)} ${name(paths, step.id)}: ${figures(step)}`,
      way: (paths: ApiPaths, way: ApiFlowWay) =>
        `${name(paths, way.from)} → ${name(paths, way.to)}: ${figures(way)}`,
    };
  }, [t, c, format]);
}
