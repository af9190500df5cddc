import { useQuery } from '@tanstack/react-query';
import { quotaStatusQuery } from '../../../api/quotas.ts';
import { StandingBadge } from '../../../components/quotas/StandingBadge.tsx';
import { type QuotaRow, rowsOf } from '../../../components/quotas/standing.ts';
import { useQuotaWords } from '../../../components/quotas/use-words.ts';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import type { Look } from './look.ts';
import { wrongTexts } from './texts.ts';

/** Quotas that run out, or whose counters are in doubt; what is off is not looked at. */
export function useQuotas(project: string): Look {
  const t = useTexts(wrongTexts);
  const note = useNote();
  const query = useQuery(quotaStatusQuery(project));
  const rows =
    query.data &&
    rowsOf(
      query.data.map(({ quota }) => quota).filter(({ enabled }) => enabled),
      query.data,
    );
  const isWell = ({ standing }: QuotaRow) => standing === 'ok' || standing === 'unread';
  const well = rows?.filter(isWell).length ?? 0;
  return {
    title: t('quotas'),
    rows: 3,
    troubles: rows
      ?.filter((row) => !isWell(row))
      .map((row) => ({
        key: row.quota.id,
        mark: row.standing && <StandingBadge standing={row.standing} quota={row.quota} />,
        title: row.quota.name,
        note: note(row),
        since: null,
        link: { to: '/p/$project/quotas/$quotaId', params: { project, quotaId: row.quota.id } },
      })),
    well: well > 0 ? t('quotasWell', { count: well }) : undefined,
    list: { to: '/p/$project/quotas', params: { project } },
    attention: { to: '/p/$project/quotas', params: { project }, search: { show: 'attention' } },
    error: query.error,
    onRetry: () => void query.refetch(),
  };
}

/** How full it is, of whoever used most, and until when it lasts. */
function useNote(): (row: QuotaRow) => string {
  const t = useTexts(wrongTexts);
  const words = useQuotaWords();
  const format = useFormat();
  return ({ quota: { measure }, status }) => {
    const subject = status?.subjects[0];
    if (!subject) return '';
    return [
      t('used', { used: words.amount(measure, subject.used), limit: words.amount(measure, subject.limit) }),
      ...(subject.subject === '' ? [] : [subject.subject]),
      ...(subject.exhaustedAt && !subject.over
        ? [t('lastsUntil', { when: format.dateTime(Date.parse(subject.exhaustedAt)) })]
        : []),
    ].join(' · ');
  };
}
