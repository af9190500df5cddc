import type { MadeReport } from '@pharos/core/reports/made';
import { write } from '@pharos/core/reports/write';
import { writerOf } from '@pharos/core/reports/writer';
import { type ReactNode, useId, useMemo } from 'react';
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
  const madeMs = Date.parse(made.madeAt);
  return (
    <ZoneContext value={timeZone}>
      <AmountsIn display={display} atMs={Date.parse(made.to)}>
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
            <Part key={nth} section={section} madeMs={madeMs} />
          ))}
        </article>
      </AmountsIn>
    </ZoneContext>
  );
}

function Part({ section: { title, parts }, madeMs }: { section: PageSection; madeMs: number }) {
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
        <Body key={nth} part={part} title={title} madeMs={madeMs} />
      ))}
    </section>
  );
}

interface BodyProps {
  part: PageSection['parts'][number];
  title: string;
  madeMs: number;
}

function Body({ part, title, madeMs }: BodyProps) {
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
      return <BlockChart chart={part} completeUntilMs={madeMs} />;
    case 'table':
      return <BlockTable label={title} table={part} />;
  }
}
