import type { ChartWidget, WidgetOptions } from '@pharos/core/dashboards/dashboard';
import type { MarkName } from '@pharos/core/dashboards/marks';
import { whyNoUsual } from '@pharos/core/dashboards/usual-band';
import { unitOfMetric } from '@pharos/core/metric-points/named';
import { parseToken } from '@pharos/core/time-range';
import { Field } from '../../../../components/Input.tsx';
import { Select } from '../../../../components/Select.tsx';
import { useFormat } from '../../../../format/use-format.ts';
import { useTexts } from '../../../../i18n/i18n.ts';
import { addsUp } from '../../../../widgets/drawing.ts';
import { widgetTexts } from '../../../../widgets/texts.ts';
import { Check } from './Check.tsx';
import { LinkList } from './LinkList.tsx';
import { NumberInput } from './NumberInput.tsx';
import { ThresholdList } from './ThresholdList.tsx';
import { panelTexts } from './texts.ts';

const RANGES = ['1h', '6h', '24h', '7d', '30d', '90d'];
const AS_PAGE = '';
const has = (...marks: MarkName[]): ReadonlySet<MarkName> => new Set(marks);
/** Which marks an option means something to. */
const SHARED = has('area', 'stacked', 'bars');
const COMPARED = has('line', 'area', 'bars', 'stat');
const USUAL = has('line', 'area', 'stacked', 'bars');
const SCALED = has('gauge');
const JUDGED = has('line', 'area', 'bars', 'stacked', 'percentiles', 'stat', 'gauge', 'states', 'table');

interface ChartOptionsProps {
  draft: ChartWidget;
  change: (part: Partial<ChartWidget>, about?: string) => void;
}

/** What is usual behind it; where it cannot be told, why. */
function UsualCheck({ draft, onChange }: { draft: ChartWidget; onChange: (usual: boolean) => void }) {
  const t = useTexts(widgetTexts);
  const why = whyNoUsual(draft, draft.bucketSeconds);
  return (
    <Check
      checked={draft.options.usual && why === undefined}
      disabled={why !== undefined}
      hint={why && t(`noUsual_${why}`)}
      onChange={onChange}
    >
      {t('usual')}
    </Check>
  );
}

/** How a chart is drawn, beside what it asks. */
export function ChartOptions({ draft, change }: ChartOptionsProps) {
  const t = useTexts(panelTexts);
  const format = useFormat();
  const { options, mark } = draft;
  const set = (part: Partial<WidgetOptions>, about?: string) =>
    change({ options: { ...options, ...part } }, about);
  const ranges = draft.range && !RANGES.includes(draft.range) ? [draft.range, ...RANGES] : RANGES;
  return (
    <>
      <Field label={t('range')}>
        {(ids) => (
          <Select
            {...ids}
            value={draft.range ?? AS_PAGE}
            options={[
              { value: AS_PAGE, label: t('rangeOfPage') },
              ...ranges.map((value) => ({
                value,
                label: t('rangeLast', { length: format.period(parseToken(value)?.lengthMs ?? 0) }),
              })),
            ]}
            onChange={(range) => change({ range: range === AS_PAGE ? undefined : range })}
          />
        )}
      </Field>
      <div className="flex flex-col gap-2">
        {COMPARED.has(mark) && draft.dimensions.length === 0 && (
          <Check checked={draft.compare} onChange={(compare) => change({ compare })}>
            {t('compare')}
          </Check>
        )}
        {SHARED.has(mark) && addsUp(draft) && (
          <Check checked={options.share} onChange={(share) => set({ share })}>
            {t('shares')}
          </Check>
        )}
        {USUAL.has(mark) && <UsualCheck draft={draft} onChange={(usual) => set({ usual })} />}
        {(draft.dimensions.length > 0 || draft.metrics.length > 1) && (
          <Check
            checked={options.legend === 'auto'}
            onChange={(shown) => set({ legend: shown ? 'auto' : 'none' })}
          >
            {t('legend')}
          </Check>
        )}
      </div>
      {SCALED.has(mark) && (
        <Field label={t('max')} hint={t('maxHint')}>
          {({ id }) => (
            <NumberInput
              positive
              id={id}
              label={t('max')}
              value={options.max}
              onChange={(max) => set({ max }, 'max')}
            />
          )}
        </Field>
      )}
      {JUDGED.has(mark) && (
        <ThresholdList
          thresholds={options.thresholds}
          unit={unitOfMetric(draft.metrics[0] ?? '')}
          onChange={(thresholds) => set({ thresholds }, 'thresholds')}
        />
      )}
      <LinkList links={options.links} onChange={(links) => set({ links }, 'links')} />
    </>
  );
}
