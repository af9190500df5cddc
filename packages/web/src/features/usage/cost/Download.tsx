import { TABLE_FORMATS, type TableFormat } from '@pharos/core/api/questions';
import { Download as Icon } from 'lucide-react';
import { useState } from 'react';
import { downloadQuestion } from '../../../api/usage.ts';
import { Button } from '../../../components/Button.tsx';
import { useErrorText } from '../../../components/ErrorState.tsx';
import { Menu, MenuItem, MenuLabel } from '../../../components/Menu.tsx';
import { toast } from '../../../components/Toast.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { fileName, saveFile } from '../../../save-file.ts';
import { useProject } from '../../../use-project.ts';
import { costTexts } from './texts.ts';
import type { Usage } from './use-usage.ts';

const METRICS = ['cost', 'tokens', 'modelCalls', 'cachedReadTokens', 'outputTokens'];
/** With the buckets of any range as many as an answer holds. */
const MOST_GROUPS = 300;
const TYPES: Readonly<Record<TableFormat, string>> = {
  csv: 'text/csv',
  parquet: 'application/vnd.apache.parquet',
};

/** What the page shows as a file: a row for each value of the dimension and each bucket, with the period before. */
export function Download({ usage }: { usage: Usage }) {
  const { asked, by, measure } = usage;
  const t = useTexts(costTexts);
  const format = useFormat();
  const project = useProject();
  const errorText = useErrorText();
  const [busy, setBusy] = useState(false);
  const save = async (form: TableFormat) => {
    setBusy(true);
    const question = {
      ...asked,
      metrics: [measure, ...METRICS.filter((name) => name !== measure)],
      ...{ dimensions: [by], limit: MOST_GROUPS, compare: true },
    };
    try {
      const file = await downloadQuestion(project, { question, format: form });
      saveFile(fileName(`pharos-usage-${by}-${asked.from.slice(0, 10)}`, form), TYPES[form], file);
    } catch (error) {
      toast(t('downloadFailed', { reason: errorText(error) }), 'bad');
    } finally {
      setBusy(false);
    }
  };
  return (
    <Menu
      align="end"
      trigger={
        <Button busy={busy}>
          <Icon className="size-4" aria-hidden />
          {t('download')}
        </Button>
      }
    >
      <MenuLabel>{t('downloadHint', { bucket: format.period(asked.bucketSeconds * 1000) })}</MenuLabel>
      {TABLE_FORMATS.map((form) => (
        <MenuItem key={form} onSelect={() => void save(form)}>
          {t(form)}
        </MenuItem>
      ))}
    </Menu>
  );
}
