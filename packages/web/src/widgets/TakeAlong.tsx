import type { Answer } from '@pharos/core/question';
import { Copy, Download } from 'lucide-react';
import { MenuItem, MenuSeparator } from '../components/Menu.tsx';
import { toast } from '../components/Toast.tsx';
import { useTexts } from '../i18n/i18n.ts';
import { useWidgetTable } from './ChartBody.tsx';
import { TAKE_ALONG } from './take-along.ts';
import { widgetTexts } from './texts.ts';
import type { WidgetMenuProps } from './WidgetMenu.tsx';

/** The ways to take a chart along. Of a table there is no picture. */
export function TakeAlong(props: WidgetMenuProps & { answer: Answer }) {
  const { widget, title, height, answer, picture, asTable } = props;
  const t = useTexts(widgetTexts);
  const table = useWidgetTable({ widget, answer, label: title, height });
  const run = (way: (typeof TAKE_ALONG)[number]) => {
    const root = picture.current;
    if (!root) return;
    const copies = way.name === 'copyPicture';
    way.take({ title, root, table }).then(
      () => copies && toast(t('copied')),
      () => toast(t(copies ? 'notCopied' : 'notSaved'), 'bad'),
    );
  };
  const hasPicture = !asTable && picture.current?.querySelector('svg.chart') != null;
  return (
    <>
      <MenuSeparator />
      {TAKE_ALONG.map((way) => (
        <MenuItem
          key={way.name}
          icon={way.name === 'copyPicture' ? <Copy aria-hidden /> : <Download aria-hidden />}
          disabled={way.picture && !hasPicture}
          onSelect={() => run(way)}
        >
          {t(way.name)}
        </MenuItem>
      ))}
    </>
  );
}
