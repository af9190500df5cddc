import { EXPORT_FILE_FORMATS, EXPORT_KINDS, type ExportKind } from '@pharos/core/exports/export';
import { useState } from 'react';
import { Checkbox } from '../../../components/Checkbox.tsx';
import { cx } from '../../../components/cx.ts';
import { Field } from '../../../components/Input.tsx';
import { Segmented } from '../../../components/Segmented.tsx';
import { Select } from '../../../components/Select.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { DayFields } from './DayFields.tsx';
import { lastWeek, rangeOf } from './export-form.ts';
import { exportTexts } from './export-texts.ts';
import { downloadAddress } from './exports-api.ts';

/** One table of some days as a file. The browser writes it to the disk as it comes. */
export function DownloadForm({ project }: { project: string }) {
  const t = useTexts(exportTexts);
  const [kind, setKind] = useState<ExportKind>('spans');
  const [format, setFormat] = useState<(typeof EXPORT_FILE_FORMATS)[number]>('parquet');
  const [texts, setTexts] = useState(false);
  const [days, setDays] = useState(() => lastWeek(Date.now()));
  const range = rangeOf(days);
  const asked = range && { kind, format, texts: texts && kind === 'spans', ...range };
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t('kind')}>
          {(ids) => (
            <Select
              {...ids}
              value={kind}
              onChange={setKind}
              options={EXPORT_KINDS.map((value) => ({ value, label: t(value) }))}
            />
          )}
        </Field>
        <DayFields days={days} onChange={setDays} />
        <Segmented
          label={t('format')}
          value={format}
          onChange={setFormat}
          options={EXPORT_FILE_FORMATS.map((value) => ({ value, label: t(value) }))}
        />
        <a
          {...(asked ? { href: downloadAddress(project, asked) } : { 'aria-disabled': true })}
          download
          className={cx(
            'inline-flex h-8 items-center rounded-md border border-line bg-raised px-3 text-sm hover:bg-hover',
            !asked && 'pointer-events-none opacity-50',
          )}
        >
          {t('download')}
        </a>
      </div>
      {kind === 'spans' && <Checkbox label={t('texts')} checked={texts} onChange={setTexts} />}
    </div>
  );
}
