import type { StoredReport } from '@pharos/core/api/reports';
import { reportInputSchema } from '@pharos/core/reports/report';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { reportChanges, useReportChange } from '../../../api/reports.ts';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { ErrorLine } from '../../../components/ErrorState.tsx';
import { nameOf } from '../../../components/form/named.ts';
import { useChannelNames } from '../../../components/form/use-channel-names.ts';
import { type Column, Table } from '../../../components/Table.tsx';
import { Absent, When } from '../../../components/values.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { common } from '../../../i18n/common.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { RunState } from '../RunState.tsx';
import { reportTexts } from '../texts.ts';
import { useReportWords } from '../use-report-words.ts';
import { RowActions } from './RowActions.tsx';
import { listTexts } from './texts.ts';

interface ReportTableProps {
  project: string;
  reports: readonly StoredReport[];
  may: boolean;
}

/** Each report with when it is made, to whom it goes and how it last went; a row opens its form. */
export function ReportTable({ project, reports, may }: ReportTableProps) {
  const t = useTexts(listTexts);
  const c = useTexts(common);
  const [going, setGoing] = useState<StoredReport>();
  const remove = useReportChange(project, reportChanges.remove);
  const save = useReportChange(project, reportChanges.save);
  const turn = (report: StoredReport, enabled: boolean) =>
    save.mutate({ id: report.id, report: { ...reportInputSchema.parse(report), enabled } });
  const columns = [
    ...useColumns(project),
    ...(may
      ? [
          switchColumn(t, save.isPending ? undefined : turn),
          {
            id: 'actions',
            header: <span className="sr-only">{t('actions')}</span>,
            width: '4.5rem',
            align: 'right' as const,
            cell: (report: StoredReport) => (
              <RowActions
                project={project}
                report={report}
                onDelete={() => {
                  remove.reset();
                  setGoing(report);
                }}
              />
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      <Table
        label={t('list')}
        columns={columns}
        rows={reports}
        rowKey={({ id }) => id}
        rowLink={({ id }) => ({ to: '/p/$project/reports/$reportId', params: { project, reportId: id } })}
      />
      <ErrorLine error={save.error} />
      <ConfirmDialog
        open={going !== undefined}
        onClose={() => setGoing(undefined)}
        title={t('deleteTitle', { name: going?.name ?? '' })}
        action={c('delete')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => going && remove.mutate(going.id, { onSuccess: () => setGoing(undefined) })}
      >
        {t('deleteHint')}
      </ConfirmDialog>
    </>
  );
}

/** `turn`: turns a schedule on or off; undefined while that is under way. */
const switchColumn = (
  t: ReturnType<typeof useTexts<'on' | 'turn'>>,
  turn: ((report: StoredReport, enabled: boolean) => void) | undefined,
): Column<StoredReport> => ({
  id: 'on',
  header: t('on'),
  width: '3rem',
  align: 'right',
  cell: (report) =>
    report.schedule && (
      <input
        type="checkbox"
        aria-label={t('turn', { name: report.name })}
        className="size-4 accent-accent"
        disabled={turn === undefined}
        checked={report.enabled}
        onChange={(event) => turn?.(report, event.target.checked)}
      />
    ),
});

function useColumns(project: string): Column<StoredReport>[] {
  const t = useTexts(listTexts);
  const r = useTexts(reportTexts);
  const format = useFormat();
  const words = useReportWords(project);
  const { channels, areKnown } = useChannelNames(project);
  return [
    {
      id: 'name',
      header: t('name'),
      cell: ({ name, content, period, schedule }) => {
        const about = `${words.content(content)} · ${r(`period_${period}`)}`;
        return (
          <span className="block py-1.5" title={`${name}\n${about}`}>
            <span className="block truncate font-medium">{name}</span>
            <span className="block truncate text-xs text-muted">{about}</span>
            <span className="block truncate text-xs text-muted sm:hidden">{words.schedule(schedule)}</span>
          </span>
        );
      },
    },
    {
      id: 'when',
      header: t('when'),
      width: 'clamp(12rem, 26vw, 22rem)',
      wideOnly: true,
      cell: ({ schedule, timeZone, enabled, dueAt }) => {
        const when = schedule ? `${words.schedule(schedule)} · ${timeZone}` : words.schedule(schedule);
        const next = dueAt ? t('next', { at: format.dayTime(Date.parse(dueAt)) }) : '';
        return (
          <span className="block py-1.5" title={when}>
            <span className="block truncate">{when}</span>
            {schedule && (
              <span className="figures block truncate text-xs text-muted">{enabled ? next : t('off')}</span>
            )}
          </span>
        );
      },
    },
    {
      id: 'channels',
      header: t('sentBy'),
      width: 'clamp(6rem, 14vw, 12rem)',
      wideOnly: true,
      cell: ({ channels: ids }) => {
        if (ids.length === 0) return <Absent />;
        if (!areKnown) return t('channelCount', { count: ids.length });
        const names = ids.map((id) => nameOf(channels, id)).join(', ');
        return <span title={names}>{names}</span>;
      },
    },
    {
      id: 'last',
      header: t('last'),
      width: 'clamp(6.5rem, 15vw, 11rem)',
      cell: ({ lastRun }) =>
        lastRun ? (
          <Link
            to="/p/$project/reports/runs/$runId"
            params={{ project, runId: lastRun.id }}
            className="flex flex-wrap items-center gap-x-2 gap-y-0.5 py-1 hover:underline"
          >
            <RunState run={lastRun} />
            <span className="text-xs text-muted">
              <When at={lastRun.createdAt} />
            </span>
          </Link>
        ) : (
          <span className="text-muted">{t('never')}</span>
        ),
    },
  ];
}
