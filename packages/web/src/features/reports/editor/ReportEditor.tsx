import { readIn } from '@pharos/core/local-text';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { z } from 'zod';
import { dashboardQuery } from '../../../api/dashboards.ts';
import { isFailure } from '../../../api/failure.ts';
import { useRole } from '../../../api/me.ts';
import { reportChanges, reportQuery, useReportChange } from '../../../api/reports.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorLine, ErrorState } from '../../../components/ErrorState.tsx';
import { problemsTold } from '../../../components/form/problems.ts';
import { useTypedForm } from '../../../components/form/use-typed-form.ts';
import { Gone } from '../../../components/Gone.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { toast } from '../../../components/Toast.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { common } from '../../../i18n/common.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { atLeast } from '../../../rights.ts';
import { Page } from '../../../shell/Page.tsx';
import { useUrlState } from '../../../url-state.ts';
import { useProject } from '../../../use-project.ts';
import { reportTexts } from '../texts.ts';
import { ReportFields } from './ReportFields.tsx';
import { formOf, ofDashboard, ofTemplate, parseForm, type ReportForm } from './report-form.ts';
import { editorTexts } from './texts.ts';

const newSearch = z.object({
  template: z.string().max(64).optional().catch(undefined),
  dashboard: z.string().max(64).optional().catch(undefined),
});

/** A report that is begun with a template or a dashboard. */
export function NewReportPage() {
  const t = useTexts(editorTexts);
  const project = useProject();
  const { locale, zone } = useFormat();
  const [{ template, dashboard }] = useUrlState(newSearch);
  const named = useQuery({ ...dashboardQuery(project, dashboard ?? ''), enabled: dashboard !== undefined });
  const reader = { timeZone: zone, language: locale };
  const title = t('newTitle');
  if (dashboard === undefined)
    return <Editor key={template} title={title} begun={ofTemplate(template, reader)} id={undefined} />;
  if (named.isPending) {
    return (
      <Page title={title}>
        <SkeletonRows rows={8} />
      </Page>
    );
  }
  const name = named.data ? readIn(named.data.title, locale) : '';
  return <Editor key={dashboard} title={title} begun={ofDashboard(dashboard, name, reader)} id={undefined} />;
}

/** A report that is kept, and how it may be otherwise. */
export function ReportPage() {
  const t = useTexts(editorTexts);
  const r = useTexts(reportTexts);
  const project = useProject();
  const { reportId = '' } = useParams({ strict: false });
  // A form begins once: with the report as it is now, not as it was when it was last seen.
  const query = useQuery({ ...reportQuery(project, reportId), refetchOnMount: 'always' });
  const report = query.isFetchedAfterMount ? query.data : undefined;
  if (report) return <Editor key={report.id} title={report.name} begun={formOf(report)} id={report.id} />;
  return (
    <Page title={r('title')} heading={null}>
      {isFailure(query.error, 404) ? (
        <Gone
          title={t('gone')}
          back={{ to: '/p/$project/reports', params: { project } }}
          backLabel={t('back')}
        >
          {t('goneHint')}
        </Gone>
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonRows rows={8} />
      )}
    </Page>
  );
}

interface EditorProps {
  title: string;
  begun: ReportForm;
  /** Of the report that is changed; undefined: a new one is made. */
  id: string | undefined;
}

function Editor({ title, begun, id }: EditorProps) {
  const t = useTexts(editorTexts);
  const r = useTexts(reportTexts);
  const c = useTexts(common);
  const project = useProject();
  const navigate = useNavigate();
  const may = atLeast(useRole(project), 'member');
  const save = useReportChange(project, reportChanges.save);
  const make = useReportChange(project, reportChanges.makeOnce);
  const keep = useTypedForm({
    begun: () => begun,
    parse: parseForm,
    save: (report) =>
      save.mutate(
        { id, report },
        {
          onSuccess: () => {
            toast(t('saved'));
            void navigate({ to: '/p/$project/reports', params: { project } });
          },
        },
      ),
  });
  const { form, change, submit } = keep;
  const error = save.error ?? make.error;
  const told = problemsTold(error);
  const problems = { at: (path: string) => keep.problems.at(path) || told.at(path) };
  const makeOnce = () =>
    keep.submitTo(({ schedule: _, enabled: __, ...request }) =>
      make.mutate(request, {
        onSuccess: (run) =>
          void navigate({ to: '/p/$project/reports/runs/$runId', params: { project, runId: run.id } }),
      }),
    );
  const part = {
    ...{ form, problems },
    change: (patch: Partial<ReportForm>) => {
      // What the server refused is about to be another.
      save.reset();
      make.reset();
      change(patch);
    },
  };
  const crumb = (
    <Link
      key="reports"
      to="/p/$project/reports"
      params={{ project }}
      className="hover:text-ink hover:underline"
    >
      {r('title')}
    </Link>
  );
  return (
    <Page
      title={title}
      crumbs={[crumb]}
      actions={
        may && (
          <>
            {id === undefined && (
              <Button busy={make.isPending} onClick={makeOnce}>
                {t('makeOnce')}
              </Button>
            )}
            <Button variant="primary" busy={save.isPending} onClick={submit}>
              {id === undefined ? t('create') : c('save')}
            </Button>
          </>
        )
      }
    >
      <ErrorLine error={error} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <fieldset disabled={!may} className="contents">
          <ReportFields project={project} {...part} />
        </fieldset>
        {!may && <p className="pt-3 text-xs text-muted">{r('denied')}</p>}
        <button type="submit" hidden />
      </form>
    </Page>
  );
}
