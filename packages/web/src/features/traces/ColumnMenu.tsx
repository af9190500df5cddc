import { Columns3 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Menu, MenuItem, MenuSeparator, MenuToggle } from '../../components/Menu.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { readSetting, writeSetting } from '../../local-settings.ts';
import { TRACE_COLUMNS, USUAL_COLUMNS } from './columns.tsx';
import { tracesTexts } from './texts.ts';

const SETTING = 'traces.columns';

/** Which columns the reader wants, kept in this browser. */
export function useColumns(): [ReadonlySet<string>, (chosen: ReadonlySet<string>) => void] {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(readSetting(SETTING)?.split(',') ?? USUAL_COLUMNS),
  );
  return [
    chosen,
    (next) => {
      setChosen(next);
      writeSetting(SETTING, [...next].join(','));
    },
  ];
}

interface ColumnMenuProps {
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
}

export function ColumnMenu({ chosen, onChange }: ColumnMenuProps) {
  const t = useTexts(tracesTexts);
  const toggle = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    if (next.size > 0) onChange(next);
  };
  return (
    <Menu
      align="end"
      trigger={
        <Button className="max-sm:hidden">
          <Columns3 className="size-4 text-muted" aria-hidden />
          {t('columns')}
        </Button>
      }
    >
      {TRACE_COLUMNS.map(({ id }) => (
        <MenuToggle key={id} checked={chosen.has(id)} onChange={(on) => toggle(id, on)}>
          {t(id)}
        </MenuToggle>
      ))}
      <MenuSeparator />
      <MenuItem onSelect={() => onChange(new Set(USUAL_COLUMNS))}>{t('columnsReset')}</MenuItem>
    </Menu>
  );
}
