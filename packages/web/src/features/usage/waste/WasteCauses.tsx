import type { Waste, WasteCause } from '@pharos/core/api/waste';
import { Link } from '@tanstack/react-router';
import { BarList } from '../../../charts/lists/BarList.tsx';
import { shortName } from '../../../components/span-name.ts';
import { Money } from '../../../components/values.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { KIND_COLORS } from './kinds.ts';
import { wasteTexts } from './texts.ts';

const SHOWN = 6;

/** The largest causes of all kinds; each leads to the trace that wasted most. */
export function WasteCauses({ causes }: Pick<Waste, 'causes'>) {
  const t = useTexts(wasteTexts);
  const project = useProject();
  const largest = [...causes].sort((a, b) => Number(b.cost) - Number(a.cost)).slice(0, SHOWN);
  return (
    <section className="flex min-w-0 flex-col gap-1">
      <h3 className="text-xs font-medium text-muted">{t('causes')}</h3>
      <BarList
        label={t('causes')}
        items={largest.map((cause) => ({
          key: [cause.kind, cause.agent, cause.name, cause.model, cause.error].join('\n'),
          value: Number(cause.cost),
          color: KIND_COLORS[cause.kind],
          figure: <Money amount={cause.cost} />,
          label: <CauseName cause={cause} project={project} />,
        }))}
      />
    </section>
  );
}

/** Why, where no kind of error was told. */
const SILENT = { abandoned: 'noEnd', failed: 'noError', retries: 'asked', errors: 'noError' } as const;

function CauseName({ cause, project }: { cause: WasteCause; project: string }) {
  const t = useTexts(wasteTexts);
  const { kind, name, agent, error, worst } = cause;
  const why = error.split('.').at(-1) || t(SILENT[kind]);
  const text = `${agent || shortName(name)} · ${why}`;
  const [first] = worst;
  return first === undefined ? (
    text
  ) : (
    <Link
      to="/p/$project/traces/$traceId"
      params={{ project, traceId: first.traceId }}
      title={[agent, name, error].filter(Boolean).join(' · ')}
      className="hover:text-accent hover:underline"
    >
      {text}
    </Link>
  );
}
