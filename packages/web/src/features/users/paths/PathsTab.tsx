import { SUBJECTS } from '@pharos/core/api/funnels';
import {
  ACTIVITY_KINDS,
  type Activities,
  type ActivityKind,
  PATH_LIMITS,
  type Paths,
} from '@pharos/core/api/user-paths';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { activitiesQuery, pathsQuery } from '../../../api/behaviour.ts';
import { Flow } from '../../../charts/flow/Flow.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { QueryPanel } from '../../../components/Panel.tsx';
import { Segmented } from '../../../components/Segmented.tsx';
import { Select } from '../../../components/Select.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useUrlState } from '../../../url-state.ts';
import { useProject } from '../../../use-project.ts';
import { useZonedRange } from '../use-periods.ts';
import { NextSteps } from './NextSteps.tsx';
import { pathsTexts } from './texts.ts';

const STEPS = ['2', '3', '4'] as const;
/** `start` is a kind and a name, `tool:search`; '' is whatever comes first. */
const search = z.object({
  start: z.string().max(2100).default('').catch(''),
  who: z.enum(SUBJECTS).default('session').catch('session'),
  length: z.enum(STEPS).default('3').catch('3'),
});
const HEIGHT = 420;

const keyOf = ({ kind, name }: Paths['links'][number]['to']): string => `${kind}:${name}`;

function startOf(key: string): { kind: ActivityKind; name: string } | undefined {
  const kind = ACTIVITY_KINDS.find((each) => key.startsWith(`${each}:`) && key.length > each.length + 1);
  return kind && { kind, name: key.slice(kind.length + 1) };
}

/** What users do after something: bands as thick as the number of those who go that way. */
export function PathsTab() {
  const t = useTexts(pathsTexts);
  const format = useFormat();
  const project = useProject();
  const [{ start: key, who, length }, set] = useUrlState(search);
  const { from, to } = useZonedRange(PATH_LIMITS.days);
  const activities = useQuery(activitiesQuery(project, { from, to }));
  const start = startOf(key);
  const steps = Number(length);
  const query = useQuery(pathsQuery(project, { from, to, by: who, steps, ...(start && { start }) }));
  const layers = [t('startPart'), ...Array.from({ length: steps }, (_, n) => t('stepPart', { nth: n + 1 }))];
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
        <StartPicker
          value={start ? key : ''}
          activities={activities.data?.data ?? []}
          onChange={(next) => set({ start: next || undefined })}
        />
        <Segmented
          label={t('by')}
          value={who}
          onChange={(next) => set({ who: next === 'session' ? undefined : next })}
          options={SUBJECTS.map((value) => ({ value, label: t(value) }))}
        />
        <span className="flex items-center gap-2 text-sm text-muted">
          {t('steps')}
          <Segmented
            label={t('steps')}
            value={length}
            onChange={(next) => set({ length: next === '3' ? undefined : next })}
            options={STEPS.map((value) => ({ value, label: value }))}
          />
        </span>
      </div>
      <QueryPanel
        title={t('title')}
        note={query.data && t('note', { count: format.count(query.data.subjects) })}
        query={query}
        height={HEIGHT}
        className="border-t pt-3"
      >
        {({ links, subjects }) =>
          subjects === 0 ? (
            <EmptyState title={t('empty')}>{t('emptyHint')}</EmptyState>
          ) : (
            <Flow
              label={t('title')}
              unit="count"
              height={HEIGHT}
              layers={layers}
              links={links.map((link) => ({
                ...{ layer: link.step, from: keyOf(link.from), to: keyOf(link.to), value: link.count },
              }))}
              nameOf={(_, node) => (node === 'end:' ? t('end') : node.slice(node.indexOf(':') + 1))}
            />
          )
        }
      </QueryPanel>
      {query.data && query.data.subjects > 0 && <NextSteps paths={query.data} />}
    </div>
  );
}

interface StartPickerProps {
  value: string;
  activities: Activities['data'];
  onChange: (key: string) => void;
}

function StartPicker({ value, activities, onChange }: StartPickerProps) {
  const t = useTexts(pathsTexts);
  const format = useFormat();
  const known = value === '' || activities.some((each) => keyOf(each) === value);
  return (
    <span className="flex max-w-full items-center gap-2 text-sm text-muted">
      <span className="shrink-0">{t('start')}</span>
      <Select
        label={t('start')}
        value={value}
        onChange={onChange}
        className="max-w-72 min-w-0"
        options={[
          { value: '', label: t('anything') },
          ...(known ? [] : [{ value, label: value }]),
          ...activities.map((each) => ({
            value: keyOf(each),
            label: `${t(each.kind)} · ${each.name} (${format.count(each.count)})`,
          })),
        ]}
      />
    </span>
  );
}
