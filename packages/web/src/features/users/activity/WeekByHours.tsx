import { MOST_DAYS } from '@pharos/core/api/behaviour';
import { useQuery } from '@tanstack/react-query';
import { heatQuery } from '../../../api/behaviour.ts';
import { WeekHeat } from '../../../charts/week-heat/WeekHeat.tsx';
import { QueryPanel } from '../../../components/Panel.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { useZonedRange } from '../use-periods.ts';
import { activityTexts } from './texts.ts';

const HEIGHT = 230;

/** On which days of the week and at which hours users are active. */
export function WeekByHours() {
  const t = useTexts(activityTexts);
  const project = useProject();
  const { cut, ...range } = useZonedRange(MOST_DAYS.heat);
  const query = useQuery(heatQuery(project, range));
  const note = [t('heatNote', { zone: range.timeZone }), ...(cut ? [t('heatLimit')] : [])].join(' · ');
  return (
    <QueryPanel title={t('heat')} note={note} query={query} height={HEIGHT} className="border-t pt-3">
      {({ cells }) => (
        <WeekHeat
          label={t('heat')}
          unit="number"
          height={HEIGHT}
          cells={cells.map(({ weekday, hour, users }) => ({ weekday, hour, value: users }))}
        />
      )}
    </QueryPanel>
  );
}
