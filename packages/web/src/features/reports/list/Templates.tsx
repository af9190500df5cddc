import { readIn } from '@pharos/core/local-text';
import { TEMPLATES, type Template } from '@pharos/core/reports/templates';
import { Link, useNavigate } from '@tanstack/react-router';
import { reportChanges, useReportChange } from '../../../api/reports.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorLine } from '../../../components/ErrorState.tsx';
import { Section } from '../../../components/Section.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { reportTexts } from '../texts.ts';
import { listTexts } from './texts.ts';

/** The reports that Pharos brings: each is made now, or by a schedule. */
export function Templates({ project }: { project: string }) {
  const t = useTexts(listTexts);
  return (
    <Section title={t('templates')}>
      <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
        {TEMPLATES.map((template) => (
          <li key={template.name}>
            <Card project={project} template={template} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Card({ project, template }: { project: string; template: Template }) {
  const t = useTexts(listTexts);
  const r = useTexts(reportTexts);
  const { locale, zone } = useFormat();
  const navigate = useNavigate();
  const make = useReportChange(project, reportChanges.makeOnce);
  const { name, title, description, period } = template;
  const label = readIn(title, locale);
  const makeNow = () =>
    make.mutate(
      { name: label, content: { of: 'template', template: name }, period, timeZone: zone, language: locale },
      {
        onSuccess: ({ id }) =>
          void navigate({ to: '/p/$project/reports/runs/$runId', params: { project, runId: id } }),
      },
    );
  return (
    <section aria-label={label} className="flex h-full flex-col gap-1 rounded-md border p-3">
      <h3 className="font-medium">{label}</h3>
      <p className="flex-1 text-xs text-muted">{readIn(description, locale)}</p>
      <div className="flex flex-wrap items-center gap-2 pt-2">
        <Button busy={make.isPending} onClick={makeNow} aria-label={t('makeOf', { name: label })}>
          {r('makeNow')}
        </Button>
        <Link
          to="/p/$project/reports/new"
          params={{ project }}
          search={{ template: name }}
          aria-label={t('scheduleOf', { name: label })}
          className="inline-flex h-8 items-center rounded-md px-3 text-sm text-soft hover:bg-hover hover:text-ink"
        >
          {t('schedule')}
        </Link>
        <span className="ml-auto text-xs text-muted">{r(`period_${period}`)}</span>
      </div>
      <ErrorLine error={make.error} />
    </section>
  );
}
