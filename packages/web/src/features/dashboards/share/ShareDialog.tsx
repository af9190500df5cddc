import type { StoredDashboard } from '@pharos/core/api/dashboards';
import { chosenValues, type View } from '@pharos/core/dashboards/widget-question';
import { readIn } from '@pharos/core/local-text';
import { parseRange, parseToken } from '@pharos/core/time-range';
import { useState } from 'react';
import { dashboardChanges, useDashboardChange } from '../../../api/dashboards.ts';
import { Button } from '../../../components/Button.tsx';
import { CodeBlock } from '../../../components/CodeBlock.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { ErrorLine } from '../../../components/ErrorState.tsx';
import { Segmented } from '../../../components/Segmented.tsx';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { useRangeLabel } from '../../../shell/RangePicker.tsx';
import { useProject } from '../../../use-project.ts';
import { useTimeRange } from '../../../use-time-range.ts';
import { ShareList } from './ShareList.tsx';
import { shareTexts } from './texts.ts';

const EXPIRIES = ['1', '7', '30', '90'] as const;
const DAY_MS = 86_400_000;

interface ShareDialogProps {
  stored: StoredDashboard;
  values: View['values'];
  onClose: () => void;
}

/** Makes a link that shows a dashboard as it is looked at now, and lists those that work. */
export function ShareDialog({ stored, values, onClose }: ShareDialogProps) {
  const t = useTexts(shareTexts);
  const language = useLanguage();
  const [days, setDays] = useState<(typeof EXPIRIES)[number]>('7');
  const share = useDashboardChange(useProject(), dashboardChanges.share);
  const { range } = useTimeRange();
  const { document, id } = stored;
  const token = 'token' in range ? range.token : document.range;
  const create = () =>
    share.mutate({
      id,
      expiresAt: new Date(Date.now() + Number(days) * DAY_MS).toISOString(),
      range: token,
      values: Object.fromEntries(
        document.variables.map((variable) => [variable.name, [...chosenValues({ values }, variable)]]),
      ),
    });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('title', { title: readIn(document.title, language) })}
      description={t('hint')}
      actions={<Button onClick={onClose}>{t('done')}</Button>}
    >
      <div className="flex flex-col gap-5">
        {share.data ? (
          <section className="flex flex-col gap-2">
            <h3 className="text-sm font-semibold">{t('createdTitle')}</h3>
            <CodeBlock code={share.data.link} label={t('link')} />
            <p className="flex items-center justify-between gap-3 text-xs text-muted">
              {t('createdHint')}
              <Button variant="quiet" onClick={() => share.reset()}>
                {t('another')}
              </Button>
            </p>
          </section>
        ) : (
          <section className="flex flex-col gap-3">
            <div className="flex flex-col items-start gap-1">
              <span className="text-xs font-medium text-soft">{t('expires')}</span>
              <Segmented
                label={t('expires')}
                value={days}
                options={EXPIRIES.map((value) => ({ value, label: t(`expiry_${value}`) }))}
                onChange={setDays}
              />
            </div>
            <Fixed document={document} values={values} token={token} relative={'token' in range} />
            <ErrorLine error={share.error} />
            <Button variant="primary" busy={share.isPending} onClick={create} className="self-start">
              {t('create')}
            </Button>
          </section>
        )}
        <ShareList id={id} />
      </div>
    </Dialog>
  );
}

interface FixedProps {
  document: StoredDashboard['document'];
  values: View['values'];
  /** The length of time that the link shows. */
  token: string;
  /** It is what is looked at now. */
  relative: boolean;
}

/** What a link settles: the length of time and the values of variables. */
function Fixed({ document, values, token, relative }: FixedProps) {
  const t = useTexts(shareTexts);
  const label = useRangeLabel();
  const language = useLanguage();
  const range = label(parseToken(token) ?? parseRange({}));
  const chosen = document.variables
    .filter(({ type }) => type !== 'project')
    .map((variable) => ({ variable, values: chosenValues({ values }, variable) }))
    .filter((each) => each.values.length > 0);
  return (
    <div className="flex flex-col gap-1">
      <span className="text-xs font-medium text-soft">{t('fixed')}</span>
      <ul className="text-sm">
        <li>{t(relative ? 'fixedRange' : 'fixedAbsolute', { range })}</li>
        {chosen.map(({ variable, values: shown }) => (
          <li key={variable.name}>
            {t('fixedValues', {
              name: readIn(variable.label, language) || variable.name,
              values: shown.join(', '),
            })}
          </li>
        ))}
      </ul>
      <p className="text-xs text-muted">{t('later')}</p>
    </div>
  );
}
