import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { QuotaGauge } from '../../components/quotas/QuotaGauge.tsx';
import { useQuotaWords } from '../../components/quotas/use-words.ts';
import { ownZone } from '../../format/zone.ts';
import { useTexts } from '../../i18n/i18n.ts';
import type { QuotaForm } from './quota-form.ts';
import { quotaTexts } from './texts.ts';

const LIMIT = '200000';
const THRESHOLDS = [50, 80, 100];
const USERS = [
  ['user-1042', '214300'],
  ['user-2077', '168200'],
  ['user-3310', '51000'],
] as const;

interface NoQuotasProps {
  may: boolean;
  onMake: (form: Partial<QuotaForm>) => void;
}

/** What would be here: an example that can be made. */
export function NoQuotas({ may, onMake }: NoQuotasProps) {
  const t = useTexts(quotaTexts);
  const words = useQuotaWords();
  const form = {
    name: t('exampleName'),
    scopeType: 'eachUser' as const,
    limit: LIMIT,
    timeZone: ownZone(),
  };
  return (
    <div className="mx-auto flex max-w-xl flex-col">
      <EmptyState title={t('empty')}>{t('emptyHint')}</EmptyState>
      <figure className="-mt-6 flex flex-col gap-2 rounded-lg border px-4 py-3">
        <figcaption className="flex items-baseline gap-2 text-sm">
          <span className="text-xs text-muted">{t('example')}</span>
          <span className="font-medium">{t('exampleName')}</span>
          <span className="figures ml-auto text-xs text-muted">{words.exact('tokens', LIMIT)}</span>
        </figcaption>
        {USERS.map(([user, used]) => (
          <div key={user} className="grid grid-cols-[6rem_1fr_4rem] items-center gap-3 text-sm">
            <span className="truncate text-soft">{user}</span>
            <QuotaGauge measure="tokens" used={used} limit={LIMIT} thresholds={THRESHOLDS} />
            <span className="figures text-right text-muted">{words.amount('tokens', used)}</span>
          </div>
        ))}
        <p className="text-xs text-muted">{t('exampleHint')}</p>
      </figure>
      <div className="flex justify-center py-4">
        {may ? (
          <Button variant="primary" onClick={() => onMake(form)}>
            {t('makeExample')}
          </Button>
        ) : (
          <p className="text-sm text-muted">{t('denied')}</p>
        )}
      </div>
    </div>
  );
}
