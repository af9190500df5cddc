import type { MadeReport } from '@pharos/core/reports/made';
import { write } from '@pharos/core/reports/write';
import { writerOf } from '@pharos/core/reports/writer';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useId, useMemo } from 'react';
import { type ChartContext, Charts } from '../../../charts/kit/context.ts';
import { createHover } from '../../../charts/kit/hover.ts';
import { AmountsIn } from '../../../format/shown-rate.tsx';
import { ZoneContext } from '../../../format/zone.ts';
import { useLanguage } from '../../../i18n/i18n.ts';
import { BlockChart } from './BlockChart.tsx';
import { BlockTable } from './BlockTable.tsx';
import { FigureGrid } from './FigureGrid.tsx';
import { Findings } from './Findings.tsx';
import { type PageSection, sectionsOf } from './sections.ts';

interface PaperProps {
  made: MadeReport;
  /** What else is known of it, after when it was made. */
  note: ReactNode;
}

/** A report to be read: what it is of, what stands out, and part by part; in the reader's language, by the report's clocks and rate. */
export function Paper({ made, note }: PaperProps) {
  const language = useLanguage();
  const { timeZone, rate } = made;
  const page = useMemo(
    () => write(made, writerOf(language, timeZone, rate)),
    [made, language, timeZone, rate],
  );
  const display = useMemo(() => (rate ? { currency: rate.currency, rates: [rate] } : undefined), [rate]);
  const charts = useCharts(made);
  return (
    <ZoneContext value={timeZone}>
      <AmountsIn display={display} atMs={Date.parse(made.to)}>
        <Charts value={charts}>
          <article className="mx-auto flex max-w-4xl flex-col gap-7 pb-10">
            <header className="flex flex-col gap-1 border-b pb-3">
              <p className="text-base">
                <span className="font-semibold">{page.period}</span>
                <span className="text-muted"> · {page.project}</span>
              </p>
              <p className="text-xs text-muted">{[page.compared, page.filter].filter(Boolean).join(' ')}</p>
              <p className="text-xs text-muted">
                {page.madeAt}
                {note}
              </p>
            </header>
            {sectionsOf(page.blocks).map((section, nth) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a report does not change
              <Part key={nth} section={section} made={made} />
            ))}
          </article>
        </Charts>
      </AmountsIn>
    </ZoneContext>
  );
}

/** Charts share where one points at; a click leads to the traces of that time. */
function useCharts({ project, filter }: MadeReport): ChartContext {
  const navigate = useNavigate();
  const hover = useMemo(createHover, []);
  return {
    ...{ hover, marks: [] },
    onPick: ({ fromMs, toMs }) => {
      if (fromMs === undefined || toMs === undefined) return;
      const range = { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
      void navigate({
        to: '/p/$project/traces',
        params: { project: project.id },
        search: { ...range, filter: filter || undefined },
      });
    },
  };
}

function Part({ section: { title, parts }, made }: { section: PageSection; made: MadeReport }) {
  const id = useId();
  return (
    <section aria-labelledby={title === '' ? undefined : id} className="flex min-w-0 flex-col gap-3">
      {title !== '' && (
        <h2 id={id} className="text-base font-semibold">
          {title}
        </h2>
      )}
      {parts.map((part, nth) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a report does not change
        <Body key={nth} part={part} title={title} made={made} />
      ))}
    </section>
  );
}

interface BodyProps {
  part: PageSection['parts'][number];
  title: string;
  made: MadeReport;
}

function Body({ part, title, made }: BodyProps) {
  switch (part.kind) {
    case 'text':
      return <p className="whitespace-pre-line">{part.text}</p>;
    case 'note':
      return <p className="text-sm text-muted">{part.text}</p>;
    case 'findings':
      return <Findings {...part} />;
    case 'figures':
      return <FigureGrid {...part} />;
    case 'chart':
      return <BlockChart chart={part} completeUntilMs={Date.parse(made.madeAt)} />;
    case 'table':
      return <BlockTable made={made} label={title} table={part} />;
  }
}
