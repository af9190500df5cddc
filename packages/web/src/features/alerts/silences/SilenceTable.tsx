import type { StoredAlertDocument } from '@pharos/core/api/alerts';
import { nextStretch } from '@pharos/core/incidents/silence';
import { useRemoveAlertDocument, useSaveAlertDocument } from '../../../api/alerts.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorLine } from '../../../components/ErrorState.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { common } from '../../../i18n/common.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { MatcherText } from './MatcherText.tsx';
import { endedAt, type SilenceState } from './silence-form.ts';
import { silenceTexts } from './texts.ts';

type Row = StoredAlertDocument<'silence'>;

interface SilenceTableProps {
  project: string;
  state: SilenceState;
  silences: readonly Row[];
  nowMs: number;
  /** Absent for those who may change nothing. */
  onEdit: ((silence: Row) => void) | undefined;
}

/** What is muted, when, and why; a row opens its form. */
export function SilenceTable({ project, state, silences, nowMs, onEdit }: SilenceTableProps) {
  const t = useTexts(silenceTexts);
  const c = useTexts(common);
  const save = useSaveAlertDocument(project, 'silence');
  const remove = useRemoveAlertDocument(project, 'silence');
  const columns: Column<Row>[] = [
    {
      id: 'what',
      header: t('matchers'),
      cell: ({ matchers, comment, updatedBy }) => (
        <span className="block py-1.5">
          <MatcherText matchers={matchers} />
          <span className="block truncate text-xs text-muted" title={comment}>
            {t('by', { comment, person: updatedBy })}
          </span>
        </span>
      ),
    },
    {
      id: 'when',
      header: t('when'),
      width: 'clamp(8rem, 26vw, 20rem)',
      cell: (row) => <Times row={row} nowMs={nowMs} />,
    },
  ];
  if (onEdit)
    columns.push({
      id: 'actions',
      header: <span className="sr-only">{t('actions')}</span>,
      width: '6rem',
      align: 'right',
      cell: (row) =>
        state === 'active' ? (
          <Button
            className="!h-7"
            disabled={save.isPending}
            onClick={() => save.mutate({ id: row.id, document: endedAt(row, nowMs) })}
          >
            {t('endNow')}
          </Button>
        ) : (
          <Button className="!h-7" disabled={remove.isPending} onClick={() => remove.mutate(row.id)}>
            {c('delete')}
          </Button>
        ),
    });
  return (
    <>
      <Table
        label={t('silences')}
        columns={columns}
        rows={silences}
        rowKey={({ id }) => id}
        {...(onEdit && { onOpen: onEdit })}
      />
      <ErrorLine error={save.error ?? remove.error} />
    </>
  );
}

/** The time that holds or comes next; of one that is over, its last that is known. */
function Times({ row, nowMs }: { row: Row; nowMs: number }) {
  const t = useTexts(silenceTexts);
  const format = useFormat();
  const { startsAt, endsAt, repeats } = row;
  const { fromMs, toMs } = nextStretch(row, nowMs) ?? {
    fromMs: Date.parse(startsAt),
    toMs: Date.parse(endsAt),
  };
  return (
    <span className="block py-1.5">
      <span
        className="figures block truncate max-sm:whitespace-normal"
        title={`${format.fullTime(fromMs)} – ${format.fullTime(toMs)}`}
      >
        {t('fromTo', { from: format.dateTime(fromMs), to: format.dateTime(toMs) })}
      </span>
      {repeats && (
        <span className="block truncate text-xs text-muted max-sm:whitespace-normal">
          {t(`each_${repeats.every}`, { zone: repeats.timeZone })}
        </span>
      )}
    </span>
  );
}
