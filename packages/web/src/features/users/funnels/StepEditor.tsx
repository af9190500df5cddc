import { FUNNEL_LIMITS, type FunnelStep } from '@pharos/core/api/funnels';
import { ArrowUp, Plus, X } from 'lucide-react';
import { Button, IconButton } from '../../../components/Button.tsx';
import { FilterBar } from '../../../components/filter-bar/FilterBar.tsx';
import { Select } from '../../../components/Select.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { funnelsTexts } from './texts.ts';

interface StepEditorProps {
  steps: readonly FunnelStep[];
  onChange: (steps: FunnelStep[]) => void;
  /** Names of events, to choose from. */
  events: readonly string[];
  range: { from: string; to: string };
}

const LEAST = 2;

/** The steps of a funnel, one below another: each an event by its name or spans by a filter. */
export function StepEditor({ steps, onChange, events, range }: StepEditorProps) {
  const t = useTexts(funnelsTexts);
  const replace = (place: number, step: FunnelStep) =>
    onChange(steps.map((each, at) => (at === place ? step : each)));
  const up = (place: number) => onChange(steps.map((each, at) => steps[swapped(at, place)] ?? each));
  return (
    <ol className="flex flex-col gap-2">
      {steps.map((step, place) => {
        const nth = place + 1;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
          <li key={place} className="flex flex-wrap items-start gap-2">
            <span className="figures w-5 shrink-0 pt-1.5 text-right text-sm text-muted">{nth}</span>
            <Select
              label={t('kind', { nth })}
              value={'event' in step ? 'event' : 'spans'}
              onChange={(kind) =>
                replace(place, kind === 'event' ? { event: events[0] ?? '' } : { spans: 'kind:agent' })
              }
              options={[
                { value: 'event', label: t('event') },
                { value: 'spans', label: t('spans') },
              ]}
            />
            <div className="flex min-w-48 flex-1 flex-wrap gap-2">
              {'event' in step ? (
                <>
                  <EventName
                    label={t('eventName', { nth })}
                    value={step.event}
                    names={events}
                    onChange={(event) => replace(place, { event })}
                  />
                  <FilterBar
                    value={step.where ?? ''}
                    onChange={(where) => replace(place, { event: step.event, ...(where && { where }) })}
                    range={range}
                    event={step.event}
                    label={t('propertiesOf', { nth })}
                  />
                </>
              ) : (
                <FilterBar
                  value={step.spans}
                  onChange={(spans) => replace(place, { spans })}
                  range={range}
                  label={t('filterOf', { nth })}
                />
              )}
            </div>
            <span className="flex shrink-0">
              <IconButton label={t('earlier', { nth })} disabled={place === 0} onClick={() => up(place)}>
                <ArrowUp className="size-4" aria-hidden />
              </IconButton>
              <IconButton
                label={t('removeStep', { nth })}
                disabled={steps.length <= LEAST}
                onClick={() => onChange(steps.filter((_, at) => at !== place))}
              >
                <X className="size-4" aria-hidden />
              </IconButton>
            </span>
          </li>
        );
      })}
      <li className="pl-7">
        <Button
          disabled={steps.length >= FUNNEL_LIMITS.steps}
          onClick={() =>
            onChange([...steps, events[0] === undefined ? { spans: 'kind:tool' } : { event: events[0] }])
          }
        >
          <Plus className="size-4" aria-hidden />
          {t('addStep')}
        </Button>
      </li>
    </ol>
  );
}

/** Which place stands at another once that of `place` went up by one. */
const swapped = (at: number, place: number): number =>
  at === place ? place - 1 : at === place - 1 ? place : at;

interface EventNameProps {
  label: string;
  value: string;
  names: readonly string[];
  onChange: (name: string) => void;
}

function EventName({ label, value, names, onChange }: EventNameProps) {
  const t = useTexts(funnelsTexts);
  const known = names.includes(value) || value === '' ? names : [value, ...names];
  return (
    <Select
      label={label}
      value={value}
      onChange={onChange}
      className="w-full sm:w-64"
      options={[
        ...(value === '' ? [{ value: '', label: t('chooseEvent') }] : []),
        ...known.map((name) => ({ value: name, label: name })),
      ]}
    />
  );
}
